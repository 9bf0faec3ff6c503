// Lists that are read page by page: rows that are alike in all a list goes by stand on one page each, on every engine.
import { expect } from 'vitest'
import { type QueueRow, queue } from '../case.ts'
import { clocksOf } from '../clock.ts'
import type { Reader } from '../ledger.ts'
import { listLetters } from '../letter.ts'
import { listItems } from '../queue-fact.ts'
import { watchClocks } from '../watch.ts'
import { BOOK, openCase, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const PAGE = 2
const LETTERS = 7

/** Pages until one is not full; `next` gives what follows the last row seen. */
async function walk<R>(next: (last: R | null, seen: number) => Promise<R[]>): Promise<R[]> {
  const all: R[] = []
  for (let page: R[] = await next(null, 0); page.length > 0; page = await next(all.at(-1)!, all.length))
    all.push(...page)
  return all
}

const filter = { book: BOOK, restricted: true, now: START, soon: START } as const

/** Paged lists, by what tells their rows apart; the 台账 has a rule of its own. */
const lists: { [name: string]: (read: Reader) => Promise<string[]> } = {
  queue: async (read) => {
    const rows = await walk<QueueRow>((_, seen) => queue(read, { ...filter, lane: '全部' }, PAGE, seen))
    return rows.map((row) => row.state.id)
  },
  letters: async (read) => {
    const rows = await walk<{ id: string; dueAt: number; startAt: number }>(async (last) => {
      const after = last === null ? null : { ...last, callFirst: false }
      const letters = await listLetters(read, { ...filter, lane: '待答复' }, PAGE, after)
      return letters.map(({ clock: { id, dueAt, startAt } }) => ({ id, dueAt, startAt }))
    })
    return rows.map((row) => row.id)
  },
  clocks: async (read) => {
    const rows = await walk<{ id: string; dueAt: number }>(async (last) => {
      const page = await watchClocks(read, last, PAGE, START)
      return page.unguarded.map(({ clockId, dueAt }) => ({ id: clockId, dueAt }))
    })
    return rows.map((row) => row.id)
  },
  items: async (read) => {
    const rows = await walk<{ id: string; at: number }>(async (last) => {
      const items = await listItems(read, { book: BOOK, restricted: true }, PAGE, last)
      return items.map(({ item }) => ({ id: item.id, at: item.fetchedAt }))
    })
    return rows.map((row) => row.id).toReversed()
  },
}

export function testPages(run: Run): void {
  run('of rows that are alike each stands on one page, in the order of what tells them apart', async ({ ledger }) => {
    const cases: string[] = []
    for (let index = 1; index <= LETTERS; index++) cases.push(await openCase(ledger, `item-${index}`))
    // Nothing will remind of them, so that the watchdog's pages hold them all.
    await ledger.write((tx) => tx.db.deleteFrom('plan').execute())
    for (const [name, list] of Object.entries(lists)) {
      const ids = await list(ledger.read)
      expect(ids, name).toHaveLength(LETTERS)
      expect(ids, name).toEqual([...new Set(ids)].toSorted())
    }
    const clocks = (await clocksOf(ledger.read, cases, LETTERS)).map((clock) => clock.id)
    expect(clocks).toEqual(clocks.toSorted())
  })
}
