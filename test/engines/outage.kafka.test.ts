// Kafka away, emptied, read again from its beginning, fed with poison: what the desk has to see all the same.
import { type KafkaEngine, startKafka } from '@huiying/infra/engines/kafka'
import { headOf } from '@huiying/ledger/book'
import { takeOutbox } from '@huiying/ledger/outbox'
import { listParked, replay } from '@huiying/ledger/park'
import { openLog } from '@huiying/runtime/log'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startProgram, type TestProgram } from '../program.ts'
import { collectAndCarry } from './carry.ts'

const START_MS_MAX = 420_000
const OUTAGE_MS_MAX = 420_000
/** The fourth wait of the relay is the longest there is. */
const CEILING = 4
const patient = { timeout: 120_000, interval: 200 }
let kafka: KafkaEngine
let program: TestProgram
let runs = false
let isDown = false
let serial = 0

beforeAll(async () => {
  kafka = await startKafka({ say: () => undefined })
}, START_MS_MAX)
afterAll(() => kafka.stop())
afterEach(async () => {
  if (isDown) await bringBack()
  if (runs) await stop()
})

async function start(options: Parameters<typeof startProgram>[1], at = '2026-11-23 11:00'): Promise<void> {
  program = await startProgram(at, options)
  runs = true
}
async function stop(): Promise<void> {
  runs = false
  await program.stop()
}
async function takeAway(): Promise<void> {
  await kafka.halt('kill')
  isDown = true
}
async function bringBack(): Promise<void> {
  await kafka.resume()
  isDown = false
}
/** The collector looks at a new file twice before it takes it. */
async function collect(collector: TestProgram['collector'], count: number): Promise<void> {
  for (let taken = 0; taken < count; ) taken += await collector.turn(program.time.now())
}

const urlOf = (prefix: string) => `${kafka.url}?prefix=${prefix}&partitions=3&session=6000&rebalance=3000`
const newPrefix = () => `outage${++serial}.`
const letterOf = (what: string) => ({ subject: what, date: '2026-11-23 10:50', text: `${what}，请尽快处理。` })

async function withAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: [kafka.plain], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  return work(admin).finally(() => admin.disconnect())
}

const items = (on: TestProgram) => on.ledger.read.selectFrom('item').select('id').execute()

it(
  'away until the relay waits longest: letters are taken, steps fire, mails go; all is on the queue when it is back',
  async () => {
    let refused = 0
    const log = openLog('error', {
      write(line) {
        if (line.includes('"msg":"relay"')) refused++
      },
    })
    await start({ env: { BUS_URL: urlOf(newPrefix()) }, log })
    await program.drop(letterOf('化工园区化工厂爆炸，12人死亡'))
    const { id } = await program.onlyCase()
    const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12 人死亡' } as const
    await program.done(id, judge, 'limin')
    await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
    const mailsBefore = (await program.mails()).length
    await takeAway()

    await program.put(letterOf('滨河小区停水三天'), letterOf('锦绣家园电梯坏了'))
    await collect(program.collector, 2)
    expect((await items(program)).length).toBe(3)
    await program.time.advance(3 * 3_600_000)
    await program.tracker.turn(program.time.now())
    await program.notifier.turn(program.time.now())
    expect((await program.mails()).length).toBeGreaterThan(mailsBefore)
    expect((await takeOutbox(program.ledger, 100)).length).toBeGreaterThan(0)
    await vi.waitFor(() => expect(refused).toBeGreaterThanOrEqual(CEILING), patient)

    await bringBack()
    await vi.waitFor(async () => expect(await program.queue()).toHaveLength(3), patient)
    await vi.waitFor(async () => expect(await takeOutbox(program.ledger, 1)).toEqual([]), patient)
    expect(await listParked(program.ledger.read, 9)).toEqual([])
  },
  OUTAGE_MS_MAX,
)

it(
  'all topics deleted with letters in them: the items without a verdict come back from the ledger',
  async () => {
    const prefix = newPrefix()
    // No tagger and no tracker yet: the letters get as far as their topic.
    await start({ env: { BUS_URL: urlOf(newPrefix()) } })
    await stop()
    const { folder } = program
    await collectAndCarry(program, urlOf(prefix), [letterOf('滨河小区停水三天'), letterOf('锦绣家园电梯坏了')])
    await withAdmin(async (admin) => {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix))
      await admin.deleteTopics({ topics })
    })

    await start({ folder, env: { BUS_URL: urlOf(prefix) } }, '2026-11-23 11:10')
    expect(await program.queue()).toEqual([])
    await vi.waitFor(() => program.feedAgain(), patient)
    await vi.waitFor(async () => expect(await program.queue()).toHaveLength(2), patient)
  },
  OUTAGE_MS_MAX,
)

it(
  'all topics read again from offset 0: not one entry more',
  async () => {
    const prefix = newPrefix()
    const env = { BUS_URL: urlOf(prefix) }
    await start({ env })
    await program.drop(letterOf('滨河小区停水三天'), letterOf('锦绣家园电梯坏了'), letterOf('化工厂爆炸，3人死亡'))
    const before = await headOf(program.ledger.read, program.book)
    const { folder } = program
    await stop()
    await withAdmin(async (admin) => {
      const { groups } = await admin.listGroups()
      for (const { groupId } of groups.filter((group) => group.groupId.startsWith(prefix) && /@/.test(group.groupId))) {
        const topic = prefix + groupId.split('@')[1]
        await vi.waitFor(() => admin.resetOffsets({ groupId, topic, earliest: true }), patient)
      }
    })
    await start({ folder, env }, '2026-11-23 11:01')
    await program.idle()
    // Nothing is waited for although each group began anew: it was all read once more.
    expect([...(await program.bus.lag()).values()].every((count) => count === 0)).toEqual(true)
    expect(await headOf(program.ledger.read, program.book)).toEqual(before)
  },
  OUTAGE_MS_MAX,
)

it(
  'a message that cannot be read is parked with its reason, blocks nobody, and a replay tries it again',
  async () => {
    await start({ env: { BUS_URL: urlOf(newPrefix()) } })
    const poison = { topic: 'item.tagged' as const, key: program.book, body: JSON.stringify({ book: program.book }) }
    await program.bus.publish([poison, { ...poison, key: 'torn', body: '{"book":' }])
    await program.drop(letterOf('滨河小区停水三天'))
    expect(await program.queue()).toHaveLength(1)
    const all = await listParked(program.ledger.read, 9)
    expect(all.map((one) => one.key).sort()).toEqual([program.book, 'torn'])
    const parked = all.find((one) => one.key === program.book)
    expect(parked).toMatchObject({ topic: 'item.tagged' })
    expect(parked!.reason).not.toBe('')
    await program.time.advance(60_000)
    expect(await replay(program.ledger, parked!.id, program.book, 'limin', program.time.now())).toBe(true)
    await program.idle()
    const again = (await listParked(program.ledger.read, 9)).find((one) => one.key === program.book)
    expect([again!.id, again!.at]).toEqual([parked!.id, program.time.now()])
  },
  OUTAGE_MS_MAX,
)
