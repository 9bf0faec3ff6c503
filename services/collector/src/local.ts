// A source that is a file below the data folder: the sample's feed.
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import type { Fetched, Marks } from './fetch.ts'

/** Paths that lead out of the data folder are refused; an unchanged file is not read again. */
export async function readLocal(path: string, marks: Marks, dataDir: string): Promise<Fetched> {
  const inner = normalize(path)
  if (isAbsolute(inner) || inner.startsWith('..')) throw new Error('file: 来源只能在数据目录内')
  const file = join(dataDir, inner)
  const { mtimeMs, size } = await stat(file)
  const etag = `${mtimeMs}-${size}`
  if (etag === marks.etag) return { changed: false }
  const url = `file:${path}`
  return { changed: true, bytes: await readFile(file), contentType: null, marks: { etag, lastModified: null }, url }
}
