// Sealed blobs of a folder as a backup and a move see them: names and bytes as they lie there, no key needed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openShelf, SHELF_FILE } from './blob-shelf.ts'

export interface SealedBlob {
  /** SHA-256 of the clear bytes, hex. */
  name: string
  bytes: Uint8Array
}

/** Every blob once, one at a time: those on the shelf, then those that are a file each. */
export async function* sealedBlobs(folder: string): AsyncGenerator<SealedBlob> {
  if (existsSync(join(folder, SHELF_FILE))) {
    const shelf = openShelf(join(folder, SHELF_FILE))
    try {
      yield* shelf.all()
    } finally {
      await shelf.close()
    }
  }
  for (const name of fileNames(folder)) yield { name, bytes: readFileSync(pathOf(folder, name)) }
}

/** Writes a sealed blob as a file of its own, where `get` finds it. */
export function putSealedFile(folder: string, { name, bytes }: SealedBlob): void {
  const path = pathOf(folder, name)
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, bytes, { mode: 0o600 })
}

const pathOf = (folder: string, name: string): string => join(folder, name.slice(0, 2), name)

function fileNames(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.flatMap((entry) => (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name) ? [entry.name] : []))
}
