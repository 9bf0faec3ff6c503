// A source through bad days: what it is asked and when, and that it comes back by itself.
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

const MINUTE_MS = 60_000
const THREE_DAYS_MINUTES = 3 * 24 * 60

let program: TestProgram
afterEach(() => program.stop())

/** Minutes from now on at which the source was asked, looking every `step` minutes. */
async function askedMinutes(minutes: number, step: number, onMinute?: (minute: number) => void): Promise<number[]> {
  const asked: number[] = []
  for (let minute = 0; minute < minutes; minute += step) {
    onMinute?.(minute)
    const before = program.feed.state.asked
    await program.collector.poll(program.time.now())
    if (program.feed.state.asked > before) asked.push(minute)
    await program.time.advance(step * MINUTE_MS)
  }
  return asked
}

it('three bad days: asked at the minutes of the table, and read again without a person', async () => {
  program = await startProgram('2026-11-23 11:00')
  await program.publish({ title: '青河新建公园', text: '公园开放。', date: '2026-11-23 10:50' })
  await program.time.advance(MINUTE_MS)
  program.feed.state.fails = true
  const asked = await askedMinutes(THREE_DAYS_MINUTES + 60, 1, (minute) => {
    if (minute !== THREE_DAYS_MINUTES) return
    program.feed.state.fails = false
    program.feed.articles.push({ title: '公园闭园', text: '公园今日闭园。', at: program.time.now() })
  })
  // After 1, 5 and 30 minutes, then every two hours for as long as it takes.
  expect(asked.slice(0, 8)).toEqual([0, 1, 6, 36, 156, 276, 396, 516])
  const bad = asked.filter((minute) => minute < THREE_DAYS_MINUTES)
  expect(bad).toHaveLength(39)
  expect(bad.at(-1)).toBe(4236)
  // Back: read at the next minute of the table, and from then on in its own rhythm.
  expect(asked.slice(39, 43)).toEqual([4356, 4357, 4358, 4359])
  const titles = await program.ledger.read.selectFrom('item').select('title').orderBy('id').execute()
  expect(titles.map((row) => row.title).sort()).toEqual(['公园闭园', '青河新建公园'])
})

it('a server that answers 304 day after day is asked for the whole once a day', async () => {
  program = await startProgram('2026-11-23 11:00')
  await program.publish({ title: '青河新建公园', text: '公园开放。', date: '2026-11-23 10:50' })
  const asked = await askedMinutes(26 * 60, 30)
  expect(asked).toHaveLength(51)
  expect(program.feed.state.whole).toBe(2)
})
