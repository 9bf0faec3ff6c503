// 交接班 on record: what was given and taken over, read from the entries alone; the newest few, or one by its seq.
import type { Entry } from '@huiying/domain/entry'
import { decideGiving, decideTaking, type Handover, type HandoverFact } from '@huiying/domain/handover'
import { newestOf } from '../case.ts'
import { readEntryText } from '../chain.ts'
import { dialectOf } from '../engine/dialect.ts'
import type { Ledger, Reader } from '../ledger.ts'

export interface HandoverRecord extends Handover {
  told: HandoverFact
}

export type HandoverAnswer = { ok: true; seq: number } | { ok: false; message: string }

type Giving = Parameters<typeof decideGiving>[0]

/** The same id again gives the first answer, whatever was handed over since: a press sent twice is done once. */
export async function giveHandover(
  ledger: Ledger,
  book: string,
  order: Giving,
  by: string,
  now: number,
): Promise<HandoverAnswer> {
  return ledger.write(
    async (tx) => {
      const known = await tx.db.selectFrom('command').select('answer').where('id', '=', order.id).executeTakeFirst()
      if (known !== undefined) return JSON.parse(known.answer) as HandoverAnswer
      const [newest = null] = await listHandovers(tx.db, book, 1)
      const decision = decideGiving(order, newest, by)
      if (!decision.ok) return decision
      const [entry] = await tx.append(book, now, by, [{ caseId: null, body: decision.body }])
      const answer: HandoverAnswer = { ok: true, seq: entry!.seq }
      await tx.db
        .insertInto('command')
        .values({ id: order.id, at: now, answer: JSON.stringify(answer) })
        .execute()
      return answer
    },
    { book },
  )
}

/** Null: there is none of this seq. */
export async function takeHandover(
  ledger: Ledger,
  book: string,
  seq: number,
  by: string,
  now: number,
): Promise<HandoverAnswer | null> {
  return ledger.write(
    async (tx) => {
      const found = await readHandover(tx.db, book, seq)
      if (found === null) return null
      const decision = decideTaking(found, by)
      if (!decision.ok) return decision
      await tx.append(book, now, by, [{ caseId: null, body: decision.body }])
      return { ok: true, seq }
    },
    { book },
  )
}

/**
 * The newest first, without what they tell: each holds lists of hundreds of rows, and desks ask at every change. Only
 * the newest can still wait to be confirmed.
 */
export async function listHandovers(read: Reader, book: string, limit: number): Promise<Handover[]> {
  const given = await read
    .selectFrom('entry')
    .select(['seq', 'at', 'actor'])
    .where('book', '=', book)
    .where('act', '=', 'handover.given')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  // One that was replaced is never taken: of the newest `limit` all confirmations are among as many of the newest.
  const taken = await newestOf(read, book, 'handover.taken', limit)
  const byGiven = new Map(taken.map((entry) => [entry.body.given, entry]))
  return given.map((entry, index) => stateOf(entry, byGiven.get(entry.seq), given[index - 1]?.seq ?? null))
}

/** The login that a handover is meant for; null: whoever comes on duty. */
export async function recipientOf(read: Reader, book: string, seq: number): Promise<string | null> {
  const { field } = dialectOf(read)
  const query = read.selectFrom('entry').select(field('body', 'to').as('to'))
  return (await query.where('book', '=', book).where('seq', '=', seq).executeTakeFirstOrThrow()).to
}

export async function readHandover(read: Reader, book: string, seq: number): Promise<HandoverRecord | null> {
  const row = await read
    .selectFrom('entry')
    .select('body')
    .where('book', '=', book)
    .where('seq', '=', seq)
    .where('act', '=', 'handover.given')
    .executeTakeFirst()
  if (row === undefined) return null
  const next = await firstAfter(read, book, 'handover.given', seq)
  const taken = await firstAfter(read, book, 'handover.taken', seq)
  // What was taken first after it is this one, or a later one when this was never taken.
  const own = taken?.body.given === seq ? taken : undefined
  const entry = readEntryText(row.body) as HandoverEntry
  return { ...stateOf(entry, own, next?.seq ?? null), told: entry.body }
}

type HandoverEntry = Entry & { body: Extract<Entry['body'], { act: 'handover.given' }> }

const stateOf = (
  { seq, at, actor }: Pick<Entry, 'seq' | 'at' | 'actor'>,
  taken: Entry | undefined,
  next: number | null,
): Handover => ({
  seq,
  at,
  by: actor,
  taken: taken === undefined ? null : { at: taken.at, by: taken.actor },
  replacedBy: taken === undefined ? next : null,
})

async function firstAfter<A extends 'handover.given' | 'handover.taken'>(
  read: Reader,
  book: string,
  act: A,
  seq: number,
): Promise<(Entry & { body: Extract<Entry['body'], { act: A }> }) | undefined> {
  const row = await read
    .selectFrom('entry')
    .select('body')
    .where('book', '=', book)
    .where('act', '=', act)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
    ? undefined
    : (readEntryText(row.body) as Entry & { body: Extract<Entry['body'], { act: A }> })
}
