// What is handed over (§6.2), looked up in the ledger as of one moment; of 专项件 nothing stands in it (§14-8).

import type { Case, Clock } from '@huiying/domain/case'
import {
  HANDOVER_ROWS_MAX,
  type HandoverList,
  type HandoverPart,
  type HandoverRow,
  SOON_MS,
} from '@huiying/domain/handover'
import { openCalls } from '@huiying/ledger/call'
import { caseNow, countQueue, type QueueFilter, queue, readCases } from '@huiying/ledger/case'
import {
  type ClockFilter,
  countClocks,
  countWaiting,
  runningClocks,
  type Waiting,
  waitingCases,
} from '@huiying/ledger/handover/handover-fact'
import type { Reader } from '@huiying/ledger/ledger'
import { countLetterLane, listLetters } from '@huiying/ledger/letter'
import type { Person } from '@huiying/ledger/person/person'
import { countLane } from '@huiying/ledger/queue-fact'
import { maySee } from './right.ts'
import { sourceLines } from './source-line.ts'

const LOOKED_AT_MAX = 2_000
const ABOUT_CHARS_MAX = 200
const ROWS = HANDOVER_ROWS_MAX

interface Look {
  read: Reader
  person: Person
  now: number
  filter: QueueFilter
}

/** The parts in the order they are read. */
export async function lookAround(read: Reader, person: Person, now: number): Promise<HandoverList[]> {
  const filter = { book: person.book, restricted: false, lane: '全部', soon: now + SOON_MS, now } as const
  const look: Look = { read, person, now, filter }
  return [
    await casesOf(look, '先打电话', { lane: '先打电话' }),
    await clocksOf(look, '已超时', { before: now }),
    await clocksOf(look, '两小时内到期', { from: now, before: now + SOON_MS }),
    await gravest(look),
    await casesOf(look, '待研判', { lane: '待研判' }),
    await casesOf(look, '未签收', { lane: '待签收' }, leadOf),
    await waitingOf(look, '延期待答复', 'asksMore'),
    await waitingOf(look, '回应待审核', 'inReview'),
    await toBeContinued(look),
    await callsOf(look),
    await misdirected(look),
    { part: '待核信息', count: await countLane(read, person.book, '待核信息'), rows: [] },
    await wrongSources(look),
  ]
}

const plain = { code: null, dueAt: null, about: null }
const leadOf = (state: Case): string | null =>
  state.assignments.find((one) => one.part === '牵头' && one.ended === null)?.unit ?? null

/** Whatever a person may not see is neither shown nor counted. */
const isTold = (person: Person, state: Case): boolean => state.restricted === null && maySee(person, state)

/** What was not cut is all there is: a count would read it once more. */
const countAll = async (found: unknown[], count: () => Promise<number>): Promise<number> =>
  found.length < ROWS ? found.length : count()

async function casesOf(
  { read, person, filter }: Look,
  part: HandoverPart,
  change: Partial<QueueFilter>,
  about: (state: Case) => string | null = () => null,
): Promise<HandoverList> {
  const asked = { ...filter, ...change }
  const found = await queue(read, asked, ROWS)
  const told = found.filter((row) => isTold(person, row.state))
  const all = await countAll(found, () => countQueue(read, asked))
  const rows = told.map(({ state, dueAt }) => ({
    caseId: state.id,
    number: state.number,
    code: null,
    dueAt,
    about: about(state),
  }))
  return { part, count: all - (found.length - told.length), rows }
}

async function gravest(look: Look): Promise<HandoverList> {
  const first = await casesOf(look, '特别重大、重大', { grade: '特别重大' }, leadOf)
  const second = await casesOf(look, '特别重大、重大', { grade: '重大' }, leadOf)
  return { ...first, count: first.count + second.count, rows: [...first.rows, ...second.rows].slice(0, ROWS) }
}

async function clocksOf({ read, person }: Look, part: HandoverPart, filter: ClockFilter): Promise<HandoverList> {
  const clocks = await runningClocks(read, person.book, filter, ROWS)
  const rows = await clockRows(read, person, clocks)
  const all = await countAll(clocks, () => countClocks(read, person.book, filter))
  return { part, count: all - (clocks.length - rows.length), rows }
}

/** Each under the case it is worked on in now; what is restricted by now is left out. */
async function clockRows(read: Reader, person: Person, clocks: Clock[]): Promise<HandoverRow[]> {
  const known = await readCases(read, [...new Set(clocks.map((clock) => clock.caseId))])
  const rows: HandoverRow[] = []
  for (const { caseId, code, dueAt } of clocks) {
    const own = known.get(caseId) ?? null
    const state = own === null || own.merged.into === null ? own : await caseNow(read, caseId)
    if (state === null || !isTold(person, state)) continue
    // A report to those above is the desk's own to make: no unit is waited for.
    const about = code === 'RPT-P' || code === 'RPT-W' ? null : leadOf(state)
    rows.push({ caseId: state.id, number: state.number, code, dueAt, about })
  }
  return rows
}

async function waitingOf({ read, person }: Look, part: HandoverPart, waiting: Waiting): Promise<HandoverList> {
  const found = await waitingCases(read, person.book, waiting, ROWS)
  const told = found.filter((state) => isTold(person, state))
  const all = await countAll(found, () => countWaiting(read, person.book, waiting))
  const rows = told.map((state) => ({ ...plain, caseId: state.id, number: state.number, about: leadOf(state) }))
  return { part, count: all - (found.length - told.length), rows }
}

/** Cases that were answered and are to say more, and reports to those above that are to follow. */
async function toBeContinued(look: Look): Promise<HandoverList> {
  const cases = await casesOf(look, '待续报', { lane: '已回应待续' }, leadOf)
  const reports = await clocksOf(look, '待续报', { reports: true })
  return { ...cases, count: cases.count + reports.count, rows: [...reports.rows, ...cases.rows].slice(0, ROWS) }
}

async function callsOf({ read, person }: Look): Promise<HandoverList> {
  const calls = await openCalls(read, person.book, LOOKED_AT_MAX)
  const states = await readCases(read, [...new Set(calls.flatMap((call) => call.caseId ?? []))])
  const rows = calls.flatMap(({ caseId, contact }) => {
    const state = caseId === null ? undefined : states.get(caseId)
    if (state === undefined || !isTold(person, state)) return []
    return [{ ...plain, caseId: state.id, number: state.number, about: contact }]
  })
  return { part: '未送达、待打电话', count: rows.length, rows: rows.slice(0, ROWS) }
}

async function misdirected({ read, person, now, filter }: Look): Promise<HandoverList> {
  const asked = { book: person.book, restricted: false, lane: '疑似误投', now, soon: filter.soon } as const
  const letters = await listLetters(read, asked, ROWS, null)
  const rows = await clockRows(
    read,
    person,
    letters.map((letter) => letter.clock),
  )
  const all = await countAll(letters, () => countLetterLane(read, asked))
  return { part: '疑似误投', count: all - (letters.length - rows.length), rows }
}

async function wrongSources({ read, person, now }: Look): Promise<HandoverList> {
  const wrong = (await sourceLines(read, person.book, now)).filter((line) => line.state === '异常')
  const rows = wrong.map(({ part, what }) => {
    const about = `${part.replace('采集 · ', '')}：${what}`.slice(0, ABOUT_CHARS_MAX)
    return { ...plain, caseId: null, number: null, about }
  })
  return { part: '异常采集源', count: rows.length, rows: rows.slice(0, ROWS) }
}
