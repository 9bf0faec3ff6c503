// What the bus says of itself in numbers: how far each group is behind its topic.
import type { Measure } from '@huiying/runtime/measure'
import type { Bus } from './bus.ts'

export function measureLag(measure: Measure, bus: Pick<Bus, 'lag'>): void {
  measure.read('huiying_bus_lag_messages', async () =>
    [...(await bus.lag())].map(([name, value]) => {
      const [topic = '', group = ''] = name.split('/')
      return { labels: { topic, group }, value }
    }),
  )
}
