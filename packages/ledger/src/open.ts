// Opens the ledger a URL names: SQLite in the data folder by default, PostgreSQL by LEDGER_URL. Nothing else knows
// both.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startWatch } from '@huiying/runtime/time'
import { fileBlobs } from './blob/blob.ts'
import { openRowBlobs } from './blob/blob-row.ts'
import { openSealer, type Sealer } from './blob/sealer.ts'
import { openKeptCandidates } from './candidate/candidate.ts'
import type { KeptKeys } from './candidate/kept-key.ts'
import { readWaitingKeys } from './candidate/waiting-key.ts'
import type { Engine } from './engine/dialect.ts'
import { openSqlite, openSqliteReader } from './engine/sqlite.ts'
import { openFreshItems } from './item/fresh-item.ts'
import { openKeptHashes } from './item/kept-hash.ts'
import { type Committed, type Ledger, openTx, type Reader } from './ledger.ts'

/** Where a ledger lies; the program's settings are one. */
export interface LedgerOptions {
  dataDir: string
  keyFile?: string
  /** `postgres://…`; null or left out: SQLite in the data folder. */
  ledgerUrl?: string | null
  /** PEM file of the authority that signed the database's certificate. */
  ledgerCa?: string | null
  /** `file:` of a folder that all machines share; null: the data folder, or with PostgreSQL the database itself. */
  blobUrl?: string | null
}

/** Only what tells where a ledger lies: small enough to hand to a thread. */
export function placeOf({ dataDir, keyFile, ledgerUrl, ledgerCa, blobUrl }: LedgerOptions): LedgerOptions {
  return {
    dataDir,
    ...(keyFile === undefined ? {} : { keyFile }),
    ledgerUrl: ledgerUrl ?? null,
    ledgerCa: ledgerCa ?? null,
    blobUrl: blobUrl ?? null,
  }
}

/** Opens for writing and migrates forward. Errors say what was found and what to do. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  return openOver(await openEngine(options, 'write'), options, readWaitingKeys)
}

/** A read-only view for commands beside a running program; `write` is refused. */
export async function openLedgerReadOnly(options: LedgerOptions): Promise<Ledger> {
  return openOver(await openEngine(options, 'read'), options, async () => null)
}

/** Runs `work` on a reader that sees one moment only, beside whatever runs. */
export async function withSnapshot<T>(options: LedgerOptions, work: (read: Reader) => Promise<T>): Promise<T> {
  const engine = await openEngine(options, 'read')
  try {
    return await engine.snapshot(work)
  } finally {
    await engine.close()
  }
}

/** The bare database, for what handles a ledger as a whole: a copy, a move, a backup. */
export async function openEngine(options: LedgerOptions, mode: 'write' | 'read'): Promise<Engine> {
  const { ledgerUrl, ledgerCa } = options
  if (ledgerUrl != null) {
    // Loaded only when asked for: who runs embedded does not pay for pg.
    const { openPostgres } = await import('./engine/postgres.ts')
    return openPostgres({ url: ledgerUrl, ca: ledgerCa ?? null }, mode)
  }
  const file = join(options.dataDir, 'ledger.db')
  return mode === 'write' ? openSqlite(file) : openSqliteReader(file)
}

async function openOver(
  engine: Engine,
  options: LedgerOptions,
  keysOf: (read: Reader) => Promise<KeptKeys | null>,
): Promise<Ledger> {
  try {
    const sealer = await openKey(engine.read, options)
    return ledgerOver(engine, options, sealer, engine.dialect.isShared ? null : await keysOf(engine.read))
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** A new key only where nothing is sealed; the one that is there must open what was sealed before. */
async function openKey(read: Reader, { dataDir, keyFile = join(dataDir, 'key') }: LedgerOptions): Promise<Sealer> {
  const row = await read.selectFrom('content').select('sealed').limit(1).executeTakeFirst()
  const sealer = openSealer(keyFile, row === undefined)
  try {
    if (row !== undefined) sealer.open(row.sealed)
  } catch (error) {
    const mend = '数据未改动；请把当时的密钥文件放回此处，或用 HUIYING_KEY_FILE 指明它在哪里'
    throw new Error(`密钥文件 ${keyFile} 打不开台账里密封的原文：不是当时的那一把。${mend}`, { cause: error })
  }
  return sealer
}

function ledgerOver(engine: Engine, options: LedgerOptions, sealer: Sealer, keys: KeptKeys | null): Ledger {
  const { dialect } = engine
  const blobs = fileBlobs(options, sealer) ?? openRowBlobs(engine, sealer)
  const fresh = dialect.isShared ? null : openFreshItems()
  const wakes: ((turn: Committed) => void)[] = []
  return {
    read: engine.read,
    isShared: dialect.isShared,
    sealer,
    blobs,
    candidates: openKeptCandidates(),
    keys,
    hashes: openKeptHashes(),
    fresh,
    onCommit: (wake) => wakes.push(wake),
    snapshot: engine.snapshot,
    async write(turn, scope = 'all', onDisk = 'now') {
      const spentMs = startWatch()
      const { result, entries, tx } = await engine.transact(async (db) => {
        const tx = await openTx(db, dialect, scope)
        const result = await turn(tx)
        return { result, entries: await tx.finish(), tx }
      }, onDisk)
      keys?.apply(tx.keyMoves, tx.keysWritten)
      fresh?.apply({ fresh: tx.freshItems, stale: [...tx.revisedItems, ...tx.projection.placed] })
      const tookMs = spentMs()
      for (const wake of wakes) wake({ tookMs, entries })
      return result
    },
    scrub: engine.scrub,
    async close() {
      await blobs.close()
      await engine.close()
    },
  }
}
