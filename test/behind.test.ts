// A ledger older than its newest seal: a backup was put back, or a tail was cut. Every screen says so in red.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Me, StatusPage } from '@huiying/console/wire'
import { heartbeat } from '@huiying/ledger/status'
import { afterEach, expect, it } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'
import { copyPlace } from './engine.ts'
import { beijing } from './program.ts'

const TEST_MS = 120_000

let api: TestApi
afterEach(() => api.stop())

const letter = (subject: string) => ({ subject, date: '2026-11-23 08:50', text: `青河市${subject}，请处理。` })

it('starts with a red banner, also after it has made seals of its own, until the old seals are put aside', {
  timeout: TEST_MS,
}, async () => {
  const env = { SEAL_DIR: mkdtempSync(join(tmpdir(), 'huiying-seals-')) }
  api = await startApi('2026-11-23 09:00', { env })
  await api.program.drop(letter('滨江壹号逾期交房'))
  await api.stop()
  const older = await copyPlace(api.program.place)

  api = await startApi('2026-11-23 10:00', { env, folder: api.program.folder })
  await api.program.drop(letter('渡口社区停水'))
  await api.program.seal(api.program.time.now())
  expect((await api.read<Me>('/api/session', '值班员')).warning).toBeNull()
  await api.stop()

  for (const at of ['2026-11-23 11:00', '2026-11-23 13:00']) {
    api = await startApi(at, { env, folder: older.dataDir })
    const { warning } = await api.read<Me>('/api/session', '值班员')
    expect(warning).toMatch(/^台账比封印旧：册 qinghe (只到序号 \d+，封印时已到 \d+|序号 \d+ 与封印不符).*先核对再处置/)
    const { lines } = await api.read<StatusPage>('/api/status', '值班长')
    expect(lines.find((line) => line.part === '台账')).toMatchObject({ state: '异常', what: warning })
    await api.program.seal(api.program.time.now())
    await api.stop()
  }

  api = await startApi('2026-11-23 14:00', { folder: older.dataDir })
  expect((await api.read<Me>('/api/session', '值班员')).warning).toBeNull()
})

it('a SEAL_DIR that is lost while the program runs is told on every screen, and until then no seal is on record', {
  timeout: TEST_MS,
}, async () => {
  const sealDir = join(mkdtempSync(join(tmpdir(), 'huiying-seals-')), 'seals')
  api = await startApi('2026-11-23 09:00', { env: { SEAL_DIR: sealDir } })
  const { program } = api
  const look = async () => {
    await heartbeat(program.ledger, 'program', program.time.real.now(), program.facts())
    const { lines } = await api.read<StatusPage>('/api/status', '值班长')
    const { warning } = await api.read<Me>('/api/session', '值班员')
    const rows = program.ledger.read.selectFrom('entry').select('seq').where('act', '=', 'seal.made')
    const { state } = lines.find((line) => line.part === '台账')!
    return { state, warning, seals: (await rows.execute()).length }
  }
  await program.drop(letter('渡口社区停水'))
  await program.seal(program.time.now())
  expect(await look()).toEqual({ state: '正常', warning: null, seals: 1 })
  // To auditors in Beijing's time, and with what to do with it.
  const mail = (await program.mails()).find((one) => one.subject.includes('台账封印'))
  expect(mail?.subject).toMatch(/ 2026年11月23日 09:00$/)
  expect(mail?.text).toContain('npx huiying ledger verify --seal')

  renameSync(sealDir, `${sealDir}.old`)
  writeFileSync(sealDir, '')
  await program.time.set(beijing('2026-11-23 10:30'))
  await program.drop(letter('滨江壹号逾期交房'))
  await expect(program.seal(program.time.now())).rejects.toThrow('封印写不进 SEAL_DIR')
  const lost = expect.stringContaining(`封印写不进 SEAL_DIR（${sealDir}`)
  expect(await look()).toEqual({ state: '异常', warning: lost, seals: 1 })

  rmSync(sealDir)
  await program.seal(program.time.now())
  expect(await look()).toEqual({ state: '正常', warning: null, seals: 2 })
})

it('a SEAL_DIR that could not be written at the start is held against the ledger once it can, and the line goes', {
  timeout: TEST_MS,
}, async () => {
  const sealDir = join(mkdtempSync(join(tmpdir(), 'huiying-seals-')), 'seals')
  writeFileSync(sealDir, '')
  api = await startApi('2026-11-23 09:00', { env: { SEAL_DIR: sealDir } })
  const { program } = api
  const warning = async () => (await api.read<Me>('/api/session', '值班员')).warning
  await program.drop(letter('渡口社区停水'))
  expect(await warning()).toContain(`封印写不进 SEAL_DIR（${sealDir}`)

  rmSync(sealDir)
  mkdirSync(sealDir)
  const seal = { at: '2026-11-23T00:00:00.000Z', books: [{ book: 'qinghe', seq: 9_999, hash: 'ab'.repeat(32) }] }
  writeFileSync(join(sealDir, 'seal-2026-11-23T000000.000Z.json'), JSON.stringify(seal))
  await program.seal(program.time.now())
  expect(await warning()).toMatch(/^台账比封印旧：册 qinghe 只到序号 \d+，封印时已到 9999/)
  await api.stop()

  rmSync(join(sealDir, 'seal-2026-11-23T000000.000Z.json'))
  renameSync(sealDir, `${sealDir}.kept`)
  writeFileSync(sealDir, '')
  api = await startApi('2026-11-23 11:00', { env: { SEAL_DIR: sealDir }, folder: program.folder })
  rmSync(sealDir)
  renameSync(`${sealDir}.kept`, sealDir)
  await api.program.seal(api.program.time.now())
  expect(await warning()).toBeNull()
})
