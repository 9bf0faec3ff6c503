// 来信 is asked for by every open screen: a look at it reads what its lane holds, not every letter there ever was.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

/** What `ask` puts to the ledger, as SQLite would go about it: the first step of each question. */
async function firstSteps(ask: (read: Reader) => Promise<unknown>): Promise<string[]> {
  const built = new Map<object, CompiledQuery>()
  const asked: CompiledQuery[] = []
  // A part of a question is built by itself too; only whole ones have a result.
  const read = ledger.read.withPlugin({
    transformQuery: ({ node, queryId }) => {
      built.set(queryId, ledger.read.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result, queryId }) => {
      asked.push(built.get(queryId)!)
      return result
    },
  })
  await ask(read as Reader)
  const raw = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true })
  const steps = asked.map(({ sql, parameters }) => {
    const rows = raw.prepare(`explain query plan ${sql}`).all(...(parameters as string[])) as { detail: string }[]
    return rows.find(({ detail }) => / clock /.test(detail))?.detail ?? rows[0]!.detail
  })
  raw.close()
  return steps
}

const filterOf = (lane: LetterLane) => ({ book: 'qinghe', restricted: false, lane, now: 200, soon: 300 })
const place = { callFirst: false, dueAt: 100, startAt: 50, id: 'clock_1' }

test.each(letterLanes)('%s is counted by an index of its own', async (lane) => {
  const [step] = await firstSteps((read) => countLetterLane(read, filterOf(lane)))
  expect(step).toMatch(/^SEARCH clock USING (COVERING )?INDEX (clockLetter|clockOutcome) /)
})

test.each(letterLanes)('a page of %s begins where the last one ended, by the index', async (lane) => {
  const steps = await firstSteps((read) => listLetters(read, filterOf(lane), 50, place))
  expect(steps).toHaveLength(1)
  expect(steps[0]).toMatch(/^SEARCH clock USING INDEX (clockLetter|clockOutcome) \(book=\? AND .*dueAt/)
})

test('what asks to telephone first is found by the cases that wait', async () => {
  const steps = await firstSteps((read) => listLetters(read, filterOf('待答复'), 50, null))
  expect(steps).toEqual([
    expect.stringContaining('caseCallFirst'),
    expect.stringContaining('clockCase'),
    expect.stringContaining('clockLetter'),
  ])
})
