// Candidates come from an index: as many are compared with twenty thousand open cases as with one thousand.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fingerprint, Item, Verdict } from '@huiying/domain/item'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRows } from '../batch.ts'
import { openBook } from '../book.ts'
import type { Ledger, Tx } from '../ledger.ts'
import { openLedger } from '../open.ts'
import { candidatesOf, dropFingerprints, keysOf, saveFingerprints } from './fingerprint.ts'
import { CANDIDATES_MAX } from './rarest.ts'

const START = Date.UTC(2026, 10, 24, 3)
const MINUTE_MS = 60_000
const BOOKS = { few: 1_000, many: 20_000 }
const TEST_MS = 120_000
const folder = mkdtempSync(join(tmpdir(), 'huiying-fingerprint-'))
let ledger: Ledger

const printOf = (exact: string, bands: string[]): Fingerprint => ({
  version: 2,
  exact,
  bands,
  letters: exact,
  title: 0,
  places: [],
  areas: [],
  numbers: [],
})
/** Every case shares one key with all, one with a tenth of them, and has one of its own; the later the newer. */
const caseOf = (index: number) => printOf(`text-${index}`, ['w停水', `p小区${index % 10}`, `w独${index}`])

async function openCases(book: string, count: number): Promise<void> {
  const cases = Array.from({ length: count }, (_, index) => ({ itemId: `${book}-${index}`, number: index + 1, index }))
  const atOf = (index: number) => START + index * MINUTE_MS
  await ledger.write(async (tx) => {
    const items = cases.map(({ itemId, number, index }) => ({
      book,
      number,
      itemId,
      caseId: `case-${itemId}`,
      at: atOf(index),
      keys: keysOf(caseOf(index)).join('\n'),
    }))
    const keys = cases.flatMap(({ number, index }) =>
      keysOf(caseOf(index)).map((key) => ({ book, key, at: atOf(index), number })),
    )
    const bodies = cases.map(({ itemId, index }) => ({ itemId, body: JSON.stringify({ fingerprint: caseOf(index) }) }))
    await insertRows(tx.db, 'fingerprintItem', items)
    await insertRows(tx.db, 'fingerprintKey', keys)
    await insertRows(tx.db, 'verdict', bodies)
  })
}

beforeAll(async () => {
  ledger = await openLedger({ dataDir: folder })
  for (const [book, count] of Object.entries(BOOKS)) await openCases(book, count)
}, TEST_MS)
afterAll(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true })
})

test.each(Object.entries(BOOKS))('%s: of %d open cases no more are compared than of few', async (book) => {
  const [found] = await candidatesOf(ledger, book, [printOf('new', ['w停水', 'p小区3'])], START)
  expect(found?.length).toBe(CANDIDATES_MAX)
})

test.each(Object.keys(BOOKS))('%s: what agrees in a rare key comes before what is newer', async (book) => {
  const old = 7
  const asked = printOf('new', ['w停水', `p小区${old}`, `w独${old}`])
  const [found] = await candidatesOf(ledger, book, [asked], START)
  expect(found?.map((one) => one.itemId)).toContain(`${book}-${old}`)
})

test('an exact repost finds its text however many share a word', async () => {
  const [found] = await candidatesOf(ledger, 'many', [printOf('text-11', ['w停水'])], START)
  expect(found?.some((one) => one.itemId === 'many-11')).toBe(true)
})

test('of a key that thousands have the newest are read', async () => {
  const [found] = await candidatesOf(ledger, 'many', [printOf('new', ['w停水'])], START)
  const newest = Array.from({ length: CANDIDATES_MAX }, (_, index) => `many-${BOOKS.many - 1 - index}`)
  expect(found?.map((one) => one.itemId)).toEqual(newest)
})

test('each of many letters asked for at once gets its own', async () => {
  const asked = Array.from({ length: 700 }, (_, index) => printOf(`new-${index}`, [`w独${index + 20}`]))
  const found = await candidatesOf(ledger, 'few', asked, START)
  expect(found.map((ones) => ones.map((one) => one.itemId))).toEqual(asked.map((_, index) => [`few-${index + 20}`]))
})

test('a candidate that was read is kept with what is made ready of it: who asks again gets the same one', async () => {
  const ask = async () => (await candidatesOf(ledger, 'few', [printOf('new', ['w独14'])], START))[0]![0]!
  const first = await ask()
  expect(first.itemId).toBe('few-14')
  expect(await ask()).toBe(first)
})

test("what is erased is nobody's candidate any more", async () => {
  const ask = async () => (await candidatesOf(ledger, 'few', [caseOf(12)], START))[0]?.map((one) => one.itemId)
  expect(await ask()).toContain('few-12')
  await ledger.write((tx) => dropFingerprints(tx, 'few', ['few-12']))
  expect(await ask()).not.toContain('few-12')
})

test('what is tracked between two looks is found by the second, and what a failed turn wrote by none', async () => {
  const print = printOf('text-late', ['w停水', 'p小区5', 'w后来'])
  const asked = { ...print, exact: 'new' }
  const ask = async () => (await candidatesOf(ledger, 'late', [asked], START))[0]?.map((one) => one.itemId)
  const track = (tx: Tx, itemId: string) => {
    const item = { id: itemId, publishedAt: START + MINUTE_MS, receivedAt: START } as Item
    return saveFingerprints(tx, 'late', [
      { item, verdict: { itemId, fingerprint: print } as Verdict, caseId: 'case-late' },
    ])
  }
  const write = (itemId: string, fails: boolean) =>
    ledger.write(async (tx) => {
      const body = JSON.stringify({ fingerprint: print })
      await insertRows(tx.db, 'verdict', [{ itemId, body }])
      await track(tx, itemId)
      if (fails) throw new Error('this turn fails')
    })
  await ledger.write((tx) =>
    openBook(tx, { id: 'late', name: '后来', sample: false, drill: false }, '', START, 'system'),
  )
  expect(await ask()).toEqual([])
  await expect(write('late-0', true)).rejects.toThrow('this turn fails')
  expect(await ask()).toEqual([])
  await write('late-1', false)
  expect(await ask()).toEqual(['late-1'])
})

test('half a rare character is no key, and a text that has one is found by its others', async () => {
  const half = printOf('text-0', ['w马\ud873', 'w\udc56喻', 'w𬱖', 'w独7'])
  const [found] = await candidatesOf(ledger, 'few', [half], START)
  expect(keysOf(half)).toEqual(['=text-0', 'w𬱖', 'w独7'])
  expect(found!.map(({ itemId }) => itemId)).toEqual(['few-0', 'few-7'])
})

test('a fingerprint has each of its keys once, and a copy of it has its own', () => {
  const print = printOf('text', ['a', 'b', 'a'])
  expect(keysOf(print)).toEqual(['=text', 'a', 'b'])
  expect(keysOf({ ...print, exact: 'other' })).toEqual(['=other', 'a', 'b'])
})
