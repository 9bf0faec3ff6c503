// What a person reads when the set-up cannot go on: what happened, what was kept, and the line to type next.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const clone = mkdtempSync(join(tmpdir(), 'huiying-clone-'))
for (const file of [
  ...globSync('{*.json,*.yaml,infra/*.mjs,{packages,services}/*/package.json,{infra,test}/package.json}', {
    cwd: root,
  }),
]) {
  mkdirSync(dirname(join(clone, file)), { recursive: true })
  cpSync(join(root, file), join(clone, file))
}

afterAll(() => rmSync(clone, { recursive: true, force: true }))

/** Each trouble is played by one line that runs before the bootstrap; the bootstrap itself is the real one. */
const troubles: { name: string; before: string; says: RegExp[] }[] = [
  {
    name: 'an old Node',
    before: "Object.defineProperty(process.versions, 'node', { value: '16.20.2' })",
    says: [/Node 16\.20\.2 太旧/, /Node 18/, /什么都没有改动/, /安装新版 Node/],
  },
  {
    name: 'a full disk',
    before: "import fs from 'node:fs'; fs.statfsSync = () => ({ bavail: 100, bsize: 2 ** 20 })",
    says: [/磁盘空间不足/, /只剩 100 MiB/, /什么都没有改动/, /清理磁盘/],
  },
  {
    name: 'no compiler and no prebuilt binary',
    before: "globalThis.fetch = async () => { throw new Error('no network') }",
    says: [/缺少 C\+\+ 编译器、make、Python 3/, /什么都没有改动/, /apt-get install -y g\+\+ make python3/],
  },
  {
    name: 'no npx',
    before: 'globalThis.fetch = async () => ({ ok: true })',
    says: [/安装依赖失败/, /已下载的部分保留/, /再运行同一条命令/],
  },
]

describe('npm start in a fresh clone with', () => {
  test.each(troubles)('$name says what happened and what to do', ({ before, says }) => {
    const first = `data:text/javascript,${encodeURIComponent(before)}`
    const run = spawnSync(process.execPath, ['--import', first, join(clone, 'infra', 'start.mjs')], {
      env: { PATH: join(clone, 'empty') },
      encoding: 'utf8',
    })
    expect(run.status).toBe(1)
    expect(run.stdout).toBe('')
    for (const sentence of says) expect(run.stderr).toMatch(sentence)
    expect(run.stderr, 'no stack trace').not.toMatch(/^\s+at /m)
  })
})

test('programs run on the pinned Node, which takes no more threads of its own than cores are left', () => {
  const file = join(clone, 'said.mjs')
  writeFileSync(file, 'console.log(process.version, ...process.execArgv)')
  const program = pathToFileURL(join(root, 'infra', 'run.mjs'))
  const script = `import('${program}').then((m) => m.runPinned(process.argv[1], []))`
  const run = spawnSync(process.execPath, ['-e', script, relative(root, file)], { encoding: 'utf8' })
  const { devDependencies, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const pool = Math.min(4, Math.max(1, availableParallelism() - 1))
  expect(run.stdout.trim()).toBe(`v${{ ...dependencies, ...devDependencies }.node} --v8-pool-size=${pool}`)
})
