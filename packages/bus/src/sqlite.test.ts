// The embedded bus under the suite every engine passes, and killed -9 in the middle of publishing.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testBus } from './conformance.ts'
import { openSqliteBus } from './sqlite.ts'

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
