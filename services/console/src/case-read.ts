// GET /api/cases/:id: one case with its clocks, time line, deliveries, and what the machine proposes.
import { waitsForCall } from '@huiying/domain/call-first'
import type { Case } from '@huiying/domain/case'
import { adviseHeat } from '@huiying/domain/heat'
import type { Verdict } from '@huiying/domain/item'
import type { Policy } from '@huiying/domain/policy'
import { responseMark } from '@huiying/domain/response'
import { familyOf } from '@huiying/ledger/act'
import { alertsOf } from '@huiying/ledger/alert'
import { answersOf } from '@huiying/ledger/answer/answer-row'
import { reachableLetters } from '@huiying/ledger/answer/writer'
import { openCalls } from '@huiying/ledger/call'
import { caseEntries, caseIdByNumber, queue, readCase } from '@huiying/ledger/case'
import { clocksOf } from '@huiying/ledger/clock'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { heatOfCase } from '@huiying/ledger/item/heat'
import { type ItemView, itemsOfCase, titlesOf } from '@huiying/ledger/item/item-view'
import type { Reader } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { publicationsOf } from '@huiying/ledger/publication'
import { earlyActions, earlyCodes } from '@huiying/text/tag/early'
import { z } from 'zod'
import { answerLine } from './answer-line.ts'
import { marksOf } from './case-line.ts'
import { endpoint, notFound } from './endpoint.ts'
import { boundUnit, maySee, seesRestricted } from './right.ts'
import type { CasePage, Suggestion } from './wire.ts'

const ENTRIES_MAX = 2_000
const CLOCKS_MAX = 6_000
const CALLS_MAX = 500
const OTHERS_MAX = 300
const LOOKED_AT_MAX = 20

export const caseParams = z.object({ id: z.string().min(1).max(120) })

/** By id or by number; 404 for what is not there and for what the person may not see. */
export async function findCase(read: Reader, person: Person, id: string): Promise<Case> {
  const named = /^YQ-/.test(id) ? await caseIdByNumber(read, person.book, id) : id
  const state = named === null ? null : await readCase(read, named)
  if (state === null || !maySee(person, state)) throw notFound('案件')
  return state
}

export const showCase = endpoint({
  params: caseParams,
  async handle({ context, person, params, now }): Promise<CasePage> {
    const { read } = context.ledger
    const state = await findCase(read, person, params.id)
    // Letters of what was merged in keep their own deadlines and are answered here.
    const family = await familyOf(read, state)
    const [found, entries, alerts, deliveries, calls, { policy }] = await Promise.all([
      clocksOf(read, family, CLOCKS_MAX),
      caseEntries(read, state.id, 0, ENTRIES_MAX),
      alertsOf(read, state.id),
      deliveriesOf(read, state.id),
      openCalls(read, state.book, CALLS_MAX),
      policyOf(read, state.book),
    ])
    const clocks = found.filter((clock) => clock.caseId === state.id || clock.code === 'LET')
    const marks = await marksOf(read, state.book, clocks)
    const letters = clocks.flatMap((clock) => (clock.code === 'LET' && clock.itemId !== null ? [clock.itemId] : []))
    const answers = await answersOf(read, letters)
    const titles = await titlesOf(read, letters)
    const restricted = seesRestricted(person)
    const filter = { book: state.book, restricted, lane: '全部' as const, soon: now, now }
    const suggestion = await suggestFor(read, state, policy, now)
    const others = await queue(read, filter, OTHERS_MAX)
    return {
      case: state,
      callFirst: waitsForCall(state),
      response: responseMark(state),
      clocks: clocks.map((clock) => ({ ...clock, marks: marks.get(clock.id) ?? [] })),
      titles: Object.fromEntries(titles),
      entries,
      alerts,
      deliveries,
      answers: answers.map(answerLine),
      reachable: [...(await reachableLetters(read, letters))],
      publications: await publicationsOf(read, family),
      calls: calls.filter((call) => call.caseId === state.id),
      // Early words only mean an earlier first answer: they are the desk's and on no page of a unit (§14-17).
      suggestion: boundUnit(person) === null ? suggestion : { ...suggestion, early: [] },
      others: others
        .filter((row) => row.state.id !== state.id && maySee(person, row.state))
        .map(({ state: { id, number, title, status } }) => ({ id, number, title, status })),
      now,
    }
  },
})

/** What early words of its newest items ask to be done first, the most pressing first (§6.7). */
const earlySteps = (verdicts: Verdict[]): Suggestion['early'] =>
  earlyCodes
    .filter((code) => verdicts.some((one) => one.early.includes(code)))
    .map((code) => ({ code, action: earlyActions[code] }))

/** Who carried it, and titles that say it is on a hot list; a medium named in a title is only spoken of. */
const heatWords = (items: ItemView[]): string[] => [
  ...new Set(
    items.flatMap(({ item }) => (/热搜|热榜/.test(item.title) ? [item.platform, item.title] : [item.platform])),
  ),
]

/** The highest grade its newest items suggest; units by topic and place (谁主管谁负责、属地管理). */
async function suggestFor(read: Reader, state: Case, policy: Policy, now: number): Promise<Suggestion> {
  const items = await itemsOfCase(read, [state.id], LOOKED_AT_MAX)
  const verdicts = items.flatMap((one) => (one.verdict === null ? [] : [one.verdict]))
  const order = ['特别重大', '重大', '较大', '一般']
  const graded = verdicts
    .filter((one) => one.grade !== null && order.includes(one.grade))
    .sort((a, b) => order.indexOf(a.grade!) - order.indexOf(b.grade!))[0]
  const topicName = (id: string) => policy.topics.find((topic) => topic.id === id)?.name ?? id
  const texts = `${state.title} ${items.map((one) => `${one.item.title} ${one.masked ?? ''}`).join(' ')}`
  const units = new Map<string, { short: string; reasons: string[] }>()
  const propose = (id: string | undefined, reason: string) => {
    const unit = policy.units.find((one) => one.id === id)
    if (unit === undefined || state.excluded.units.includes(unit.id)) return
    const known = units.get(unit.id) ?? { short: unit.short, reasons: [] }
    known.reasons.push(reason)
    units.set(unit.id, known)
  }
  if (state.restricted !== null) {
    for (const unit of policy.units.filter((one) => one.kind === '纪检')) propose(unit.id, '检举控告只走纪检通道')
  } else {
    for (const topic of state.topics) {
      propose(policy.topics.find((one) => one.id === topic)?.lead, `主题“${topicName(topic)}”的牵头单位`)
      for (const unit of policy.units.filter((one) => one.topics.includes(topic))) {
        propose(unit.id, `主管“${topicName(topic)}”`)
      }
    }
    for (const unit of policy.units) {
      const place = unit.places.find((one) => texts.includes(one))
      if (place !== undefined) propose(unit.id, `属地“${place}”`)
    }
  }
  return {
    early: earlySteps(verdicts),
    heat: adviseHeat(await heatOfCase(read, state.id), heatWords(items), now),
    grade: graded?.grade ?? null,
    article: graded?.article ?? null,
    type: state.type ?? verdicts.find((one) => one.type !== null)?.type ?? null,
    units: [...units].map(([id, { short, reasons }]) => ({ id, short, reason: [...new Set(reasons)].join('、') })),
  }
}
