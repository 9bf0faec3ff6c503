// What every search engine must do, as one suite; an engine that cannot run a test skips it by name, with a reason.
import { describe, expect, it } from 'vitest'
import type { CutTerms, Search, SearchDoc } from './search.ts'

export interface SearchSuite {
  name: string
  /** Opens an empty engine; `reopen` closes it and opens the same data again. */
  open(cut: CutTerms): Promise<{ search: Search; reopen(): Promise<Search>; remove(): Promise<void> }>
  skip?: { test: string; reason: string }[]
}

/** Every two-character window: enough for a suite that must not depend on a dictionary. */
export const cutPairs: CutTerms = (text) => {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')
  return plain
    .split(' ')
    .flatMap((word) =>
      word.length < 3 ? [word] : Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2)),
    )
    .filter(Boolean)
    .join(' ')
}

const doc = (id: string, text: string, change: Partial<SearchDoc> = {}): SearchDoc => ({
  id,
  kind: 'item',
  book: 'qinghe',
  caseId: null,
  text,
  topics: [],
  unit: null,
  status: null,
  at: 1,
  filedAt: Date.UTC(2026, 10, 23),
  seq: 1,
  restricted: false,
  ...change,
})

const ask = { book: 'qinghe', restricted: false, limit: 10 }

type Run = (name: string, body: (opened: Awaited<ReturnType<SearchSuite['open']>>) => Promise<void>) => void

export function testSearch(suite: SearchSuite): void {
  const run: Run = (name, body) => {
    const skipped = suite.skip?.find((one) => one.test === name)
    if (skipped !== undefined) return it.skip(`${name} (${skipped.reason})`, () => undefined)
    it(name, async () => {
      const opened = await suite.open(cutPairs)
      try {
        await body(opened)
      } finally {
        await opened.remove()
      }
    })
  }
  describe(`search: ${suite.name}`, () => {
    testWords(run)
    testRows(run)
    testRebuild(run)
  })
}

function testWords(run: Run): void {
  run('finds a two-character word inside a longer one', async ({ search }) => {
    await search.index([doc('a', '滨河街道停水停电通知'), doc('b', '公交改线通知')])
    expect(await ids(search, '停电')).toEqual(['a'])
    expect(await ids(search, '停水')).toEqual(['a'])
  })
  run('asks for every term', async ({ search }) => {
    await search.index([doc('a', '停水三天'), doc('b', '停水三天 锦绣家园')])
    expect(await ids(search, '停水 锦绣')).toEqual(['b'])
  })
  run('replaces a document with its id', async ({ search }) => {
    await search.index([doc('a', '停水')])
    await search.index([doc('a', '停电')])
    expect(await ids(search, '停水')).toEqual([])
    expect(await ids(search, '停电')).toEqual(['a'])
  })
  run('forgets what is removed', async ({ search }) => {
    await search.index([doc('a', '停水'), doc('b', '停水')])
    await search.remove(['a', 'never'], 1)
    expect(await ids(search, '停水')).toEqual(['b'])
  })
  run('takes any text as words, never as a query language', async ({ search }) => {
    await search.index([doc('a', '"停水" OR NEAR(x) * -^:()')])
    expect(await ids(search, '停水" OR "')).toEqual(['a'])
    expect(await ids(search, 'NOT 停电')).toEqual([])
  })
}

function testRows(run: Run): void {
  run('gives the newest first, by pages, with the total', async ({ search }) => {
    await search.index(Array.from({ length: 5 }, (_, at) => doc(`d${at}`, '停水', { at })))
    const page = await search.query({ ...ask, text: '停水', limit: 2, offset: 2 })
    expect([page.hits.map((hit) => hit.id), page.total]).toEqual([['d2', 'd1'], 5])
  })
  run('filters by kind, topic, unit, status and time', async ({ search }) => {
    await search.index([
      doc('a', '停水', { kind: 'case', topics: ['safety'], unit: 'swj', status: '待签收', at: 10 }),
      doc('b', '停水', { at: 20 }),
    ])
    expect(await ids(search, '停水', { kind: 'case' })).toEqual(['a'])
    expect(await ids(search, '停水', { topic: 'safety' })).toEqual(['a'])
    expect(await ids(search, '停水', { unit: 'swj', status: '待签收' })).toEqual(['a'])
    expect(await ids(search, '停水', { from: 15 })).toEqual(['b'])
    expect(await ids(search, '停水', { to: 15 })).toEqual(['a'])
  })
  run('keeps books apart', async ({ search }) => {
    await search.index([doc('a', '停水', { book: 'other' })])
    expect(await ids(search, '停水')).toEqual([])
  })
  run('shows what is restricted only to those who may see it', async ({ search }) => {
    await search.index([doc('a', '停水', { restricted: true })])
    expect((await search.query({ ...ask, text: '停水' })).total).toBe(0)
    expect(await ids(search, '停水', { restricted: true })).toEqual(['a'])
  })
  run('remembers documents and positions across a restart', async ({ search, reopen }) => {
    await search.index([doc('a', '停水')])
    await search.moveTo('qinghe', 42)
    const again = await reopen()
    expect([await ids(again, '停水'), await again.position('qinghe')]).toEqual([['a'], 42])
  })
  run('is empty after clear', async ({ search }) => {
    await search.index([doc('a', '停水')])
    await search.moveTo('qinghe', 42)
    await search.clear()
    expect([await ids(search, '停水'), await search.position('qinghe')]).toEqual([[], 0])
  })
}

function testRebuild(run: Run): void {
  run('keeps the newer state of a document, whoever comes last', async ({ search }) => {
    await search.index([doc('a', '停电', { seq: 9 })])
    await search.index([doc('a', '停水', { seq: 3 })])
    await search.remove(['a'], 3)
    expect([await ids(search, '停电'), await ids(search, '停水')]).toEqual([['a'], []])
  })
  run('never moves a position back', async ({ search }) => {
    await search.moveTo('qinghe', 42)
    await search.moveTo('qinghe', 7)
    expect(await search.position('qinghe')).toBe(42)
  })
  run('keeps beside the position the hash that was given with it', async ({ search, reopen }) => {
    expect(await search.mark('qinghe')).toEqual({ seq: 0, hash: null })
    await search.moveTo('qinghe', 42, 'c0ffee')
    await search.moveTo('qinghe', 7, 'older')
    expect(await search.mark('qinghe')).toEqual({ seq: 42, hash: 'c0ffee' })
    expect(await (await reopen()).mark('qinghe')).toEqual({ seq: 42, hash: 'c0ffee' })
  })
  run('finds what was filed in other months, each once', async ({ search }) => {
    const months = [8, 9, 10].map((month) => Date.UTC(2026, month, 15))
    await search.index(months.map((filedAt, n) => doc(`d${n}`, '停水', { filedAt, at: filedAt })))
    // Its publication is corrected into another month; it stays one document.
    await search.index([doc('d0', '停水', { filedAt: months[0]!, at: months[2]! + 1, seq: 2 })])
    expect(await ids(search, '停水')).toEqual(['d0', 'd2', 'd1'])
  })
  run('answers from the old index while a new one is filled, and from the new one at once', async ({ search }) => {
    await search.index([doc('old', '停水')])
    await search.moveTo('qinghe', 5)
    await search.rebuild(async (fresh) => {
      expect(await fresh.position('qinghe')).toBe(0)
      await fresh.index([doc('new', '停水')])
      await fresh.moveTo('qinghe', 8)
      expect([await ids(search, '停水'), await search.position('qinghe')]).toEqual([['old'], 5])
    })
    expect([await ids(search, '停水'), await search.position('qinghe')]).toEqual([['new'], 8])
  })
  run('keeps the old index when a rebuild fails', async ({ search, reopen }) => {
    await search.index([doc('old', '停水')])
    const filled = search.rebuild(async (fresh) => {
      await fresh.index([doc('new', '停水')])
      throw new Error('the ledger is away')
    })
    await expect(filled).rejects.toThrow('the ledger is away')
    expect(await ids(search, '停水')).toEqual(['old'])
    expect(await ids(await reopen(), '停水')).toEqual(['old'])
  })
}

const ids = async (search: Search, text: string, change: object = {}) =>
  (await search.query({ ...ask, text, ...change })).hits.map((hit) => hit.id)
