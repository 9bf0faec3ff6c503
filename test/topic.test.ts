// The topics are hints and the ledger is the record: losing them loses nothing, reading them again changes nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Message } from '@huiying/bus/bus'
import { listParked, park, replay } from '@huiying/ledger/park'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestLetter, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

/** Two programs are started one after the other. */
const TEST_MS = 120_000
const START = '2026-11-23 11:00'
const letters: TestLetter[] = ['柳树巷', '锦绣家园', '滨河花园', '朝阳街'].map((place) => ({
  subject: `${place}停水三天`,
  date: '2026-11-23 10:30',
  text: `青河市${place}已经停水三天，老人孩子没有水用，请尽快恢复供水并给个说法。`,
}))

/** Every entry but those that only tell of people and the program itself. */
async function standing(): Promise<object> {
  const { read } = program.ledger
  const items = await read.selectFrom('item').select(['id', 'caseId', 'lane']).orderBy('id').execute()
  const entries = await read.selectFrom('entry').select(['seq', 'act', 'hash']).orderBy('seq').execute()
  return { items, entries }
}

async function unplaced(): Promise<number> {
  const { items } = (await standing()) as { items: { caseId: string | null; lane: string | null }[] }
  return items.filter((row) => row.caseId === null && row.lane === null).length
}

/** Letters on record whose topics are gone: as if the file had been deleted right after they were collected. */
async function loseTopics(folder: string): Promise<void> {
  program = await startProgram(START, { folder })
  await program.drop(...letters)
  await program.stop()
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `bus.db${suffix}`), { force: true })
  const db = new DatabaseSync(join(folder, 'ledger.db'))
  // What the tracker has written of them goes too; only the receiving stays, as it stood before.
  const { seq } = db.prepare("select max(seq) as seq from entry where act = 'items.received'").get() as { seq: number }
  const { hash, at } = db.prepare('select hash, at from entry where seq = ?').get(seq) as { hash: string; at: number }
  db.prepare('delete from entry where seq > ?').run(seq)
  for (const table of ['caseState', 'caseRow', 'clock', 'plan', 'assignment', 'alert', 'delivery', 'call', 'outbox'])
    db.exec(`delete from ${table}`)
  db.exec('delete from verdict; delete from fingerprintItem; delete from fingerprintKey; delete from deliveryLease')
  db.exec('update item set caseId = null, lane = null')
  db.prepare('update book set headSeq = ?, headHash = ?, headAt = ?').run(seq, hash, at)
  db.close()
}

it.each(['{"book":', 'null', '7', '"text"'])('a message %s is parked, and blocks nobody behind it', async (body) => {
  program = await startProgram(START)
  await program.bus.publish([{ topic: 'item.tagged', key: program.book, body }])
  await program.drop(letters[0]!)
  expect(await program.queue()).toHaveLength(1)
  const [parked] = await listParked(program.ledger.read, 9)
  expect(parked).toMatchObject({ topic: 'item.tagged', key: program.book })
  expect(await replay(program.ledger, parked!.id, program.book, 'limin', program.time.now())).toBe(true)
  await program.idle()
  expect(await listParked(program.ledger.read, 9)).toHaveLength(1)
})

it('deleting all topics loses nothing: items are fed again from the ledger, but for what a person must look at', {
  timeout: TEST_MS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-topic-'))
  await loseTopics(folder)
  program = await startProgram(START, { folder })
  await program.settle()
  expect(await unplaced()).toBe(letters.length)
  const row = await program.ledger.read.selectFrom('item').select('id').orderBy('id').executeTakeFirstOrThrow()
  const body = { book: program.book, itemId: row.id }
  const message = { book: program.book, topic: 'item.collected', key: row.id, body, reason: '读不了' }
  const parked = await park(program.ledger, message, program.time.now())
  expect(await program.feedAgain()).toBe(letters.length - 1)
  await program.settle()
  expect([await unplaced(), await program.feedAgain()]).toEqual([1, 0])
  await replay(program.ledger, parked, program.book, 'limin', program.time.now())
  await program.settle()
  expect([await unplaced(), await program.feedAgain()]).toEqual([0, 0])
  expect((await program.queue()).length).toBe(letters.length)
  expect((await program.verify()).map((result) => result.ok)).toEqual([true])
})

it('reading a whole topic again changes nothing', { timeout: TEST_MS }, async () => {
  program = await startProgram(START)
  await program.drop(...letters)
  const before = await standing()
  const file = new DatabaseSync(join(program.folder, 'bus.db'), { readOnly: true })
  const kept = file.prepare('select topic, key, body from message order by position').all() as unknown as Message[]
  file.close()
  expect(new Set(kept.map((one) => one.topic))).toEqual(new Set(['item.collected', 'item.tagged', 'case.changed']))
  await program.bus.publish(kept)
  await program.settle()
  expect(await standing()).toEqual(before)
})
