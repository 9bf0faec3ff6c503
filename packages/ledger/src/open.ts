// Opens the ledger a URL names: SQLite in the data folder by default; migrates forward, refuses a newer database.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openBlobs } from './blob.ts'
import { type Ledger, openTx, type Reader } from './ledger.ts'
import { migrations } from './migration.ts'
import type { Schema } from './schema.ts'
import { openSealer, type Sealer } from './sealer.ts'
import { openConnection } from './sqlite.ts'

export interface LedgerOptions {
  dataDir: string
  keyFile?: string
}

/** Opens for writing. Errors say what was found and what to do. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const file = join(options.dataDir, 'ledger.db')
  const writer = openConnection<Schema>(file, 'write')
  migrate(writer.raw)
  const reader = openConnection<Schema>(file, 'read')
  const sealer = await openKey(reader.db, options)
  const blobs = openBlobs(join(options.dataDir, 'blobs'), sealer)
  const wakes: (() => void)[] = []
  let tail: Promise<unknown> = Promise.resolve()
  const serial = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return run
  }
  return {
    read: reader.db,
    sealer,
    blobs,
    onCommit: (wake) => wakes.push(wake),
    async write(turn) {
      const result = await serial(() =>
        writer.db.transaction().execute(async (db) => {
          const tx = openTx(db)
          const answer = await turn(tx)
          await tx.finish()
          return answer
        }),
      )
      for (const wake of wakes) wake()
      return result
    },
    scrub: () => serial(async () => writer.raw.exec('pragma wal_checkpoint(truncate)')),
    async close() {
      await tail
      await blobs.close()
      await reader.close()
      await writer.close()
    },
  }
}

/** A read-only view for commands beside a running program; `write` is refused. */
export async function openLedgerReadOnly(options: LedgerOptions): Promise<Ledger> {
  const reader = openConnection<Schema>(join(options.dataDir, 'ledger.db'), 'read')
  const sealer = await openKey(reader.db, options)
  const blobs = openBlobs(join(options.dataDir, 'blobs'), sealer)
  return {
    read: reader.db,
    sealer,
    blobs,
    onCommit: () => undefined,
    write: () => Promise.reject(new Error('只读打开的台账不能写入')),
    scrub: () => Promise.reject(new Error('只读打开的台账不能写入')),
    async close() {
      await blobs.close()
      await reader.close()
    },
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

/** Runs the versions the database lacks, each whole. */
export function migrate(raw: DatabaseSync): void {
  raw.exec('create table if not exists migration (version bigint primary key, at bigint not null)')
  const row = raw.prepare('select max(version) as version from migration').get() as { version: number | null }
  const found = row.version ?? 0
  if (found > migrations.length) {
    throw new Error(
      `台账数据库是第 ${found} 版，本程序只认识到第 ${migrations.length} 版。数据未改动；请升级程序后再启动`,
    )
  }
  for (let version = found + 1; version <= migrations.length; version++) {
    raw.exec('begin immediate')
    for (const statement of migrations[version - 1]!) raw.exec(statement)
    raw.prepare('insert into migration (version, at) values (?, 0)').run(version)
    raw.exec('commit')
  }
}
