// A service alone whose database goes away: unready with the reason, alive all the time, and still ended by SIGTERM.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresEngine, startPostgres } from '@huiying/infra/engines/postgres'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const TEST_MS = 420_000
const patient = { timeout: 90_000, interval: 200 }
let engine: PostgresEngine
let child: ChildProcess | null = null
beforeAll(async () => {
  engine = await startPostgres({ say: () => undefined })
}, TEST_MS)
afterAll(async () => {
  // A test that fails midway leaves nothing running.
  child?.kill('SIGKILL')
  await engine.stop()
})

it('is unready while the database is away, ready when it is back, and ends at SIGTERM when it is away for good', {
  timeout: TEST_MS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-ready-'))
  const where = { DATA_DIR: folder, LEDGER_URL: await engine.create('ready'), METRICS_PORT: '0' }
  const env = { ...process.env, ...where, BUS_URL: '', SEARCH_URL: '' }
  execFileSync(process.execPath, ['infra/huiying.mjs', 'book', 'open'], { env })
  const service = spawn(process.execPath, ['services/notifier/src/main.ts'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child = service
  service.stderr.on('data', (part) => {
    said += part
  })
  const ended = new Promise((resolve) => service.once('close', resolve))
  const url = await vi.waitFor(() => {
    const [, found] = /"probes":"([^"]+)"/.exec(said) ?? []
    if (found === undefined) throw new Error(`not running yet: ${said}`)
    return found
  }, patient)
  const ask = async (path: string) => {
    const answer = await fetch(`${url}${path}`)
    return [answer.status, await answer.text()] as const
  }
  await vi.waitFor(async () => expect(await ask('/readyz')).toEqual([200, '{"ok":true,"reason":null}']), patient)

  await engine.halt('kill')
  const reason = expect.stringMatching(/^\{"ok":false,"reason":"账本不可用：[^"]+"\}$/)
  await vi.waitFor(async () => expect(await ask('/readyz')).toEqual([503, reason]), patient)
  expect((await ask('/healthz'))[0]).toBe(200)
  // What cannot be read is unknown, not zero: zero would say that nothing waits.
  expect((await ask('/metrics'))[1]).not.toMatch(/^huiying_deliver(ies_pending|y_waiting)/m)

  await engine.resume()
  await vi.waitFor(async () => expect((await ask('/readyz'))[0]).toBe(200), patient)
  await engine.halt('kill')
  service.kill('SIGTERM')
  expect(await ended).toBe(1)
  expect(said).toContain('not stopped in order')
})
