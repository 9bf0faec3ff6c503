// One conditional GET: what changed since the marks of the last reading, within limits of bytes and time.
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'

export interface Marks {
  etag: string | null
  lastModified: string | null
}

export type Fetched =
  | { changed: false }
  | { changed: true; bytes: Uint8Array; contentType: string | null; marks: Marks }

export const FETCH_BYTES_MAX = 10 * 1024 * 1024
const FETCH_MS_MAX = 20_000

/** Rejects with the reason in words; `retryAfterMs` on the error when the server asked for patience. */
export async function fetchSource(url: string, marks: Marks, dataDir: string): Promise<Fetched> {
  if (url.startsWith('file:')) return readLocal(url.slice('file:'.length), marks, dataDir)
  const headers: Record<string, string> = {
    'user-agent': 'huiying/0.1 (+feed reader)',
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
  }
  if (marks.etag !== null) headers['if-none-match'] = marks.etag
  if (marks.lastModified !== null) headers['if-modified-since'] = marks.lastModified
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(FETCH_MS_MAX) })
  if (response.status === 304) return { changed: false }
  if (!response.ok) {
    const error = new Error(`来源答复 HTTP ${response.status}`)
    throw Object.assign(error, { retryAfterMs: retryAfterOf(response.headers.get('retry-after')) })
  }
  return {
    changed: true,
    bytes: await readBody(response),
    contentType: response.headers.get('content-type'),
    marks: { etag: response.headers.get('etag'), lastModified: response.headers.get('last-modified') },
  }
}

async function readBody(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > FETCH_BYTES_MAX) throw new Error(`内容超过 ${FETCH_BYTES_MAX / 1024 / 1024} MiB，已停止读取`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function retryAfterOf(value: string | null): number | null {
  if (value === null) return null
  return /^\d+$/.test(value) ? Number(value) * 1000 : null
}

/** A file below the data folder: the sample's feed. Paths that lead out of it are refused. */
async function readLocal(path: string, marks: Marks, dataDir: string): Promise<Fetched> {
  const inner = normalize(path)
  if (isAbsolute(inner) || inner.startsWith('..')) throw new Error('file: 来源只能在数据目录内')
  const file = join(dataDir, inner)
  const { mtimeMs, size } = await stat(file)
  const etag = `${mtimeMs}-${size}`
  if (etag === marks.etag) return { changed: false }
  return { changed: true, bytes: await readFile(file), contentType: null, marks: { etag, lastModified: null } }
}
