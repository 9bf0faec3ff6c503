// §14-13: heat as sources count it, over time; what ferments without an answer rings once.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importTable } from '@huiying/collector/import'
import { alertsOf } from '@huiying/ledger/alert'
import { heatOfCase } from '@huiying/ledger/item/heat'
import { policyOf } from '@huiying/ledger/policy'
import { verifyBooks } from '@huiying/ledger/verify/verify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beijing, startProgram, type TestProgram } from './program.ts'

let program: TestProgram
beforeEach(async () => {
  program = await startProgram('2026-11-23 10:00')
})
afterEach(() => program.stop())

const folder = mkdtempSync(join(tmpdir(), 'huiying-heat-'))

/** The list as the bought system exports it now: one post about a fire, with what it has counted. */
async function count(comments: number, reads = 0): Promise<void> {
  const path = join(folder, 'list.csv')
  const row = `https://weibo.example/1,2026-11-23 09:50,青河市化工园区仓库起火浓烟滚滚,消防正在扑救,${comments},${reads}`
  writeFileSync(path, `链接,发布时间,标题,内容,评论数,阅读量\n${row}\n`)
  const { policy } = await policyOf(program.ledger.read, program.book)
  const source = policy.sources.find((one) => one.id === 'list')!
  await importTable({ ledger: program.ledger, policy, source, path, now: program.time.now() })
  await program.settle()
}

const rung = async (caseId: string) =>
  (await alertsOf(program.ledger.read, caseId)).filter((alert) => alert.step === '放任发酵')

describe('§14-13 放任发酵', () => {
  it('doubling within two hours by fifty and more, unanswered, rings 值班长 once', async () => {
    await count(30)
    const { id } = await program.onlyCase()
    await program.goTo('2026-11-23 12:05')
    await count(60)
    await program.goTo('2026-11-23 12:07')
    expect(await rung(id)).toEqual([])
    await program.goTo('2026-11-23 12:15')
    await count(95)
    await program.goTo('2026-11-23 12:16')
    const [alert, ...more] = await rung(id)
    expect([alert?.reason, more]).toEqual(['2 小时内热度由 31 升到 96，尚无权威回应', []])
    await program.goTo('2026-11-23 12:45')
    expect(await rung(id)).toHaveLength(1)
  })

  it('answered with 进展 it does not ring', async () => {
    await count(30)
    const { id } = await program.onlyCase()
    await program.done(id, {
      ...{
        do: 'response.record',
        statement: '进展',
        unit: 'yjj',
        channel: '微博“青河应急”',
        url: 'https://weibo.example/yjj/1',
      },
      ...{
        screenshot: null,
        publishedAt: beijing('2026-11-23 10:00'),
        reviewed: true,
        summary: '明火已扑灭，无人伤亡',
      },
    })
    await program.goTo('2026-11-23 11:30')
    await count(400)
    await program.goTo('2026-11-23 11:32')
    expect(await rung(id)).toEqual([])
  })

  it('heat raises no grade and starts no clock', async () => {
    await count(30)
    const before = await program.onlyCase()
    await program.goTo('2026-11-23 11:30')
    await count(90_000, 5_000_000)
    const after = await program.onlyCase()
    expect([after.grade, after.suspected, after.clocks.length]).toEqual([
      before.grade,
      before.suspected,
      before.clocks.length,
    ])
  })
})

it('readings are a series on record: the same numbers again are none, and verify finds a changed one', async () => {
  await count(30, 1_000)
  await count(30, 1_000)
  await program.goTo('2026-11-23 10:30')
  await count(45, 9_000)
  const { id } = await program.onlyCase()
  const series = await heatOfCase(program.ledger.read, id)
  expect(series.map((one) => [one.at, one.comments, one.reads])).toEqual([
    [beijing('2026-11-23 10:00'), 30, 1_000],
    [beijing('2026-11-23 10:30'), 45, 9_000],
  ])
  expect((await verifyBooks(program.ledger.read, null))[0]).toMatchObject({ ok: true })
  const change = (from: number, to: number) =>
    program.ledger.write(({ db }) =>
      db.updateTable('itemHeat').set({ comments: to }).where('comments', '=', from).execute(),
    )
  await change(45, 3)
  expect((await verifyBooks(program.ledger.read, null))[0]).toMatchObject({
    ok: false,
    table: 'itemHeat',
    reason: 'hash',
  })
  await change(3, 45)
})
