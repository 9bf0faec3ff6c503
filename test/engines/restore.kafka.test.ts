// An older backup restored while Kafka's offsets are ahead: what the backup knows and Kafka takes for done is fed again
// from the ledger, what it does not know comes again from its source.
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, restore } from '@huiying/ledger/copy/backup'
import { takeOutbox } from '@huiying/ledger/outbox'
import { countParked } from '@huiying/ledger/park'
import { afterEach, expect, it, vi } from 'vitest'
import { startProgram, type TestProgram } from '../program.ts'
import { collectAndCarry } from './carry.ts'

const TEST_MS = 420_000
const patient = { timeout: 120_000, interval: 200 }
const env = { BUS_URL: `${process.env.BUS_URL}?prefix=restore.&partitions=3&session=6000&rebalance=3000` }
const letterOf = (what: string) => ({ subject: what, date: '2026-11-23 10:50', text: `${what}，请尽快处理。` })
let program: TestProgram
afterEach(() => program.stop())

it('loses nothing and doubles nothing', { timeout: TEST_MS }, async () => {
  program = await startProgram('2026-11-23 11:00', { env })
  await program.drop(letterOf('滨河小区停水三天'))
  await program.stop()
  await collectAndCarry(program, env.BUS_URL, [letterOf('锦绣家园电梯坏了')])
  const file = join(mkdtempSync(join(tmpdir(), 'huiying-older-')), 'older.backup')
  await backup(program.place, file)
  const { folder } = program

  program = await startProgram('2026-11-23 11:10', { env, folder })
  await program.drop(letterOf('渡口社区路灯不亮'))
  await vi.waitFor(async () => expect(await program.queue()).toHaveLength(3), patient)
  await program.stop()

  const restored = mkdtempSync(join(tmpdir(), 'huiying-restored-'))
  cpSync(join(folder, 'key'), join(restored, 'key'))
  await restore(file, { dataDir: restored })
  program = await startProgram('2026-11-23 12:00', { env, folder: restored })
  // Kafka holds the second letter for done, and the ledger has nothing left to carry.
  await program.idle()
  expect([await program.queue(), await takeOutbox(program.ledger, 1)]).toMatchObject([{ length: 1 }, []])
  await vi.waitFor(async () => expect(await program.feedAgain()).toBe(1), patient)
  await vi.waitFor(async () => expect(await program.queue()).toHaveLength(2), patient)
  // The source still has what came after the backup.
  await program.drop(letterOf('渡口社区路灯不亮'))
  await vi.waitFor(async () => expect(await program.queue()).toHaveLength(3), patient)
  expect(await program.feedAgain()).toBe(0)
  const titles = (await program.queue()).map(({ state }) => state.title)
  expect(new Set(titles).size).toBe(3)
  expect(await countParked(program.ledger.read)).toBe(0)
  expect((await program.verify()).map((result) => result.ok)).toEqual([true])
})
