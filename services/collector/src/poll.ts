// Reads the feeds that are due: conditional GET, backoff by source, items on record before the marks move.
import { BACKFILL_AGE_MS, type Item } from '@huiying/domain/item'
import { insertItems, type NewItem } from '@huiying/ledger/item/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import {
  leaseSource,
  recordSourceHealth,
  type SourceState,
  saveSourceState,
  sourceState,
} from '@huiying/ledger/source/source'
import { cleanText } from '@huiying/runtime/clean'
import { failureOf } from '@huiying/runtime/failure'
import { deriveId } from '@huiying/runtime/id'
import { real } from '@huiying/runtime/time'
import { mask } from '@huiying/text/mask'
import { findMentions, type NameList, namesOf } from '@huiying/text/mask/mention'
import { SPAM_SCORE_MIN, scoreSpam } from '@huiying/text/spam'
import { type FeedItem, readFeed } from './feed.ts'
import { type Fetched, type FetchFailure, fetchSource } from './fetch.ts'
import type { Source } from './receive.ts'
import { waitAfterFailure, waitAfterReading } from './spacing.ts'

export interface PollOptions {
  /** A name no other collector has: whose lease a source is under. */
  collector: string
  ledger: Ledger
  book: string
  dataDir: string
  /** Whether feeds on other machines are read; files in the data folder always are. */
  outside: boolean
  /** The program is ending. */
  leaving?: AbortSignal
}

const postPlatforms = /微博|抖音|快手|微信|头条|论坛|贴吧|知乎|小红书/

/** Hosts read at one time; of each host one source at a time, so that no site has to answer twice at once. */
const HOSTS_MAX = 6
/** A server that answers 304 for longer than this is asked once without marks: its marks may be wrong. */
const UNCHANGED_MS_MAX = 24 * 60 * 60 * 1000

/** One look at every feed of the book that is due; returns how many items were new. */
export async function pollFeeds(options: PollOptions, now: number): Promise<number> {
  const { policy } = await policyOf(options.ledger.read, options.book)
  const hosts = new Map<string, { source: Source; state: SourceState | null }[]>()
  for (const source of policy.sources) {
    if (source.kind !== 'feed' || !source.on || source.url === undefined) continue
    if (!options.outside && !source.url.startsWith('file:')) continue
    const state = await sourceState(options.ledger.read, options.book, source.id)
    if (state !== null && state.nextAt > now) continue
    const host = URL.canParse(source.url) ? new URL(source.url).host : ''
    hosts.set(host, [...(hosts.get(host) ?? []), { source, state }])
  }
  const waiting = [...hosts.values()]
  let fresh = 0
  const work = async () => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
      for (const { source, state } of lane) {
        const mine = await takeSource(options, source.id, state, now)
        if (mine !== 'elsewhere') fresh += await pollOne(options, source, mine, now)
      }
    }
  }
  await Promise.all(Array.from({ length: HOSTS_MAX }, work))
  return fresh
}

/** Longer than any reading; when a collector dies another takes its sources over after this. */
const LEASE_MS = 120_000

/** Where several collectors run one reads a source; what it read meanwhile counts. Leases run on real time. */
async function takeSource(
  { ledger, book, collector }: PollOptions,
  source: string,
  state: SourceState | null,
  now: number,
): Promise<SourceState | null | 'elsewhere'> {
  if (!ledger.isShared) return state
  const lease = { book, source, owner: collector, now: real.now(), leaseMs: LEASE_MS }
  if (!(await leaseSource(ledger, lease))) return 'elsewhere'
  const fresh = await sourceState(ledger.read, book, source)
  return fresh !== null && fresh.nextAt > now ? 'elsewhere' : fresh
}

async function pollOne(options: PollOptions, source: Source, state: SourceState | null, now: number): Promise<number> {
  const { ledger, book, dataDir } = options
  const everyMs = source.everySeconds * 1000
  const nextAt = now + waitAfterReading(source.id, everyMs, now)
  const stale = state?.lastItemAt != null && now - state.lastItemAt > UNCHANGED_MS_MAX
  const marks = {
    etag: stale ? null : (state?.etag ?? null),
    lastModified: stale ? null : (state?.lastModified ?? null),
  }
  try {
    const { allowPrivate } = source
    const leaving = options.leaving === undefined ? {} : { leaving: options.leaving }
    const fetched = await fetchSource(source.url!, marks, { dataDir, allowPrivate, now, ...leaving })
    if (!fetched.changed) {
      await ledger.write(async (tx) => {
        await recordSourceHealth(tx, book, source.id, { ok: true }, now)
        await saveSourceState(tx, book, source.id, { nextAt })
      })
      return 0
    }
    return await receiveFeed(options, source, state, fetched, { now, nextAt })
  } catch (error) {
    // What our own leaving broke off is no failure of the source.
    if (options.leaving?.aborted === true) return 0
    const asked = (error as FetchFailure).retryAfterMs ?? null
    const wait = waitAfterFailure(state?.failures ?? 0, everyMs, asked)
    const { reason } = failureOf(error)
    await ledger.write((tx) => recordSourceHealth(tx, book, source.id, { ok: false, reason, nextAt: now + wait }, now))
    return 0
  }
}

async function receiveFeed(
  { ledger, book }: PollOptions,
  source: Source,
  state: SourceState | null,
  fetched: Extract<Fetched, { changed: true }>,
  { now, nextAt }: { now: number; nextAt: number },
): Promise<number> {
  const { policy } = await policyOf(ledger.read, book)
  const hints = { contentType: fetched.contentType, url: fetched.url, fetchedAt: now }
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
      nextAt,
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
    flags: [...entry.flags, ...(cleaned.changed ? ['characters-replaced'] : []), ...spamFlags(entry, cleaned.text)],
    mentions: found.mentions,
    masked: found.masked,
    clear: cleaned.text,
  }
}

/** A copied page that carries advertising is kept and says so (§6.6). */
function spamFlags({ url, flags }: FeedItem, text: string): string[] {
  const host = url !== null && URL.canParse(url) ? new URL(url).hostname : null
  return scoreSpam(text, { hidden: flags.includes('hidden-text'), host }).score >= SPAM_SCORE_MIN
    ? ['suspected-spam']
    : []
}
