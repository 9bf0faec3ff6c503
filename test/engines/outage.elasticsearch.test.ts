// Elasticsearch away: the ledger, its clocks and its mails do not notice; the index catches up by itself.
import { searchState } from '@huiying/console/search-notice'
import { type ElasticsearchEngine, startElasticsearch } from '@huiying/infra/engines/elasticsearch'
import { eraseContents } from '@huiying/ledger/erase'
import { openLog } from '@huiying/runtime/log'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startProgram, type TestProgram } from '../program.ts'

const START_MS_MAX = 420_000
const OUTAGE_MS_MAX = 420_000
const patient = { timeout: 120_000, interval: 200 }
let engine: ElasticsearchEngine
let program: TestProgram

beforeAll(async () => {
  engine = await startElasticsearch({ say: () => undefined })
}, START_MS_MAX)
afterAll(() => engine.stop())
afterEach(() => program.stop())

const letterOf = (what: string) => ({ subject: what, date: '2026-11-23 10:50', text: `${what}，请尽快处理。` })

async function find(text: string, kind: 'item' | 'case'): Promise<number> {
  const asked = { book: program.book, text, kind, restricted: true, limit: 9 }
  return (await program.indexer.query(asked)).total
}

it(
  'away: steps fire and mails go, a search says so, and what came meanwhile is found when it is back',
  async () => {
    const told: string[] = []
    const log = openLog('warn', { write: (line) => told.push(line) })
    program = await startProgram('2026-11-23 11:00', { env: { SEARCH_URL: `${engine.url}/outage` }, log })
    const state = () =>
      searchState({ search: program.indexer, ledger: program.ledger }, program.book, program.time.now())
    await program.drop(letterOf('化工园区化工厂爆炸，12人死亡'))
    await program.indexer.level()
    expect([await find('爆炸', 'item'), await find('爆炸', 'case')]).toEqual([1, 1])
    const { id } = await program.onlyCase()
    const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12 人死亡' } as const
    await program.done(id, judge, 'limin')
    await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
    await program.time.advance(47_000)
    await program.indexer.level()
    const mailsBefore = (await program.mails()).length
    await engine.halt('kill')

    await program.drop(letterOf('滨河小区停水三天'))
    expect(await program.queue()).toHaveLength(2)
    await program.goTo('2026-11-23 14:00')
    expect((await program.mails()).length).toBeGreaterThan(mailsBefore)
    await program.indexer.level()
    await program.indexer.level()
    expect(told.filter((line) => line.includes('index waits for its engine'))).toHaveLength(1)
    expect(await state()).toMatchObject({ kind: 'away', reason: expect.stringContaining('连不上 Elasticsearch') })

    await engine.resume()
    await vi.waitFor(async () => expect((await state()).kind).toBe('behind'), patient)
    await vi.waitFor(async () => {
      await program.indexer.level()
      expect(await find('停水', 'item')).toBe(1)
    }, patient)
    expect(await state()).toEqual({ kind: 'level' })
  },
  OUTAGE_MS_MAX,
)

it(
  'an erased letter is found no more, and an index that was lost is filled again from the ledger',
  async () => {
    program = await startProgram('2026-11-23 11:00', { env: { SEARCH_URL: `${engine.url}/erased` } })
    await program.drop(letterOf('车库渗水没人管'), letterOf('滨河小区停水三天'))
    await program.indexer.level()
    expect([await find('渗水', 'item'), await find('停水', 'item')]).toEqual([1, 1])
    const [item] = await program.ledger.read.selectFrom('item').select('id').where('title', 'like', '%渗水%').execute()
    const rule = {
      rule: '信件原文保存 3 年（本单位规则）',
      actor: 'limin',
      mailbox: `${program.folder}/mailbox`,
      outbox: `${program.folder}/outbox`,
      forget: program.bus.forget,
    }
    await eraseContents(program.ledger, { book: program.book, ids: [item!.id], ...rule }, program.time.now())
    await program.idle()
    await program.indexer.level()
    expect([await find('渗水', 'item'), await find('停水', 'item')]).toEqual([0, 1])
    const indices = (await (await fetch(`${engine.url}/erased-*`)).json()) as object
    const names = Object.keys(indices)
    await fetch(`${engine.url}/${names.join(',')}`, { method: 'DELETE' })
    await program.indexer.level()
    expect([await find('渗水', 'item'), await find('停水', 'item')]).toEqual([0, 1])
  },
  OUTAGE_MS_MAX,
)
