// The metrics tell what happened: entries, late steps, waiting deliveries, an index behind, items nobody has placed.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headOf, openBook } from '@huiying/ledger/book'
import { BOOK, letter, policyText, receive, START } from '@huiying/ledger/conformance/conformance-fact'
import { measureItems } from '@huiying/ledger/measure'
import { openLedger } from '@huiying/ledger/open'
import { park } from '@huiying/ledger/park'
import { type Measure, openMeasure } from '@huiying/runtime/measure'
import { afterEach, describe, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

const TEST_MS = 120_000
const MINUTE_MS = 60_000

/** The value of a series, as a scrape would give it; null when there is none. */
async function seriesOf(measure: Measure, series: string): Promise<number | null> {
  const line = (await measure.text()).body.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? null : Number(line.slice(series.length))
}

describe('the metrics of a running program', { timeout: TEST_MS }, () => {
  let program: TestProgram | null = null
  afterEach(async () => {
    await program?.stop()
  })

  it('follow a blast from the letter to an alert that fires late and a mail that waits', async () => {
    const measure = openMeasure()
    const read = (series: string) => seriesOf(measure, series)
    program = await startProgram('2026-11-23 11:00', { measure })
    const { ledger, time, book, indexer, tracker, notifier } = program
    const before = (await headOf(ledger.read, book)).seq
    await program.drop({
      subject: '化工园区化工厂爆炸',
      date: '2026-11-23 10:50',
      text: '化工园区化工厂爆炸，12人死亡。',
    })
    const appended = (await headOf(ledger.read, book)).seq - before
    expect(await read('huiying_ledger_entries_total')).toBe(appended)
    expect(await read('huiying_ledger_append_seconds_count')).toBeGreaterThan(0)
    const sent = await read('huiying_delivery_seconds_count{channel="mail"}')
    expect(sent).toBe((await program.mails()).length)
    for (const group of ['item.collected",group="tagger', 'item.tagged",group="tracker']) {
      expect([group, await read(`huiying_bus_lag_messages{topic="${group}"}`)]).toEqual([group, 0])
    }
    expect(await read('huiying_items_waiting')).toBe(0)

    // Nobody turns for half an hour: the step 待研判 was due and has not fired.
    expect(await read('huiying_due_step_late_seconds')).toBe(0)
    await time.set(time.now() + 30 * MINUTE_MS)
    const late = (await read('huiying_due_step_late_seconds'))!
    expect(late).toBeGreaterThan(0)
    const fired = (await tracker.turn(time.now()))!
    expect(fired).toBeGreaterThan(0)
    expect(await read('huiying_due_step_fired_seconds_count')).toBe(fired)
    expect(await read('huiying_due_step_fired_seconds_bucket{le="1"}')).toBe(0)
    expect(await read('huiying_due_step_late_seconds')).toBe(0)
    const pending = await read('huiying_deliveries_pending{channel="mail"}')
    expect(pending).toBeGreaterThan(0)
    await time.set(time.now() + 7 * MINUTE_MS)
    expect(await read('huiying_delivery_waiting_seconds{channel="mail"}')).toBe(7 * 60)
    await notifier.turn(time.now())
    expect(await read('huiying_deliveries_pending{channel="mail"}')).toBe(0)
    expect(await read('huiying_delivery_waiting_seconds{channel="mail"}')).toBe(0)
    expect(await read('huiying_delivery_seconds_count{channel="mail"}')).toBe(sent! + pending!)

    await program.idle()
    await indexer.level()
    expect([await read('huiying_index_lag_entries'), await read('huiying_index_lag_seconds')]).toEqual([0, 0])
    const poison = { book, topic: 'item.collected', key: 'poison', body: { book, itemId: 'poison' }, reason: '读不出' }
    await park(ledger, poison, time.now())
    expect(await read('huiying_parked_messages')).toBe(1)
  })
})

it('items nobody has placed are counted, and the oldest is told by its age', async () => {
  const ledger = await openLedger({ dataDir: mkdtempSync(join(tmpdir(), 'huiying-measure-')) })
  const book = { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
  await receive(ledger, [letter('first'), letter('second')])
  const measure = openMeasure()
  const item = await ledger.read.selectFrom('item').select('fetchedAt').executeTakeFirstOrThrow()
  measureItems(measure, ledger.read, () => item.fetchedAt + 10 * MINUTE_MS)
  expect(await seriesOf(measure, 'huiying_items_waiting')).toBe(2)
  expect(await seriesOf(measure, 'huiying_item_waiting_seconds')).toBe(600)
  await ledger.close()
})
