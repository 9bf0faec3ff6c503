// A full mailbox folder, as after a night without power: the first letters are on record before the last are read.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
