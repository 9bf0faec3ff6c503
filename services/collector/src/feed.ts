// One feed's bytes read into entries: charset, format, dates as written and plain text; never a date that is not there.
import { convert } from 'html-to-text'
import iconv from 'iconv-lite'
import { readJsonFeed } from './json-feed.ts'
import { type RawEntry, readRss } from './rss.ts'

export interface FeedItem {
  id: string | null
  title: string
  url: string | null
  /** UTC milliseconds; null when unknown. */
  at: number | null
  precision: 'second' | 'day' | null
  author: string | null
  text: string
  flags: string[]
}

export interface Feed {
  title: string
  items: FeedItem[]
}

export interface FeedHints {
  contentType?: string | null
  url?: string | null
}

/** Entries read from one feed at most; more are a sign of something else. */
export const FEED_ITEMS_MAX = 2_000

/** Throws with the reason when the bytes are no feed. */
export async function readFeed(bytes: Uint8Array, hints: FeedHints = {}): Promise<Feed> {
  const text = decodeFeed(bytes, hints.contentType ?? null)
  const isJson = text.trimStart().startsWith('{')
  const { title, entries } = isJson ? readJsonFeed(text) : await readRss(text)
  return { title, items: entries.slice(0, FEED_ITEMS_MAX).map((entry) => itemOf(entry, hints.url ?? null)) }
}

/** Byte order mark, then HTTP header, then the declaration, then UTF-8; GB2312 is read as the GB18030 it mostly is. */
export function decodeFeed(bytes: Uint8Array, contentType: string | null): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const mark = buffer.subarray(0, 3).toString('hex')
  if (mark === 'efbbbf') return buffer.subarray(3).toString('utf8')
  if (mark.startsWith('fffe') || mark.startsWith('feff')) return iconv.decode(buffer, 'utf-16')
  const header = /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1]
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/i.exec(buffer.subarray(0, 200).toString('latin1'))?.[1]
  const name = (header ?? declared ?? 'utf-8').toLowerCase()
  const charset = name === 'gb2312' || name === 'gbk' ? 'gb18030' : name
  return iconv.decode(buffer, iconv.encodingExists(charset) ? charset : 'utf-8')
}

function itemOf(entry: RawEntry, base: string | null): FeedItem {
  const flags: string[] = []
  const dated = readDate(entry.date)
  if (entry.date === null) flags.push('no-date')
  else if (dated === null) flags.push('bad-date')
  const url = entry.url === null ? null : resolveUrl(entry.url, base)
  return {
    id: entry.id,
    title: plainText(entry.title).replace(/\s+/g, ' '),
    url,
    at: dated?.at ?? null,
    precision: dated?.precision ?? null,
    author: entry.author,
    text: plainText(entry.html),
    flags,
  }
}

function readDate(written: string | null): { at: number; precision: 'second' | 'day' } | null {
  if (written === null) return null
  const day = /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(written)?.[1]
  // A date alone is a Beijing day: it can start no clock (§14-5).
  const at = Date.parse(day === undefined ? written : `${day}T00:00:00+08:00`)
  return Number.isNaN(at) ? null : { at, precision: day === undefined ? 'second' : 'day' }
}

function resolveUrl(url: string, base: string | null): string | null {
  return URL.canParse(url, base ?? undefined) ? new URL(url, base ?? undefined).href : null
}

function plainText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim()
  const options = {
    wordwrap: false as const,
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
    ],
  }
  return convert(html, options).trim()
}
