// GET /api/cases: a page of the queue with the counts of all lanes, what rings, and the calls to make.
import { SOON_MS } from '@huiying/domain/handover'
import { grades } from '@huiying/domain/word'
import { headOf } from '@huiying/ledger/book'
import { countQueue, type QueueFilter, queue } from '@huiying/ledger/case'
import type { Reader } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { countLane } from '@huiying/ledger/queue-fact'
import { z } from 'zod'
import { linesOf } from './case-line.ts'
import { dutyOf } from './duty.ts'
import { type ConsoleContext, endpoint } from './endpoint.ts'
import { boundUnit, maySee, seesRestricted } from './right.ts'
import { noticeOf, searchState } from './search-notice.ts'
import { searchText } from './search-text.ts'
import { laneNames, type QueuePage } from './wire.ts'

const PAGE_MAX = 500
const PAGE_DEFAULT = 200

const queueQuery = z.object({
  lane: z.enum([...laneNames, '已结']).default('全部'),
  unit: z.string().max(60).optional(),
  grade: z.enum(grades).optional(),
  kind: z.enum(['letter', 'public']).optional(),
  topic: z.string().max(60).optional(),
  text: z.string().trim().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  offset: z.coerce.number().int().min(0).default(0),
})

export const listCases = endpoint({
  query: queueQuery,
  async handle({ context, person, query, now }): Promise<QueuePage> {
    const head = await headOf(context.ledger.read, person.book)
    const rights = [person.book, person.unit, seesRestricted(person), boundUnit(person)]
    const key = JSON.stringify([query, rights, head.seq, Math.floor(now / KEPT_MS)])
    const kept = keptOf(context)
    const known = kept.get(key)
    if (known !== undefined) return known
    if (kept.size >= KEPT_MAX) kept.clear()
    const answer = readQueue(context, person, query, now)
    kept.set(key, answer)
    answer.catch(() => kept.delete(key))
    return answer
  },
})

/** Twenty desks that ask the same of one moment are answered by one look at the ledger. */
const answers = new WeakMap<ConsoleContext, Map<string, Promise<QueuePage>>>()
const KEPT_MS = 1_000
const KEPT_MAX = 200

function keptOf(context: ConsoleContext): Map<string, Promise<QueuePage>> {
  const kept = answers.get(context) ?? new Map<string, Promise<QueuePage>>()
  answers.set(context, kept)
  return kept
}

async function readQueue(
  context: ConsoleContext,
  person: Person,
  query: z.infer<typeof queueQuery>,
  now: number,
): Promise<QueuePage> {
  const { read } = context.ledger
  const { lane, limit, offset, unit, grade, kind, topic, text } = query
  const bound = boundUnit(person) ?? unit
  const found = text === undefined ? null : await searchText(context, person, text)
  const filter: QueueFilter = {
    book: person.book,
    restricted: seesRestricted(person),
    lane,
    soon: now + SOON_MS,
    now,
    ...(bound === undefined ? {} : { unit: bound }),
    ...(grade === undefined ? {} : { grade }),
    ...(kind === undefined ? {} : { kind }),
    ...(topic === undefined ? {} : { topic }),
    ...(text === undefined || found === null ? {} : { text, found: found.cases }),
  }
  const rows = await queue(read, filter, limit + 1, offset)
  const seen = rows.slice(0, limit).filter((row) => maySee(person, row.state))
  return {
    cases: await linesOf(read, seen, now),
    notice: text === undefined ? null : noticeOf(await searchState(context, person.book, now)),
    counts: await countsOf(read, filter, person),
    elsewhere:
      found === null
        ? null
        : {
            closed: await countQueue(read, { ...filter, lane: '已结' }),
            items: boundUnit(person) === null ? found.items.length : 0,
          },
    now,
    next: rows.length > limit ? offset + limit : null,
    ...(boundUnit(person) === null ? await dutyOf(read, person) : { ringing: [], calls: [], quarantined: [] }),
  }
}

async function countsOf(read: Reader, filter: QueueFilter, person: Person): Promise<QueuePage['counts']> {
  const counts = await Promise.all(laneNames.map((lane) => countQueue(read, { ...filter, lane })))
  const waiting = boundUnit(person) === null ? await countLane(read, person.book, '待核信息') : 0
  const named = Object.fromEntries(laneNames.map((lane, index) => [lane, counts[index] ?? 0]))
  return { ...named, 待核信息: waiting } as QueuePage['counts']
}
