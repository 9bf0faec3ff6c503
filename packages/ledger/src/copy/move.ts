// Moves an embedded ledger to PostgreSQL: one transaction there, verified on both sides before it is committed, so that
// a move that is interrupted has not happened; the source is only read.
import type { Kysely } from 'kysely'
import { blobFolder } from '../blob/blob.ts'
import { sealedBlobs } from '../blob/blob-file.ts'
import { insertSealed } from '../blob/blob-row.ts'
import { headOf, listBooks } from '../book.ts'
import { writeWaitingKeys } from '../candidate/waiting-key.ts'
import type { Reader } from '../ledger.ts'
import { type LedgerOptions, openEngine, withSnapshot } from '../open.ts'
import { ledgerRows } from '../projection/row.ts'
import type { Schema } from '../schema.ts'
import { type VerifyResult, verifyBooks } from '../verify/verify.ts'
import { copyTables, newestVersion, versionOf } from './copy.ts'

export interface MoveFacts {
  books: { book: string; entries: number; head: string }[]
  rows: number
  blobs: number
  /** Pages of the 台账 as of past moments that are the same on both sides. */
  asOf: number
  /** Found there already, moved by an earlier run: nothing was written. */
  before: boolean
}

/** Moments spread over each book's chain at which both sides are asked for the 台账. */
const AS_OF_COUNT = 20
const AS_OF_ROWS = 500

/**
 * `from` is embedded, `to` names a PostgreSQL database that holds no ledger. Nobody may write to the source meanwhile
 * (the caller holds the folder's lock). `note` hears of the progress. Throws in words; then nothing has changed.
 */
export async function moveLedger(
  from: LedgerOptions,
  to: LedgerOptions,
  note: (table: string, rows: number) => void,
): Promise<MoveFacts> {
  return withSnapshot(from, async (source) => {
    if ((await versionOf(source)) !== newestVersion)
      throw new Error('内置台账是旧版本的库。未改动；请先用本程序启动一次再停止，然后重试')
    note('verify', 0)
    requireSound(await verifyBooks(source, null), '内置台账')
    const target = await openEngine(to, 'write')
    try {
      return await target.transact(async (db) => {
        await target.dialect.lockHeads(db, null)
        const known = await listBooks(db)
        if (known.length > 0) return await compare(source, db, { rows: 0, blobs: 0, before: true })
        const counts = await copyTables(source, db, note)
        const blobs = await moveBlobs(from, db, note)
        await target.dialect.afterCopy(db)
        await compareCounts(db, counts)
        await writeWaitingKeys(db)
        note('verify', 0)
        requireSound(await verifyBooks(db, null), 'PostgreSQL 里的副本')
        const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
        return await compare(source, db, { rows, blobs, before: false })
      })
    } finally {
      await target.close()
    }
  })
}

function requireSound(results: VerifyResult[], where: string): void {
  for (const result of results) {
    if (result.ok) continue
    const { book, seq, table, reason } = result
    throw new Error(`${where}校验不通过：册 ${book} 序号 ${seq} 表 ${table}（${reason}）。没有迁移，请先查明`)
  }
}

async function moveBlobs(from: LedgerOptions, db: Kysely<Schema>, note: (table: string, rows: number) => void) {
  let count = 0
  for await (const { name, bytes } of sealedBlobs(blobFolder(from))) {
    await insertSealed(db, name, bytes)
    note('blob', ++count)
  }
  return count
}

async function compareCounts(db: Kysely<Schema>, counts: Map<string, number>): Promise<void> {
  for (const [table, count] of counts) {
    if (table === 'blobChunk') continue
    const query = db.selectFrom(table as keyof Schema).select((eb) => eb.fn.countAll().as('n'))
    const { n } = await query.executeTakeFirstOrThrow()
    if (Number(n) !== count) throw new Error(`表 ${table} 应有 ${count} 行，副本有 ${n} 行。没有迁移，请重试`)
  }
}

/** Heads and past pages of both sides; a ledger already there that differs is another one. */
async function compare(
  source: Reader,
  db: Reader,
  facts: Pick<MoveFacts, 'rows' | 'blobs' | 'before'>,
): Promise<MoveFacts> {
  const books: MoveFacts['books'] = []
  let asOf = 0
  for (const { id } of await listBooks(source)) {
    const head = await headOf(source, id)
    const found = (await listBooks(db)).some((book) => book.id === id) ? await headOf(db, id) : null
    if (found === null || found.hash !== head.hash)
      throw new Error(`目标库里已有另一本台账（册 ${id} 的末条哈希不同）。没有迁移，请换一个空库`)
    for (const seq of spread(head.seq, AS_OF_COUNT)) {
      const filter = { book: id, asOfSeq: seq, restricted: true }
      const [one, other] = [await pageOf(source, filter), await pageOf(db, filter)]
      if (one !== other) throw new Error(`册 ${id} 截至序号 ${seq} 的台账两边不同。没有迁移，请报告`)
      asOf++
    }
    books.push({ book: id, entries: head.seq, head: head.hash })
  }
  return { books, asOf, ...facts }
}

const pageOf = async (read: Reader, filter: { book: string; asOfSeq: number; restricted: boolean }) =>
  JSON.stringify(await ledgerRows(read, filter, null, AS_OF_ROWS))

const spread = (last: number, count: number): number[] =>
  Array.from({ length: Math.min(count, last) }, (_, index) => Math.ceil(((index + 1) * last) / Math.min(count, last)))
