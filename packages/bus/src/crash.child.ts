// A program that publishes batches of 50 until it is killed, telling its parent of each that was confirmed.
import { openSqliteBus } from './sqlite.ts'

const bus = openSqliteBus(process.argv[2]!, { park: async () => undefined })
for (let batch = 1; ; batch++) {
  await bus.publish(
    Array.from({ length: 50 }, () => ({ topic: 'item.collected' as const, key: String(batch), body: '{}' })),
  )
  process.send?.(batch)
}
