// One feed's bytes read into entries: charset, format, dates as written and plain text; never a date that is not there.
import type { Precision } from '@huiying/domain/item'
import { decodeBytes } from '@huiying/letter/charset'
import { plainTextOf } from '@huiying/letter/html'
import { decodeReferences } from '@huiying/letter/reference'
import { readDate } from './date.ts'
import { type RawEntry, type RawFeed, type RawText, readXmlFeed } from './feed-xml.ts'
import { readJsonFeed } from './json-feed.ts'
import { readXml } from './xml.ts'

export interface FeedItem {
  id: string | null
  title: string
  url: string | null
  /** UTC milliseconds; null when unknown. */
  at: number | null
  precision: Precision | null
  author: string | null
  text: string
  flags: string[]
}

export interface Feed {
  title: string
  items: FeedItem[]
  /** What was wrong with the whole: `xml-mended`, `charset-guessed`, `items-cut`; each item carries them too. */
  flags: string[]
}

export interface FeedHints {
  contentType?: string | null
  url?: string | null
  /** When it was fetched, UTC milliseconds: what 昨天 is relative to. */
  fetchedAt?: number | null
}

/** Entries read from one feed at most; more are a sign of something else. */
const FEED_ITEMS_MAX = 2_000
/** One entry's text; the raw bytes keep the rest. */
const ITEM_CHARS_MAX = 500_000

/** Throws with the reason when the bytes are no feed. */
export async function readFeed(bytes: Uint8Array, hints: FeedHints = {}): Promise<Feed> {
  const { text, flags } = decodeFeed(bytes, hints.contentType ?? null)
  const { feed, wrong } = parseFeed(text)
  const all = [...flags, ...wrong, ...(feed.entries.length > FEED_ITEMS_MAX ? ['items-cut'] : [])]
  const items = feed.entries.slice(0, FEED_ITEMS_MAX).map((entry) => itemOf(entry, hints, all))
  return { title: titleOf(feed.title).text, items, flags: all }
}

function parseFeed(text: string): { feed: RawFeed; wrong: string[] } {
  if (/^\s*\{/.test(text)) return { feed: readJsonFeed(text), wrong: [] }
  if (text.trim() === '') throw new Error('内容是空的')
  const clean = text.replace(controls, '')
  const { root, flags } = readXml(clean)
  return {
    feed: readXmlFeed(root),
    wrong: clean === text || flags.includes('xml-mended') ? flags : [...flags, 'xml-mended'],
  }
}

/** What XML forbids and no reader sees. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Byte order mark, then HTTP header, then the declaration, then what the bytes look like. */
function decodeFeed(bytes: Uint8Array, contentType: string | null): { text: string; flags: string[] } {
  const header = /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType ?? '')?.[1] ?? null
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 400)).toString('latin1')
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w:.-]+)["']/i.exec(head)?.[1] ?? null
  return decodeBytes(bytes, [header, declared])
}

function itemOf(entry: RawEntry, hints: FeedHints, feedFlags: string[]): FeedItem {
  const title = titleOf(entry.title)
  const body = bodyOf(entry.body)
  const dated = datedOf(entry.dates, hints.fetchedAt ?? null)
  const url = entry.url === null ? null : resolveUrl(entry.url, entry.base, hints.url ?? null)
  const flags = [...feedFlags, ...entry.flags, ...title.flags, ...body.flags, ...dated.flags, ...(url?.flags ?? [])]
  return {
    id: entry.id,
    title: title.text,
    url: url?.url ?? null,
    at: dated.at,
    precision: dated.precision,
    author: entry.author === null ? null : plainTextOf(entry.author).text.replace(/\s+/g, ' '),
    text: body.text,
    flags: [...new Set(flags)],
  }
}

/** The first date that can be read; a broken one before it is named in the flags. */
function datedOf(dates: string[], fetchedAt: number | null) {
  let broken = false
  for (const written of dates) {
    const read = readDate(written, fetchedAt)
    if (read === null) {
      broken = true
      continue
    }
    const flags = [...(broken ? ['bad-date'] : []), ...(read.zoneAssumed ? ['zone-assumed'] : [])]
    if (fetchedAt !== null && read.at > fetchedAt + FUTURE_MAX_MS) flags.push('future-date')
    return { at: read.at, precision: read.precision, flags }
  }
  return { at: null, precision: null, flags: [broken ? 'bad-date' : 'no-date'] }
}

/** Clocks of machines differ and zones are mistaken: what is dated later than this after now is dated wrongly. */
export const FUTURE_MAX_MS = 24 * 60 * 60 * 1000

function titleOf(raw: RawText): { text: string; flags: string[] } {
  const plain = raw.kind === 'text' ? { text: raw.value, flags: [] } : plainTextOf(raw.value, true)
  return { text: plain.text.replace(/\s+/g, ' ').trim(), flags: plain.flags }
}

function bodyOf(raw: RawText): { text: string; flags: string[] } {
  const plain = raw.kind === 'text' ? { text: raw.value.trim(), flags: [] } : plainTextOf(raw.value, true)
  if (plain.text.length <= ITEM_CHARS_MAX) return plain
  return { text: plain.text.slice(0, ITEM_CHARS_MAX), flags: [...plain.flags, 'text-cut'] }
}

/** A link that nothing makes absolute stays as written and says so; only the web's own schemes are links. */
function resolveUrl(
  written: string,
  base: string | null,
  feedUrl: string | null,
): { url: string | null; flags: string[] } {
  const link = decodeReferences(written.trim().replace(/\s+/g, ''))
  if (/^(javascript|data|vbscript):/i.test(link)) return { url: null, flags: ['unsafe-url'] }
  const whole = base !== null && feedUrl !== null && URL.canParse(base, feedUrl) ? new URL(base, feedUrl).href : base
  for (const one of [whole, feedUrl, undefined]) {
    if (one === null || !URL.canParse(link, one)) continue
    // What is absolute stays as written: an added slash would make another address of it.
    return { url: URL.canParse(link) ? link : new URL(link, one).href, flags: [] }
  }
  return { url: link === '' ? null : link, flags: ['relative-url'] }
}
