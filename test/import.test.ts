// Bought lists and 12345 exports through the whole program: looked at first, each row once, bad rows told and mended.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ImportOptions, importTable, type Reject } from '@huiying/collector/import'
import { dump } from '@huiying/ledger/copy/dump'
import { policyOf } from '@huiying/ledger/policy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beijing, startProgram, type TestProgram } from './program.ts'

let program: TestProgram
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-import-'))
  program = await startProgram('2026-11-23 10:00')
})
afterEach(() => program.stop())

const header = '序号,发布时间,平台,标题,内容,原文链接,阅读量'
const row = (n: number, title: string, at = '2026-11-23 09:30') =>
  `${n},${at},微博,${title},青河市${title}的详细经过，附近居民说从早上开始。,https://weibo.example/qh/${n},${n * 100}`

function fileOf(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function take(path: string, more: Partial<ImportOptions> = {}, sourceId = 'list') {
  const { policy } = await policyOf(program.ledger.read, program.book)
  const source = policy.sources.find((one) => one.id === sourceId)!
  const result = await importTable({ ledger: program.ledger, policy, source, path, now: program.time.now(), ...more })
  await program.settle()
  return result
}

const items = () => program.ledger.read.selectFrom('item').selectAll().orderBy('ownId').execute()

describe('a list', () => {
  it('is taken row by row, with dates, platforms and masked people', async () => {
    const path = fileOf('a.csv', `${header}\n${row(1, '化工园区冒黑烟')}\n${row(2, '王小明13812345678说水发黄')}\n`)
    const result = await take(path)
    expect([result.rows, result.taken, result.known, result.bad, result.problems]).toEqual([2, 2, 0, 0, []])
    const [first, second] = await items()
    expect(first).toMatchObject({
      platform: '微博',
      kind: 'post',
      publishedAt: beijing('2026-11-23 09:30'),
      backfill: 0,
    })
    expect(second!.title).not.toContain('13812345678')
  })

  it('the same file twice changes nothing, and a row that says more is a revision', async () => {
    const path = fileOf('a.csv', `${header}\n${row(1, '化工园区冒黑烟')}\n`)
    await take(path)
    expect(await take(path)).toMatchObject({ taken: 0, known: 1 })
    await take(fileOf('b.csv', `${header}\n${row(1, '化工园区冒黑烟已扑灭')}\n`))
    const rows = await items()
    expect(rows.map((one) => [one.revision, one.title])).toEqual([[2, '化工园区冒黑烟已扑灭']])
  })

  it('§14-6: what is known to be older than a day is 历史回填 and opens nothing', async () => {
    const old = row(1, '化工园区爆炸致12人死亡', '2026-11-20 09:00')
    const path = fileOf('a.csv', `${header}\n${old}\n${row(2, '江边有人钓鱼')}\n`)
    expect(await take(path)).toMatchObject({ taken: 2, backfilled: 1 })
    expect(await take(path)).toMatchObject({ taken: 0, backfilled: 0 })
    expect(await program.queue()).toEqual([])
    expect((await items())[0]!.backfill).toBe(1)
  })

  it('whose columns do not fit is not taken, and says which', async () => {
    const path = fileOf('a.csv', '甲,乙,丙\n1,2,3\n')
    const result = await take(path)
    expect(result.problems.join()).toContain('--map')
    expect(await items()).toEqual([])
    const dates = fileOf('b.csv', `${header}\n${[1, 2, 3].map((n) => row(n, '停水', '不详')).join('\n')}\n`)
    expect((await take(dates)).problems.join()).toContain('不是时间')
    expect(await items()).toEqual([])
  })

  it('takes a short list of which one row has no readable time, and says which row', async () => {
    const rows = [row(1, '停水'), row(2, '停电'), row(3, '停气', '不详')]
    const result = await take(fileOf('a.csv', `${header}\n${rows.join('\n')}\n`))
    expect([result.taken, result.problems, result.rejects]).toEqual([
      2,
      [],
      [{ line: 4, reason: '时间“不详”不是日期' }],
    ])
  })

  it('without a header is not taken, and says that a line of headings is to be added', async () => {
    const { taken, problems } = await take(fileOf('a.csv', '东风路积水没人管,微博\n城西公交停运,微博\n'))
    expect([taken, problems.join()]).toEqual([0, expect.stringContaining('请在最上面加一行列名')])
  })

  it('has its columns named once and remembered for its source', async () => {
    const path = fileOf('a.csv', '何时,说了什么,哪里发的\n2026-11-23 08:00,东湖小区停水,微博\n')
    const mapping = { 何时: 'at', 说了什么: 'title', 哪里发的: 'platform' } as const
    expect(await take(path, { mapping })).toMatchObject({ taken: 1, problems: [] })
    const next = fileOf('b.csv', '何时,说了什么,哪里发的\n2026-11-23 09:00,西湖小区停电,论坛\n')
    expect(await take(next)).toMatchObject({ taken: 1, mapping, problems: [] })
  })

  it('tells bad rows with line and reason, and takes them when mended, once', async () => {
    const good = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => row(n, `第${n}条`))
    const bad = '9,2026-13-45,微博,日期错了,内容,,1'
    const path = fileOf('a.csv', `${header}\n${[...good, bad].join('\n')}\n`)
    const rejects: Reject[] = []
    const onReject = async (one: Reject) => void rejects.push(one)
    const result = await take(path, { onReject })
    expect([result.taken, result.rejects]).toEqual([8, [{ line: 10, reason: '时间“2026-13-45”不是日期' }]])
    const mended = `${header},原文件,原行号\n9,2026-11-23 09:00,微博,日期错了,内容,,1,${result.file},${rejects[0]!.line}\n`
    expect(await take(fileOf('b.csv', mended))).toMatchObject({ taken: 1 })
    // The whole file mended by hand: the row is the one taken before.
    expect(await take(fileOf('c.csv', mended))).toMatchObject({ taken: 0, known: 1 })
  })

  it('a row marked 机密★ is quarantined, shown nowhere and listed in no file', async () => {
    const told: string[] = []
    const rows = [1, 2, 3, 4, 5].map((n) => row(n, `第${n}条`))
    const path = fileOf('a.csv', `${header}\n${rows.join('\n')}\n6,2026-11-23 09:00,微博,机密★关于某事,内容,,1\n`)
    const result = await take(path, { onReject: async ({ reason }) => void told.push(reason) })
    expect([result.taken, result.classified, told]).toEqual([5, 1, []])
    const entries = await program.ledger.read.selectFrom('entry').select(['act', 'body']).execute()
    expect(entries.filter((one) => one.act === 'item.quarantined')).toHaveLength(1)
    expect(JSON.stringify(entries)).not.toContain('关于某事')
  })
})

it('a 12345 export brings letters, each with its own LET, and one matter is one case', async () => {
  const orders = (n: number, matter: string) => `GD2026-${n},2026-11-23 08:0${n},${matter}，请尽快解决。`
  const same = '东湖小区三号楼停水两天，居民用水困难'
  const path = fileOf('a.csv', `工单编号,来电时间,诉求内容\n${orders(1, same)}\n${orders(2, same)}\n`)
  expect(await take(path, {}, 'hotline')).toMatchObject({ taken: 2 })
  await program.drop({ subject: same, text: `${same}，请尽快解决。`, date: '2026-11-23 09:00' })
  const state = await program.onlyCase()
  expect(state.items).toBe(3)
  const lets = (await program.clocks(state.id)).filter((clock) => clock.code === 'LET')
  expect(lets).toHaveLength(3)
})

it('cancelled midway, what is on record stays; the same file goes on to the end', async () => {
  const rows = Array.from({ length: 1_200 }, (_, n) => row(n, `第${n}条消息`))
  const path = fileOf('a.csv', `${header}\n${rows.join('\n')}\n`)
  const stop = new AbortController()
  const first = await take(path, { signal: stop.signal, onProgress: () => stop.abort() })
  expect(first).toMatchObject({ cancelled: true, taken: 500 })
  expect(await take(path)).toMatchObject({ cancelled: false, taken: 700, known: 500 })
  expect(await items()).toHaveLength(1_200)
})

it('killed with -9 between batches, nothing is lost and nothing doubled', { timeout: 120_000 }, async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => row(n, `第${n}条消息`))
  const path = fileOf('a.csv', `${header}\n${rows.join('\n')}\n`)
  const cli = new URL('../infra/cli.ts', import.meta.url)
  const script = `import { main } from ${JSON.stringify(cli.href)}; await main(process.argv.slice(1))`
  const args = ['--input-type=module', '--eval', script, 'import', path, '--source', 'list']
  const env = { ...process.env, DATA_DIR: program.folder }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const chunk of child.stderr) if (String(chunk).includes('新收')) child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  const kept = (await items()).length
  expect(kept).toBeGreaterThan(0)
  expect(await take(path)).toMatchObject({ known: kept, taken: 3_000 - kept })
  const ids = new Set((await dump(program.ledger.read, 'items', null)).map((one) => one.id))
  expect(ids.size).toBe(3_000)
})
