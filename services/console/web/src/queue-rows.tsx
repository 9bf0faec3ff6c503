// The rows of the queue: forty pixels each, only those on the screen are in the page.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { QueueLine } from '../../src/wire.ts'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { go } from './place.ts'
import { writeFull, writeNear } from './time.ts'
import { Deadline, GradeFrame, HeatCurve, TimeLeft, UrgencyMark } from './urgency.tsx'

const ROW_PX = 40
const SPARE_ROWS = 8
/** More rows are asked for when this many are left below. */
const MORE_BELOW_ROWS = 60

interface Props {
  rows: QueueLine[]
  fresh: Set<string>
  marked: ReadonlySet<string>
  chosen: string | null
  onChoose(id: string): void
  /** null: this person handles one case at a time. */
  onMark: ((id: string) => void) | null
  more: (() => void) | null
}

export function QueueRows({ rows, fresh, marked, chosen, onChoose, onMark, more }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  useLayoutEffect(() => {
    const { current } = box
    if (current === null) return
    const watch = new ResizeObserver(() => setHeight(current.clientHeight))
    watch.observe(current)
    return () => watch.disconnect()
  }, [])
  const from = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS)
  const to = Math.min(rows.length, Math.ceil((top + height) / ROW_PX) + SPARE_ROWS)
  useEffect(() => {
    if (more !== null && rows.length - to < MORE_BELOW_ROWS) more()
  }, [more, rows.length, to])
  const at = rows.findIndex((row) => row.id === chosen)
  useEffect(() => {
    const { current } = box
    if (at < 0 || current === null) return
    if (at * ROW_PX < current.scrollTop) current.scrollTop = at * ROW_PX
    else if ((at + 1) * ROW_PX > current.scrollTop + current.clientHeight - ROW_PX) {
      current.scrollTop = (at + 2) * ROW_PX - current.clientHeight
    }
  }, [at])
  return (
    <div className="scroll" ref={box} onScroll={(scrolled) => setTop(scrolled.currentTarget.scrollTop)}>
      <table className="rows" aria-rowcount={rows.length}>
        <thead>
          <tr>
            {heads.map(([name, what]) => (
              <th key={name} scope="col" className={`c-${what}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={from} />
          {rows.slice(from, to).map((row, index) => (
            <Row
              key={row.id}
              row={row}
              place={from + index}
              isFresh={fresh.has(row.id)}
              isChosen={row.id === chosen}
              isMarked={marked.has(row.id)}
              onMark={onMark}
              onChoose={onChoose}
            />
          ))}
          <Space rows={rows.length - to} />
        </tbody>
      </table>
    </div>
  )
}

/** Names and what the style knows them by; 编号, 主题 and 立案 stand on wide screens only. */
const heads: [string, string][] = [
  ['急', 'urgency'],
  ['剩余', 'left'],
  ['截止（北京时间）', 'due'],
  ['级别', 'grade'],
  ['编号', 'number'],
  ['标题', 'title'],
  ['主题', 'topics'],
  ['立案', 'opened'],
  ['信息', 'spread'],
  ['牵头单位', 'lead'],
  ['签收', 'signed'],
  ['热度', 'heat'],
]

/** Stands for the rows that are not in the page. */
function Space({ rows }: { rows: number }) {
  return rows > 0 ? <tr className="space" style={{ height: rows * ROW_PX }} /> : null
}

interface RowProps {
  row: QueueLine
  place: number
  isFresh: boolean
  isChosen: boolean
  isMarked: boolean
  onChoose(id: string): void
  onMark: Props['onMark']
}

function Row({ row, place, isFresh, isChosen, isMarked, onChoose, onMark }: RowProps) {
  const names = useNames()
  const path = `/case/${row.id}`
  return (
    <tr
      aria-rowindex={place + 1}
      aria-selected={isChosen}
      className={[isChosen ? 'chosen' : '', isMarked ? 'marked' : ''].join(' ').trim() || undefined}
      onClick={(click) => {
        if (onMark !== null && (click.ctrlKey || click.metaKey)) onMark(row.id)
        else onChoose(row.id)
      }}
      onDoubleClick={() => go(path)}
    >
      <td>
        <UrgencyMark due={row.due?.at ?? null} marks={row.marks} />
      </td>
      <td>{row.due === null ? <span className="faint">—</span> : <TimeLeft due={row.due.at} />}</td>
      <td className="c-due">{row.due === null ? <span className="faint">无时限</span> : <Deadline due={row.due} />}</td>
      <td className="c-grade">
        <GradeFrame grade={row.grade} suspected={row.suspected} />
      </td>
      <td className="c-number faint">{row.number}</td>
      <td className="c-title title" title={`${row.number} ${row.title}`}>
        {isMarked && <i className="tick">✓</i>}
        {isFresh && <i className="new">新</i>}
        {row.callFirst && <i className="tag call-first">☎ 先打电话</i>}
        {row.restricted !== null && <i className="tag">{row.restricted}</i>}
        {row.response !== null && <i className="tag">{row.response}</i>}
        {row.reappeared && <i className="tag">办结后再现</i>}
        <a
          href={path}
          onClick={(click) => {
            click.preventDefault()
            go(path)
          }}
        >
          {row.title === '' ? `（无标题）${row.number}` : row.title}
        </a>
      </td>
      <td className="c-topics cut">{row.topics.map(names.topic).join('、')}</td>
      <td className="c-opened faint" title={writeFull(row.openedAt)}>
        {writeNear(row.openedAt, serverNow())}
      </td>
      <td className="c-spread spread" title={`信息 ${row.items} 条，平台 ${row.platforms} 个`}>
        {row.kind === 'letter' ? `${row.items} 封` : `${row.items}篇·${row.platforms}平台`}
      </td>
      <td className="c-lead cut" title={row.lead === null ? '尚未交办' : names.unit(row.lead)}>
        {row.lead === null ? <span className="faint">—</span> : names.unit(row.lead)}
      </td>
      <td>
        <Signed row={row} />
      </td>
      <td className="c-heat">
        <HeatCurve arrivals={row.arrivals} heat={row.heat} />
      </td>
    </tr>
  )
}

function Signed({ row }: { row: QueueLine }) {
  if (row.signed === false) return <b className="unsigned">未签收</b>
  if (row.signed !== null) {
    const near = writeNear(row.signed.at, serverNow())
    const title = `${row.signed.by} 于 ${near}（${writeFull(row.signed.at)}）签收`
    if (row.asks) return <b className="unsigned">要延期</b>
    return <span title={title}>{row.reported ? '已反馈' : '已签收'}</span>
  }
  if (row.returned) return <b className="unsigned">已退回</b>
  return <span className="faint">{row.judged || row.kind === 'letter' ? '未交办' : '待研判'}</span>
}
