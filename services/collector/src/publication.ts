// Looks at the pages responses were published on: can it be opened, its title, and its bytes kept as proof (§14-19).
import type { Publication, PublicationCheck } from '@huiying/domain/publication'
import type { Ledger } from '@huiying/ledger/ledger'
import { duePublications } from '@huiying/ledger/publication'
import { leaseSource } from '@huiying/ledger/source/source'
import { charsetOf, decodeBytes } from '@huiying/letter/charset'
import { plainTextOf } from '@huiying/letter/html'
import { cleanText } from '@huiying/runtime/clean'
import { failureOf } from '@huiying/runtime/failure'
import { real } from '@huiying/runtime/time'
import { mask } from '@huiying/text/mask'
import { type FetchOptions, fetchSource } from './fetch.ts'

/** Pages looked at in one turn, and at one time; a turn ends well before its lease. */
const TURN_MAX = 8
const AT_ONCE = 4
const LEASE_MS = 120_000
export const PAGE_BYTES_MAX = 5 * 1024 * 1024
const PAGE_MS_MAX = 15_000
const TITLE_CHARS_MAX = 200
const HEAD_CHARS_MAX = 64 * 1024

export interface PublicationOptions {
  ledger: Ledger
  book: string
  /** A name no other collector has. */
  collector: string
  leaving?: AbortSignal
  /** Which addresses lie inside and are refused; by default those of `address.ts`. */
  inside?: NonNullable<FetchOptions['inside']>
}

/** The looks of one collector at all its books; a second call while one runs joins it. */
export function openPublicationLook({ books, ...options }: Omit<PublicationOptions, 'book'> & { books: string[] }) {
  let running: Promise<number> | null = null
  const lookAll = async (now: number): Promise<number> => {
    let looked = 0
    for (const book of books) looked += await checkPublications({ ...options, book }, now)
    return looked
  }
  return {
    async look(now: number): Promise<number> {
      running ??= lookAll(now).finally(() => {
        running = null
      })
      return running
    },
    async stop(): Promise<void> {
      await running?.catch(() => undefined)
    },
  }
}

/** One look at what is due; returns how many pages were looked at. Each look is an entry of its case. */
export async function checkPublications(options: PublicationOptions, now: number): Promise<number> {
  const { ledger, book, collector } = options
  const waiting = await duePublications(ledger.read, book, now, TURN_MAX)
  if (waiting.length === 0) return 0
  const lease = { book, source: 'publications', owner: collector, now: real.now(), leaseMs: LEASE_MS }
  if (ledger.isShared && !(await leaseSource(ledger, lease))) return 0
  let looked = 0
  const work = async () => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
      const check = await lookAt(page, options, now)
      if (options.leaving?.aborted === true) return
      await record(options, page, check, now)
      looked++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return looked
}

type Check = Omit<PublicationCheck, 'at'>

async function lookAt(page: Publication, { ledger, leaving, inside }: PublicationOptions, now: number): Promise<Check> {
  const unread = { reachable: false, title: '', sha256: null, bytes: 0 }
  if (!/^https?:/i.test(page.url)) return { ...unread, why: '不是 http 或 https 网址' }
  const limits = { dataDir: '', allowPrivate: false, now, msMax: PAGE_MS_MAX, bytesMax: PAGE_BYTES_MAX }
  const more = { ...(leaving === undefined ? {} : { leaving }), ...(inside === undefined ? {} : { inside }) }
  try {
    const fetched = await fetchSource(page.url, { etag: null, lastModified: null }, { ...limits, ...more })
    if (!fetched.changed) return { ...unread, why: '对方没有给出内容' }
    const { bytes, contentType } = fetched
    const sha256 = await ledger.blobs.put(Buffer.from(bytes))
    return { reachable: true, why: '', title: titleOf(bytes, contentType), sha256, bytes: bytes.length }
  } catch (error) {
    return { ...unread, why: wordsOf(error) }
  }
}

/** The reader's words speak of sources and of how to open the own network to one: neither is meant here. */
const wordsOf = (error: unknown): string =>
  failureOf(error)
    .reason.replace(/；确属.*$/, '')
    .replace(/^来源/, '对方')

/** Masked like every text that comes in; empty for what is no page. */
function titleOf(bytes: Uint8Array, contentType: string | null): string {
  if (contentType !== null && !/html|xml/i.test(contentType)) return ''
  const head = decodeBytes(bytes.subarray(0, HEAD_CHARS_MAX), [charsetOf(contentType)]).text
  const written = /<title[^>]*>([^<]*)/i.exec(head)?.[1] ?? ''
  const plain = plainTextOf(written).text.replace(/\s+/g, ' ').trim().slice(0, TITLE_CHARS_MAX)
  return mask(cleanText(plain).text).text
}

async function record(
  { ledger, book }: PublicationOptions,
  page: Publication,
  check: Check,
  now: number,
): Promise<void> {
  const body = { act: 'publication.checked', v: 1, id: page.id, url: page.url, ...check } as const
  await ledger.write((tx) => tx.append(book, now, 'system', [{ caseId: page.caseId, body }]), { book })
}
