// A letter's file in the watched folder: it is read where it is parsed, so that its bytes cross no thread.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { LETTER_BYTES_MAX, LETTER_HEAD_BYTES } from './letter.ts'

/** A file as it was when it was taken to be whole. */
export interface LetterFile {
  path: string
  /** In bytes. */
  size: number
  mtimeMs: number
}

/** A letter's bytes, or the file they lie in. */
export type Raw = Uint8Array | LetterFile

/**
 * All bytes, of a file that is larger than a letter may be those of its beginning. Null when somebody has taken the
 * file away, writes on it, or it is none: another look will tell.
 */
export function bytesOf(raw: Raw): Uint8Array | null {
  if (raw instanceof Uint8Array) return raw
  const file = openThere(raw.path)
  if (file === null) return null
  try {
    const { size, mtimeMs } = raw
    const facts = fstatSync(file)
    if (!facts.isFile() || facts.size !== size || facts.mtimeMs !== mtimeMs) return null
    const bytes = Buffer.allocUnsafe(size > LETTER_BYTES_MAX ? LETTER_HEAD_BYTES : size)
    return readSync(file, bytes, 0, bytes.length, 0) === bytes.length ? bytes : null
  } finally {
    closeSync(file)
  }
}

function openThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}
