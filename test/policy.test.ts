// The rules of a book in use: looked at, held against the State Council's numbers, adopted while the program runs.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runPolicy } from '@huiying/infra/command/policy'
import { savePerson } from '@huiying/ledger/person/person'
import { verify } from '@huiying/ledger/verify/verify'
import { readSettings } from '@huiying/runtime/settings'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

let program: TestProgram
async function start(): Promise<void> {
  program = await startProgram('2026-11-23 11:00')
  const admin = { login: 'xitong', book: program.book, name: '周平', roles: ['系统管理员' as const], unit: null }
  await savePerson(program.ledger, { ...admin, password: null }, 'system', program.time.now())
}

async function policy(...args: string[]): Promise<{ code: number; output: string; log: string }> {
  const [output, log] = [new PassThrough(), new PassThrough()]
  const streams = { input: new PassThrough(), output, log }
  const said = Promise.all([text(output), text(log)])
  const code = await runPolicy(args, { ledger: program.ledger, now: program.time.now() }, streams).catch((error) => {
    log.write(`${(error as Error).message}\n`)
    return 1
  })
  output.end()
  log.end()
  const [out, told] = await said
  return { code, output: out, log: told }
}

/** The rules in force with a new version number and one thing said otherwise, in a file. */
async function changed(from: string, to: string, version = '青河测试-2'): Promise<string> {
  const { output } = await policy('show')
  expect(output).toContain(from)
  const file = join(program.folder, 'rules.yaml')
  writeFileSync(file, output.replace('version: 青河测试-1', `version: ${version}`).replaceAll(from, to))
  return file
}

const adoption = ['--reason', '青办发〔2026〕12号', '--by', 'xitong']
const letter = (subject: string) => ({ subject, date: '2026-11-23 10:50', text: `青河市${subject}，请尽快处理。` })
const dutyMail = 'zhiban@wxb.qinghe.example'

async function recipients(): Promise<string[]> {
  return [...new Set((await program.mails()).map((mail) => mail.to))]
}

describe('the rules', () => {
  beforeEach(start)
  afterEach(() => program.stop())

  it('shown, changed and adopted: the next mail goes by them, without a restart, and the chain holds', async () => {
    const file = await changed(dutyMail, 'zhiban-new@wxb.qinghe.example')
    const { code, output, log } = await policy('adopt', file, ...adoption)
    expect([code, log]).toEqual([0, expect.stringMatching(/^已采用：规则 [0-9a-f]{8}，2 处不同/)])
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { path: string }).path),
    ).toEqual(['version', 'units.wxb.contacts.wxb-zb1.mail'])
    await program.drop(letter('化工园区化工厂爆炸，12人死亡'))
    expect(await recipients()).toContain('zhiban-new@wxb.qinghe.example')
    expect(await recipients()).not.toContain(dutyMail)
    const results = await verify(readSettings({ DATA_DIR: program.folder }), {})
    expect(results.map((one) => one.ok)).toEqual([true])
  })

  it('an open case keeps the version it names', async () => {
    await program.drop(letter('滨江壹号逾期交房'))
    const before = await program.onlyCase()
    expect((await policy('adopt', await changed('short: 市住建局', 'short: 市建设局'), ...adoption)).code).toBe(0)
    await program.drop(letter('渡口社区停水'))
    const [after, other] = (await program.queue()).map((row) => row.state)
    const kept = [after!, other!].find((state) => state.id === before.id)!
    const fresh = [after!, other!].find((state) => state.id !== before.id)!
    expect(kept.policy).toBe(before.policy)
    expect(fresh.policy).not.toBe(before.policy)
  })

  it('each adoption is listed with who and why, the one in force first', async () => {
    await policy('adopt', await changed('short: 市住建局', 'short: 市建设局'), ...adoption)
    const { output } = await policy('list')
    const rows = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(rows).toMatchObject([
      { version: '青河测试-2', by: 'xitong', reason: '青办发〔2026〕12号' },
      { version: '青河测试-1', by: 'system', reason: '建册' },
    ])
  })
})

const refused: [what: string, from: string, to: string, version: string, args: string[], says: RegExp][] = [
  [
    'looser than the State Council',
    'minutes: 300',
    'minutes: 360',
    '青河测试-2',
    adoption,
    /360 分钟，长于 国办发〔2016〕80号的 300/,
  ],
  ['no new version number', 'short: 市住建局', 'short: 市建设局', '青河测试-1', adoption, /version 仍是 青河测试-1/],
  [
    'of another book',
    'book: qinghe',
    'book: baihe',
    '青河测试-2',
    adoption,
    /这是台账册 baihe 的规则，本台账册是 qinghe/,
  ],
  ['no YAML', 'short: 市住建局', 'short: [市住建局', '青河测试-2', adoption, /第 \d+ 行：/],
  [
    'no reason',
    'short: 市住建局',
    'short: 市建设局',
    '青河测试-2',
    ['--by', 'xitong'],
    /policy adopt 文件.yaml --reason 文号或原因 --by 登录名/,
  ],
  [
    'by nobody known',
    'short: 市住建局',
    'short: 市建设局',
    '青河测试-2',
    ['--reason', 'x', '--by', 'sun'],
    /sun 不是.*系统管理员/,
  ],
  [
    'by one with another role',
    'short: 市住建局',
    'short: 市建设局',
    '青河测试-2',
    ['--reason', 'x', '--by', 'limin'],
    /limin 不是/,
  ],
]

describe('refused, and the rules in force stay', () => {
  beforeAll(start)
  afterAll(() => program.stop())

  it('those in force themselves: a check says that nothing differs, adopting them is refused', async () => {
    const { output } = await policy('show')
    const file = join(program.folder, 'same.yaml')
    writeFileSync(file, output)
    expect(await policy('check', file)).toEqual({ code: 0, output: '', log: '与现行规则没有差别，不需要采用。\n' })
    const { code, log } = await policy('adopt', file, ...adoption)
    expect([code, log]).toEqual([1, '与现行规则没有差别，不需要采用。没有采用，现行规则不变。\n'])
    expect((await policy('show')).output).toBe(output)
  })

  it.each(refused)('%s', async (_what, from, to, version, args, says) => {
    const { output: before } = await policy('show')
    const { code, log } = await policy('adopt', await changed(from, to, version), ...args)
    expect([code, log]).toEqual([1, expect.stringMatching(says)])
    expect((await policy('show')).output).toBe(before)
  })

  it('a unit that still has work', async () => {
    await program.drop(letter('滨江壹号逾期交房'))
    const { id } = await program.onlyCase()
    await program.done(
      id,
      { do: 'case.judge', verdict: '确认', grade: '非突发', type: null, reason: '一般诉求' },
      'limin',
    )
    await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '住房' }, 'limin')
    const { log } = await policy('check', await changed('zjj', 'zfj'))
    expect(log).toContain('单位 zjj 还有 1 件交办未办结')
  })
})
