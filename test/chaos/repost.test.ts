// A burst of reposts over five trackers on the real Kafka and PostgreSQL while their group is shared out anew every
// second: one case.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBus } from '@huiying/bus/open'
import { startKafka } from '@huiying/infra/engines/kafka'
import { startPostgres } from '@huiying/infra/engines/postgres'
import { alertsOf } from '@huiying/ledger/alert'
import { openBook } from '@huiying/ledger/book'
import { BOOK, letter, policyText, receive, START, verdictOf } from '@huiying/ledger/conformance/conformance-fact'
import { taggedBody } from '@huiying/ledger/item/verdict'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { countParked } from '@huiying/ledger/park'
import { verify } from '@huiying/ledger/verify/verify'
import { canonicalJson } from '@huiying/runtime/json'
import { real } from '@huiying/runtime/time'
import { expect, it, vi } from 'vitest'

const REPOSTS = 10_000
const TRACKERS = 5
const BATCH = 1_000
const REBALANCE_MS = 1_000
const TEST_MS = 420_000
const patient = { timeout: 300_000, interval: 200 }

/** A repost of one text: every item has its own id and the same fingerprint. */
function tagged(id: string): string {
  const verdict = verdictOf(id)
  const fingerprint = { ...verdict.fingerprint, exact: 'the-same-text', bands: ['band-1', 'band-2'] }
  return taggedBody(BOOK, canonicalJson({ ...verdict, incident: true, own: ['青河市'], fingerprint }))
}

/** The next thing a child says. */
const heard = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`a tracker ended by itself, code ${code}`)))
  })

it(`${REPOSTS} reposts over ${TRACKERS} trackers with a rebalance every second: one case`, {
  timeout: TEST_MS,
}, async () => {
  const kafka = await startKafka({ say: () => undefined })
  const postgres = await startPostgres({ say: () => undefined, durable: false })
  const folder = mkdtempSync(join(tmpdir(), 'huiying-repost-'))
  const place: LedgerOptions = { dataDir: folder, ledgerUrl: await postgres.create('repost') }
  const url = `${kafka.url}?prefix=repost.&partitions=${TRACKERS}&session=6000&rebalance=3000`
  const ledger = await openLedger(place)
  const children = Array.from({ length: TRACKERS }, () => fork(new URL('./repost.child.ts', import.meta.url)))
  try {
    const book = { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false }
    await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
    const bus = await openBus({ url, file: '', caFile: null }, { park: async () => undefined })
    const ids = Array.from({ length: REPOSTS }, (_, index) => `post-${String(index).padStart(5, '0')}`)
    const joined = Promise.all(children.map(heard))
    for (const child of children) child.send({ place, url, startAt: START })
    await joined
    let [rebalances, turn] = [0, 0]
    const shuffle = real.every(REBALANCE_MS, () => {
      rebalances++
      children[turn++ % TRACKERS]!.send('again')
    })
    for (let from = 0; from < REPOSTS; from += BATCH) {
      const part = ids.slice(from, from + BATCH)
      await receive(
        ledger,
        part.map((id) => letter(id, { kind: 'post', ownId: id })),
      )
      // By item, not by book as the tagger does it: all five work at once, so that the lock is what keeps it one case.
      await bus.publish(part.map((id) => ({ topic: 'item.tagged', key: id, body: tagged(id) })))
    }
    const cases = () => ledger.read.selectFrom('caseState').select(['id', 'items', 'heat']).execute()
    await vi.waitFor(async () => {
      const items = (await cases()).reduce((sum, one) => sum + one.items, 0)
      expect(items).toBe(REPOSTS)
      expect(rebalances).toBeGreaterThan(TRACKERS)
    }, patient)
    shuffle.cancel()
    await vi.waitFor(
      async () => expect([...(await bus.lag()).values()].every((count) => count === 0)).toBe(true),
      patient,
    )
    const found = await cases()
    expect(found.map(({ items, heat }) => [items, heat])).toEqual([[REPOSTS, REPOSTS]])
    expect((await alertsOf(ledger.read, found[0]!.id)).map((alert) => `${alert.step} ${alert.occurrence}`)).toEqual([
      '新案 0',
    ])
    expect(await countParked(ledger.read)).toBe(0)
    expect((await verify(place)).map((result) => result.ok)).toEqual([true])
    console.log(`${rebalances} rebalances`)
    await bus.close()
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await ledger.close()
    await postgres.stop()
    await kafka.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
