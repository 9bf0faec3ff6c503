// §14-19: the page of a response is looked at and its bytes kept; a broken one stands on the panel until it opens.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checkPublications, PAGE_BYTES_MAX } from '@huiying/collector/publication'
import type { CasePage, StatusPage } from '@huiying/console/wire'
import { caseEntries } from '@huiying/ledger/case'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'

/** 青河市住建局通报 in GBK, as many government sites still are. */
const title = Buffer.from('c7e0bad3cad0d7a1bda8bed6cda8b1a8', 'hex')
const page = Buffer.concat([
  Buffer.from('<html><head><meta charset="gbk"><title>'),
  title,
  Buffer.from(' 13812345678</title></head><body>ok</body></html>'),
])

let api: TestApi
let asked = 0
let answer: RequestListener = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page)
const server = createServer((request, response) => {
  asked++
  answer(request, response)
})
let url = ''
let caseId = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`
  api = await startApi('2026-11-24 11:00')
  await api.program.drop({ subject: '滨江壹号停工', text: '滨江壹号停工半年。', date: '2026-11-24 10:00' })
  caseId = (await api.program.onlyCase()).id
  await api.program.done(caseId, {
    ...{ do: 'response.record', statement: '进展', unit: 'zjj', channel: '政府网站', url, screenshot: null },
    ...{ publishedAt: api.program.time.now(), reviewed: true, summary: '经核查，项目已于11月23日复工。' },
  })
})
afterAll(async () => {
  await api.stop()
  await new Promise((resolve) => server.close(resolve))
})

/** As the collector does; `outside` is where the test's own server counts as outside. */
const look = (outside: boolean) => {
  const { ledger, book, time } = api.program
  const where = outside ? { inside: () => false } : {}
  return checkPublications({ ledger, book, collector: 'test', ...where }, time.now())
}
const found = async () => {
  const { publications } = await api.read<CasePage>(`/api/cases/${caseId}`, '值班员')
  return publications[0]
}
const lineOf = async () => {
  const { lines } = await api.read<StatusPage>('/api/status', '值班长')
  return lines.find((one) => one.part === '回应链接')
}

test('an address inside is refused and never asked, whoever wrote it into a response', async () => {
  expect(await look(false)).toBe(1)
  expect(asked).toBe(0)
  expect((await found())?.checked).toMatchObject({
    reachable: false,
    why: expect.stringContaining('内部地址'),
    sha256: null,
  })
  expect(await lineOf()).toMatchObject({ state: '注意', what: expect.stringContaining(url) })
})

test('six hours later again: its title in its own charset and masked, its bytes kept as they came', async () => {
  expect(await look(true)).toBe(0)
  await api.program.goTo('2026-11-24 17:00')
  expect(await look(true)).toBe(1)
  const { checked, firstSha256 } = (await found())!
  expect(checked).toMatchObject({ reachable: true, why: '', bytes: page.length })
  expect(checked?.title).toBe('青河市住建局通报 138****5678')
  expect(Buffer.from(await api.program.ledger.blobs.get(firstSha256 ?? ''))).toEqual(page)
  expect((await lineOf())?.state).toBe('正常')
  const file = await api.send(`/api/cases/${caseId}/files/${firstSha256}`, await api.cookieOf('审计'))
  expect([file.statusCode, file.headers['content-type'], file.rawPayload]).toEqual([
    200,
    'application/octet-stream',
    page,
  ])
})

test('a page changed later is kept beside the first; one that is gone or too large is broken', async () => {
  const first = (await found())?.firstSha256
  answer = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>改过</title>')
  await api.program.goTo('2026-11-25 17:00')
  expect(await look(true)).toBe(1)
  expect((await found())?.firstSha256).toBe(first)
  expect((await found())?.checked?.sha256).not.toBe(first)
  answer = (_, response) => response.writeHead(404).end()
  await api.program.goTo('2026-11-26 17:00')
  expect(await look(true)).toBe(1)
  expect((await found())?.checked).toMatchObject({ reachable: false, why: '对方答复 HTTP 404' })
  answer = (_, response) => response.end(Buffer.alloc(PAGE_BYTES_MAX + 1))
  await api.program.goTo('2026-11-26 23:00')
  expect(await look(true)).toBe(1)
  expect((await found())?.checked?.why).toContain('超过 5 MiB')
  // No code of the machine's reaches a person.
  answer = (request) => request.destroy()
  await api.program.goTo('2026-11-27 05:00')
  expect(await look(true)).toBe(1)
  expect((await found())?.checked?.why).toBe('连接被断开')
}, 60_000)

test('现在检查: a person has it looked at at once, on record; who only reads may not', async () => {
  answer = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page)
  expect(await look(true)).toBe(0)
  const id = (await found())?.id ?? ''
  expect((await api.order(caseId, { do: 'publication.check', id }, '审计')).statusCode).toBe(403)
  expect((await api.order(caseId, { do: 'publication.check', id: 'nothing' }, '值班员')).statusCode).toBe(404)
  expect((await api.order(caseId, { do: 'publication.check', id }, '值班员')).statusCode).toBe(200)
  expect(await look(true)).toBe(1)
  expect((await found())?.checked).toMatchObject({ reachable: true, at: api.program.time.now() })
  expect(await look(true)).toBe(0)
})

test('each look is an entry of the case, and the rows agree with a rebuild', async () => {
  const entries = await caseEntries(api.program.ledger.read, caseId, 0, 1_000)
  const looks = entries.flatMap(({ body }) => (body.act === 'publication.checked' ? [body.reachable] : []))
  expect(looks).toEqual([false, true, true, false, false, false, true])
  expect(entries.filter(({ body }) => body.act === 'publication.asked')).toHaveLength(1)
  expect(JSON.stringify(entries)).not.toContain('13812345678')
  expect(await api.program.verify()).toMatchObject([{ ok: true }])
})
