// Programs that start while PostgreSQL is away: they say 账本不可用, wait and go on when it is there; what a person has
// to mend ends them with the reason instead.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresEngine, startPostgres } from '@huiying/infra/engines/postgres'
import { openLedger } from '@huiying/ledger/open'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startProgram } from '../program.ts'

const TEST_MS = 300_000
const patient = { timeout: 120_000, interval: 100 }
let engine: PostgresEngine
let url = ''
let folder = ''
const children: ChildProcess[] = []

beforeAll(async () => {
  engine = await startPostgres({ say: () => undefined, durable: false })
  url = await engine.create('waiting')
  // The book has to be there: a service alone makes none.
  const program = await startProgram('2026-11-23 10:00', { env: { LEDGER_URL: url } })
  folder = program.folder
  await program.stop()
}, TEST_MS)
afterAll(async () => {
  // A test that fails midway leaves nothing running.
  for (const child of children) child.kill('SIGKILL')
  await engine.stop()
}, TEST_MS)

interface Started {
  child: ChildProcess
  said: string
  ended: Promise<number | null>
}

/** `file` from the root; each program has a data folder of its own and the one key. */
function start(file: string, ledgerUrl: string): Started {
  const own = { DATA_DIR: mkdtempSync(join(tmpdir(), 'huiying-waiting-')), HUIYING_KEY_FILE: join(folder, 'key') }
  const env = { ...process.env, ...own, LEDGER_URL: ledgerUrl, PORT: '0', LOG_LEVEL: 'info', ENGINES: '' }
  const child = spawn(process.execPath, [new URL(`../../${file}`, import.meta.url).pathname], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const started: Started = { child, said: '', ended: new Promise((resolve) => child.once('close', resolve)) }
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk) => {
      started.said += chunk
    })
  return started
}

describe('a program that starts', () => {
  it.each([
    ['services/tracker/src/main.ts', 'service runs'],
    ['infra/all.ts', 'Huiying 回应 ready'],
  ])(
    '%s waits for a database that is away, saying so, and runs when it is back',
    { timeout: TEST_MS },
    async (...row) => {
      const [file, runs] = row
      await engine.halt('kill')
      const one = start(file, url)
      await vi.waitFor(
        () => expect(one.said).toMatch(/账本不可用：127\.0\.0\.1:\d+ 没有数据库在应答.*程序在等/),
        patient,
      )
      expect(one.said).not.toContain(engine.password)
      await engine.resume()
      await vi.waitFor(() => expect(one.said).toContain(runs), patient)
      one.child.kill('SIGTERM')
      expect(await one.ended).toBe(0)
    },
  )

  it('with a wrong password ends at once, with what to look at', { timeout: TEST_MS }, async () => {
    const wrong = new URL(url)
    wrong.password = 'falsch'
    const one = start('services/tracker/src/main.ts', wrong.href)
    expect(await one.ended).toBe(1)
    expect(one.said).toMatch(/tracker 未能启动：账本不可用：账号或密码不对。请核对 LEDGER_URL/)
  })

  it('on a ledger of a newer program ends at once, with what to do', { timeout: TEST_MS }, async () => {
    const newer = await engine.create('newer')
    const ledger = await openLedger({ dataDir: folder, ledgerUrl: newer })
    await ledger.write((tx) => tx.db.insertInto('migration').values({ version: 9_999, at: 0 }).execute(), 'none')
    await ledger.close()
    const one = start('services/tracker/src/main.ts', newer)
    expect(await one.ended).toBe(1)
    expect(one.said).toMatch(/第 9999 版.*请升级程序后再启动/)
  })
})
