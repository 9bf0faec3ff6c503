// `huiying engines` where something is missing: it says what, what to type, and leaves nothing behind.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCommand } from '../cli.ts'
import { freePort } from '../engines/port.ts'

let folder = ''
const before = { path: process.env.PATH, cache: process.env.XDG_CACHE_HOME }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-engines-'))
  process.env.PATH = folder
  process.env.XDG_CACHE_HOME = join(folder, 'cache')
})
afterEach(() => {
  process.env.PATH = before.path
  if (before.cache === undefined) delete process.env.XDG_CACHE_HOME
  else process.env.XDG_CACHE_HOME = before.cache
  rmSync(folder, { recursive: true, force: true })
})

/** A program on PATH that prints a line and ends with a code. */
function program(name: string, line: string, code: number): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${line}'\nexit ${code}\n`)
  chmodSync(join(folder, name), 0o755)
}

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = ''
  const log = new PassThrough()
  log.on('data', (chunk) => {
    said += String(chunk)
  })
  const code = await runCommand(['engines', ...args], { input: process.stdin, output: log, log })
  return { code, said }
}

it('without java it says what to type', async () => {
  const { code, said } = await run('run', 'kafka', '--', 'true')
  expect(code).toBe(1)
  expect(said).toContain('PATH 中没有 java')
  expect(said).toContain('sudo apt-get install -y default-jre-headless')
})

it('without mvn it says what to type, when there is something to fetch', async () => {
  program('java', '', 0)
  const { code, said } = await run('run', 'elasticsearch', '--', 'true')
  expect(code).toBe(1)
  expect(said).toContain('sudo apt-get install -y maven')
})

it('a download that fails leaves no half of it, and shows what mvn said', async () => {
  program('java', '', 0)
  program('mvn', 'Could not resolve host: repo.example', 1)
  const { code, said } = await run('run', 'kafka', '--', 'true')
  expect(code).toBe(1)
  expect(said).toContain('下载 kafka-3.9.1 失败')
  expect(said).toContain('Could not resolve host')
  expect(existsSync(join(folder, 'cache', 'huiying')) ? readdirSync(join(folder, 'cache', 'huiying')) : []).toEqual([])
})

it('no port is given twice: what asked first may not have taken it yet', async () => {
  const ports: number[] = []
  for (let count = 0; count < 50; count++) ports.push(await freePort())
  expect(new Set(ports).size).toBe(50)
})

it('a port that is taken is named', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  await expect(freePort(port)).rejects.toThrow(`端口 ${port} 已被占用`)
  await new Promise((resolve) => taken.close(resolve))
})

it.each([
  ['no what', ['kafka']],
  ['run without a command', ['run', 'kafka']],
  ['an engine it does not have', ['up', 'oracle']],
])('refuses %s and shows how it is used', async (_what, args) => {
  const { code, said } = await run(...args)
  expect(code).toBe(1)
  expect(said).toMatch(/用法：npx huiying engines|没有引擎 oracle/)
})
