// A broker that goes away makes a service that needs it unready, with the reason; its return makes it ready again.
import { openBus } from '@huiying/bus/open'
import { busPart } from '@huiying/bus/ready'
import { type KafkaEngine, startKafka } from '@huiying/infra/engines/kafka'
import { openProbe } from '@huiying/runtime/probe'
import { openProbeServer } from '@huiying/runtime/probe-server'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const START_MS_MAX = 420_000
const patient = { timeout: 120_000, interval: 200 }
let kafka: KafkaEngine
beforeAll(async () => {
  kafka = await startKafka({ say: () => undefined })
}, START_MS_MAX)
afterAll(() => kafka.stop())

it('is unready while the broker is away, says why, and is ready when it is back; alive it is all the time', {
  timeout: START_MS_MAX,
}, async () => {
  const url = `${kafka.url}?prefix=ready.&partitions=1`
  const bus = await openBus({ url, file: '', caFile: null }, { park: async () => undefined })
  const probe = openProbe()
  const server = await openProbeServer(probe, { host: '127.0.0.1', port: 0, mayMove: false, token: null })
  const ask = async (path: string) => {
    const answer = await fetch(`${server.url}${path}`)
    return [answer.status, await answer.text()] as const
  }
  probe.started([busPart(bus, true)])
  await vi.waitFor(async () => expect(await ask('/readyz')).toEqual([200, '{"ok":true,"reason":null}']), patient)

  await kafka.halt('kill')
  const reason = expect.stringMatching(/消息总线不可用：(连不上 Kafka（127\.0\.0\.1:\d+）|5 秒内没有回答)/)
  await vi.waitFor(async () => expect(await ask('/readyz')).toEqual([503, reason]), patient)
  expect((await ask('/healthz'))[0]).toBe(200)
  await vi.waitFor(async () => {
    expect((await ask('/metrics'))[1]).toContain('huiying_ready{part="bus"} 0')
  }, patient)

  await kafka.resume()
  await vi.waitFor(async () => expect((await ask('/readyz'))[0]).toBe(200), patient)
  await server.stop()
  await bus.close()
})
