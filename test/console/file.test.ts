// Files of a case: typed by their bytes, limited, sealed by hash, downloads that nothing runs.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CasePage } from '@huiying/console/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('一张截图')])
const MIB = 1024 * 1024
let api: TestApi
let caseId: string
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop({ subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 10:00' })
  caseId = (await api.program.onlyCase()).id
})
afterAll(() => api.stop())

const send = async (bytes: Buffer, name: string, role: '值班员' | '审计' = '值班员') =>
  api.app.inject({
    method: 'POST',
    url: `/api/cases/${caseId}/files?name=${encodeURIComponent(name)}`,
    headers: { cookie: await api.cookieOf(role), 'x-huiying': 'test', 'content-type': 'application/octet-stream' },
    payload: bytes,
  })

describe('a file', () => {
  test('is kept under its SHA-256, sealed, with what its bytes say it is', async () => {
    const answer = await send(PNG, 'C:\\桌面\\张建国举报.exe')
    const sha256 = createHash('sha256').update(PNG).digest('hex')
    expect(answer.json()).toMatchObject({ sha256, type: 'image/png', bytes: PNG.length })
    expect(answer.json().name).toMatch(/\.png$/)
    expect((await api.program.ledger.blobs.get(sha256)).equals(PNG)).toBe(true)
    const folder = join(api.program.folder, 'blobs')
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
    expect(kept.length).toBeGreaterThan(0)
    for (const file of kept) expect(readFileSync(join(file.parentPath, file.name)).includes('一张截图')).toBe(false)
    const { case: state } = await api.read<CasePage>(`/api/cases/${caseId}`, '值班员')
    expect(state.attachments).toMatchObject([{ sha256, by: 'p值班员' }])
  })

  test('comes back as a download in a sandbox, and the same sent again is one', async () => {
    expect((await send(PNG, '截图.png')).statusCode).toBe(200)
    const { case: state } = await api.read<CasePage>(`/api/cases/${caseId}`, '值班员')
    expect(state.attachments).toHaveLength(1)
    const sha256 = state.attachments[0]?.sha256 ?? ''
    const answer = await api.send(`/api/cases/${caseId}/files/${sha256}`, await api.cookieOf('审计'))
    expect(answer.rawPayload.equals(PNG)).toBe(true)
    expect(answer.headers['content-disposition']).toMatch(/^attachment;/)
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  test.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.txt', 422],
    ['a drawing that can hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.png', 422],
    ['a program', Buffer.from('4d5a90000300', 'hex'), 'a.pdf', 422],
    ['a zip of anything', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(40)]), 'a.docx', 422],
    ['nothing', Buffer.alloc(0), 'a.png', 422],
    ['classified paper', Buffer.from('机密★ 内部材料'), 'a.txt', 422],
    ['more than 10 MB', Buffer.concat([PNG, Buffer.alloc(10 * MIB)]), 'a.png', 413],
  ])('that is %s is not taken', async (_what, bytes, name, status) => {
    const answer = await send(bytes, name)
    expect(answer.statusCode).toBe(status)
    expect(answer.json().message).toMatch(/没有保存|未保存|没有收到/)
  })

  test('that the case refuses is not sealed: no entry would ever name it', async () => {
    const once = Buffer.concat([PNG, Buffer.from('第一百零一份')])
    const { case: state } = await api.read<CasePage>(`/api/cases/${caseId}`, '值班员')
    for (let more = state.attachments.length; more < 100; more++) {
      expect((await send(Buffer.concat([PNG, Buffer.from(`第${more}份`)]), 'a.png')).statusCode).toBe(200)
    }
    const answer = await send(once, 'a.png')
    expect([answer.statusCode, answer.json().message]).toEqual([409, '一案最多 100 个附件'])
    await expect(api.program.ledger.blobs.get(createHash('sha256').update(once).digest('hex'))).rejects.toThrow()
    // One that is there is one still, however often it is sent.
    expect((await send(PNG, '截图.png')).statusCode).toBe(200)
  })

  test('of another case is not there, and auditors only read', async () => {
    const answer = await api.send(`/api/cases/${caseId}/files/${'0'.repeat(64)}`, await api.cookieOf('值班长'))
    expect(answer.statusCode).toBe(404)
    expect((await send(PNG, 'b.png', '审计')).statusCode).toBe(403)
  })
})

test('the ledger verifies with records, files and letters taken up', async () => {
  const itemId = (await api.program.clocks(caseId))[0]?.itemId ?? ''
  expect((await api.order(caseId, { do: 'letter.accept', itemId, told: '已受理' }, '值班员')).statusCode).toBe(200)
  const values = { way: '电话', units: ['zjj'], at: api.program.time.now(), text: '请今天回复' }
  expect((await api.order(caseId, { do: 'record.add', kind: '督办', values }, '值班员')).statusCode).toBe(200)
  const { clocks } = await api.read<CasePage>(`/api/cases/${caseId}`, '值班员')
  expect(clocks[0]?.letter?.accepted).toMatchObject({ by: 'p值班员', told: '已受理' })
  expect(await api.program.verify()).toMatchObject([{ ok: true }])
})
