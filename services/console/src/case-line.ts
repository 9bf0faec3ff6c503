// The queue's line of a case: its nearest deadline, how far its ladder has gone, who has it, and how it spreads.
import type { Case, Clock } from '@huiying/domain/case'
import { openExtensions } from '@huiying/domain/extension'
import { type LadderMark, ladderMarks } from '@huiying/domain/ladder-mark'
import { responseMark } from '@huiying/domain/response'
import type { QueueRow } from '@huiying/ledger/case'
import { clocksOf } from '@huiying/ledger/clock'
import type { Reader } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { plansOfClocks, spreadOf } from '@huiying/ledger/queue-fact'
import type { QueueLine } from './wire.ts'

/** The small curve covers two hours, the span of 放任发酵 (§14-13). */
const SPREAD_WINDOW_MS = 2 * 60 * 60_000
const CLOCKS_MAX = 20_000

/** Lines in the order of `rows`, all of one book; four queries however many rows. */
export async function linesOf(read: Reader, rows: QueueRow[], now: number): Promise<QueueLine[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.state.id)
  const [clocks, spread] = await Promise.all([
    clocksOf(read, ids, CLOCKS_MAX),
    spreadOf(read, ids, now, SPREAD_WINDOW_MS),
  ])
  const nearest = new Map<string, Clock>()
  for (const clock of clocks) {
    if (clock.state === 'running' && !nearest.has(clock.caseId)) nearest.set(clock.caseId, clock)
  }
  const marks = await marksOf(read, rows[0]!.state.book, [...nearest.values()])
  return rows.map(({ state, seq, callFirst }) => {
    const clock = nearest.get(state.id) ?? null
    const spreads = spread.get(state.id)
    return {
      ...plainLine(state),
      callFirst,
      due: clock === null ? null : dueOf(clock, marks.get(clock.id) ?? [], now),
      marks: clock === null ? [] : (marks.get(clock.id) ?? []),
      platforms: spreads?.platforms ?? 0,
      arrivals: spreads?.arrivals ?? [],
      seq,
    }
  })
}

/** How far the ladder of each clock has gone and when it goes on, by clock id. */
export async function marksOf(read: Reader, book: string, clocks: Clock[]): Promise<Map<string, LadderMark[]>> {
  const { policy } = await policyOf(read, book)
  const ids = clocks.map((clock) => clock.id)
  const plans = await plansOfClocks(read, ids)
  return new Map(clocks.map((clock) => [clock.id, ladderMarks(clock, plans.get(clock.id) ?? null, policy)]))
}

function dueOf(clock: Clock, marks: LadderMark[], now: number): QueueLine['due'] {
  const reached = marks.filter((mark) => mark.at <= now).at(-1)
  const step = (reached?.step ?? null) as '黄' | '橙' | '红' | null
  return { code: clock.code, at: clock.dueAt, startAt: clock.startAt, estimated: clock.estimated, step }
}

function plainLine(state: Case): Omit<QueueLine, 'due' | 'marks' | 'platforms' | 'arrivals' | 'seq' | 'callFirst'> {
  const leads = state.assignments.filter((one) => one.part === '牵头')
  const lead = leads.find((one) => one.ended === null)
  return {
    id: state.id,
    number: state.number,
    title: state.title,
    kind: state.kind,
    status: state.status,
    grade: state.grade,
    suspected: state.suspected,
    type: state.type,
    topics: state.topics,
    judged: state.judged !== null,
    restricted: state.restricted,
    reappeared: state.reappeared,
    response: responseMark(state),
    reported: state.records.some((one) => one.kind === '处置情况' && lead !== undefined && one.at >= lead.at),
    asks: openExtensions(state).length > 0,
    returned: lead === undefined && leads.at(-1)?.ended?.how === '退回',
    lead: lead?.unit ?? null,
    signed: lead === undefined ? null : lead.signed === null ? false : { at: lead.signed.at, by: lead.signed.by },
    items: state.items,
    heat: state.heat,
    openedAt: state.openedAt,
  }
}
