// What stands in place of a list or a case that could not be read: for want of a right, or because something failed.
import { Button } from 'antd'
import { RefusedError, wordsOf } from './api.ts'
import { go } from './place.ts'

interface Props {
  /** What was asked for, e.g. 来信. */
  what: string
  error: unknown
  onRetry(): void
}

export function Unread({ what, error, onRetry }: Props) {
  if (error instanceof RefusedError && error.status === 403) return <NoRight what={what} />
  if (error instanceof RefusedError && error.status === 404) return <Absent what={what} words={error.message} />
  return (
    <div className="empty" role="alert">
      <h2>读不到{what}</h2>
      <p>
        {wordsOf(error)}。<br />
        这不表示没有内容；恢复后会自动显示，紧急事项请用电话。
      </p>
      <Button onClick={onRetry}>重试</Button>
    </div>
  )
}

/** A role does not change by trying again: no 重试 here. */
export function NoRight({ what }: { what: string }) {
  return (
    <div className="empty">
      <h2>您的角色不能查看{what}</h2>
      <p>{what}由值班室办理。需要查看请联系值班长，或请系统管理员调整角色。</p>
      <Button onClick={() => go('/')}>回值班台</Button>
    </div>
  )
}

/** Nor does what is not there: a mistyped or old address. */
const Absent = ({ what, words }: { what: string; words: string }) => (
  <div className="empty" role="alert">
    <h2>没有找到{what}</h2>
    <p>{words}。</p>
    <Button onClick={() => go('/')}>回值班台</Button>
  </div>
)
