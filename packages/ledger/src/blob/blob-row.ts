// Blobs as rows of the ledger database, sealed and in chunks: for several machines that share no folder.
import type { Kysely } from 'kysely'
import type { Engine } from '../engine/dialect.ts'
import type { Schema } from '../schema.ts'
import { type Blobs, sha256 } from './blob.ts'
import type { Sealer } from './sealer.ts'

/** Small enough that no row weighs on the server, large enough that most letters are one. */
export const CHUNK_BYTES_MAX = 256 * 1024
/** Bytes of one statement. */
const STATEMENT_BYTES_MAX = 4 * 1024 * 1024

const NAMES_MAX = 500

type Chunk = Schema['blobChunk']

export function openRowBlobs(engine: Engine, sealer: Sealer): Blobs {
  const blobs: Blobs = {
    put: async (bytes) => (await blobs.putMany([bytes]))[0]!,
    async putMany(raws) {
      const names = raws.map(sha256)
      if (raws.length === 0) return names
      const query = engine.read.selectFrom('blobChunk').select('sha256').where('sha256', 'in', names)
      const known = new Set((await query.where('part', '=', 0).execute()).map((row) => row.sha256))
      const fresh = new Map(raws.map((raw, index) => [names[index]!, raw]))
      // In the order of their names, so that two programs that put the same bytes never wait for each other in a ring.
      const order = [...fresh.keys()].filter((name) => !known.has(name)).sort()
      const chunks = order.flatMap((name) => chunksOf(name, sealer.seal(fresh.get(name)!)))
      if (chunks.length > 0) await engine.transact((db) => insertChunks(db, chunks))
      return names
    },
    get: async (name) => sealer.open(await blobs.getSealed(name)),
    async getSealed(name) {
      const query = engine.read.selectFrom('blobChunk').select('bytes').where('sha256', '=', name)
      const rows = await query.orderBy('part').execute()
      if (rows.length === 0) throw new Error(`没有原件 ${name}：从未存入，或已销毁`)
      return Buffer.concat(rows.map((row) => row.bytes))
    },
    remove: (name) =>
      engine.transact(async (db) => {
        await db.deleteFrom('blobChunk').where('sha256', '=', name).execute()
      }),
    close: async () => undefined,
  }
  return blobs
}

/** Puts a blob as it lies sealed elsewhere; one that is there is left. */
export async function insertSealed(db: Kysely<Schema>, name: string, sealed: Uint8Array): Promise<void> {
  await insertChunks(db, chunksOf(name, Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)))
}

/** Every blob of the rows, sealed, one at a time; `read` sees one moment. */
export async function* sealedRows(read: Kysely<Schema>): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const names = read.selectFrom('blobChunk').select('sha256').where('part', '=', 0).orderBy('sha256')
  let after = ''
  for (;;) {
    const page = await names.where('sha256', '>', after).limit(NAMES_MAX).execute()
    for (const { sha256: name } of page) {
      const parts = read.selectFrom('blobChunk').select('bytes').where('sha256', '=', name).orderBy('part')
      yield { name, bytes: Buffer.concat((await parts.execute()).map((row) => row.bytes)) }
    }
    if (page.length < NAMES_MAX) return
    after = page.at(-1)!.sha256
  }
}

function chunksOf(name: string, sealed: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let from = 0; from < sealed.length; from += CHUNK_BYTES_MAX) {
    chunks.push({ sha256: name, part: chunks.length, bytes: sealed.subarray(from, from + CHUNK_BYTES_MAX) })
  }
  return chunks
}

/** A first chunk is there once: who put it puts the rest. Two sealings of the same bytes are never mixed. */
async function insertChunks(db: Kysely<Schema>, chunks: Chunk[]): Promise<void> {
  const own = new Set<string>()
  for (const part of bySize(chunks.filter((one) => one.part === 0))) {
    const insert = db.insertInto('blobChunk').values(part)
    const rows = await insert
      .onConflict((on) => on.doNothing())
      .returning('sha256')
      .execute()
    for (const row of rows) own.add(row.sha256)
  }
  for (const part of bySize(chunks.filter((one) => one.part > 0 && own.has(one.sha256)))) {
    await db.insertInto('blobChunk').values(part).execute()
  }
}

function bySize(chunks: Chunk[]): Chunk[][] {
  const parts: Chunk[][] = []
  let left = 0
  for (const chunk of chunks) {
    if (left < chunk.bytes.byteLength) {
      parts.push([])
      left = STATEMENT_BYTES_MAX
    }
    parts.at(-1)!.push(chunk)
    left -= chunk.bytes.byteLength
  }
  return parts
}
