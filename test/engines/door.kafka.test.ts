// The guarded doors of a real broker: a right key opens, a wrong one is told in words, and nobody is there in others.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBus } from '@huiying/bus/open'
import { type KafkaEngine, startKafka } from '@huiying/infra/engines/kafka'
import { makeKey } from '@huiying/infra/engines/key'
import { freePort } from '@huiying/infra/engines/port'
import { afterAll, beforeAll, expect, it } from 'vitest'

const START_MS_MAX = 420_000
const login = { user: 'huiying', password: 'qinghe-2026' }
const message = { topic: 'case.changed' as const, key: 'a', body: '{}' }
let kafka: KafkaEngine
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-door-'))
  kafka = await startKafka({ say: () => undefined, doors: login })
}, START_MS_MAX)
afterAll(async () => {
  await kafka.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Publishes one message; what it was told, or null when it is kept. */
async function publish(url: string, caFile: string | null = null): Promise<string | null> {
  const told: (string | null)[] = []
  const options = {
    park: async () => undefined,
    onPause: (_subscription: object, reason: string | null) => told.push(reason),
  }
  const bus = await openBus({ url, file: '', caFile }, options)
  const answer = await bus.publish([message]).then(
    () => null,
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  )
  await bus.close()
  return answer
}

it('takes a right password', async () => {
  expect(await publish(`kafka://huiying:qinghe-2026@${kafka.sasl}?partitions=1`)).toBeNull()
})
it('says that the password is wrong', async () => {
  const told = await publish(`kafka://huiying:wrong@${kafka.sasl}?partitions=1`)
  expect(told).toMatch(/^BUS_REFUSED Kafka（127\.0\.0\.1:\d+）拒绝了用户名或密码，请核对 BUS_URL/)
  expect(told).not.toContain('wrong')
})
it('takes a certificate of the right CA', async () => {
  expect(await publish(`kafka+tls://${kafka.tls}?partitions=1`, kafka.caFile)).toBeNull()
})
it('says that the certificate is not of the CA it was given', async () => {
  const { caFile: other } = await makeKey(folder, 'other')
  expect(await publish(`kafka+tls://${kafka.tls}?partitions=1`, other)).toMatch(/^BUS_CERTIFICATE .*BUS_CA/)
}, 60_000)
it('says that nobody is there', async () => {
  expect(await publish(`kafka://127.0.0.1:${await freePort()}`)).toMatch(/^BUS_UNREACHABLE 连不上 Kafka/)
})
it('tells who subscribes as well', async () => {
  let told: (reason: string | null) => void = () => undefined
  const reason = new Promise<string | null>((resolve) => {
    told = resolve
  })
  const bus = await openBus(
    { url: `kafka://huiying:wrong@${kafka.sasl}`, file: '', caFile: null },
    { park: async () => undefined, onPause: (_subscription, why) => told(why) },
  )
  bus.subscribe({ topic: 'case.changed', group: 'g', mode: 'share', batchMax: 1, handle: async () => undefined })
  expect(await reason).toContain('拒绝了用户名或密码')
  await bus.close()
})
it('says which file of the CA cannot be read', async () => {
  await expect(publish(`kafka+tls://${kafka.tls}`, join(folder, 'none.pem'))).rejects.toThrow('BUS_CA 不能读取')
})
