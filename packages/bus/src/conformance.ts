// What every bus engine must do, as one suite; an engine that cannot run a test skips it by name, with a reason.
import { describe, expect, it } from 'vitest'
import type { Bus, BusOptions, Delivered, Message } from './bus.ts'
import { collect, expectCalls } from './collect.ts'

export interface BusSuite {
  name: string
  /** Opens an empty engine; `reopen` lets go of it without a word, as a crash does, and opens the same data again. */
  open(options: BusOptions): Promise<{ bus: Bus; reopen(): Promise<Bus>; remove(): Promise<void> }>
  skip?: { test: string; reason: string }[]
}

const message = (key: string, n: number): Message => ({ topic: 'item.collected', key, body: JSON.stringify({ n }) })
const numberOf = (one: Message): number => (JSON.parse(one.body) as { n: number }).n
const engineFailure = () => Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' })

type Opened = Awaited<ReturnType<BusSuite['open']>> & {
  parked: [Message, string][]
  pauses: (string | null)[]
  /** The next park fails as on a full disk. */
  failParkOnce(): void
}

type Run = (name: string, body: (opened: Opened) => Promise<void>) => void

export function testBus(suite: BusSuite): void {
  const run: Run = (name: string, body: (opened: Opened) => Promise<void>) => {
    const skipped = suite.skip?.find((one) => one.test === name)
    if (skipped !== undefined) return it.skip(`${name} (${skipped.reason})`, () => undefined)
    it(name, async () => {
      const parked: [Message, string][] = []
      const pauses: (string | null)[] = []
      let full = false
      const opened = await suite.open({
        async park(one, reason) {
          if (full) {
            full = false
            throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
          }
          parked.push([one, reason])
        },
        onPause: (_subscription, reason) => pauses.push(reason),
      })
      try {
        const failParkOnce = () => {
          full = true
        }
        await body({ ...opened, parked, pauses, failParkOnce })
      } finally {
        await opened.remove()
      }
    })
  }
  describe(`bus: ${suite.name}`, () => {
    testDelivery(run)
    testSharing(run)
    testGroups(run)
    testFailures(run)
    testWaiting(run)
    testForgetting(run)
  })
}

function testDelivery(run: Run): void {
  run('delivers what was published before and after the subscription, in the order of each key', async ({ bus }) => {
    await bus.publish([1, 2, 3].map((n) => message('a', n)))
    const reader = collect(bus, 6)
    await bus.publish([4, 5, 6].map((n) => message('a', n)))
    await reader.reached
    expect(reader.got.map(numberOf)).toEqual([1, 2, 3, 4, 5, 6])
  })
  run('keeps batches within their bound', async ({ bus }) => {
    await bus.publish(Array.from({ length: 25 }, (_, n) => message('a', n)))
    const reader = collect(bus, 25, { batchMax: 10 })
    await reader.reached
    expect(Math.max(...reader.batches)).toBeLessThanOrEqual(10)
  })
  run('goes on after a restart where the group had acknowledged', async ({ bus, reopen }) => {
    await bus.publish([1, 2, 3].map((n) => message('a', n)))
    const first = collect(bus, 3)
    await first.reached
    await first.subscription.stop()
    await bus.publish([message('a', 4)])
    const again = collect(await reopen(), 1)
    await again.reached
    expect(again.got.map(numberOf)).toEqual([4])
  })
  run('delivers again what was handled but never acknowledged', async ({ bus, reopen }) => {
    await bus.publish([message('a', 1)])
    const started = expectCalls(1)
    // The handler never ends: the crash comes in the middle of it.
    const handle = () => new Promise<void>(() => started.call())
    bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 10, handle })
    await started.reached
    const again = collect(await reopen(), 1)
    await again.reached
    expect(again.got.map(numberOf)).toEqual([1])
  })
}

function testSharing(run: Run): void {
  run('gives each message to one of those who share, in the order of each key', async ({ bus }) => {
    const order = new Map<string, number[]>()
    const all = expectCalls(40)
    const handled = { one: 0, two: 0 }
    const share = (name: 'one' | 'two') =>
      bus.subscribe({
        topic: 'item.collected',
        group: 'g',
        mode: 'share',
        batchMax: 3,
        async handle(batch) {
          for (const one of batch) {
            order.set(one.key, [...(order.get(one.key) ?? []), numberOf(one)])
            handled[name]++
            all.call()
          }
        },
      })
    share('one')
    share('two')
    await bus.publish(Array.from({ length: 20 }, (_, n) => message('a', n)))
    await bus.publish(Array.from({ length: 20 }, (_, n) => message('b', n)))
    await all.reached
    const rising = Array.from({ length: 20 }, (_, n) => n)
    expect([order.get('a'), order.get('b')]).toEqual([rising, rising])
    expect(handled.one + handled.two).toBe(40)
  })
  run('goes on with those who still share when one has stopped', async ({ bus }) => {
    const first = collect(bus, 2)
    const second = collect(bus, 2)
    await first.subscription.stop()
    await bus.publish([1, 2].map((n) => message('a', n)))
    await second.reached
    expect([first.got.length, second.got.map(numberOf)]).toEqual([0, [1, 2]])
  })
}

function testGroups(run: Run): void {
  run('gives each group every message', async ({ bus }) => {
    const one = collect(bus, 2, { group: 'one' })
    const two = collect(bus, 2, { group: 'two' })
    await bus.publish([message('a', 1), message('b', 2)])
    await Promise.all([one.reached, two.reached])
    // Only messages of one key keep their order.
    expect([one, two].map((reader) => reader.got.map(numberOf).sort())).toEqual([
      [1, 2],
      [1, 2],
    ])
  })
  run('gives every message a position, unique and rising for each key', async ({ bus }) => {
    await bus.publish(Array.from({ length: 12 }, (_, n) => message(n % 2 === 0 ? 'a' : 'b', n)))
    const reader = collect(bus, 12, { batchMax: 5 })
    await reader.reached
    const places = (key: string) => reader.got.filter((one) => one.key === key).map((one) => one.position)
    for (const key of ['a', 'b']) expect(places(key)).toEqual([...new Set(places(key))].sort((x, y) => x - y))
  })
  run('gives subscribers to all every message from now on, and none from before', async ({ bus }) => {
    await bus.publish([message('a', 1)])
    const screens = [collect(bus, 1, { mode: 'all' }), collect(bus, 1, { mode: 'all' })]
    await bus.publish([message('a', 2)])
    await Promise.all(screens.map((screen) => screen.reached))
    expect(screens.map((screen) => screen.got.map(numberOf))).toEqual([[2], [2]])
  })
  run('tells how much each group has still to read', async ({ bus }) => {
    const reader = collect(bus, 1)
    await bus.publish([message('a', 1)])
    await reader.reached
    await reader.subscription.stop()
    await bus.publish([message('a', 2), message('a', 3)])
    expect((await bus.lag()).get('item.collected/g')).toBe(2)
    const again = collect(bus, 2)
    await again.reached
    await again.subscription.stop()
    expect((await bus.lag()).get('item.collected/g')).toBe(0)
  })
  run('refuses a message that is too large, and keeps none of its batch', async ({ bus }) => {
    const large = { ...message('a', 1), body: JSON.stringify('长'.repeat(100_000)) }
    await expect(bus.publish([message('a', 0), large])).rejects.toThrow('too large')
    const reader = collect(bus, 1)
    await bus.publish([message('a', 2)])
    await reader.reached
    expect(reader.got.map(numberOf)).toEqual([2])
  })
}

function testFailures(run: Run): void {
  run('parks a message that fails three times, with its reason, and blocks nobody', async ({ bus, parked }) => {
    let tries = 0
    const good = expectCalls(2)
    const handle = async (batch: Delivered[]) => {
      if (batch.some((one) => numberOf(one) === 2)) {
        if (batch.length === 1) tries++
        throw new Error('cannot be read')
      }
      for (const _ of batch) good.call()
    }
    bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 10, handle })
    await bus.publish([1, 2, 3].map((n) => message('a', n)))
    await good.reached
    expect(tries).toBe(3)
    expect(parked.map(([one, reason]) => [numberOf(one), reason])).toEqual([[2, 'cannot be read']])
  })
  run('gives a parked message to whoever replays it', async ({ bus, parked }) => {
    let broken = true
    const good = expectCalls(1)
    const bad = expectCalls(3)
    const handle = async (batch: Delivered[]) => {
      if (broken && batch.length === 1) bad.call()
      if (broken) throw new Error('cannot be read')
      good.call()
    }
    bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 1, handle })
    await bus.publish([message('a', 1)])
    await bad.reached
    broken = false
    await bus.publish([message('a', 1)])
    await good.reached
    expect(parked.length).toBeLessThanOrEqual(1)
  })
}

function testForgetting(run: Run): void {
  run('forgets the messages that name an id, and keeps the others', async ({ bus }) => {
    const seen: number[] = []
    const done = expectCalls(1)
    await bus.publish([message('a', 71), message('b', 72), message('c', 73)])
    await bus.forget(['{"n":72}'])
    const handle = async (batch: Delivered[]) => {
      seen.push(...batch.map(numberOf))
      if (seen.includes(73)) done.call()
    }
    bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 10, handle })
    await done.reached
    expect(seen).toEqual([71, 73])
  })
}

function testWaiting(run: Run): void {
  run('waits when a message cannot be parked, and parks it once', async ({ bus, parked, failParkOnce, pauses }) => {
    failParkOnce()
    const good = expectCalls(1)
    const handle = async (batch: Delivered[]) => {
      if (batch.some((one) => numberOf(one) === 1)) throw new Error('cannot be read')
      good.call()
    }
    bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 10, handle })
    await bus.publish([1, 2].map((n) => message('a', n)))
    await good.reached
    expect(parked.map(([one]) => numberOf(one))).toEqual([1])
    expect(pauses[0]).toBe('磁盘已满')
  })
  run('parks nothing twice when an engine fails in the middle of a batch', async ({ bus, parked }) => {
    let down = true
    const good = expectCalls(1)
    const handle = async (batch: Delivered[]) => {
      if (batch.some((one) => numberOf(one) === 1)) throw new Error('cannot be read')
      if (down) {
        down = false
        throw engineFailure()
      }
      good.call()
    }
    await bus.publish([1, 2].map((n) => message('a', n)))
    bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 10, handle })
    await good.reached
    expect(parked.map(([one]) => numberOf(one))).toEqual([1])
  })
  run(
    'pauses for a failing engine and goes on with the same batch, parking nothing',
    async ({ bus, parked, pauses }) => {
      let down = true
      const got: number[][] = []
      const done = expectCalls(1)
      const handle = async (batch: Delivered[]) => {
        if (down) {
          down = false
          throw engineFailure()
        }
        got.push(batch.map(numberOf))
        done.call()
      }
      await bus.publish([1, 2].map((n) => message('a', n)))
      const subscription = bus.subscribe({
        topic: 'item.collected',
        group: 'g',
        mode: 'share',
        batchMax: 10,
        handle,
      })
      await done.reached
      expect(got).toEqual([[1, 2]])
      expect(parked).toEqual([])
      // Told when it waits, with the reason, and when it goes on.
      await subscription.stop()
      expect(pauses).toEqual(['服务未启动', null])
    },
  )
}
