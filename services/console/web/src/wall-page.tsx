// 大屏: the queue for a whole room, readable from two metres; time left first, nothing to press.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { QueuePage } from '../../src/wire.ts'
import { get, wordsOf } from './api.ts'
import { alertName } from './entry-words.ts'
import { useReminder } from './handover-reading.ts'
import { useLive, useSecond } from './live.ts'
import { useMe, useNames } from './me.ts'
import { useRinging } from './ring.ts'
import { writeClock } from './time.ts'
import { Deadline, GradeFrame, TimeLeft, UrgencyMark } from './urgency.tsx'

/** As the style has them: a row, and all that stands above the rows when something rings. */
const ROW_PX = 64
const LOW_ROW_PX = 60
const LOW_SCREEN_PX = 800
const HEAD_PX = 222
const ROWS_MIN = 6

/** As many as stand whole on this screen: it hangs on a wall and nobody scrolls it. */
const rowsThatFit = (height: number): number =>
  Math.max(ROWS_MIN, Math.floor((height - HEAD_PX) / (height <= LOW_SCREEN_PX ? LOW_ROW_PX : ROW_PX)))

export function WallView() {
  const me = useMe()
  const names = useNames()
  const live = useLive()
  const [rowsMax] = useState(() => rowsThatFit(window.innerHeight))
  const page = useQuery({
    queryKey: ['cases', 'wall', rowsMax],
    queryFn: () => get<QueuePage>(`/api/cases?limit=${rowsMax}`),
  })
  const { cases = [], counts, ringing = [] } = page.data ?? {}
  const { open, missed } = useReminder(me)
  useRinging(ringing.map((one) => one.reason))
  return (
    <main className="wall">
      <header>
        <h1>
          回应{me.book.mark === null ? '' : `（${me.book.mark}数据）`} · {me.book.name}
        </h1>
        <WallClock />
      </header>
      <p className="wall-counts">
        {counts !== undefined &&
          (['超时', '临期', '待研判', '待签收', '全部'] as const).map((lane) => (
            <span key={lane} className={lane === '超时' && counts.超时 > 0 ? 'over' : undefined}>
              {lane} <b>{counts[lane]}</b>
            </span>
          ))}
        {open !== null && <span className="over">▲ 未确认交接</span>}
        {open === null && missed !== null && <span className="over">▲ 换班未交接</span>}
      </p>
      {!live.connected && <p className="offline">✕ 连接中断：这里不是最新情况，请看值班台</p>}
      {page.error !== null && <p className="offline">✕ 读不到案件，这里不是最新情况：{wordsOf(page.error)}</p>}
      {ringing.length > 0 && (
        <p className="wall-ring" role="alert">
          ▲ {ringing[0] === undefined ? '' : alertName(ringing[0])}：{ringing[0]?.number} {ringing[0]?.title}
          {ringing.length > 1 ? `（还有 ${ringing.length - 1} 件待确认）` : ''}
        </p>
      )}
      {page.isPending && <p className="wall-empty">正在读取案件…</p>}
      {page.data !== undefined && cases.length === 0 && <p className="wall-empty">没有待办案件</p>}
      <table>
        <tbody>
          {cases.map((row) => (
            <tr key={row.id}>
              <td>
                <UrgencyMark due={row.due?.at ?? null} marks={row.marks} />
              </td>
              <td>{row.due === null ? '—' : <TimeLeft due={row.due.at} />}</td>
              <td>{row.due === null ? '无时限' : <Deadline due={row.due} />}</td>
              <td>
                <GradeFrame grade={row.grade} suspected={row.suspected} />
              </td>
              <td>
                <span className="two-lines">
                  {row.callFirst && <i className="tag call-first">☎ 先打电话</i>}
                  {row.restricted === null ? row.title : `专项件 ${row.number}`}
                </span>
              </td>
              <td>{row.lead === null ? '未交办' : names.unit(row.lead)}</td>
              <td>{row.signed === false ? <b>未签收</b> : row.signed === null ? '—' : '已签收'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  )
}

function WallClock() {
  return <time>{writeClock(useSecond())}</time>
}
