// What one item costs: each service's own work by itself on the embedded engines, in processor time, and what is kept.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startCollector } from '@huiying/collector/collector'
import type { Verdict } from '@huiying/domain/item'
import { fillIndex } from '@huiying/indexer/index-entries'
import { readTexts } from '@huiying/ledger/item/item-read'
import { readTagged, taggedBody } from '@huiying/ledger/item/verdict'
import type { Ledger } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { policyOf } from '@huiying/ledger/policy'
import { canonicalJson } from '@huiying/runtime/json'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openSearch } from '@huiying/search/open'
import { openOwnNames } from '@huiying/tagger/own-names'
import { openLocalModels, openReader } from '@huiying/tagger/read'
import { searchTerms } from '@huiying/text/term'
import { TURN_ITEMS_MAX, trackItems } from '@huiying/tracker/track'
import { fillBook } from '../fill.ts'
import type { ItemCost } from './capacity-plan.ts'
import { generateLetters } from './letter.ts'

/** Letters of one happening, as they come when something happens. */
export const LETTERS_PER_HAPPENING = 3
const bookFile = new URL('../sample/book.yaml', import.meta.url)

/** Microseconds of processor, over all threads, that `work` takes for one of `count`. */
async function usOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

/** One after the other, so that no service's time hides in another's. `folder` is empty. */
export async function measureCost(folder: string, letters: number, seed: number): Promise<ItemCost> {
  const now = Date.UTC(2026, 10, 23, 1)
  const ledger = await openLedger(readSettings({ DATA_DIR: folder }))
  const { books } = await fillBook({ ledger, dataDir: folder, kind: '正式', now, bookFile })
  const book = books[0]!
  writeLetters(folder, letters, seed, now)
  const collectUs = await collect(ledger, folder, book, letters, now)
  const { verdicts, tagUs } = await tag(ledger, book, letters)
  const trackUs = await usOf(letters, async () => {
    for (let from = 0; from < letters; from += TURN_ITEMS_MAX) {
      const bodies = verdicts.slice(from, from + TURN_ITEMS_MAX)
      await trackItems(
        ledger,
        book,
        bodies.map((body) => readTagged(body).verdict),
        now,
      )
    }
  })
  const search = await openSearch(
    { url: null, file: join(folder, 'search.db'), caFile: null, apiKey: null },
    searchTerms,
  )
  searchTerms('预热')
  const indexUs = await usOf(letters, () => fillIndex(ledger.read, search))
  await search.close()
  await ledger.close()
  const sizes = { ledgerBytes: 'ledger.db', originalBytes: 'blobs', indexBytes: 'search.db' }
  const kept = Object.entries(sizes).map(([name, path]) => [name, bytesIn(join(folder, path)) / letters])
  return { collectUs, tagUs, trackUs, indexUs, ...Object.fromEntries(kept) } as ItemCost
}

function writeLetters(folder: string, count: number, seed: number, startAt: number): void {
  const inbox = join(folder, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  let index = 0
  for (const { bytes } of generateLetters({
    seed,
    count,
    lettersPerHappening: LETTERS_PER_HAPPENING,
    startAt,
    everyMs: 1_000,
  }))
    writeFileSync(join(inbox, `${String(index++).padStart(6, '0')}.eml`), bytes)
}

async function collect(ledger: Ledger, folder: string, book: string, letters: number, now: number): Promise<number> {
  const log = openLog('silent')
  const collector = startCollector({ ledger, place: { dataDir: folder }, log, books: [book], outside: false })
  // The first look loads the dictionaries of names and takes nothing yet.
  await collector.turn(now)
  let taken = 0
  const us = await usOf(letters, async () => {
    while (taken < letters) taken += await collector.turn(now)
  })
  await collector.stop()
  return us
}

/** The bodies of the messages that the tagger would publish. */
async function tag(ledger: Ledger, book: string, letters: number): Promise<{ verdicts: string[]; tagUs: number }> {
  const rows = await ledger.read.selectFrom('item').select('id').orderBy('seq').orderBy('place').execute()
  const { policy } = await policyOf(ledger.read, book)
  const find = openOwnNames(policy)
  const read = openReader(openLocalModels())
  const readAll = (texts: readonly { id: string; masked: string; at: number }[]): Verdict[] =>
    read(
      texts.map(({ id, masked, at }) => {
        return { itemId: id, text: masked, at, own: find(masked), letter: true, topics: [], model: null }
      }),
    )
  readAll([{ id: '', masked: '预热', at: 0 }])
  const verdicts: string[] = []
  const tagUs = await usOf(letters, async () => {
    const ids = rows.map((row) => row.id)
    for (const verdict of readAll(await readTexts(ledger.read, null, ids)))
      verdicts.push(taggedBody(book, canonicalJson(verdict)))
  })
  return { verdicts, tagUs }
}

function bytesIn(path: string): number {
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.size
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}
