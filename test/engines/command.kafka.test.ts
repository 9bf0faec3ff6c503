// `huiying engines run` as an ordinary user: a broker of their own, the command's exit code, nothing left running.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const UNPRIVILEGED_ID = 65_534
const START_MS_MAX = 420_000

it(
  'runs a command on a broker of their own, ends as it ended, and leaves nothing running',
  async () => {
    const isRoot = process.getuid?.() === 0
    // The programs fetched by whoever started this suite are readable by all: nothing is fetched twice.
    const home = mkdtempSync(join(tmpdir(), 'huiying-home-'))
    const cache = isRoot ? { XDG_CACHE_HOME: '/var/cache' } : {}
    const told = await new Promise<{ code: unknown; out: string }>((resolve) => {
      execFile(
        process.execPath,
        ['infra/huiying.mjs', 'engines', 'run', 'kafka', '--', 'sh', '-c', 'id -u; echo $BUS_URL; exit 7'],
        {
          env: { ...process.env, HOME: home, ...cache, NODE_DISABLE_COMPILE_CACHE: '1' },
          ...(isRoot ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}),
        },
        (error, out) => resolve({ code: error?.code ?? 0, out }),
      )
    })
    const [user, url = ''] = told.out.trim().split('\n')
    expect(told.code).toBe(7)
    expect(Number(user)).toBe(isRoot ? UNPRIVILEGED_ID : process.getuid?.())
    expect(url).toMatch(/^kafka:\/\/127\.0\.0\.1:\d+$/)
    expect(await isListening(Number(url.split(':').at(-1)))).toBe(false)
    rmSync(home, { recursive: true, force: true })
  },
  START_MS_MAX,
)

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
