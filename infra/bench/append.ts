// Appending to the ledger beside inserting the very same rows in the very same transactions by hand, on both engines.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBook } from '@huiying/ledger/book'
import { BOOK, note, policyText, START } from '@huiying/ledger/conformance/conformance-fact'
import { openPool } from '@huiying/ledger/engine/postgres'
import { openSqliteFile } from '@huiying/ledger/engine/sqlite-file'
import type { Ledger } from '@huiying/ledger/ledger'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { startPostgres } from '../engines/postgres.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'

const TURN_ENTRIES = 100
const TURNS = 40

const columns = ['book', 'seq', 'at', 'actor', 'act', 'caseId', 'body', 'prev', 'hash'] as const
type EntryRow = Record<(typeof columns)[number], string | number | null>

/** The raw half: the same tables, written by hand; a turn is its entries and the head they move, one transaction. */
interface Raw {
  write(rows: EntryRow[]): Promise<void>
  close(): Promise<void>
}

export async function run(runs: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-append-'))
  const engine = await startPostgres({ say: () => undefined })
  try {
    const [ours, twin] = [await engine.create('ours'), await engine.create('twin')]
    const postgres = await measure(runs, { dataDir: join(folder, 'a'), ledgerUrl: ours }, async () => {
      await (await openLedger({ dataDir: join(folder, 'b'), ledgerUrl: twin })).close()
      return openRawPostgres(twin)
    })
    const sqlite = await measure(runs, { dataDir: join(folder, 'c') }, async () => {
      await (await openLedger({ dataDir: join(folder, 'd') })).close()
      return openRawSqlite(join(folder, 'd', 'ledger.db'))
    })
    const facts = {
      bench: 'append',
      unit: 'entries/s',
      n: runs * TURNS * TURN_ENTRIES,
      distinct: runs * TURNS,
      bytes: 0,
    }
    const durability = 'PostgreSQL: fsync on; SQLite: synchronous=FULL'
    const result = resultOf({ ...facts, threads: 1, durability, seed: 0 }, postgres)
    return { ...result, parts: { postgres: partOf(postgres), sqlite: partOf(sqlite) } }
  } finally {
    await engine.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function partOf(runs: Sample[]) {
  const [value, raw] = [median(runs.map((one) => one.value)), median(runs.map((one) => one.raw))]
  return { value, raw, ratio: value / raw, runs }
}

async function measure(runs: number, place: LedgerOptions, openRaw: () => Promise<Raw>): Promise<Sample[]> {
  const ledger = await openLedger(place)
  const raw = await openRaw()
  try {
    const book = { id: BOOK, name: '青河市', sample: false, drill: false }
    await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
    const samples: Sample[] = []
    // The first run warms both halves and does not count.
    for (let index = 0; index <= runs; index++) {
      const sample = await sampleOf(ledger, raw, index)
      if (index > 0) samples.push(sample)
    }
    return samples
  } finally {
    await raw.close()
    await ledger.close()
  }
}

async function sampleOf(ledger: Ledger, raw: Raw, run: number): Promise<Sample> {
  const turns: EntryRow[][] = []
  // What either half writes is made beforehand.
  const drafts = Array.from({ length: TURNS }, (_, turn) =>
    Array.from({ length: TURN_ENTRIES }, (__, index) => note(`第 ${run}.${turn}.${index} 次连接超时`)),
  )
  const value = await rate(async () => {
    for (const [turn, some] of drafts.entries())
      await ledger.write((tx) => tx.append(BOOK, START + turn, 'wang', some), { book: BOOK })
  })
  const query = ledger.read
    .selectFrom('entry')
    .select(columns)
    .orderBy('seq', 'desc')
    .limit(TURNS * TURN_ENTRIES)
  const rows = (await query.execute()).reverse()
  for (let from = 0; from < rows.length; from += TURN_ENTRIES) turns.push(rows.slice(from, from + TURN_ENTRIES))
  return {
    value,
    raw: await rate(async () => {
      for (const turn of turns) await raw.write(turn)
    }),
  }
}

async function rate(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (TURNS * TURN_ENTRIES) / ((performance.now() - began) / 1000)
}

const bookColumns = '(id, name, sample, drill, "openedAt", "headSeq", "headHash", "headAt")'

async function openRawPostgres(url: string): Promise<Raw> {
  const pool = openPool({ url, ca: null }, 'write')
  const client = await pool.connect()
  await client.query(`insert into book ${bookColumns} values ('${BOOK}', '', 0, 0, 0, 0, '', 0)`)
  const names = columns.map((name) => `"${name}"`).join(', ')
  const places = Array.from({ length: TURN_ENTRIES }, (_, row) => {
    return `(${columns.map((_name, column) => `$${row * columns.length + column + 1}`).join(', ')})`
  })
  const insert = `insert into entry (${names}) values ${places.join(', ')}`
  return {
    async write(rows) {
      const last = rows.at(-1)!
      await client.query('begin')
      await client.query(
        insert,
        rows.flatMap((row) => columns.map((name) => row[name])),
      )
      const head = [last.seq, last.hash, last.at, BOOK]
      await client.query('update book set "headSeq" = $1, "headHash" = $2, "headAt" = $3 where id = $4', head)
      await client.query('commit')
    },
    async close() {
      client.release()
      await pool.end()
    },
  }
}

async function openRawSqlite(file: string): Promise<Raw> {
  const raw = openSqliteFile(file, 'write')
  raw.exec(`insert into book ${bookColumns} values ('${BOOK}', '', 0, 0, 0, 0, '', 0)`)
  const places = columns.map(() => '?').join(', ')
  const insert = raw.prepare(`insert into entry (${columns.join(', ')}) values (${places})`)
  const update = raw.prepare('update book set headSeq = ?, headHash = ?, headAt = ? where id = ?')
  return {
    async write(rows) {
      const last = rows.at(-1)!
      raw.exec('begin immediate')
      for (const row of rows) insert.run(...columns.map((name) => row[name]))
      update.run(last.seq, last.hash, last.at, BOOK)
      raw.exec('commit')
    },
    close: async () => raw.close(),
  }
}
