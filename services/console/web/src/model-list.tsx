// 主题模型: what tags are made with: the shipped model and those trained from the desk's corrections, each compared, and
// the one act that puts another in use or the one before back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import type { ModelPage } from '../../src/wire.ts'
import { get, post, wordsOf } from './api.ts'
import { serverNow } from './live.ts'
import { useMe, useNames } from './me.ts'
import { useKept } from './reading.ts'
import { TableHead } from './table-head.tsx'
import { writeFull, writeNear } from './time.ts'

type Model = ModelPage['models'][number]
const REASON_CHARS_MIN = 2

export function Models() {
  const page = useKept(useQuery({ queryKey: ['models'], queryFn: () => get<ModelPage>('/api/models') }))
  return (
    <section aria-label="主题模型">
      <h2>主题模型</h2>
      {page.data === undefined ? (
        <p className={page.error === null ? 'faint' : 'wrong'}>
          {page.error === null ? '正在读取…' : `读不到主题模型：${wordsOf(page.error)}。现用的照常打标`}
        </p>
      ) : (
        <ModelTable page={page.data} />
      )}
    </section>
  )
}

function ModelTable({ page }: { page: ModelPage }) {
  const used = page.models.find((one) => one.inUse)
  const mayUse = useMe().roles.includes('值班长')
  return (
    <>
      <p className="faint">
        人的更正在任何模型下都优先。换用从下一批信息起生效，不用重启；值班长写明理由即可换用或退回，记入台账。
        {page.models.length === 1 && '还没有训练过本地模型：改标积累够了，请系统管理员运行 npx huiying train。'}
      </p>
      <table className="accounts models">
        <TableHead names={['模型', '从什么学来', '主题判断（现用 → 新）', '未改的信息会改判', '状态']} />
        <tbody>
          {page.models.map((one) => (
            <tr key={one.id}>
              <td title={one.id}>{nameOf(one)}</td>
              <td>{learntWords(one)}</td>
              <td>
                <Compared one={one} />
              </td>
              <td>{changedWords(one)}</td>
              <td>
                {one.inUse ? (
                  <b className="s-used">● 使用中</b>
                ) : !one.fits ? (
                  '程序已升级，不能再用，请重新训练'
                ) : mayUse && used !== undefined ? (
                  <Use one={one} seen={used.id} isBack={one.id === page.before} />
                ) : (
                  '未使用'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const nameOf = ({ at }: Model): string => (at === null ? '程序自带' : `本地模型 ${writeNear(at, serverNow())}`)

const learntWords = ({ compared }: Model): string =>
  compared === null ? '随程序发布' : `更正 ${compared.corrected} 条，未改 ${compared.stood} 条`

const changedWords = ({ compared }: Model): string =>
  compared === null ? '—' : `${compared.changed.n} 条中 ${compared.changed.fresh} 条`

const percent = (share: number | null): string => (share === null ? '—' : `${Math.round(share * 100)}%`)

/** All topics in one figure; each by itself one press away. */
function Compared({ one: { at, compared } }: { one: Model }) {
  const names = useNames()
  if (compared === null || at === null) return '—'
  const named = (name: string) => (name === 'gov' ? '是否涉政' : names.topic(name))
  const [all, ...each] = compared.figures
  if (all === undefined) return '没有可比的更正'
  return (
    <details>
      <summary title={`在两个模型都没学过的 ${all.n} 处更正上比较（F1）；训练于 ${writeFull(at)}`}>
        {percent(all.active)} → <b>{percent(all.fresh)}</b>
      </summary>
      <ul>
        {each.map((figure) => (
          <li key={figure.name}>
            {named(figure.name)} {percent(figure.active)} → {percent(figure.fresh)}（{figure.yes} 条）
          </li>
        ))}
      </ul>
    </details>
  )
}

function Use({ one, seen, isBack }: { one: Model; seen: string; isBack: boolean }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const what = isBack ? '退回' : '启用'
  const send = useMutation({
    mutationFn: () => post('/api/models/use', { id: one.id, seen, reason }),
    onSuccess: () => {
      message.success(`已${what}${nameOf(one)}，从下一批信息起生效；已记入台账`)
      setReason('')
    },
    onError: (error) => message.error(wordsOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['models'] }),
  })
  return (
    <span className="switch">
      <Input
        size="small"
        placeholder={`${what}的理由（写入台账）`}
        aria-label={`${what}${nameOf(one)}的理由`}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        size="small"
        aria-label={`${what}${nameOf(one)}`}
        disabled={reason.trim().length < REASON_CHARS_MIN}
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        {what}
      </Button>
    </span>
  )
}
