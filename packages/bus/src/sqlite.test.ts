// The embedded bus under the suite every engine passes, and killed -9 in the middle of publishing.
import { fork } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Bus, Delivered, Message } from './bus.ts'
import { testBus } from './conformance.ts'
import { openSqliteBus } from './sqlite.ts'
import { KEPT_BEHIND_MAX } from './sqlite-group.ts'

testBus({
  name: 'SQLite',
  async open(options) {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-bus-'))
    const file = join(folder, 'bus.db')
    const buses = [openSqliteBus(file, options)]
    return {
      bus: buses[0]!,
      async reopen() {
        const bus = openSqliteBus(file, options)
        buses.push(bus)
        return bus
      },
      async remove() {
        // The first may hold a handler that never ends, as a crashed program would; only the last is closed.
        await buses.at(-1)!.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})

it('keeps every batch whole that it had confirmed when it was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bus-'))
  const file = join(folder, 'bus.db')
  const child = fork(new URL('./crash.child.ts', import.meta.url), [file], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let confirmed = 0
  await new Promise<void>((resolve) => {
    child.on('message', (batch: number) => {
      confirmed = batch
      if (batch === 20) child.kill('SIGKILL')
    })
    child.on('exit', () => resolve())
  })
  const bus = openSqliteBus(file, { park: async () => undefined })
  const batches = new Map<number, number>()
  await new Promise<void>((resolve) => {
    bus.subscribe({
      topic: 'item.collected',
      group: 'g',
      mode: 'share',
      batchMax: 1_000,
      async handle(messages) {
        for (const { key } of messages) batches.set(Number(key), (batches.get(Number(key)) ?? 0) + 1)
        if (batches.size >= confirmed) resolve()
      },
    })
  })
  await bus.close()
  expect(confirmed).toBeGreaterThanOrEqual(20)
  for (let batch = 1; batch <= confirmed; batch++) expect(batches.get(batch)).toBe(50)
  expect([...batches.values()].filter((count) => count !== 50)).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

it('leaves nothing in its files of what was dropped as consumed either, once it is to forget something', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bus-'))
  const bus = openSqliteBus(join(folder, 'bus.db'), { park: async () => undefined })
  const bodies = Array.from({ length: KEPT_BEHIND_MAX + 6_000 }, (_, index) => `{"id":"${index}","text":"渡口停水"}`)
  const { promise: consumed, resolve: consume } = Promise.withResolvers<void>()
  const handle = async (batch: Delivered[]) => {
    if (batch.some((one) => one.body === bodies.at(-1))) consume()
  }
  bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 2_000, handle })
  await bus.publish(bodies.map((body) => messageOf('a', body)))
  await consumed
  await bus.forget(['{"id":"25000"'])
  const kept = readdirSync(folder).flatMap(
    (name) => readFileSync(join(folder, name), 'latin1').match(/"id":"\d+/g) ?? [],
  )
  await bus.close()
  rmSync(folder, { recursive: true, force: true })
  const standing = new Set(kept.map((text) => Number(text.slice('"id":"'.length))))
  const oldest = Math.min(...standing)
  expect(oldest).toBeGreaterThanOrEqual(2_000)
  expect(standing.size).toBe(bodies.length - oldest - 1)
  expect(standing.has(25_000)).toBe(false)
})

interface Held {
  bus: Bus
  /** Keys in the order they were handled. */
  handled: string[]
  /** Resolves when all that waits has been handled. */
  letGo(): Promise<void>
  remove(): Promise<void>
}

/** A bus whose only subscriber holds its first message until it is told to go on. */
async function openHeld(): Promise<Held> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bus-'))
  const bus = openSqliteBus(join(folder, 'bus.db'), { park: async () => undefined })
  const handled: string[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: began, resolve: begin } = Promise.withResolvers<void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const handle = async (batch: Delivered[]) => {
    begin()
    await released
    for (const { key } of batch) handled.push(key)
    if (handled.at(-1) === 'last') end()
  }
  bus.subscribe({ topic: 'item.collected', group: 'g', mode: 'share', batchMax: 100, handle })
  await bus.publish([messageOf('first')])
  await began
  return {
    bus,
    handled,
    async letGo() {
      await bus.publish([messageOf('last')])
      release()
      await ended
    },
    async remove() {
      await bus.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const messageOf = (key: string, body = `{"id":"${key}"}`): Message => ({ topic: 'item.collected', key, body })

it.each([
  ['messages', 10_000, 10],
  ['letters', 100, 200_000],
])('holds few %s in memory, and gives those of the file in their order', async (_what, count, units) => {
  const held = await openHeld()
  const keys = Array.from({ length: count }, (_, index) => `k${index}`)
  for (let from = 0; from < count; from += 50) {
    await held.bus.publish(keys.slice(from, from + 50).map((key) => messageOf(key, 'x'.repeat(units))))
  }
  await held.letGo()
  expect(held.handled).toEqual(['first', ...keys, 'last'])
  await held.remove()
})

it('handles nothing from memory of what was erased while it waited', async () => {
  const held = await openHeld()
  await held.bus.publish([messageOf('item_1'), messageOf('item_2')])
  await held.bus.forget(['item_1'])
  await held.letGo()
  expect(held.handled).toEqual(['first', 'item_2', 'last'])
  await held.remove()
})
