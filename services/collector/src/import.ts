// Takes a bought 舆情 list or a 12345 export on record: looked at first, then row by row, each row once.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { BACKFILL_AGE_MS } from '@huiying/domain/item'
import type { Policy } from '@huiying/domain/policy'
import { insertItems, type NewItem } from '@huiying/ledger/item/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { holdItems, quarantineItems } from '@huiying/ledger/quarantine'
import { sourceState } from '@huiying/ledger/source/source'
import { deriveId } from '@huiying/runtime/id'
import { namesOf } from '@huiying/text/mask/mention'
import {
  checkMapping,
  type Field,
  fields,
  findHeader,
  isWrongColumn,
  type Mapping,
  SAMPLE_ROWS,
  suggestMapping,
} from './import-column.ts'
import { columnsOf, type ImportedRow, type RowReading, readRow } from './import-row.ts'
import { openTable, type Table } from './import-table.ts'
import type { Source } from './receive.ts'
import type { TableRow } from './table-row.ts'

export interface ImportOptions {
  ledger: Ledger
  policy: Policy
  source: Source
  path: string
  /** Columns a person named; over what is remembered of this source, over what the headings suggest. */
  mapping?: Mapping
  now: number
  /** Looks only: nothing is taken. */
  check?: boolean
  /** Told after every batch. */
  onProgress?: (progress: ImportProgress) => void
  onReject?: (reject: Reject) => Promise<void>
  signal?: AbortSignal
}

/** A row that was not taken: `file` and `line` are by what a mended row keeps its id. */
export interface Reject {
  file: string
  header: string[]
  line: number
  cells: string[]
  reason: string
}

export interface ImportProgress {
  rows: number
  taken: number
  /** Of those taken, more than a day old: history (历史回填), which opens no case (§14-6). */
  backfilled: number
  /** On record before: the same row again changes nothing. */
  known: number
  bad: number
  classified: number
  /** Share of the file read, 0 to 1. */
  share: number
}

export interface ImportResult extends ImportProgress {
  file: string
  format: 'csv' | 'xlsx'
  charset: string | null
  header: string[]
  headerLine: number
  mapping: Mapping
  /** What a person must settle first; nothing was taken then. */
  problems: string[]
  rejects: { line: number; reason: string }[]
  cancelled: boolean
}

const BATCH_ROWS = 500
const REJECTS_LISTED_MAX = 50

/**
 * §14-6: rows of a list known to be older than 24 hours are 历史回填; a source with a channel (12345) brings letters,
 * which never are. Cancelled or killed midway, what is on record stays, and the same file goes on where it stopped.
 */
export async function importTable(options: ImportOptions): Promise<ImportResult> {
  const { ledger, policy, source, path } = options
  const table = await openTable(path)
  const found = await lookAt(table, options, await rememberedMapping(ledger, policy.book, source.id))
  const file = await hashOf(path)
  const result: ImportResult = {
    ...{ rows: 0, taken: 0, backfilled: 0, known: 0, bad: 0, classified: 0, share: 0 },
    ...{ file, format: table.format, charset: table.charset, rejects: [], cancelled: false },
    ...found,
  }
  if (result.problems.length > 0 || options.check === true) return result
  const names = namesOf(policy)
  let batch: TableRow[] = []
  for await (const row of table.rows()) {
    if (row.line <= result.headerLine) continue
    batch.push(row)
    if (batch.length < BATCH_ROWS) continue
    await takeBatch(options, result, batch, names)
    batch = []
    result.share = table.progress()
    options.onProgress?.(result)
    if (options.signal?.aborted) return { ...result, cancelled: true }
  }
  await takeBatch(options, result, batch, names)
  result.share = 1
  options.onProgress?.(result)
  return result
}

async function lookAt(table: Table, options: ImportOptions, remembered: Mapping) {
  const { policy, now } = options
  const head: TableRow[] = []
  for await (const row of table.rows()) {
    head.push(row)
    if (head.length > SAMPLE_ROWS + 20) break
  }
  const at = findHeader(head.map((row) => row.cells)) ?? 0
  const header = head[at]?.cells ?? []
  const known = Object.fromEntries(Object.entries(remembered).filter(([heading]) => header.includes(heading)))
  const named = options.mapping ?? {}
  const fieldsNamed = new Set<Field>(Object.values({ ...known, ...named }))
  const suggested = Object.entries(suggestMapping(header)).filter(([, field]) => !fieldsNamed.has(field))
  const mapping: Mapping = { ...Object.fromEntries(suggested), ...known, ...named }
  const sample = head.slice(at + 1, at + 1 + SAMPLE_ROWS)
  const problems = checkMapping(
    mapping,
    header,
    sample.map((row) => row.cells),
    now,
  )
  if (problems.length === 0) {
    const columns = columnsOf(header, mapping)
    const names = namesOf(policy)
    const read = sample.map((row) => readRow(row, columns, names, now))
    const bad = read.filter((one) => !one.ok)
    if (isWrongColumn(bad.length, sample.length)) {
      problems.push(
        `前 ${sample.length} 行有 ${bad.length} 行不能导入，列可能没有对上；没有导入任何内容。` +
          bad
            .slice(0, 3)
            .map((one) => (one.ok ? '' : `第 ${one.line} 行：${one.reason}`))
            .join('；'),
      )
    }
  }
  return { header, headerLine: head[at]?.line ?? 0, mapping, problems }
}

/** The mapping of the last import of this source, kept in its cursor and so in the entries. */
async function rememberedMapping(ledger: Ledger, book: string, source: string): Promise<Mapping> {
  const state = await sourceState(ledger.read, book, source)
  if (state?.cursor == null) return {}
  const { columns = {} } = JSON.parse(state.cursor) as { columns?: Record<string, string> }
  const known = Object.entries(columns).filter(([, field]) => (fields as readonly string[]).includes(field))
  return Object.fromEntries(known) as Mapping
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

async function takeBatch(
  options: ImportOptions,
  result: ImportResult,
  rows: TableRow[],
  names: ReturnType<typeof namesOf>,
): Promise<void> {
  if (rows.length === 0) return
  const { ledger, policy, source, now } = options
  const columns = columnsOf(result.header, result.mapping)
  const read = rows.map((row) => readRow(row, columns, names, now))
  const good = read.flatMap((one) => (one.ok ? [one.row] : []))
  const items = await itemsOf(options, result, good)
  const marked = read.flatMap((one) => ('mark' in one ? [one] : []))
  const held = await itemsOf(
    options,
    result,
    marked.map((one) => one.row),
  )
  const stopped = await holdItems(
    ledger,
    policy.book,
    held.map((item, index) => ({ item, mark: marked[index]!.mark })),
  )
  const backfill = (item: NewItem) =>
    item.kind !== 'letter' && item.publishedAt !== null && item.publishedAt < now - BACKFILL_AGE_MS
  const cursor = JSON.stringify({ columns: result.mapping, file: result.file, line: rows.at(-1)!.line })
  const { inserted, revised, known } = await ledger.write(async (tx) => {
    const batch = { book: policy.book, source: source.id, items, cursor, backfill }
    const written = await insertItems(tx, ledger.sealer, batch, now)
    await quarantineItems(tx, policy.book, stopped, now)
    return written
  })
  result.rows += rows.length
  result.taken += inserted.length + revised.length
  const fresh = new Set([...inserted, ...revised])
  result.backfilled += items.filter((item) => fresh.has(item.id) && backfill(item)).length
  result.known += known
  await reportBad(options, result, rows, read)
}

async function reportBad(options: ImportOptions, result: ImportResult, rows: TableRow[], read: RowReading[]) {
  for (const [index, one] of read.entries()) {
    if (one.ok) continue
    if ('mark' in one) result.classified++
    else result.bad++
    if (result.rejects.length < REJECTS_LISTED_MAX) result.rejects.push({ line: one.line, reason: one.reason })
    // What is marked as classified goes into no list and no file.
    if ('mark' in one) continue
    const { file, header } = result
    await options.onReject?.({ file, header, line: one.line, cells: rows[index]!.cells, reason: one.reason })
  }
}

async function itemsOf(options: ImportOptions, result: ImportResult, rows: ImportedRow[]): Promise<NewItem[]> {
  const { ledger, policy, source, now } = options
  const raws = rows.map((row) => Buffer.from(JSON.stringify([row.ownId, row.url, row.platform, row.at, row.clear])))
  const blobs = await ledger.blobs.putMany(raws)
  return rows.map((row, index) => ({
    ...kindAndTime(source, row, now),
    id: idOf(source, result.file, row),
    book: policy.book,
    source: source.id,
    ownId: row.ownId,
    revision: 1,
    title: row.masked.slice(0, row.masked.indexOf('\n')),
    url: row.url,
    author: row.author,
    platform: row.platform ?? source.platform,
    publishedAt: row.at,
    publishedPrecision: row.precision,
    fetchedAt: now,
    sha256: blobs[index]!,
    flags: row.flags,
    mentions: row.mentions,
    heat: row.heat,
    masked: row.masked,
    clear: row.clear,
  }))
}

const newsroom = /报|新闻|网站|客户端|电视|广播|通讯社/u

/** A channel of the mailbox rules (12345) brings letters with their LET; a list brings articles and posts. */
function kindAndTime(source: Source, row: ImportedRow, now: number): Pick<NewItem, 'kind' | 'receivedAt'> {
  if (source.channel !== undefined) return { kind: 'letter', receivedAt: row.at ?? now }
  return { kind: newsroom.test(row.platform ?? source.platform) ? 'article' : 'post', receivedAt: now }
}

/** Mapped record number or address, else the first file's SHA-256 and row, which a mended row keeps. */
function idOf(source: Source, file: string, row: ImportedRow): string {
  if (row.ownId !== null) return deriveId('item', source.id, row.ownId)
  const origin = row.origin ?? { file, line: row.line }
  return deriveId('item', source.id, origin.file, String(origin.line))
}
