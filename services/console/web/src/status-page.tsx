// 系统状态: a line for each part, and the messages put aside with their reasons, to be replayed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { StatusPage } from '../../src/wire.ts'
import { post, wordsOf } from './api.ts'
import { useLive } from './live.ts'
import { useMe } from './me.ts'
import { Models } from './model-list.tsx'
import { statusReading, useKept } from './reading.ts'
import { askForNotes } from './ring.ts'
import { writeFull, writeNear } from './time.ts'
import { Unread } from './unread.tsx'

const modelReaders = ['值班员', '值班长', '审核', '纪检', '审计']
const signs = { 正常: '●', 注意: '▲', 异常: '✕' } as const

export function StatusView() {
  const me = useMe()
  const live = useLive()
  const status = useKept(useQuery(statusReading))
  if (status.data === undefined) {
    if (status.error === null) return <p className="boot">正在读取系统状态…</p>
    return <Unread what="系统状态" error={status.error} onRetry={() => status.refetch()} />
  }
  const { lines, parked, now } = status.data
  return (
    <div className="status-page">
      <h1>系统状态</h1>
      {!me.linksReachOut && (
        <p className="note">
          对外地址没有设置：邮件里的签收链接只能在本机打开。请系统管理员把 PUBLIC_URL
          设为单位能访问的地址；在此之前，单位可回复邮件“签收”或致电值班室。
        </p>
      )}
      {status.error !== null && <p className="note">下面是 {writeNear(now, now)} 的情况，之后没有再读到。</p>}
      <ul className="parts">
        <li className={live.connected ? 's-正常' : 's-异常'}>
          <b>{live.connected ? '● 正常' : '✕ 异常'}</b>
          <span>本屏幕与服务器</span>
          <span>{live.connected ? '实时更新中' : '连接中断，正在自动重连；紧急事项请用电话'}</span>
        </li>
        {worstFirst(lines).map((line) => (
          <li key={line.part} className={`s-${line.state}`}>
            <b>
              {signs[line.state]} {line.state}
            </b>
            <span>{line.part}</span>
            <span>
              {line.what}
              {line.since !== null && <time title={writeFull(line.since)}>（{writeNear(line.since, now)}）</time>}
              {line.mend !== null && <em>{line.mend}</em>}
            </span>
          </li>
        ))}
      </ul>
      <Screens />
      {me.roles.some((role) => modelReaders.includes(role)) && <Models />}
      <Parked parked={parked} now={now} />
    </div>
  )
}

/** What asks for a hand stands on top; the rest keeps its order. */
const worstFirst = (lines: StatusPage['lines']): StatusPage['lines'] =>
  lines.toSorted((a, b) => Object.keys(signs).indexOf(b.state) - Object.keys(signs).indexOf(a.state))

/** What a room sets up once: the wall board, and notes on the desktop while another window is in front. */
function Screens() {
  const { message } = App.useApp()
  return (
    <p className="setup">
      <a href="/wall" target="_blank" rel="noreferrer">
        打开大屏视图
      </a>
      <Button
        size="small"
        onClick={async () => {
          if (await askForNotes()) message.success('已允许：响铃时桌面会弹出提示，不含案件内容')
          else message.warning('浏览器没有允许桌面提示；响铃仍有声音和标题闪动')
        }}
      >
        允许桌面提示
      </Button>
    </p>
  )
}

function Parked({ parked, now }: Pick<StatusPage, 'parked' | 'now'>) {
  const me = useMe()
  const client = useQueryClient()
  const { message } = App.useApp()
  const replay = useMutation({
    mutationFn: (id: string) => post(`/api/parked/${encodeURIComponent(id)}/replay`),
    onSuccess: () => {
      message.success('已放回队列重新处理')
      return client.invalidateQueries({ queryKey: ['status'] })
    },
    onError: (error) => message.error(wordsOf(error)),
  })
  const mayReplay = me.roles.some((role) => role === '值班长' || role === '系统管理员')
  return (
    <>
      <h2>搁置的消息</h2>
      {parked.length === 0 ? (
        <p className="faint">没有。消息处理三次仍失败才会搁置在这里，内容已保存，不会丢。</p>
      ) : (
        <ul className="parked">
          {parked.map((one) => (
            <li key={one.id}>
              <time title={writeFull(one.at)}>{writeNear(one.at, now)}</time>
              <code>
                {one.topic} {one.key}
              </code>
              <span className="wrong">{one.reason}</span>
              {mayReplay && (
                <Button size="small" onClick={() => replay.mutate(one.id)} loading={replay.isPending}>
                  重放
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
