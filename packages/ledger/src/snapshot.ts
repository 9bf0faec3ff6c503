// Reading the ledger as it stands at one moment, while the program goes on writing; and a scratch copy beside it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Reader } from './ledger.ts'
import { migrate } from './open.ts'
import type { Schema } from './schema.ts'
import { openConnection } from './sqlite.ts'

/** Runs `work` on a read-only connection inside one read transaction. */
export async function withSnapshot<T>(dataDir: string, work: (read: Reader) => Promise<T>): Promise<T> {
  const connection = openConnection<Schema>(join(dataDir, 'ledger.db'), 'read')
  try {
    connection.raw.exec('begin')
    return await work(connection.db)
  } finally {
    await connection.close()
  }
}

/** An empty ledger in a temporary folder, gone afterwards; nothing in it needs to outlive a power cut. */
export async function withScratch<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'huiying-rebuild-'))
  const connection = openConnection<Schema>(join(folder, 'scratch.db'), 'write')
  try {
    connection.raw.exec('pragma journal_mode = off; pragma synchronous = off; pragma secure_delete = off')
    migrate(connection.raw)
    connection.raw.exec('begin')
    return await work(connection.db)
  } finally {
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  }
}
