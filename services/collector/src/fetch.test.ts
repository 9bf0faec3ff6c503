// Readings over HTTP against a real server that behaves as badly as servers do; nothing leads inside.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { real } from '@huiying/runtime/time'
import { afterEach, expect, test } from 'vitest'
import { isInside, type Resolve } from './address.ts'
import { type FetchOptions, fetchSource, retryAfterOf } from './fetch.ts'

const none = { etag: null, lastModified: null }
const now = Date.parse('2026-11-21T02:00:00Z')
const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server on this machine; `asked` are the paths it was asked for. */
async function serve(answer: RequestListener, host = '127.0.0.1') {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  open.push(server)
  const { port } = server.address() as AddressInfo
  return { url: `http://${host}:${port}`, asked, port }
}

const options = (own: Partial<FetchOptions> = {}): FetchOptions => ({ dataDir: '/', allowPrivate: true, now, ...own })

test('a second reading with the marks of the first costs an empty 304', async () => {
  const { url } = await serve((request, response) => {
    if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end()
    return response.writeHead(200, { etag: '"1"', 'content-type': 'text/xml' }).end('<rss/>')
  })
  const first = await fetchSource(url, none, options())
  expect(first).toMatchObject({ changed: true, contentType: 'text/xml', marks: { etag: '"1"' } })
  expect(await fetchSource(url, { etag: '"1"', lastModified: null }, options())).toEqual({ changed: false })
})

test.each([
  { why: 'seconds', written: '120', ms: 120_000 },
  { why: 'a date', written: 'Sat, 21 Nov 2026 02:10:00 GMT', ms: 600_000 },
  { why: 'a date that has passed', written: 'Sat, 21 Nov 2026 01:00:00 GMT', ms: 0 },
  { why: 'a word', written: 'later', ms: null },
  { why: 'nothing', written: undefined, ms: null },
])('Retry-After: $why', ({ written, ms }) => {
  expect(retryAfterOf(written, now)).toBe(ms)
})

test.each([429, 500, 503, 404, 410])(
  'HTTP %d is a failure with its number, and with what was asked of us',
  async (code) => {
    const { url } = await serve((_, response) => response.writeHead(code, { 'retry-after': '60' }).end('x'))
    await expect(fetchSource(url, none, options())).rejects.toMatchObject({
      message: `来源答复 HTTP ${code}`,
      retryAfterMs: 60_000,
    })
  },
)

test('a server that gives a byte now and then is left when the time is over', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200)
    const drip = real.every(5, () => response.write('<'))
    response.on('close', () => drip.cancel())
  })
  await expect(fetchSource(url, none, options({ msMax: 60 }))).rejects.toThrow('没有读完')
})

test('a server that never answers is left when the time is over', async () => {
  const { url } = await serve(() => undefined)
  await expect(fetchSource(url, none, options({ msMax: 60 }))).rejects.toThrow('没有读完')
})

test('a body without end is left at the limit', async () => {
  const { url } = await serve((_, response) => {
    const more = () => {
      while (response.writable && response.write('x'.repeat(65_536)));
    }
    response.on('drain', more)
    more()
  })
  await expect(fetchSource(url, none, options({ bytesMax: 1_048_576 }))).rejects.toThrow('超过 1 MiB')
})

test('a small file that unpacks into a large one is left at the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1_048_576))
  expect(bomb.length).toBeLessThan(16_384)
  const { url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
  await expect(fetchSource(url, none, options({ bytesMax: 1_048_576 }))).rejects.toThrow('超过 1 MiB')
})

test('what is packed is unpacked', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('<rss/>'))
  })
  const read = await fetchSource(url, none, options())
  expect(read.changed && Buffer.from(read.bytes).toString()).toBe('<rss/>')
})

test('what is not packed as it says is a failure, not a feed', async () => {
  const { url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('<rss/>'))
  await expect(fetchSource(url, none, options())).rejects.toThrow()
})

test('redirects are followed and end: the address reached is told', async () => {
  const { url } = await serve((request, response) => {
    if (request.url === '/new') return response.end('<rss/>')
    return response
      .writeHead(request.url === '/old' ? 301 : 302, { location: request.url === '/old' ? 'new' : '/x' })
      .end()
  })
  expect(await fetchSource(`${url}/old`, none, options())).toMatchObject({ changed: true, url: `${url}/new` })
  await expect(fetchSource(`${url}/x`, none, options())).rejects.toThrow('转了 5 次')
})

test('a redirect to an address inside is refused before anything is asked there', async () => {
  const within = await serve((_, response) => response.end('secret'), '127.0.0.2')
  const { url } = await serve((_, response) => response.writeHead(302, { location: `${within.url}/secret` }).end())
  // On this machine every address lies inside; for this test only the second one does.
  const inside = (address: string) => address === '127.0.0.2'
  await expect(fetchSource(url, none, options({ allowPrivate: false, inside }))).rejects.toThrow('内部地址 127.0.0.2')
  expect(within.asked).toEqual([])
  expect(await fetchSource(url, none, options({ inside }))).toMatchObject({ changed: true })
})

test.each(['file:///etc/passwd', 'ftp://q.example/feed'])('a redirect to %s is refused', async (location) => {
  const { url } = await serve((_, response) => response.writeHead(302, { location }).end())
  await expect(fetchSource(url, none, options())).rejects.toThrow('只能是 http 或 https')
})

/** A name that leads where the test says, as a hostile name server would. */
const leadingTo = (...addresses: string[]): Resolve =>
  ((_: string, __: object, done: (error: null, found: object[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as unknown as Resolve

test('a name that leads inside is refused at the connection, also as one of several addresses', async () => {
  const { port, asked } = await serve((_, response) => response.end('secret'))
  const url = `http://news.example:${port}/`
  for (const addresses of [['127.0.0.1'], ['203.0.114.1', '127.0.0.1'], ['::ffff:127.0.0.1'], ['::1']]) {
    const own = options({ allowPrivate: false, resolver: leadingTo(...addresses) })
    await expect(fetchSource(url, none, own)).rejects.toThrow('内部地址')
  }
  expect(asked).toEqual([])
})

test.each([
  'http://127.0.0.1:9/',
  'http://[::1]:9/',
  'http://2130706433:9/',
  'http://0x7f.1:9/',
  'http://169.254.169.254/',
])('the address %s is refused without its source being allowed', async (url) => {
  await expect(fetchSource(url, none, options({ allowPrivate: false }))).rejects.toThrow('内部地址')
})

test.each([
  ['8.8.8.8', false],
  ['172.15.0.1', false],
  ['172.16.0.1', true],
  ['192.168.1.1', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['224.0.0.1', true],
  ['255.255.255.255', true],
  ['2606:4700::1111', false],
  ['fe80::1%eth0', true],
  ['fd00::1', true],
  ['::', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', true],
  ['2002:7f00:1::', true],
  ['no address', true],
])('%s lies inside: %s', (address, inside) => {
  expect(isInside(address)).toBe(inside)
})
