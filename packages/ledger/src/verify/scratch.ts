// A scratch ledger in a temporary folder: where projections are made again to be compared or looked at.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { migrate } from '../engine/migrate.ts'
import { openConnection, sqliteDialect } from '../engine/sqlite.ts'
import type { Schema } from '../schema.ts'

/** An empty ledger, gone afterwards, whatever engine the real one is on; nothing in it needs to outlive a power cut. */
export async function withScratch<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'huiying-rebuild-'))
  const connection = openConnection<Schema>(join(folder, 'scratch.db'), 'write')
  try {
    connection.raw.exec('pragma journal_mode = off; pragma synchronous = off; pragma secure_delete = off')
    connection.raw.exec('begin')
    await migrate((run) => run(connection.db), sqliteDialect)
    return await work(connection.db)
  } finally {
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  }
}
