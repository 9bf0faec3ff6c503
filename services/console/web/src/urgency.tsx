// Urgency of a deadline: a letter, a word and a colour together; never colour alone.
import type { QueueLine, Step } from '../../src/wire.ts'
import { useNowFor } from './live.ts'
import { writeFull, writeLeft, writeNear } from './time.ts'

export type Urgency = '超时' | '红' | '橙' | '黄' | '蓝' | '无'

export function urgencyOf(dueAt: number | null, marks: { step: Step; at: number }[], now: number): Urgency {
  if (dueAt === null) return '无'
  if (now > dueAt) return '超时'
  const reached = marks.filter((mark) => mark.at <= now).at(-1)?.step
  return reached === '红' || reached === '橙' || reached === '黄' ? reached : '蓝'
}

const words: Record<Urgency, string> = {
  超时: '已超时',
  红: '红：即将到期',
  橙: '橙：时间不多',
  黄: '黄：已过大半',
  蓝: '时限在走',
  无: '没有时限',
}
const letters: Record<Urgency, string> = { 超时: '超', 红: '红', 橙: '橙', 黄: '黄', 蓝: '·', 无: '' }

export function UrgencyMark({ due, marks }: { due: number | null; marks: { step: Step; at: number }[] }) {
  const now = useNowFor(due ?? 0)
  const urgency = urgencyOf(due, marks, now)
  return (
    <span className={`urgency u-${urgency}`} title={words[urgency]}>
      {letters[urgency]}
    </span>
  )
}

/** `4:12`, or `超时 0:35`: what is left, on the server's clock. */
export function TimeLeft({ due, title }: { due: number; title?: string }) {
  const now = useNowFor(due)
  const left = due - now
  return (
    <span className={left < 0 ? 'left over' : 'left'} title={title ?? `截止 ${writeFull(due)}（北京时间）`}>
      {left < 0 ? `超时 ${writeLeft(left)}` : writeLeft(left)}
    </span>
  )
}

/** Codes people say aloud stay; the others are words. */
const shortNames: Record<string, string> = {
  LET: '来信',
  REL: '续报',
  'RPT-P': '电话报告',
  'RPT-W': '书面报告',
  DIR: '上级交办',
  PRM: '承诺',
}

export const codeWords = (code: string): string => shortNames[code] ?? code

export function Deadline({ due }: { due: NonNullable<QueueLine['due']> }) {
  const now = useNowFor(due.at)
  return (
    <span className="deadline" title={`截止 ${writeFull(due.at)}；起算 ${writeFull(due.startAt)}`}>
      <b>{codeWords(due.code)}</b> {writeNear(due.at, now, true)}
      {due.estimated ? ' 暂估' : ''}
    </span>
  )
}

/** The case's grade is a word in a frame, not a colour. */
export function GradeFrame({ grade, suspected }: { grade: string | null; suspected: boolean }) {
  if (suspected && (grade === null || grade === '待定')) {
    return (
      <b className="grade" title="机器疑似重大，待人工定级">
        {grade === null ? '疑似重大' : '待定·疑重'}
      </b>
    )
  }
  return grade === null ? <span className="faint">信件</span> : <span className="grade">{grade}</span>
}

/** Arrivals of the last two hours as a small curve. */
export function HeatCurve({ arrivals, heat }: { arrivals: number[]; heat: number }) {
  if (arrivals.every((count) => count === 0)) {
    return (
      <span className="faint" title={`热度 ${heat}；近两小时没有新增`}>
        —
      </span>
    )
  }
  const most = Math.max(1, ...arrivals)
  const width = 6
  return (
    <svg className="heat" width={arrivals.length * width} height="20" role="img" aria-label={`热度 ${heat}`}>
      <title>{`热度 ${heat}；近两小时新增 ${arrivals.reduce((sum, one) => sum + one, 0)} 篇`}</title>
      {arrivals.map((count, index) => {
        const height = count === 0 ? 1 : 3 + (16 * count) / most
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <rect key={index} x={index * width} y={20 - height} width={width - 2} height={height} />
        )
      })}
    </svg>
  )
}
