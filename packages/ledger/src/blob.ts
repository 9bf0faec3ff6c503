// Blobs: raw bytes as they came, sealed, one file each under its SHA-256; on disk before the ledger names them.
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fdatasync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Sealer } from './sealer.ts'

export interface Blobs {
  put(bytes: Uint8Array): Promise<string>
  /** Resolves when all are on disk; gives their SHA-256 in order. The same bytes twice are one file. */
  putMany(blobs: Uint8Array[]): Promise<string[]>
  /** Throws when there is none (erased, or never put). */
  get(sha256: string): Promise<Buffer>
  remove(sha256: string): Promise<void>
}

/** Files written at once; more gain nothing and use descriptors. */
const WRITES_AT_ONCE = 16

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const flushToDisk = promisify(fdatasync)

export function openBlobs(folder: string, sealer: Sealer): Blobs {
  const made = new Set<string>()
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name)
  // Opening and writing a small file costs less than a trip through the thread pool; only the disk's wait goes there.
  const put = async (name: string, bytes: Uint8Array) => {
    const path = pathOf(name)
    if (existsSync(path)) return
    const shelf = name.slice(0, 2)
    if (!made.has(shelf)) {
      mkdirSync(join(folder, shelf), { recursive: true, mode: 0o700 })
      made.add(shelf)
    }
    const part = `${path}.${process.pid}.part`
    const file = openSync(part, 'w', 0o600)
    try {
      writeSync(file, sealer.seal(bytes))
      await flushToDisk(file)
    } finally {
      closeSync(file)
    }
    renameSync(part, path)
  }
  const blobs: Blobs = {
    put: async (bytes) => (await blobs.putMany([bytes]))[0]!,
    async putMany(raws) {
      const names = raws.map(sha256)
      let next = 0
      const work = async () => {
        for (let index = next++; index < raws.length; index = next++) await put(names[index]!, raws[index]!)
      }
      await Promise.all(Array.from({ length: Math.min(WRITES_AT_ONCE, raws.length) }, work))
      return names
    },
    get: async (name) => sealer.open(await readFile(pathOf(name))),
    remove: (name) => rm(pathOf(name), { force: true }),
  }
  return blobs
}
