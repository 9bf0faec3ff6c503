// One conditional GET: what changed since the marks of the last reading, within limits of bytes, time and redirects.
import type { IncomingMessage, RequestOptions } from 'node:http'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { isInside, outsideLookup, type Resolve, refusal } from './address.ts'
import { readLocal } from './local.ts'

export interface Marks {
  etag: string | null
  lastModified: string | null
}

export type Fetched =
  | { changed: false }
  | { changed: true; bytes: Uint8Array; contentType: string | null; marks: Marks; url: string }

export interface FetchOptions {
  dataDir: string
  /** The source may lie inside the own network. */
  allowPrivate: boolean
  /** UTC milliseconds, for a Retry-After that is a date. */
  now: number
  msMax?: number
  bytesMax?: number
  resolver?: Resolve
  /** Which addresses lie inside; by default those of `address.ts`. */
  inside?: (address: string) => boolean
  /** The program is ending: what is under way stops. */
  leaving?: AbortSignal
}

/** What the source's server asked of us, on the error. */
export interface FetchFailure extends Error {
  retryAfterMs?: number | null
}

/** After decompression. */
const FETCH_BYTES_MAX = 10 * 1024 * 1024
const FETCH_MS_MAX = 20_000
const REDIRECTS_MAX = 5
/** Header lines of an answer; Node's own limit is 16 KiB as well. */
const HEAD_BYTES_MAX = 16 * 1024

/** Rejects with the reason in words; `retryAfterMs` on the error when the server asked for patience. */
export async function fetchSource(url: string, marks: Marks, options: FetchOptions): Promise<Fetched> {
  if (url.startsWith('file:')) return readLocal(url.slice('file:'.length), marks, options.dataDir)
  const late = AbortSignal.timeout(options.msMax ?? FETCH_MS_MAX)
  const signal = options.leaving === undefined ? late : AbortSignal.any([late, options.leaving])
  try {
    return await follow(url, marks, options, signal)
  } catch (error) {
    if (!late.aborted) throw error
    throw new Error(`${(options.msMax ?? FETCH_MS_MAX) / 1000} 秒内没有读完，已停止`, { cause: error })
  }
}

/** Each step is checked as the first address was: a redirect is an address somebody else chose. */
async function follow(start: string, marks: Marks, options: FetchOptions, signal: AbortSignal): Promise<Fetched> {
  let url = start
  for (let step = 0; step <= REDIRECTS_MAX; step++) {
    const response = await ask(url, marks, options, signal)
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304 && headers.location !== undefined) {
      response.destroy()
      if (!URL.canParse(headers.location, url)) throw new Error(`来源转到了不是网址的地方：${headers.location}`)
      url = new URL(headers.location, url).href
      continue
    }
    return await answerOf(response, url, options, signal)
  }
  throw new Error(`来源转了 ${REDIRECTS_MAX} 次仍未到达，已停止`)
}

async function answerOf(
  response: IncomingMessage,
  url: string,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<Fetched> {
  const { statusCode = 0, headers } = response
  if (statusCode === 304) {
    response.resume()
    return { changed: false }
  }
  if (statusCode < 200 || statusCode > 299) {
    response.destroy()
    const failure: FetchFailure = new Error(`来源答复 HTTP ${statusCode}`)
    failure.retryAfterMs = retryAfterOf(headers['retry-after'], options.now)
    throw failure
  }
  return {
    changed: true,
    bytes: await readBody(response, options.bytesMax ?? FETCH_BYTES_MAX, signal),
    contentType: headers['content-type'] ?? null,
    marks: { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null },
    url,
  }
}

function ask(url: string, marks: Marks, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`来源只能是 http 或 https，现在是 ${protocol}`)
  const literal = hostname.replace(/^\[|\]$/g, '')
  const inside = options.inside ?? isInside
  if (!options.allowPrivate && isIP(literal) !== 0 && inside(literal)) throw refusal(hostname, literal)
  const request: RequestOptions = { headers: headersOf(marks), signal, agent: false, maxHeaderSize: HEAD_BYTES_MAX }
  if (!options.allowPrivate) request.lookup = outsideLookup(options.resolver, inside)
  return new Promise((resolve, reject) => {
    ;(protocol === 'http:' ? getPlain : getSecure)(url, request, resolve).on('error', reject)
  })
}

function headersOf(marks: Marks): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': 'huiying/0.1 (+feed reader)',
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    'accept-encoding': 'gzip, deflate, br',
  }
  if (marks.etag !== null) headers['if-none-match'] = marks.etag
  if (marks.lastModified !== null) headers['if-modified-since'] = marks.lastModified
  return headers
}

/** Counted after decompression: a small file can unpack into any size. */
async function readBody(response: IncomingMessage, bytesMax: number, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  const stream = unpacked(response)
  const stop = () => stream.destroy(new Error('读取超时'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      size += part.length
      if (size > bytesMax) throw new Error(`内容超过 ${bytesMax / 1024 / 1024} MiB，已停止读取`)
      parts.push(part)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    response.destroy()
  }
  return Buffer.concat(parts)
}

function unpacked(response: IncomingMessage): Readable {
  const coding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  const unpack =
    coding === 'gzip' || coding === 'x-gzip'
      ? createGunzip()
      : coding === 'deflate'
        ? createInflate()
        : coding === 'br'
          ? createBrotliDecompress()
          : null
  if (unpack === null) return response
  response.on('error', (error) => unpack.destroy(error))
  return response.pipe(unpack)
}

/** Seconds or a date; null for what is neither. */
export function retryAfterOf(written: string | undefined, now: number): number | null {
  const text = (written ?? '').trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = /^[A-Za-z]{3},/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
