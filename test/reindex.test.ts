// `huiying reindex` on the embedded index: beside the running program, which goes on answering, and without it.
import { join } from 'node:path'
import { lockFolder } from '@huiying/runtime/lock'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { afterEach, expect, it, vi } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'
import { type Reindexed, reindex } from './reindex.ts'

const TEST_MS = 120_000
const patient = { timeout: TEST_MS, interval: 50 }
let program: TestProgram | null = null
afterEach(async () => {
  await program?.stop()
  program = null
})

const letterOf = (what: string) => ({ subject: what, date: '2026-11-23 10:50', text: `${what}，请尽快处理。` })

async function find(on: TestProgram, text: string): Promise<number> {
  const asked = { book: on.book, text, kind: 'item', restricted: true, limit: 9 } as const
  return (await on.indexer.query(asked)).total
}

/** As a bug or a disk would: a letter is on record and not in the index, which believes itself level. */
async function loseFromIndex(on: TestProgram, text: string): Promise<void> {
  const search = await openEmbedded(on.folder)
  const { hits } = await search.query({ book: on.book, text, kind: 'item', restricted: true, limit: 9 })
  await search.remove([hits[0]!.id], Number.MAX_SAFE_INTEGER)
  await search.close()
}

const openEmbedded = (folder: string) =>
  openSearch({ url: null, file: join(folder, 'search.db'), caFile: null, apiKey: null }, searchTerms)

it('the running program makes the index anew, and every search meanwhile is answered', {
  timeout: TEST_MS,
}, async () => {
  const running = await startProgram('2026-11-23 11:00')
  program = running
  const lock = lockFolder(running.folder)
  await running.drop(letterOf('车库渗水没人管'), letterOf('滨河小区停水三天'))
  await running.indexer.level()
  await loseFromIndex(running, '渗水')
  await running.indexer.level()
  expect(await find(running, '渗水')).toBe(0)

  let done: Reindexed | null = null
  const asked = reindex({ DATA_DIR: running.folder }).then((answer) => {
    done = answer
  })
  const meanwhile: number[] = []
  await vi.waitFor(async () => {
    const turn = running.indexer.level()
    meanwhile.push(await find(running, '停水'))
    await turn
    expect(done).not.toBeNull()
  }, patient)
  await asked
  expect(done).toMatchObject({ code: 0, answer: { ok: true }, said: expect.stringContaining('由它重建检索') })
  expect(new Set(meanwhile)).toEqual(new Set([1]))
  expect([await find(running, '渗水'), await find(running, '停水')]).toEqual([1, 1])
  lock.release()
})

it('without a program the command reads the ledger itself', { timeout: TEST_MS }, async () => {
  const first = await startProgram('2026-11-23 11:00')
  await first.drop(letterOf('车库渗水没人管'), letterOf('滨河小区停水三天'))
  await first.indexer.level()
  await first.stop()
  await loseFromIndex(first, '渗水')
  const { code, answer } = await reindex({ DATA_DIR: first.folder })
  expect(code).toBe(0)
  expect(answer.entries).toBeGreaterThan(0)
  const search = await openEmbedded(first.folder)
  const asked = { book: first.book, kind: 'item', restricted: true, limit: 9 } as const
  const found = [await search.query({ ...asked, text: '渗水' }), await search.query({ ...asked, text: '停水' })]
  expect(found.map((one) => one.total)).toEqual([1, 1])
  await search.close()
})
