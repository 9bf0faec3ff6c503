// Several of each on one ledger: five trackers and one case, two schedulers and one alert, two collectors and one
// reading.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verdict } from '@huiying/domain/item'
import { alertsOf } from '@huiying/ledger/alert'
import { openBook } from '@huiying/ledger/book'
import { BOOK, letter, policyText, receive, START, verdictOf } from '@huiying/ledger/conformance/conformance-fact'
import type { Ledger } from '@huiying/ledger/ledger'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { verify } from '@huiying/ledger/verify/verify'
import { fireDueSteps } from '@huiying/tracker/turn'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newDatabase } from '../engine.ts'
import { startProgram, type TestProgram } from '../program.ts'

const REPOSTS = 10_000
const TRACKERS = 5
const BATCH = 1_000
const TEST_MS = 420_000

let place: LedgerOptions
let ledger: Ledger
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-several-'))
  place = { dataDir: folder, ledgerUrl: await newDatabase(process.env.POSTGRES_URL!) }
  ledger = await openLedger(place)
  const book = { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
})
afterAll(async () => {
  await ledger.close()
  rmSync(place.dataDir, { recursive: true, force: true })
})

/** The next thing a child says. */
const heard = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`a tracker ended by itself, code ${code}`)))
  })

/** A repost of one text: every item has its own id and the same fingerprint. */
const repost = (index: number): { id: string; verdict: Verdict } => {
  const id = `post-${String(index).padStart(5, '0')}`
  const verdict = verdictOf(id)
  const fingerprint = { ...verdict.fingerprint, exact: 'the-same-text', bands: ['band-1', 'band-2'] }
  return { id, verdict: { ...verdict, incident: true, own: ['青河市'], fingerprint } }
}

it('five trackers, each fed a part of 10,000 reposts past the bus, open one case', { timeout: TEST_MS }, async () => {
  const posts = Array.from({ length: REPOSTS }, (_, index) => repost(index))
  for (let from = 0; from < REPOSTS; from += BATCH) {
    const items = posts.slice(from, from + BATCH).map(({ id }) => letter(id, { kind: 'post', ownId: id }))
    await receive(ledger, items)
  }
  const children = Array.from({ length: TRACKERS }, () => fork(new URL('./several.child.ts', import.meta.url)))
  await Promise.all(children.map(heard))
  for (const [index, child] of children.entries()) {
    const verdicts = posts.filter((_, at) => at % TRACKERS === index).map((post) => post.verdict)
    child.send({ place, book: BOOK, now: START, verdicts })
  }
  await Promise.all(children.map(heard))
  for (const child of children) child.send('go')
  const opened = (await Promise.all(children.map(heard))) as { opened: number }[]
  expect(opened.reduce((sum, one) => sum + one.opened, 0)).toBe(1)
  const cases = await ledger.read.selectFrom('caseState').select(['id', 'items', 'heat']).execute()
  expect(cases.map(({ items, heat }) => [items, heat])).toEqual([[REPOSTS, REPOSTS]])
  const alerts = await alertsOf(ledger.read, cases[0]!.id)
  expect(alerts.map((alert) => `${alert.step} ${alert.occurrence}`)).toEqual(['新案 0'])
  expect((await verify(place)).map((result) => result.ok)).toEqual([true])
})

it('four schedulers that turn at once fire each step once', { timeout: TEST_MS }, async () => {
  const others = await Promise.all(Array.from({ length: 3 }, () => openLedger(place)))
  try {
    const later = START + 50 * 3_600_000
    const fired = await Promise.all([ledger, ...others].map((one) => fireDueSteps(one, later)))
    const rows = await ledger.read.selectFrom('alert').select(['owner', 'step', 'occurrence']).execute()
    const keys = rows.map((row) => `${row.owner} ${row.step} ${row.occurrence}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(fired.reduce((sum, count) => sum + count, 0)).toBe(keys.length - 1)
    expect(await fireDueSteps(ledger, later)).toBe(0)
  } finally {
    for (const one of others) await one.close()
  }
})

it('two programs on one ledger: a feed is read by one of them, and by the other when that one is gone', {
  timeout: TEST_MS,
}, async () => {
  const env = { LEDGER_URL: await newDatabase(process.env.POSTGRES_URL!) }
  const one = await startProgram('2026-11-23 09:00', { env })
  const book = (sources: { sources: object[] }) => {
    const feed = {
      id: 'news',
      name: '青河新闻网',
      kind: 'feed',
      platform: '青河新闻网',
      basis: '公开页面',
      local: true,
    }
    sources.sources.push({ ...feed, url: one.feed.url, everySeconds: 60, allowPrivate: true })
  }
  const two: TestProgram = await startProgram('2026-11-23 09:00', { env, book })
  try {
    const asked = one.feed.state.asked
    for (let minute = 1; minute <= 5; minute++) {
      for (const program of [one, two]) {
        await program.time.advance(120_000)
        await program.collector.poll(program.time.now())
      }
    }
    expect(one.feed.state.asked - asked).toBe(5)
  } finally {
    await two.stop()
    await one.stop()
  }
})
