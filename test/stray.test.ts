// A file in the mailbox folder that is no letter lies there unseen no longer: on record, on the panel, moved aside.
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StatusPage } from '@huiying/console/wire'
import { afterEach, expect, it } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'
import { beijing } from './program.ts'

const TEST_MS = 120_000
let api: TestApi
afterEach(() => api.stop())

it(
  'an empty .eml and a .txt are told once, by name and with what to do, and no name of a person is on record',
  async () => {
    api = await startApi('2026-11-24 09:00')
    const { program } = api
    const box = join(program.folder, 'mailbox')
    mkdirSync(join(box, 'in'), { recursive: true })
    writeFileSync(join(box, 'in', '赵大柱的信.txt'), '东湖小区停水三天。')
    writeFileSync(join(box, 'in', '空.eml'), '')
    const at = async (time: string) => {
      await program.time.set(beijing(time))
      await program.collector.turn(program.time.now())
      const { lines } = await api.read<StatusPage>('/api/status', '值班员')
      return lines.find((one) => one.what.includes('收件处'))
    }
    expect(await at('2026-11-24 09:01')).toBeUndefined()
    const line = await at('2026-11-24 09:12')
    expect(line).toMatchObject({ state: '注意', mend: expect.stringContaining('另存为 .eml') })
    expect(line?.what).toContain('近两日收件处有 2 件不是来信，没有读')
    expect(line?.what).toMatch(/「(空\.eml|赵\*\*的信\.txt)」/)
    await at('2026-11-24 09:30')
    const rows = await program.ledger.read
      .selectFrom('entry')
      .select('body')
      .where('act', '=', 'file.refused')
      .execute()
    expect(rows.map((row) => JSON.parse(row.body).file.kind).sort()).toEqual(['其他文件', '空文件'])
    expect(rows.map((row) => row.body).join()).not.toContain('大柱')
    expect(readdirSync(join(box, 'in'))).toEqual([])
    expect(readdirSync(join(box, 'refused')).sort()).toEqual(['空.eml', '赵大柱的信.txt'].sort())
    expect(await at('2026-11-27 09:00')).toBeUndefined()
  },
  TEST_MS,
)

it(
  'what a crash left in its place after it was put on record is moved and not told again, but a new file is',
  async () => {
    api = await startApi('2026-11-24 09:00')
    const { program } = api
    const [inbox, refused] = ['in', 'refused'].map((name) => join(program.folder, 'mailbox', name)) as [string, string]
    mkdirSync(inbox, { recursive: true })
    const look = async (time: string) => {
      await program.time.set(beijing(time))
      await program.collector.turn(program.time.now())
    }
    const told = async () => {
      const rows = program.ledger.read.selectFrom('entry').select('body').where('act', '=', 'file.refused')
      return (await rows.execute()).length
    }
    writeFileSync(join(inbox, '空.eml'), '')
    await look('2026-11-24 09:01')
    await look('2026-11-24 09:12')
    expect(await told()).toBe(1)
    renameSync(join(refused, '空.eml'), join(inbox, '空.eml'))
    await look('2026-11-24 09:14')
    await look('2026-11-24 09:26')
    expect([await told(), readdirSync(inbox), readdirSync(refused)]).toEqual([1, [], ['空.eml']])
    writeFileSync(join(inbox, '空.eml'), '')
    await look('2026-11-24 09:28')
    await look('2026-11-24 09:40')
    expect([await told(), readdirSync(refused).length]).toEqual([2, 2])
  },
  TEST_MS,
)
