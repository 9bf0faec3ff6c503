// Keys of what was tracked last wait in memory: nobody who asks for candidates can tell, whatever happens meanwhile.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fingerprint, Item, Verdict } from '@huiying/domain/item'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertRows } from '../batch.ts'
import { openBook } from '../book.ts'
import type { Ledger, Tx } from '../ledger.ts'
import { openLedger, openLedgerReadOnly } from '../open.ts'
import { candidatesOf, dropFingerprints, keysOf, saveFingerprints, type TrackedCandidate } from './fingerprint.ts'
import { ROWS_MAX } from './kept-key.ts'
import { ITEMS_WAITING_MAX, KEY_ROWS_MAX } from './waiting-key.ts'

const BOOK = 'qinghe'
const START = Date.UTC(2026, 10, 24, 3)
const MINUTE_MS = 60_000
const TEST_MS = 120_000
/** An item's keys here: its text, one that all share, one of so many that it shares with some, one of three items. */
const GROUPS = 40
const TURN_ITEMS = 400
let folder: string
let ledger: Ledger

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-waiting-'))
  ledger = await openLedger({ dataDir: folder })
  const book = { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, '', START, 'system'))
})
afterEach(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true })
})

const printOf = (exact: string, bands: string[]): Fingerprint => ({
  version: 2,
  exact,
  bands,
  letters: '',
  title: 0,
  places: [],
  areas: [],
  numbers: [],
})
const itemPrint = (index: number) =>
  printOf(`text-${index}`, ['w停水', `p小区${index % GROUPS}`, `w独${Math.floor(index / 3)}`])
/** Times go up and down, and some are the same. */
const atOf = (index: number) => START + ((index * 7_919) % 5_000) * MINUTE_MS

async function track(tx: Tx, indexes: number[], again = false): Promise<TrackedCandidate[]> {
  const bodies = indexes.map((index) => ({
    itemId: `item-${index}`,
    body: JSON.stringify({ fingerprint: itemPrint(index) }),
  }))
  if (!again) await insertRows(tx.db, 'verdict', bodies)
  const tracked = indexes.map((index) => {
    const item = { id: `item-${index}`, publishedAt: atOf(index), receivedAt: START } as Item
    const verdict = { itemId: item.id, fingerprint: itemPrint(index) } as Verdict
    return { item, verdict, caseId: `case-${index}`, again }
  })
  return saveFingerprints(tx, BOOK, tracked)
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

/** As a new program finds it: closing writes nothing, so this is what a kill -9 leaves too. */
async function reopen(): Promise<void> {
  await ledger.close()
  ledger = await openLedger({ dataDir: folder })
}

const found = async (key: string, since: number) =>
  (await candidatesOf(ledger, BOOK, [printOf('new', [key])], since))[0]!.map((one) => one.itemId)

const itemRows = () => ledger.read.selectFrom('fingerprintItem').selectAll().execute()

/** The newest of all tracked items with the key, by the items' own rows. */
function newestOf(rows: Awaited<ReturnType<typeof itemRows>>, key: string, since: number): string[] {
  const under = rows.filter((row) => row.at >= since && row.keys.split('\n').includes(key))
  under.sort((one, other) => other.at - one.at || other.number - one.number)
  return under.slice(0, ROWS_MAX).map((row) => row.itemId)
}

/** Keys in the table, and those of the items up to the mark. */
async function written() {
  const inTable = await ledger.read.selectFrom('fingerprintKey').select(['key', 'number']).execute()
  const mark = await ledger.read.selectFrom('fingerprintMark').select('number').executeTakeFirstOrThrow()
  const items = await itemRows()
  const ofItems = items
    .filter((row) => row.number <= mark.number)
    .flatMap((row) => row.keys.split('\n').map((key) => `${key} ${row.number}`))
  return { inTable: inTable.map((row) => `${row.key} ${row.number}`).sort(), ofItems: ofItems.sort() }
}

const countRows = async () => (await ledger.read.selectFrom('fingerprintKey').select('number').execute()).length

/** The same in every run. */
function openDice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test(
  'whatever is tracked, read again, erased, undone or stopped, each key finds its newest',
  async () => {
    const dice = openDice(7)
    let count = 0
    const some = () => [...new Set(range(0, 6).map(() => dice(count)))]
    const fail = async (tx: Tx) => {
      await dropFingerprints(tx, BOOK, [`item-${dice(count)}`])
      await track(tx, range(count, TURN_ITEMS))
      throw new Error('this turn fails')
    }
    for (let turn = 0; turn < 60; turn++) {
      const kind = count === 0 ? 9 : dice(10)
      if (kind === 0) await reopen()
      else if (kind === 1) await expect(ledger.write(fail)).rejects.toThrow('this turn fails')
      else if (kind === 2) {
        const ids = some().map((index) => `item-${index}`)
        await ledger.write((tx) => dropFingerprints(tx, BOOK, ids))
      } else if (kind === 3) await ledger.write((tx) => track(tx, some(), true))
      else {
        await ledger.write((tx) => track(tx, range(count, TURN_ITEMS)))
        count += TURN_ITEMS
      }
      const rows = await itemRows()
      for (const key of ['w停水', `p小区${dice(GROUPS)}`, `w独${dice(Math.ceil(count / 3))}`]) {
        const since = dice(3) === 0 ? atOf(dice(count)) : START
        expect(await found(key, since), `${key} after turn ${turn}`).toEqual(newestOf(rows, key, since))
      }
    }
    expect(count).toBeGreaterThan(ITEMS_WAITING_MAX * 3)
    const { inTable, ofItems } = await written()
    expect(inTable.length).toBeGreaterThan(ITEMS_WAITING_MAX * 2)
    const isRare = (row: string) => /^(=|w独)/.test(row)
    expect(inTable.filter(isRare)).toEqual(ofItems.filter(isRare))
    const known = new Set(ofItems)
    expect(inTable.filter((row) => !known.has(row))).toEqual([])
  },
  TEST_MS,
)

test(
  'keys go into the table many items at a time, and with the turn or not at all',
  async () => {
    await ledger.write((tx) => track(tx, range(0, ITEMS_WAITING_MAX)))
    expect(await countRows()).toBe(0)
    const next = async (tx: Tx) => track(tx, [ITEMS_WAITING_MAX])
    const failing = ledger.write(async (tx) => {
      await next(tx)
      throw new Error('this turn fails')
    })
    await expect(failing).rejects.toThrow('this turn fails')
    expect(await countRows()).toBe(0)
    expect(await found('w独5', START)).toEqual(newestOf(await itemRows(), 'w独5', START))
    await ledger.write(next)
    expect(await countRows()).toBe(ITEMS_WAITING_MAX * 2 + (GROUPS + 1) * KEY_ROWS_MAX)
    expect(ledger.keys!.waiting(BOOK, 'w停水')).toHaveLength(2)
  },
  TEST_MS,
)

test(
  'a number is not given again below the mark, where nobody would look for its keys',
  async () => {
    await ledger.write((tx) => track(tx, range(0, ITEMS_WAITING_MAX)))
    await ledger.write(async (tx) => {
      await track(tx, [ITEMS_WAITING_MAX])
      // The last one written leaves, and another is tracked, all in this turn.
      await dropFingerprints(
        tx,
        BOOK,
        range(ITEMS_WAITING_MAX - 1, 2).map((index) => `item-${index}`),
      )
      await track(tx, [ITEMS_WAITING_MAX + 1])
    })
    await reopen()
    const key = `=text-${ITEMS_WAITING_MAX + 1}`
    expect(ledger.keys!.waiting(BOOK, key)).toHaveLength(2)
  },
  TEST_MS,
)

test('what is erased waits nowhere, and what it alone had is in no memory', async () => {
  await ledger.write((tx) => track(tx, [1, 2]))
  await ledger.write((tx) => dropFingerprints(tx, BOOK, ['item-1']))
  const waiting = () => keysOf(itemPrint(1)).map((key) => ledger.keys!.waiting(BOOK, key).length / 2)
  const before = waiting()
  expect(before).toEqual([0, 1, 0, 1])
  await reopen()
  expect(waiting()).toEqual(before)
})

test('who only reads beside the program is told that candidates are not known there', async () => {
  const reader = await openLedgerReadOnly({ dataDir: folder })
  await expect(candidatesOf(reader, BOOK, [itemPrint(1)], START)).rejects.toThrow(/opened for writing/)
  await reader.close()
})
