// Checks what entries bind by a root: item rows and their texts by batch, verdicts by turn, people and rules by their
// entries.

import { checkWords } from '../answer/answer-words.ts'
import { partsOf } from '../batch.ts'
import { contentHash } from '../blob/sealer.ts'
import { sm3 } from '../chain.ts'
import { heatRoot } from '../item/heat.ts'
import { batchRoot, boundText } from '../item/item.ts'
import type { Reader } from '../ledger.ts'
import { type ChainFacts, checkPolicies } from './chain-check.ts'
import type { Difference } from './difference.ts'

export async function checkContent(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  return (
    (await checkBatches(read, book, facts)) ??
    (await checkVerdicts(read, facts)) ??
    (await checkHeat(read, book, facts)) ??
    (await checkWords(read, book, facts)) ??
    (await checkPolicies(read, book, facts)) ??
    (await checkPersons(read, book, facts))
  )
}

/** Every batch has the rows its entry counted, whose root is the entry's; every text hashes to its row's hash. */
async function checkBatches(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  for (const { seq, count, root } of facts.batches) {
    const rows = await batchRows(read, book, seq)
    if (rows.length !== count) return { seq, table: 'item', reason: rows.length < count ? 'gap' : 'order' }
    if (batchRoot(rows) !== root) return { seq, table: 'item', reason: 'hash' }
    const difference = await checkTexts(read, book, seq, facts)
    if (difference !== null) return difference
  }
  return checkStrays(read, book, facts)
}

/** Current rows and the revisions that later ones replaced, in the order of the batch. */
async function batchRows(read: Reader, book: string, seq: number) {
  const columns = ['id', 'sha256', 'contentHash', 'place'] as const
  const current = await read
    .selectFrom('item')
    .select(columns)
    .where('book', '=', book)
    .where('seq', '=', seq)
    .execute()
  const replaced = await read
    .selectFrom('itemRevision')
    .select(columns)
    .where('book', '=', book)
    .where('seq', '=', seq)
    .execute()
  return [...current, ...replaced].sort((a, b) => a.place - b.place)
}

async function checkTexts(read: Reader, book: string, seq: number, facts: ChainFacts): Promise<Difference | null> {
  const rows = await read
    .selectFrom('item')
    .leftJoin('content', 'content.itemId', 'item.id')
    .selectAll('item')
    .select(['content.masked', 'content.salt'])
    .where('book', '=', book)
    .where('seq', '=', seq)
    .execute()
  for (const row of rows) {
    const erased = (facts.erased.get(row.id) ?? 0) > seq
    if (row.masked === null || row.salt === null) {
      if (!erased) return { seq, table: 'content', reason: 'gap' }
      continue
    }
    if (erased) return { seq: facts.erased.get(row.id)!, table: 'content', reason: 'order' }
    if (contentHash(row.salt, boundText(row, row.masked)) === row.contentHash) continue
    return { seq, table: 'content', reason: 'hash' }
  }
  return null
}

/** Rows of batches that no entry recorded. */
async function checkStrays(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  const known = new Set(facts.batches.map((batch) => batch.seq))
  for (const table of ['item', 'itemRevision'] as const) {
    const rows = await read.selectFrom(table).select('seq').distinct().where('book', '=', book).execute()
    const stray = rows.find((row) => !known.has(row.seq))
    if (stray !== undefined) return { seq: stray.seq, table, reason: 'order' }
  }
  return null
}

/** A verdict belongs to the last turn that placed its item; erased ones and those a revision outdated are gone. */
async function checkVerdicts(read: Reader, facts: ChainFacts): Promise<Difference | null> {
  const lastSeq = new Map<string, number>()
  for (const { seq, ids } of facts.verdicts) for (const id of ids) lastSeq.set(id, seq)
  for (const { seq, ids, root } of facts.verdicts) {
    if (ids.some((id) => facts.erased.has(id) || lastSeq.get(id) !== seq)) continue
    const bodies = new Map<string, string>()
    for (const part of partsOf(ids)) {
      const rows = await read.selectFrom('verdict').selectAll().where('itemId', 'in', part).execute()
      for (const row of rows) bodies.set(row.itemId, row.body)
    }
    if (bodies.size < new Set(ids).size) return { seq, table: 'verdict', reason: 'gap' }
    const found = sm3(ids.map((id) => sm3(bodies.get(id)!)).join('\n'))
    if (found !== root) return { seq, table: 'verdict', reason: 'hash' }
  }
  return null
}

/** What sources counted is as their entries bound it, and nothing was added beside. */
async function checkHeat(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  for (const { seq, count, root } of facts.heat) {
    const query = read.selectFrom('itemHeat').selectAll().where('book', '=', book).where('seq', '=', seq)
    const rows = await query.execute()
    if (rows.length !== count) return { seq, table: 'itemHeat', reason: rows.length < count ? 'gap' : 'order' }
    if (heatRoot(rows) !== root) return { seq, table: 'itemHeat', reason: 'hash' }
  }
  const known = new Set(facts.heat.map((one) => one.seq))
  const seqs = await read.selectFrom('itemHeat').select('seq').distinct().where('book', '=', book).execute()
  const stray = seqs.find((row) => !known.has(row.seq))
  return stray === undefined ? null : { seq: stray.seq, table: 'itemHeat', reason: 'order' }
}

/** Who may do what is part of the record: roles and units must be those the last entry gave. */
async function checkPersons(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  const rows = await read.selectFrom('person').selectAll().where('book', '=', book).execute()
  for (const row of rows) {
    const said = facts.persons.get(row.login)
    if (said === undefined) return { seq: facts.head.seq, table: 'person', reason: 'order' }
    const same =
      row.roles === JSON.stringify(said.roles) && row.unit === said.unit && (row.disabled === 1) === said.disabled
    if (!same) return { seq: said.seq, table: 'person', reason: 'projection' }
  }
  const known = new Set(rows.map((row) => row.login))
  const missing = [...facts.persons].find(([login]) => !known.has(login))
  return missing === undefined ? null : { seq: missing[1].seq, table: 'person', reason: 'gap' }
}
