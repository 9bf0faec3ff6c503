// Letters of a period as common problems are looked for in them: open to all who read, page by page.
import type { Case } from '@huiying/domain/case'
import type { Verdict } from '@huiying/domain/item'
import type { Policy } from '@huiying/domain/policy'
import type { ProblemLetter } from '@huiying/domain/problem'
import { correctedVerdict, correctionsOf } from './item/correction.ts'
import type { Reader } from './ledger.ts'

/** Letters of one period looked at, the newest; more is said to be cut. */
const LETTERS_MAX = 20_000
const PAGE_LETTERS = 500
const TEXT_CHARS = 600
const WORD_MIN = 2
const WORD_MAX = 8

export interface Period {
  book: string
  /** UTC milliseconds; `to` is not part of it. */
  from: number
  to: number
}

/** Nothing of 检举控告 and 待甄别, nothing withdrawn, nothing erased; what people corrected counts as corrected. */
export async function lettersOfPeriod(
  read: Reader,
  period: Period,
  policy: Policy,
): Promise<{ letters: ProblemLetter[]; cut: boolean }> {
  const letters: ProblemLetter[] = []
  let after: { receivedAt: number; id: string } | null = null
  for (let seen = 0; seen < LETTERS_MAX; seen += PAGE_LETTERS) {
    const rows: LetterRow[] = await pageOf(read, period, after)
    const said = await correctionsOf(
      read,
      rows.map((row) => row.id),
    )
    for (const row of rows) {
      const verdict = correctedVerdict(JSON.parse(row.verdict) as Verdict, said.get(row.id))
      const letter = letterOf(row, verdict, policy)
      if (letter !== null) letters.push(letter)
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_LETTERS) return { letters, cut: false }
    after = { receivedAt: last.receivedAt, id: last.id }
  }
  return { letters, cut: true }
}

interface LetterRow {
  id: string
  title: string
  receivedAt: number
  masked: string
  verdict: string
  state: string
}

function pageOf(
  read: Reader,
  { book, from, to }: Period,
  after: { receivedAt: number; id: string } | null,
): Promise<LetterRow[]> {
  let query = read
    .selectFrom('item')
    .innerJoin('content', 'content.itemId', 'item.id')
    .innerJoin('verdict', 'verdict.itemId', 'item.id')
    .innerJoin('caseState', 'caseState.id', 'item.caseId')
    .select([
      'item.id',
      'item.title',
      'item.receivedAt',
      'content.masked',
      'verdict.body as verdict',
      'caseState.state',
    ])
    .where('item.book', '=', book)
    .where('item.kind', '=', 'letter')
    .where('item.receivedAt', '>=', from)
    .where('item.receivedAt', '<', to)
    .where('caseState.restricted', 'is', null)
    .where('caseState.status', '!=', '已撤销')
    .orderBy('item.receivedAt', 'desc')
    .orderBy('item.id', 'desc')
    .limit(PAGE_LETTERS)
  if (after !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('item.receivedAt', '<', after.receivedAt),
        eb.and([eb('item.receivedAt', '=', after.receivedAt), eb('item.id', '<', after.id)]),
      ]),
    )
  }
  return query.execute()
}

/** null for a letter about none of the topics, and for what the machine still suspects. */
function letterOf(row: LetterRow, verdict: Verdict, policy: Policy): ProblemLetter | null {
  const [topic] = verdict.topics
  if (topic === undefined || verdict.report) return null
  const state = JSON.parse(row.state) as Case
  const words = topic.evidence
    .flatMap((one) => one.text.split(/[^\p{L}]+/u))
    .filter((word) => word.length >= WORD_MIN && word.length <= WORD_MAX)
  return {
    itemId: row.id,
    caseId: state.merged.into ?? state.id,
    number: state.number,
    title: row.title,
    receivedAt: row.receivedAt,
    topic: topic.id,
    where: whereOf(verdict, state, policy),
    words,
    text: row.masked.slice(0, TEXT_CHARS),
  }
}

/** The finest place that a unit is responsible for, else the unit named, else the unit in charge. */
function whereOf({ own }: Verdict, state: Case, { units }: Policy): string | null {
  const place = own.find((name) => units.some((unit) => unit.places.includes(name)))
  if (place !== undefined) return place
  const named = units.find((unit) => own.includes(unit.name))
  const lead = state.assignments.find((one) => one.part === '牵头' && one.ended === null)
  return named?.short ?? units.find((unit) => unit.id === lead?.unit)?.short ?? null
}

/** The problems of a period beside the one of the same length before it. */
export function periodBefore({ book, from, to }: Period): Period {
  return { book, from: from - (to - from), to: from }
}
