// Reads the feeds that are due: conditional GET, backoff by source, items on record before the marks move.
import type { Item } from '@huiying/domain/item'
import { insertItems, type NewItem } from '@huiying/ledger/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { recordSourceHealth, type SourceState, saveSourceState, sourceState } from '@huiying/ledger/source'
import { cleanText } from '@huiying/runtime/clean'
import { deriveId } from '@huiying/runtime/id'
import { mask } from '@huiying/text/mask'
import { findMentions, type NameList, namesOf } from '@huiying/text/mention'
import { type FeedItem, readFeed } from './feed.ts'
import { type Fetched, fetchSource } from './fetch.ts'
import type { Source } from './receive.ts'

export interface PollOptions {
  ledger: Ledger
  book: string
  dataDir: string
  /** Whether feeds on other machines are read; files in the data folder always are. */
  outside: boolean
}

/** A first reading takes what is known to be older than this as history (§14-6). */
export const BACKFILL_AGE_MS = 24 * 60 * 60 * 1000
const BACKOFF_MS = [60_000, 300_000, 1_800_000, 7_200_000]
const postPlatforms = /微博|抖音|快手|微信|头条|论坛|贴吧|知乎|小红书/

/** One look at every feed of the book that is due; returns how many items were new. */
export async function pollFeeds(options: PollOptions, now: number): Promise<number> {
  const { policy } = await policyOf(options.ledger.read, options.book)
  let fresh = 0
  for (const source of policy.sources) {
    if (source.kind !== 'feed' || !source.on || source.url === undefined) continue
    if (!options.outside && !source.url.startsWith('file:')) continue
    const state = await sourceState(options.ledger.read, options.book, source.id)
    if (state !== null && state.nextAt > now) continue
    fresh += await pollOne(options, source, state, now)
  }
  return fresh
}

async function pollOne(options: PollOptions, source: Source, state: SourceState | null, now: number): Promise<number> {
  const { ledger, book, dataDir } = options
  const nextAt = now + source.everySeconds * 1000
  try {
    const marks = { etag: state?.etag ?? null, lastModified: state?.lastModified ?? null }
    const fetched = await fetchSource(source.url!, marks, dataDir)
    if (!fetched.changed) {
      await ledger.write(async (tx) => {
        await recordSourceHealth(tx, book, source.id, { ok: true }, now)
        await saveSourceState(tx, book, source.id, { nextAt })
      })
      return 0
    }
    return await receiveFeed(options, source, state, fetched, now)
  } catch (error) {
    const asked = (error as { retryAfterMs?: number | null }).retryAfterMs ?? null
    const wait = asked ?? BACKOFF_MS[Math.min(state?.failures ?? 0, BACKOFF_MS.length - 1)]!
    const reason = error instanceof Error ? error.message : String(error)
    await ledger.write((tx) => recordSourceHealth(tx, book, source.id, { ok: false, reason, nextAt: now + wait }, now))
    return 0
  }
}

async function receiveFeed(
  { ledger, book }: PollOptions,
  source: Source,
  state: SourceState | null,
  fetched: Extract<Fetched, { changed: true }>,
  now: number,
): Promise<number> {
  const { policy } = await policyOf(ledger.read, book)
  const hints = { contentType: fetched.contentType, url: source.url ?? null, fetchedAt: now }
  const feed = await readFeed(fetched.bytes, hints)
  const first = state === null || state.lastItemAt === null
  const known = namesOf(policy)
  const names = await ledger.blobs.putMany(feed.items.map((item) => Buffer.from(JSON.stringify(item))))
  const items = feed.items.map((item, index) => newItemOf(book, source, item, names[index]!, known, now))
  const backfill = (item: Item) => first && item.publishedAt !== null && now - item.publishedAt > BACKFILL_AGE_MS
  return ledger.write(async (tx) => {
    await recordSourceHealth(tx, book, source.id, { ok: true }, now)
    const done = await insertItems(tx, ledger.sealer, { book, source: source.id, items, cursor: null, backfill }, now)
    await saveSourceState(tx, book, source.id, {
      ...fetched.marks,
      nextAt: now + source.everySeconds * 1000,
      lastItemAt: now,
    })
    return done.inserted.length
  })
}

function newItemOf(
  book: string,
  source: Source,
  entry: FeedItem,
  sha256: string,
  known: NameList,
  now: number,
): NewItem {
  const cleaned = cleanText(`${entry.title}\n${entry.text}`)
  const found = findMentions(known, cleaned.text, mask(cleaned.text).text)
  const own = entry.id ?? entry.url ?? sha256
  return {
    id: deriveId('item', book, source.id, own),
    book,
    source: source.id,
    kind: postPlatforms.test(source.platform) ? 'post' : 'article',
    ownId: entry.id,
    revision: 1,
    title: found.masked.slice(0, found.masked.indexOf('\n')),
    url: entry.url,
    author: entry.author === null ? null : mask(entry.author).text,
    platform: source.platform,
    publishedAt: entry.at,
    publishedPrecision: entry.precision,
    receivedAt: now,
    fetchedAt: now,
    sha256,
    flags: [...entry.flags, ...(cleaned.changed ? ['characters-replaced'] : [])],
    mentions: found.mentions,
    masked: found.masked,
    clear: cleaned.text,
  }
}
