// GET /api/letters: letters by their own deadline, in lanes, each with the case it is worked on in now.
import { answersOf } from '@huiying/ledger/answer/answer-row'
import {
  countLetterLane,
  type LetterFilter,
  type LetterPlace,
  type LetterRow,
  letterLanes,
  listLetters,
} from '@huiying/ledger/letter'
import { z } from 'zod'
import { answerLine } from './answer-line.ts'
import { marksOf } from './case-line.ts'
import { endpoint } from './endpoint.ts'
import type { LetterLine, LetterPage } from './letter-wire.ts'
import { maySee, seesRestricted } from './right.ts'

const PAGE_MAX = 200
const PAGE_DEFAULT = 60
/** 临期: due within a day and a half, so that what is due tomorrow is seen today. */
const SOON_MS = 36 * 60 * 60_000

export const showLetters = endpoint({
  query: z.object({
    lane: z.enum(letterLanes).default('待答复'),
    limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^[01]~\d+~\d+~.+$/, '应为上一页给出的 next')
      .optional(),
  }),
  async handle({ context, person, query, now }): Promise<LetterPage> {
    const { read } = context.ledger
    const { lane, limit, after } = query
    const filter: LetterFilter = {
      book: person.book,
      restricted: seesRestricted(person),
      lane,
      now,
      soon: now + SOON_MS,
    }
    const rows = await listLetters(read, filter, limit + 1, after === undefined ? null : placeOf(after))
    const counts = await Promise.all(letterLanes.map((each) => countLetterLane(read, { ...filter, lane: each })))
    const last = rows.length > limit ? rows[limit - 1] : undefined
    const shown = rows.slice(0, limit).filter((row) => maySee(person, row.state))
    const mails = await answersOf(
      read,
      shown.flatMap(({ clock }) => clock.itemId ?? []),
    )
    const newest = new Map(mails.map((row) => [row.answer.itemId, answerLine(row)]))
    const marks = await marksOf(
      read,
      person.book,
      shown.map((row) => row.clock),
    )
    return {
      letters: shown.map((row) => ({
        ...lineOf(row),
        marks: marks.get(row.clock.id) ?? [],
        mailed: newest.get(row.clock.itemId ?? '') ?? null,
      })),
      counts: Object.fromEntries(letterLanes.map((each, at) => [each, counts[at] ?? 0])) as LetterPage['counts'],
      next: last === undefined ? null : nextAfter(last),
      now,
    }
  },
})

const nextAfter = ({ callFirst, clock }: LetterRow): string =>
  [callFirst ? 1 : 0, clock.dueAt, clock.startAt, clock.id].join('~')

function placeOf(after: string): LetterPlace {
  const [first, dueAt, startAt, ...id] = after.split('~')
  return { callFirst: first === '1', dueAt: Number(dueAt), startAt: Number(startAt), id: id.join('~') }
}

function lineOf({
  clock,
  state,
  title,
  platform,
  receivedAt,
  callFirst,
  misdirected,
}: LetterRow): Omit<LetterLine, 'mailed' | 'marks'> {
  const lead = state.assignments.find((one) => one.ended === null && one.part === '牵头')
  return {
    itemId: clock.itemId ?? '',
    caseId: state.merged.into ?? state.id,
    number: state.number,
    merged: state.merged.into !== null,
    title,
    platform,
    receivedAt,
    due: { at: clock.dueAt, startAt: clock.startAt, estimated: clock.estimated, rule: clock.rule },
    end: clock.end,
    letter: clock.letter ?? null,
    callFirst,
    misdirected,
    opinion: state.opinion,
    restricted: state.restricted,
    lead: lead?.unit ?? null,
  }
}
