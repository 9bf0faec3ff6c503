// The command line as a person or a script meets it: help, mistakes, exit codes, and the frozen outputs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runCommand } from './cli.ts'
import { commands } from './command.ts'

async function run(args: string[], input = ''): Promise<{ code: number; out: string; log: string }> {
  const output = new PassThrough()
  const log = new PassThrough()
  const code = await runCommand(args, { input: Readable.from([input]), output, log })
  output.end()
  log.end()
  return { code, out: (await output.toArray()).join(''), log: (await log.toArray()).join('') }
}

describe('huiying', () => {
  test('--version says the version of package.json', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('without a command it lists all of them', async () => {
    const { out, code } = await run([])
    for (const { name } of commands) expect(out).toContain(`  ${name} `)
    expect(code).toBe(0)
  })

  test.each(commands)('$name --help tells its use without running it', async ({ name, summary }) => {
    const { out, code } = await run([name, '--help'])
    expect(out).toContain(summary)
    expect(out.length).toBeGreaterThan(summary.length + 40)
    expect(code).toBe(0)
  })

  test('an unknown command goes to stderr with the nearest one, exit 2', async () => {
    const { code, out, log } = await run(['workday'])
    expect([code, out]).toEqual([2, ''])
    expect(log).toContain('workdays')
  })

  test.each([
    [['user', 'add', 'wang', '--nmae', '王芳'], 2, '没有选项 --nmae'],
    [['drill', '多余'], 2, '多写了“多余”'],
    [['ledger', 'verify', '--seal'], 2, '选项 --seal'],
    [['tag', '--foo'], 2, '没有选项 --foo'],
    [['tag', '信件.jsonl'], 2, '多写了“信件.jsonl”。什么都没有做；tag 从标准输入读取，请写 npx huiying tag < 文件'],
    [['reindex', '--fast'], 2, '没有选项 --fast'],
    [['ledger', 'verify', '--seal', tmpdir()], 1, '是目录，不是文件。请核对路径'],
    [['source', 'import', '/没有/来源.opml'], 1, '/没有/来源.opml 不存在。请核对路径'],
  ])('%j is refused in Chinese: %i, %s', async (args, code, words) => {
    const { code: given, out, log } = await run(args)
    expect([given, out, log]).toEqual([code, '', expect.stringContaining(words)])
    expect(log.split('\n')[0]).not.toMatch(/ENOENT|Unknown option|Unexpected argument|argument missing/)
  })

  test.each([
    ['feed', '<rss version="2.0"><channel><item><title>停水</title></item></channel></rss>'],
    ['letter', 'Subject: water\r\n\r\nnone\r\n'],
  ])('%s names in Chinese a file it cannot read, and reads the others', async (name, bytes) => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-files-'))
    const good = join(folder, 'good')
    writeFileSync(good, bytes)
    const { code, out } = await run([name, join(folder, 'none'), folder, good])
    const [none, dir, read] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { error?: string })
    const words = '请核对路径和权限，再运行同一条命令'
    expect([none?.error, dir?.error]).toEqual([
      `${join(folder, 'none')} 不存在。${words}`,
      `${folder} 是目录，不是文件。${words}`,
    ])
    expect([code, read]).toEqual([1, expect.not.objectContaining({ error: expect.anything() })])
    rmSync(folder, { recursive: true })
  })

  test.each(['ledger verify', 'dump items', 'trace x', 'user add wang', 'policy show'])(
    '%s on a folder without a ledger says so, names the folder and makes nothing there',
    { timeout: 60_000 },
    async (words) => {
      const folder = mkdtempSync(join(tmpdir(), 'huiying-void-'))
      const env = { ...process.env, DATA_DIR: folder }
      const child = spawn(process.execPath, [join(import.meta.dirname, 'huiying.mjs'), ...words.split(' ')], { env })
      child.stdin.end()
      const log = (await child.stderr.toArray()).join('')
      expect([log, readdirSync(folder)]).toEqual([expect.stringContaining(`数据目录 ${folder} 里没有台账`), []])
      rmSync(folder, { recursive: true })
    },
  )

  test('user add gives a person a name, keeps it when roles change, and says when there is no password', {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-user-'))
    const env = { ...process.env, DATA_DIR: folder }
    const type = async (...words: string[]) => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'huiying.mjs'), ...words], { env })
      child.stdin.end()
      const [out, log] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()])
      const lines = out.join('').trimEnd().split('\n')
      const [said, ...more] = lines.map((line) => JSON.parse(line || 'null') as { name?: string } | null)
      return { said, more, log: log.join('') }
    }
    await type('book', 'open', join(import.meta.dirname, 'config', 'book.yaml'))
    const added = await type('user', 'add', 'wang', '--role', '值班员', '--name', '王晓')
    expect([added.said?.name, added.log]).toEqual(['王晓', expect.stringContaining('没有给密码')])
    expect((await type('user', 'add', 'wang', '--role', '值班长')).said?.name).toBe('王晓')
    const account = { login: 'wang', name: '王晓', roles: ['值班长'], unit: null, disabled: false, lockedUntil: null }
    expect((await type('user', 'list')).said).toEqual({ ...account, book: expect.any(String) })
    await type('user', 'add', 'zhou', '--role', '系统管理员')
    await type('user', 'disable', 'wang', '--reason', '调离')
    const { said, more } = await type('user', 'list')
    expect([said, more]).toMatchObject([{ ...account, disabled: true }, [{ login: 'zhou', roles: ['系统管理员'] }]])
    const unit = ['user', 'add', 'lin', '--role', '单位联络员']
    expect((await type(...unit)).log).toContain('单位的账号要写明是哪个单位。未作改动，请加上 --unit')
    expect((await type(...unit, '--unit', 'zjj')).log).toContain('名册中没有单位 zjj。未作改动，请从中选择：duty')
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['units:\n  - { id: a, name: 甲, short: 甲, kind: 值班房 }\n', /第 4 行：units\.0\.kind/],
    ['units:\n - id: a\n  name: 甲\n', /第 \d 行：第 \d+ 列：不是合法的 YAML，列表的各行没有对齐/],
  ])('book open on a file with a mistake names the file and the line as it stands there', async (wrong, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-book-'))
    const file = join(folder, 'own.yaml')
    writeFileSync(file, `book: main\nname: 台账\n${wrong}`)
    const env = { ...process.env, DATA_DIR: join(folder, 'data') }
    const child = spawn(process.execPath, [join(import.meta.dirname, 'huiying.mjs'), 'book', 'open', file], { env })
    const log = (await child.stderr.toArray()).join('')
    expect(log).toContain(`规则文件 ${file} 有问题，尚未写入台账；改好后再运行同一条命令：`)
    expect(log).toMatch(words)
    rmSync(folder, { recursive: true })
  })

  test('clocks: 重大 at 14:30 with an occurrence known gives C5 and C24 from it', async () => {
    const line = {
      id: 'a',
      grade: '重大',
      occurredAt: '2026-11-24T06:00:00+08:00',
      detectedAt: '2026-11-24T14:30:00+08:00',
    }
    const { code, out } = await run(['clocks'], JSON.stringify(line))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      id: 'a',
      clocks: [
        { code: 'C5', startAt: '2026-11-23T22:00:00.000Z', basis: 'occurredAt', dueAt: '2026-11-24T03:00:00.000Z' },
        { code: 'C24', startAt: '2026-11-23T22:00:00.000Z', basis: 'occurredAt', dueAt: '2026-11-24T22:00:00.000Z' },
      ],
    })
  })

  test('workdays: a bad line in the middle is answered in its place, exit 1', async () => {
    const lines = ['{"id":1,"from":"2026-09-30","add":1}', '{"id":2,"from":"2026-02-30","add":1}', '{"add":1}']
    const { code, out } = await run(['workdays'], lines.join('\n'))
    const [first, second, third] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(1)
    expect(first).toEqual({ id: 1, due: '2026-10-08', estimated: false })
    expect(second).toEqual({ id: 2, error: expect.stringContaining('2026-02-30') })
    expect(third).toEqual({ error: expect.stringContaining('from') })
  })

  test('tag: evidence is the text as written, at its offsets, and a time without offset is refused', async () => {
    const text = '①光明小区停水三天无人管，3人受伤'
    const { out, code } = await run(
      ['tag'],
      `${JSON.stringify({ id: 7, text })}\n{"id":8,"text":"a","at":"2026-01-01T00:00"}`,
    )
    const [tagged, refused] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(1)
    expect(Object.keys(tagged)).toEqual([
      ...['id', 'topics', 'gov', 'incident', 'type', 'deaths', 'serious', 'injured', 'missing'],
      ...['grade', 'suspected', 'place', 'report', 'early'],
    ])
    for (const { evidence } of tagged.topics) {
      for (const hit of evidence) expect(text.slice(hit.start, hit.end)).toBe(hit.text)
    }
    expect(refused).toEqual({ id: 8, error: expect.stringContaining('时区') })
  })

  test('tag: a short letter is judged as one, and a kind that is none is refused', async () => {
    const text = '代课七个月，教育局说钱拨了学校说没到'
    const lines = ['post', 'letter', '来信'].map((kind) => JSON.stringify({ id: kind, text, kind }))
    const { out } = await run(['tag'], lines.join('\n'))
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const topics = answers.slice(0, 2).map((one) => one.topics.map((topic: { id: string }) => topic.id))
    expect(topics).toEqual([['education'], ['education', 'wages']])
    expect(answers[2]).toEqual({ id: '来信', error: '字段 kind 应为 letter、article、post 之一' })
  })

  test('mask: the text keeps its length and what was found is at its offsets', async () => {
    const text = '联系人张伟，电话13812345678'
    const { out, code } = await run(['mask'], JSON.stringify({ id: 'm', text }))
    const masked = JSON.parse(out)
    expect(code).toBe(0)
    expect(masked.text).toHaveLength(text.length)
    expect(masked.text).not.toContain('13812345678')
    expect(masked.found).toContainEqual({ kind: 'phone', start: text.indexOf('1'), end: text.length })
  })

  test('a reader that leaves early ends the command quietly', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'huiying.mjs'), 'workdays'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const log: Buffer[] = []
    child.stderr.on('data', (chunk) => log.push(chunk))
    child.stdin.on('error', () => undefined)
    const line = '{"id":1,"from":"2026-09-30","add":1}\n'
    const feed = () => {
      while (child.exitCode === null && child.stdin.write(line.repeat(1000)));
    }
    child.stdin.on('drain', feed)
    feed()
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(Buffer.concat(log).toString()).toBe('')
  })
})
