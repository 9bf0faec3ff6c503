// 来信 is asked for by every open screen: a look at it reads what its lane holds, not every letter there ever was.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstSteps } from './engine/query-step.ts'
import type { Ledger, Reader } from './ledger.ts'
import { countLetterLane, type LetterLane, letterLanes, listLetters } from './letter.ts'
import { openLedger } from './open.ts'

let folder: string
let ledger: Ledger

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-letter-'))
  ledger = await openLedger({ dataDir: folder })
})
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true })
})

const stepsOf = (ask: (read: Reader) => Promise<unknown>) => firstSteps(folder, ledger.read, 'clock', ask)
const filterOf = (lane: LetterLane) => ({ book: 'qinghe', restricted: false, lane, now: 200, soon: 300 })
const place = { callFirst: false, dueAt: 100, startAt: 50, id: 'clock_1' }

test.each(letterLanes)('%s is counted by an index of its own', async (lane) => {
  const [step] = await stepsOf((read) => countLetterLane(read, filterOf(lane)))
  expect(step).toMatch(/^SEARCH clock USING (COVERING )?INDEX (clockLetter|clockOutcome|clockMisdirected) /)
  expect(step?.includes('clockMisdirected')).toBe(lane === '疑似误投')
})

test.each(letterLanes)('a page of %s begins where the last one ended, by the index', async (lane) => {
  const steps = await stepsOf((read) => listLetters(read, filterOf(lane), 50, place))
  expect(steps.at(-1)).toMatch(
    /^SEARCH clock USING INDEX (clockLetter|clockOutcome|clockMisdirected) \(book=\? AND .*dueAt/,
  )
})

test('what asks to telephone first is found by the cases that wait', async () => {
  const steps = await stepsOf((read) => listLetters(read, filterOf('待答复'), 50, null))
  expect(steps).toEqual([
    expect.stringContaining('caseCallFirst'),
    expect.stringContaining('clockCase'),
    expect.stringContaining('clockLetter'),
  ])
})
