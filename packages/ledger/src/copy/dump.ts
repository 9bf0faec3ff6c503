// The ledger's rows as JSON lines for those who measure it: read-only, beside a running program or without one.

import type { Clock } from '@huiying/domain/case'
import type { DeliveryFact } from '@huiying/domain/delivery'
import type { AlertFact } from '@huiying/domain/entry'
import { headOf, listBooks } from '../book.ts'
import type { Reader } from '../ledger.ts'
import { seqAt } from '../projection/row.ts'
import { rebuildBook } from '../verify/rebuild.ts'
import { withScratch } from '../verify/scratch.ts'

export const dumped = ['items', 'cases', 'clocks', 'alerts', 'deliveries', 'entries'] as const
export type Dumped = (typeof dumped)[number]

type Line = Record<string, unknown>

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** Lines of every book in a stable order; with `asOf` (UTC ms) as the ledger gave them then. */
export async function dump(read: Reader, what: Dumped, asOf: number | null): Promise<Line[]> {
  const lines: Line[] = []
  for (const book of await listBooks(read)) {
    const head = await headOf(read, book.id)
    const upTo = asOf === null ? head.seq : await seqAt(read, book.id, asOf)
    if (what === 'entries') lines.push(...(await entryLines(read, book.id, upTo)))
    else if (asOf === null) lines.push(...(await linesOf(read, what, book.id)))
    else {
      // The projections of a past moment are made again from the entries up to it.
      const then = await withScratch(async (scratch) => {
        await rebuildBook(read, scratch, book.id, upTo)
        return linesOf(scratch, what, book.id)
      })
      lines.push(...then)
    }
  }
  return lines
}

async function entryLines(read: Reader, book: string, upTo: number): Promise<Line[]> {
  const columns = ['seq', 'book', 'at', 'actor', 'act', 'caseId', 'hash', 'prev'] as const
  const query = read.selectFrom('entry').select(columns).where('book', '=', book).where('seq', '<=', upTo)
  return (await query.orderBy('seq').execute()).map((row) => ({ ...row, at: time(row.at) }))
}

async function linesOf(read: Reader, what: Exclude<Dumped, 'entries'>, book: string): Promise<Line[]> {
  switch (what) {
    case 'items':
      return itemLines(read, book)
    case 'cases':
      return caseLines(read, book)
    case 'clocks':
      return clockLines(read, book)
    case 'alerts':
      return alertLines(read, book)
    case 'deliveries':
      return deliveryLines(read, book)
  }
}

async function itemLines(read: Reader, book: string): Promise<Line[]> {
  const rows = await read
    .selectFrom('item')
    .selectAll()
    .where('book', '=', book)
    .orderBy('seq')
    .orderBy('place')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    messageId: row.kind === 'letter' ? row.ownId : null,
    sha256: row.sha256,
    caseId: row.caseId,
    lane: row.lane,
    kind: row.kind,
    title: row.title,
    fetchedAt: time(row.fetchedAt),
    flags: JSON.parse(row.flags),
  }))
}

async function caseLines(read: Reader, book: string): Promise<Line[]> {
  const rows = await read.selectFrom('caseState').selectAll().where('book', '=', book).orderBy('number').execute()
  return rows.map(({ id, number, grade, status, heat, items, title, dueAt }) => ({
    id,
    number,
    title,
    grade,
    status,
    heat,
    items,
    dueAt: time(dueAt),
  }))
}

async function clockLines(read: Reader, book: string): Promise<Line[]> {
  const rows = await read
    .selectFrom('clock')
    .select('body')
    .where('book', '=', book)
    .orderBy('caseId')
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const { id, caseId, code, basis, startAt, dueAt, state, end } = JSON.parse(row.body) as Clock
    const stoppedAt = end?.how === 'stopped' ? time(end.at) : null
    return {
      id,
      caseId,
      code,
      basis,
      startAt: time(startAt),
      dueAt: time(dueAt),
      stoppedAt,
      state,
      late: end?.late ?? null,
    }
  })
}

async function alertLines(read: Reader, book: string): Promise<Line[]> {
  const rows = await read
    .selectFrom('alert')
    .select(['body', 'caseId'])
    .where('book', '=', book)
    .orderBy('seq')
    .execute()
  return rows.map((row) => {
    const { id, code, step, occurrence, firedAt, reason, late, skipped } = JSON.parse(row.body) as AlertFact
    return { id, caseId: row.caseId, clock: code, step, occurrence, firedAt: time(firedAt), reason, late, skipped }
  })
}

async function deliveryLines(read: Reader, book: string): Promise<Line[]> {
  const rows = await read
    .selectFrom('delivery')
    .selectAll()
    .where('book', '=', book)
    .orderBy('changedAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const { role, part, unit } = JSON.parse(row.body) as DeliveryFact
    const { id, alertId, channel, messageId, state, attempts } = row
    const to = (JSON.parse(row.body) as DeliveryFact).address
    return { id, alertId, to, channel, messageId, state, attempts, role, part, unit }
  })
}
