// Blobs: raw bytes as they came, sealed, under their SHA-256; on disk before the ledger names them.
import { hash, randomUUID } from 'node:crypto'
import { closeSync, existsSync, fdatasync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openShelf, SHELF_FILE, type Shelf } from './blob-shelf.ts'
import type { Sealer } from './sealer.ts'

export interface Blobs {
  put(bytes: Uint8Array): Promise<string>
  /** Resolves when all are on disk; gives their SHA-256 in order. The same bytes twice are kept once. */
  putMany(blobs: Uint8Array[]): Promise<string[]>
  /** Throws when there is none (erased, or never put). */
  get(sha256: string): Promise<Buffer>
  /** As they lie there, for a thread that opens them itself: a second for 25 MB. Throws like `get`. */
  getSealed(sha256: string): Promise<Uint8Array>
  remove(sha256: string): Promise<void>
  close(): Promise<void>
}

/** Larger ones are a file each; smaller ones share one file, for a letter must not cost a wait for the disk each. */
export const SHELF_BYTES_MAX = 256 * 1024

/** Files written at once; more gain nothing and use descriptors. */
const WRITES_AT_ONCE = 16

export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes)

const flushToDisk = promisify(fdatasync)

/**
 * Opens nothing before it is asked; several threads and programs may have the same folder open. In a folder that
 * machines share every blob is a file of its own, since SQLite's locks do not reach across machines.
 */
export function openBlobs(folder: string, sealer: Sealer, where: 'own' | 'shared' = 'own'): Blobs {
  const shelfBytesMax = where === 'own' ? SHELF_BYTES_MAX : -1
  let opened: Shelf | null = null
  const shelf = (): Shelf => {
    opened ??= openShelf(join(folder, SHELF_FILE))
    return opened
  }
  const hasShelf = () => opened !== null || existsSync(join(folder, SHELF_FILE))
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name)
  const blobs: Blobs = {
    put: async (bytes) => (await blobs.putMany([bytes]))[0]!,
    async putMany(raws) {
      const names = raws.map(sha256)
      const small = new Map<string, Uint8Array>()
      const large: [string, Uint8Array][] = []
      for (const [index, raw] of raws.entries()) {
        if (raw.length > shelfBytesMax) large.push([names[index]!, raw])
        else small.set(names[index]!, raw)
      }
      const write = async () => {
        for (let next = large.pop(); next !== undefined; next = large.pop())
          await putFile(pathOf(next[0]), sealer, next[1])
      }
      await Promise.all(Array.from({ length: Math.min(WRITES_AT_ONCE, large.length) }, write))
      if (small.size > 0) shelf().put(small, sealer)
      return names
    },
    get: async (name) => sealer.open(await blobs.getSealed(name)),
    async getSealed(name) {
      const sealed = hasShelf() ? shelf().get(name) : null
      return sealed ?? readFile(pathOf(name))
    },
    async remove(name) {
      if (hasShelf()) shelf().remove(name)
      await rm(pathOf(name), { force: true })
    },
    async close() {
      await opened?.close()
      opened = null
    },
  }
  return blobs
}

/** What tells where blobs lie; a ledger's options are one. */
export interface BlobPlace {
  dataDir: string
  ledgerUrl?: string | null
  blobUrl?: string | null
}

/** Where sealed blobs lie as files; with PostgreSQL and no BLOB_URL they are rows. */
export const blobFolder = ({ blobUrl, dataDir }: BlobPlace): string =>
  blobUrl == null ? join(dataDir, 'blobs') : fileURLToPath(blobUrl)

/** Null where they are rows. */
export function fileBlobs(place: BlobPlace, sealer: Sealer): Blobs | null {
  if (place.blobUrl != null) return openBlobs(blobFolder(place), sealer, 'shared')
  return place.ledgerUrl == null ? openBlobs(blobFolder(place), sealer) : null
}

/** The file appears whole or not at all, and its name is on disk too when this resolves. */
async function putFile(path: string, sealer: Sealer, bytes: Uint8Array): Promise<void> {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // A name of its own: the same bytes may be put twice at once, here or on another machine with the same folder.
  const part = `${path}.${randomUUID()}.part`
  const file = openSync(part, 'w', 0o600)
  try {
    writeSync(file, sealer.seal(bytes))
    await flushToDisk(file)
  } finally {
    closeSync(file)
  }
  renameSync(part, path)
  const shelf = openSync(dirname(path), 'r')
  try {
    fsyncSync(shelf)
  } finally {
    closeSync(shelf)
  }
}
