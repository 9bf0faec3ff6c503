// `npm start` after the install, as a user meets it: the ready line, a clean book, and what is said when it cannot.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Me } from '@huiying/console/wire'
import { openLedgerReadOnly } from '@huiying/ledger/open'
import { listPersons } from '@huiying/ledger/person/person'
import { metrics } from '@huiying/runtime/metric'
import { describe, expect, it, vi } from 'vitest'
import { namesIn } from './rules.ts'

const TEST_MS = 90_000
const patient = { timeout: 60_000, interval: 100 }
const READY = /Huiying 回应 ready: (http:\/\/127\.0\.0\.1:\d+)\/\?token=(\S+)/
const emptyFolder = () => join(mkdtempSync(join(tmpdir(), 'huiying-start-')), 'data')

interface Started {
  child: ChildProcess
  /** The page's address and the link's token; rejects with what was said when it ends instead. */
  ready: Promise<{ url: string; token: string }>
  /** What it has said so far beside the ready line. */
  heard(): string
  end: Promise<{ code: number | null; said: string }>
}

function start(env: Record<string, string>, args: string[] = [], first = ''): Started {
  const file = new URL('../infra/all.ts', import.meta.url).pathname
  const before = first === '' ? [] : ['--import', `data:text/javascript,${encodeURIComponent(first)}`]
  const child = spawn(process.execPath, [...before, file, ...args], {
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let said = ''
  child.stderr?.on('data', (part) => {
    said += part
  })
  const end = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  )
  const ready = new Promise<{ url: string; token: string }>((resolve, reject) => {
    child.stdout?.on('data', (part) => {
      out += part
      const [, url, token] = READY.exec(out) ?? []
      if (url !== undefined && token !== undefined) resolve({ url, token })
    })
    child.once('close', () => reject(new Error(said)))
  })
  ready.catch(() => undefined)
  return { child, ready, heard: () => said, end }
}

/** Follows a link as a browser does. */
async function cookieOf(url: string, token: string): Promise<string> {
  const opened = await fetch(`${url}/?token=${token}`, { redirect: 'manual' })
  return opened.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const personOf = async (url: string, cookie: string): Promise<Me> =>
  (await fetch(`${url}/api/session`, { headers: { cookie } })).json() as Promise<Me>

/** Who is logged in by the link of the ready line. */
const enter = async (url: string, token: string): Promise<Me> => personOf(url, await cookieOf(url, token))

describe('npm start -- --empty', () => {
  it('makes a clean book with 系统管理员 and 值班长, and its link logs in as 值班长, once', {
    timeout: TEST_MS,
  }, async () => {
    const folder = emptyFolder()
    const { child, ready, end } = start({ DATA_DIR: folder, PORT: '0' }, ['--empty'])
    const { url, token } = await ready
    const session = await enter(url, token)
    expect([session.book.mark, session.roles]).toEqual([null, ['值班长']])
    const again = await fetch(`${url}/?token=${token}`, { redirect: 'manual' })
    expect([again.headers.get('location'), again.headers.get('set-cookie')]).toEqual(['/?link=dead', null])
    const ledger = await openLedgerReadOnly({ dataDir: folder })
    const persons = await listPersons(ledger.read, session.book.id)
    await ledger.close()
    expect(persons.flatMap((one) => one.roles).sort()).toEqual(['值班长', '系统管理员'])

    const second = await start({ DATA_DIR: folder, PORT: '0' }).end
    expect(second.code).toBe(1)
    expect(second.said).toContain(`正由进程 ${child.pid} 使用，地址 ${url}`)
    child.kill('SIGTERM')
    expect(await end).toEqual({ code: 0, said: '' })
  })

  it("answers probes on the page's own port, with the metrics of every service", { timeout: TEST_MS }, async () => {
    const { child, ready, end } = start({ DATA_DIR: emptyFolder(), PORT: '0' }, ['--empty'])
    const { url } = await ready
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), patient)
    await vi.waitFor(async () => {
      const names = namesIn(await (await fetch(`${url}/metrics`)).text())
      expect(Object.keys(metrics).filter((name) => !names.has(name))).toEqual([])
    }, patient)
    child.kill('SIGTERM')
    expect(await end).toEqual({ code: 0, said: '' })
  })
})

describe('npm start', { timeout: TEST_MS }, () => {
  it('on a port that was asked for and is taken says so and what to do', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { code, said } = await start({ DATA_DIR: emptyFolder(), PORT: String(port) }).end
    server.close()
    expect(code).toBe(1)
    expect(said).toBe(`未能启动：端口 ${port} 已被占用。数据未受影响；请换一个 PORT，或停掉占用它的程序\n`)
  })

  it('with wrong settings prints them all together', async () => {
    const { code, said } = await start({ DATA_DIR: emptyFolder(), PORT: 'x', MAIL_URL: 'x', LOG_LEVEL: 'x' }).end
    expect(code).toBe(1)
    expect(said).toMatch(/^未能启动：设置有 3 处问题/)
  })

  it('with a mistyped setting names it and the one that was meant, before anything else that is wrong', async () => {
    const { code, said } = await start({ DATA_DIR: emptyFolder(), SEALDIR: '/mnt/seals', LOG_LEVEL: 'loud' }).end
    expect(code).toBe(1)
    expect(said).toMatch(
      /^注意：没有名为 SEALDIR 的设置，它的值没有用上；是不是 SEAL_DIR？[^\n]*\n未能启动：设置有 1 处问题/,
    )
  })

  it('with a mistyped option or a folder nobody can make says so, without a stack', async () => {
    const option = await start({ DATA_DIR: emptyFolder(), PORT: '0' }, ['--emtpy']).end
    expect([option.code, option.said]).toEqual([1, expect.stringMatching(/^未能启动：没有选项 --emtpy。什么都没有做/)])
    const file = import.meta.filename
    const folder = await start({ DATA_DIR: join(file, 'x'), PORT: '0' }).end
    const what = `数据目录 ${join(file, 'x')} 的路径中有一段是文件，不是目录。什么都没有改动`
    const words = `未能启动：${what}；请核对 DATA_DIR 和目录的权限，再启动\n`
    expect([folder.code, folder.said]).toEqual([1, words])
  })

  it('with a SEAL_DIR that cannot be written starts, and every screen and 系统状态 say so', async () => {
    const sealDir = join(import.meta.filename, 'seals')
    const { child, ready, end } = start({ DATA_DIR: emptyFolder(), PORT: '0', SEAL_DIR: sealDir }, ['--empty'])
    const { url, token } = await ready
    const opened = await fetch(`${url}/?token=${token}`, { redirect: 'manual' })
    const headers = { cookie: opened.headers.get('set-cookie')?.split(';')[0] ?? '' }
    const status = await (await fetch(`${url}/api/status`, { headers })).text()
    child.kill('SIGTERM')
    expect([status, (await end).said]).toEqual([
      expect.stringContaining(`封印写不进 SEAL_DIR（${sealDir}`),
      expect.stringContaining('封印写不进'),
    ])
  })

  it('in the sample says a second link, by which another confirms what the first hands over', async () => {
    const { child, ready, heard, end } = start({ DATA_DIR: emptyFolder(), PORT: '0' })
    const { url, token } = await ready
    const second = /^示例册的接班人（值班员王晓）.*：http:\/\/127\.0\.0\.1:\d+\/\?token=(\S+)\n$/
    const [, other = ''] = await vi.waitFor(() => second.exec(heard()) ?? Promise.reject(new Error(heard())), patient)
    const send = async (cookie: string, path: string, body: object) => {
      const headers = { cookie, 'x-huiying': 'page', 'content-type': 'application/json' }
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return (await answer.json()) as { seq: number; message?: string }
    }
    const [leader, officer] = [await cookieOf(url, token), await cookieOf(url, other)]
    const words = { directives: '', spoken: '示例', seen: null, to: null }
    const { seq } = await send(leader, '/api/handovers', { commandId: 'sample-handover-1', ...words })
    expect(await send(officer, `/api/handovers/${seq}/take`, {})).toEqual({ seq })
    expect((await personOf(url, officer)).roles).toEqual(['值班员'])
    child.kill('SIGTERM')
    expect((await end).code).toBe(0)
  })

  it('--empty on the folder of the sample is refused: real letters get a folder of their own', async () => {
    const folder = emptyFolder()
    const { child, ready, end } = start({ DATA_DIR: folder, PORT: '0' })
    await ready
    child.kill('SIGTERM')
    await end
    const { code, said } = await start({ DATA_DIR: folder, PORT: '0' }, ['--empty']).end
    expect([code, said]).toEqual([1, expect.stringContaining(`这里（${folder}）是示例册`)])
    expect(said).toContain('请把 DATA_DIR 设为另一个空目录')
  })

  it('on a full disk says so, what was kept and what to do, without a stack', async () => {
    const full =
      "import { DatabaseSync } from 'node:sqlite'; const exec = DatabaseSync.prototype.exec;" +
      'DatabaseSync.prototype.exec = function (sql) { if (/begin/.test(sql)) throw Object.assign(' +
      "new Error('database or disk is full'), { errcode: 13 }); return exec.call(this, sql) }"
    const { code, said } = await start({ DATA_DIR: emptyFolder(), PORT: '0' }, [], full).end
    expect(code).toBe(1)
    expect(said).toMatch(/^未能启动：磁盘已满。已在台账里的数据未受影响；请先排除（清理磁盘/)
    expect(said).not.toMatch(/^\s+at /m)
  })
})
