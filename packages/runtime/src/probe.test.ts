// Who may read what of a service, and what it says while an engine is away.
import { describe, expect, it } from 'vitest'
import { answerProbe, openProbe, type Part } from './probe.ts'
import { openProbeServer } from './probe-server.ts'

const TOKEN = 'qinghe-prometheus'
const away: Part['ask'] = async () => {
  throw Object.assign(new Error('连不上 Kafka（10.1.2.3:9092）'), { code: 'BUS_UNREACHABLE' })
}
const here: Part['ask'] = async () => undefined
const local = { address: '127.0.0.1', headers: { host: '127.0.0.1:7490' } }

function probeOf(parts: Part[]) {
  const probe = openProbe()
  probe.started(parts)
  return probe
}
const ask = async (path: string, asker = local, parts: Part[] = [], token: string | null = null) => {
  const answer = await answerProbe(probeOf(parts), path, asker, token)
  return { status: answer?.status, body: answer?.body ?? '' }
}

describe('/metrics', () => {
  it.each([
    ['from this machine', '127.0.0.1', { host: 'localhost:7480' }, 200],
    ['from this machine, IPv6', '::1', { host: '[::1]:7480' }, 200],
    ['from this machine, IPv4 over IPv6', '::ffff:127.0.0.1', { host: '127.0.0.1' }, 200],
    ['from another machine', '10.0.0.8', { host: '10.0.0.7:7490' }, 403],
    ['another machine that names this one', '10.0.0.8', { host: 'localhost' }, 403],
    ['through a proxy here, which names the host outside', '127.0.0.1', { host: 'huiying.example.gov.cn' }, 403],
    ['through a proxy here, which forwards', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '10.0.0.8' }, 403],
    ['from another machine with the token', '10.0.0.8', { host: 'a', authorization: `Bearer ${TOKEN}` }, 200],
    ['from another machine with a wrong token', '10.0.0.8', { host: 'a', authorization: 'Bearer sesame' }, 403],
  ])('%s', async (_who, address, headers, status) => {
    expect((await ask('/metrics', { address, headers }, [], TOKEN)).status).toBe(status)
  })

  it('no token was agreed: an empty one opens nothing', async () => {
    const asker = { address: '10.0.0.8', headers: { host: 'a', authorization: 'Bearer ' } }
    expect((await ask('/metrics', asker)).status).toBe(403)
  })
})

describe('/readyz', () => {
  const bus = { name: 'bus', ask: away }

  it('is false while the service starts', async () => {
    const answer = await answerProbe(openProbe(), '/readyz', local, null)
    expect([answer?.status, answer?.body]).toEqual([503, '{"ok":false,"reason":"正在启动"}'])
  })

  it('is true when every engine answers', async () => {
    const parts = [{ name: 'ledger', ask: here, needed: true }]
    expect(await ask('/readyz', local, parts)).toEqual({ status: 200, body: '{"ok":true,"reason":null}' })
  })

  it('is false with the reason while an engine it needs is away', async () => {
    const { status, body } = await ask('/readyz', local, [{ ...bus, needed: true }])
    expect([status, JSON.parse(body).reason]).toEqual([503, '消息总线不可用：连不上 Kafka（10.1.2.3:9092）'])
  })

  it('stays true with the reason while one is away that it works on without', async () => {
    const { status, body } = await ask('/readyz', local, [{ ...bus, needed: false }])
    expect([status, JSON.parse(body).reason]).toEqual([200, '消息总线不可用：连不上 Kafka（10.1.2.3:9092）'])
  })

  it('tells others which engine it is, not where it stands', async () => {
    const { body } = await ask('/readyz', { address: '10.0.0.8', headers: { host: 'a' } }, [{ ...bus, needed: true }])
    expect(JSON.parse(body).reason).toBe('消息总线不可用')
  })

  it('asks an engine once, however many ask', async () => {
    let asked = 0
    const counted = async () => {
      asked++
    }
    const probe = probeOf([{ name: 'ledger', ask: counted, needed: true }])
    await Promise.all(Array.from({ length: 20 }, () => answerProbe(probe, '/readyz', local, null)))
    expect(asked).toBe(1)
  })
})

describe('a gauge', () => {
  const sample = (body: string, name: string) => body.split('\n').find((line) => line.startsWith(`${name} `))

  it('says what is read when it is asked, and NaN when it cannot be read', async () => {
    const { measure } = openProbe()
    let waiting: () => Promise<number> = async () => 7
    measure.read('huiying_parked_messages', () => waiting())
    expect(sample((await measure.text()).body, 'huiying_parked_messages')).toBe('huiying_parked_messages 7')
    waiting = async () => {
      throw new Error('away')
    }
    expect(sample((await measure.text()).body, 'huiying_parked_messages')).toBe('huiying_parked_messages Nan')
  })

  it('of an engine says 1 while it answers and 0 while it does not', async () => {
    const parts = [
      { name: 'ledger', ask: here, needed: true },
      { name: 'bus', ask: away, needed: true },
    ]
    const { body } = await probeOf(parts).measure.text()
    expect(body).toContain('huiying_ready{part="ledger"} 1\nhuiying_ready{part="bus"} 0')
  })
})

describe('the listener of a service alone', () => {
  const listen = (port: number, mayMove: boolean) =>
    openProbeServer(openProbe(), { host: '127.0.0.1', port, mayMove, token: null })

  it('answers from the first moment, and has nothing else to give', async () => {
    const server = await listen(0, false)
    const status = async (path: string, method = 'GET') => (await fetch(`${server.url}${path}`, { method })).status
    const found = [await status('/healthz'), await status('/readyz'), await status('/metrics'), await status('/api')]
    expect([...found, await status('/healthz', 'POST')]).toEqual([200, 503, 200, 404, 404])
    await server.stop()
  })

  it('takes the next port where the usual one is taken, and says so where it was asked for', async () => {
    const first = await listen(0, false)
    const port = Number(new URL(first.url).port)
    await expect(listen(port, false)).rejects.toThrow(`端口 ${port} 已被占用。数据未受影响；请换一个 METRICS_PORT`)
    const second = await listen(port, true)
    expect(Number(new URL(second.url).port)).toBeGreaterThan(port)
    await Promise.all([first.stop(), second.stop()])
  })
})
