// Each service starts by itself and stops in order; on one embedded data folder a second process is refused in words.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedgerReadOnly } from '@huiying/ledger/open'
import { readStatus } from '@huiying/ledger/status'
import { metrics, serviceNames } from '@huiying/runtime/metric'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startProgram } from './program.ts'
import { namesIn, ofEveryProcess } from './rules.ts'

const TEST_MS = 90_000
const patient = { timeout: 30_000, interval: 100 }
let folder = ''
beforeAll(async () => {
  const program = await startProgram('2026-11-23 10:00')
  folder = program.folder
  await program.stop()
})

function start(service: string, dataDir: string): ChildProcess {
  const file = new URL(`../services/${service}/src/main.ts`, import.meta.url).pathname
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info' }
  return spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Its exit code with what it said; resolves when it is gone. */
function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = ''
  child.stderr?.on('data', (part) => {
    said += part
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
}

/** Resolves with where it answers probes when it says that it runs; rejects when it ends before. */
function runs(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (part) => {
      said += part
      const [, url] = /"probes":"([^"]+)","msg":"service runs"/.exec(said) ?? []
      if (url !== undefined) resolve(url)
    })
    child.once('close', (code) => reject(new Error(`ended with ${code} before it ran`)))
  })
}

async function beating(): Promise<string[]> {
  const ledger = await openLedgerReadOnly({ dataDir: folder })
  const status = await readStatus(ledger.read)
  await ledger.close()
  return status.map((one) => one.service.split('@')[0]!)
}

describe('a service alone', { timeout: TEST_MS }, () => {
  it.each(serviceNames)(
    '%s is ready and says the metrics the table says; SIGTERM ends it with 0, no lock and no heartbeat left behind',
    { timeout: TEST_MS },
    async (service) => {
      const child = start(service, folder)
      const end = ended(child)
      const url = await runs(child)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
      await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), patient)
      const own = Object.entries(metrics).filter(([, { of }]) => (of as readonly string[]).includes(service))
      await vi.waitFor(async () => {
        const names = namesIn(await (await fetch(`${url}/metrics`)).text())
        expect([...names].filter((name) => name.startsWith('huiying_')).sort()).toEqual(
          own.map(([name]) => name).sort(),
        )
        expect([...names]).toEqual(expect.arrayContaining(ofEveryProcess))
      }, patient)
      child.kill('SIGTERM')
      expect(await end).toMatchObject({ code: 0 })
      expect(existsSync(join(folder, 'lock'))).toBe(false)
      expect(await beating()).not.toContain(service)
    },
  )

  it('is refused beside another on one embedded folder, with who is first and what to do', async () => {
    const first = start('tracker', folder)
    const end = ended(first)
    await runs(first)
    const second = await ended(start('notifier', folder))
    expect(second.code).toBe(1)
    expect(second.said).toMatch(new RegExp(`notifier 未能启动：.*正由进程 ${first.pid} 使用`))
    expect(second.said).toMatch(/另设 DATA_DIR；几个服务分开运行要共用外部引擎，内置引擎只容一个进程/)
    first.kill('SIGTERM')
    expect((await end).code).toBe(0)
  })

  it('makes no book: an empty folder is refused with the line to type, which makes it, once', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'huiying-alone-'))
    const { code, said } = await ended(start('tracker', empty))
    expect(code).toBe(1)
    expect(said).toMatch(/台账册尚未建立.*npx huiying book open/)
    expect(said).not.toMatch(/^\s+at /m)
    const open = () => {
      const env = { ...process.env, DATA_DIR: empty }
      return execFileSync(process.execPath, ['infra/huiying.mjs', 'book', 'open'], { env, encoding: 'utf8' })
    }
    expect([open(), open()]).toEqual(['{"book":"main","opened":true}\n', '{"book":"main","opened":false}\n'])
    const child = start('tracker', empty)
    const end = ended(child)
    await runs(child)
    child.kill('SIGTERM')
    expect((await end).code).toBe(0)
  })
})
