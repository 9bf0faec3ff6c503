// A full mailbox folder, as after a night without power: the first letters are on record before the last are read.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openMailbox } from '@huiying/collector/mailbox'
import { openMailboxLook } from '@huiying/collector/mailbox-look'
import { moveFiles } from '@huiying/collector/move'
import { type Reading, readHere } from '@huiying/collector/read-letters'
import { openStrays } from '@huiying/collector/stray'
import type { Ledger } from '@huiying/ledger/ledger'
import { openLog } from '@huiying/runtime/log'
import type { Thread } from '@huiying/runtime/thread'
import { breath } from '@huiying/runtime/time'
import { expect, it } from 'vitest'
import { startProgram } from './program.ts'

const TEST_MS = 120_000
const eml = (number: number) =>
  [
    'From: <w@mail.example>',
    `Message-ID: <${number}@mail.example>`,
    'Date: Mon, 23 Nov 2026 08:00:00 +0800',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `青河市渡口路 ${number} 号院停水两天，请尽快修好。`,
  ].join('\r\n')

it(
  'goes on record in batches, the first of sixty letters and each after it twice as large',
  async () => {
    const program = await startProgram('2026-11-23 09:00')
    const inbox = join(program.folder, 'mailbox', 'in')
    mkdirSync(inbox, { recursive: true })
    for (let number = 0; number < 500; number++) writeFileSync(join(inbox, `${number}.eml`), eml(number))
    for (let turn = 0; turn < 3; turn++) await program.collector.turn(program.time.now())
    const rows = program.ledger.read
      .selectFrom('entry')
      .select('body')
      .where('act', '=', 'items.received')
      .orderBy('seq')
    const counts = (await rows.execute()).map(({ body }) => (JSON.parse(body) as { count: number }).count)
    await program.stop()
    expect(counts).toEqual([60, 120, 240, 80])
  },
  TEST_MS,
)

/** A look at so many letters that tells what it has read and written; `failAt`: what fails, once. */
async function lookAt(count: number, failAt = '') {
  const program = await startProgram('2026-11-23 09:00')
  const { ledger, folder, time, book } = program
  const inbox = join(folder, 'mailbox', 'in')
  mkdirSync(inbox, { recursive: true })
  const put = (number: number) => writeFileSync(join(inbox, `${number}.eml`), eml(number))
  for (let number = 0; number < count; number++) put(number)
  const told: string[] = []
  let reading = 0
  let writing = 0
  const thread: Thread = {
    async call<T>(message: object): Promise<T> {
      if (!('raws' in message)) return undefined as T
      const batch = `read ${(message as Reading).raws.length}`
      if (batch === failAt && !told.includes(batch)) {
        told.push(batch)
        throw Object.assign(new Error('disk full'), { code: 'ERR_WORKER_INIT_FAILED' })
      }
      told.push(batch)
      reading++
      await breath()
      return (await readHere(ledger, message as Reading).finally(() => reading--)) as T
    },
    stop: async () => undefined,
  }
  const watched: Ledger = {
    ...ledger,
    async write(turn, ...how) {
      told.push('write')
      if (`write ${++writing}` === failAt) throw new Error('disk full')
      return ledger.write(turn, ...how)
    },
  }
  const mailbox = openMailbox(join(folder, 'mailbox'), async (moves) => {
    await breath()
    moveFiles(moves)
  })
  const strays = openStrays(join(folder, 'mailbox'))
  const through = { thread, sealer: ledger.sealer, blobs: ledger.blobs }
  const look = openMailboxLook({ ledger: watched, log: openLog('silent'), folder: mailbox, strays, through, book })
  const moved = () => readdirSync(join(folder, 'mailbox', 'done')).length
  return { program, mailbox, put, told, moved, reading: () => reading, look: () => look(time.now()) }
}

it(
  'is read two batches ahead of the one that is written, and no further',
  async () => {
    const { program, told, moved, look } = await lookAt(500)
    await look()
    const taken = [await look(), moved()]
    await program.idle()
    await program.stop()
    expect(taken).toEqual([500, 500])
    expect(told).toEqual(['read 60', 'read 120', 'write', 'read 240', 'write', 'read 80', 'write', 'write'])
  },
  TEST_MS,
)

it(
  'leaves to the next look what was only now seen for the first time: it may still be written on',
  async () => {
    const { program, put, look } = await lookAt(10)
    await look()
    put(10)
    const taken = [await look(), await look()]
    await program.idle()
    await program.stop()
    expect(taken).toEqual([10, 1])
  },
  TEST_MS,
)

it.each(['read 120', 'write 2'])(
  'loses nothing when %s fails: what was read ahead has ended, and all of it is taken again',
  async (failAt) => {
    const { program, mailbox, reading, look } = await lookAt(500, failAt)
    await look()
    await expect(look()).rejects.toThrow('disk full')
    expect(reading()).toBe(0)
    mailbox.release()
    const taken = (await look()) + (await look())
    await program.idle()
    const { n } = await program.ledger.read
      .selectFrom('item')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    await program.stop()
    expect([taken, n]).toEqual([440, 500])
  },
  TEST_MS,
)

it(
  'gives a case and all that hangs on it ids that begin with the time of its letter: they lie side by side',
  async () => {
    const program = await startProgram('2026-11-23 09:00')
    await program.drop(
      { subject: '6号楼起火', text: '青河市渡口路6号楼起火，有人被困，快救人！', date: '2026-11-23 08:00' },
      { subject: '停水两天', text: '青河市城东镇白石桥村停水两天，请尽快修好。', date: '2026-11-23 08:30' },
    )
    const { read } = program.ledger
    const letters = await read.selectFrom('item').select(['caseId', 'receivedAt']).orderBy('receivedAt').execute()
    const told: string[][] = []
    for (const { caseId, receivedAt } of letters) {
      const ids = [caseId]
      for (const table of ['clock', 'plan', 'alert', 'delivery'] as const) {
        const rows = await read.selectFrom(table).select('id').where('caseId', '=', caseId).execute()
        ids.push(...rows.map(({ id }) => id))
      }
      told.push(ids.map((id) => `${id?.replace(receivedAt.toString(16), 'time').slice(0, -24)}`).sort())
    }
    await program.stop()
    expect(told.map((ids) => [...new Set(ids)])).toEqual([
      ['alert_time-', 'case_time-', 'clock_time-', 'delivery_time-', 'plan_time-'],
      ['case_time-', 'clock_time-', 'plan_time-'],
    ])
  },
  TEST_MS,
)
