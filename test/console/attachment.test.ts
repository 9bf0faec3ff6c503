// 附件 of letters: listed with masked names, opened by whom the clear text is shown to, each opening on record.
import { join } from 'node:path'
import type { AttachmentPage } from '@huiying/console/attachment-wire'
import type { UserRole } from '@huiying/domain/word'
import { eraseContents } from '@huiying/ledger/erase'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestLetter } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PAGE = Buffer.from('<!doctype html><script>alert(1)</script>')
/** Enough for every letter here but one. */
const HEAP_MIB_MAX = 24
/** Three megabytes of header lines; as objects they are many times as much. */
const HOSTILE = Buffer.from(
  `Content-Type: multipart/mixed; boundary=b\n\n${`--b\n${'a:\n'.repeat(5_000)}\nx\n`.repeat(200)}--b--\n`,
)
/** A busy machine takes its time to load all services. */
const START_MS_MAX = 120_000

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00', { limits: { heapMibMax: HEAP_MIB_MAX } })
  await api.program.drop(
    letter('滨河路塌陷', '滨河路塌了三米，没人来围。', [
      { name: '13812345678现场.png', type: 'text/html', content: PNG },
      { name: '../../x\u202efdp.html', type: 'image/png', content: PAGE },
    ]),
    letter('反映问题', '实名举报市交通局副局长收受贿赂二十万元。', [{ name: '账本.png', content: PNG }]),
    letter('柳溪村井盖缺失', '柳溪村村口井盖缺失半个月。', []),
    letter('水管爆裂没人修', '东关社区水管爆裂，停水三天没人修。', [
      { name: '转发.eml', type: 'message/rfc822', content: HOSTILE },
    ]),
  )
  const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
  await api.program.done((await find('反映问题')).caseId, { ...judged, restricted: '检举控告' })
}, START_MS_MAX)
afterAll(() => api.stop())

function letter(subject: string, text: string, files: NonNullable<TestLetter['files']>): TestLetter {
  return { subject, text, files, date: '2026-11-24 10:00' }
}

const rows = (table: 'entry' | 'item') => api.program.ledger.read.selectFrom(table).selectAll().execute()
async function find(title: string): Promise<{ caseId: string; itemId: string }> {
  const row = (await rows('item')).find((one) => 'title' in one && one.title === title)
  if (row === undefined || !('caseId' in row)) throw new Error(`no item ${title}`)
  return { caseId: row.caseId ?? '', itemId: row.id as string }
}
const viewed = async () =>
  (await rows('entry')).flatMap((row) => ('act' in row && row.act === 'content.viewed' ? [JSON.parse(row.body)] : []))

const list = async (title: string, role: UserRole) => {
  const { caseId, itemId } = await find(title)
  return api.send(`/api/items/${itemId}/attachments?caseId=${caseId}`, await api.cookieOf(role))
}
const open = async (title: string, number: number, role: UserRole, reason = '核对塌陷位置') => {
  const { caseId, itemId } = await find(title)
  const sent = { method: 'POST', body: { caseId, reason } } as const
  return api.send(`/api/items/${itemId}/attachments/${number}`, await api.cookieOf(role), sent)
}

describe('the attachments of a letter', () => {
  test('are listed by what their bytes are, names masked and harmless; listing leaves nothing on record', async () => {
    await api.cookieOf('审计')
    const before = (await rows('entry')).length
    const answer = await list('滨河路塌陷', '审计')
    expect(answer.json() as AttachmentPage).toEqual({
      attachments: [
        { number: 1, name: '138****5678现场.png', kind: 'PNG 图片', bytes: PNG.length, isPicture: true },
        { number: 2, name: 'xfdp.html', kind: '网页，不在此显示', bytes: PAGE.length, isPicture: false },
      ],
    })
    expect(answer.headers['cache-control']).toBe('no-store')
    expect((await rows('entry')).length).toBe(before)
  })

  test('are none where none came: nothing is said of them', async () => {
    expect((await list('柳溪村井盖缺失', '值班员')).json()).toEqual({ attachments: [] })
    expect((await open('柳溪村井盖缺失', 1, '值班员')).statusCode).toBe(404)
  })
})

describe('opening one', () => {
  test('shows a picture as what it is, sealed off, with the number and the reason on record', async () => {
    const answer = await open('滨河路塌陷', 1, '值班员')
    expect([answer.statusCode, answer.rawPayload.equals(PNG)]).toEqual([200, true])
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename="file"; filename\*=UTF-8''13812345678%E7/)
    const { itemId } = await find('滨河路塌陷')
    expect(await viewed()).toMatchObject([{ v: 2, itemId, attachment: 1, actor: 'p值班员', reason: '核对塌陷位置' }])
  })

  test('gives a page that calls itself a picture as bytes to save, under a name no browser opens', async () => {
    const answer = await open('滨河路塌陷', 2, '纪检')
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="file"; filename*=UTF-8''xfdp.html.bin`)
    expect(answer.rawPayload.equals(PAGE)).toBe(true)
  })

  test('asks a reason, and neither a refusal nor a GET leaves a trace', async () => {
    const before = await viewed()
    for (const role of ['审核', '审计', '系统管理员'] as const)
      expect((await open('滨河路塌陷', 1, role)).statusCode, role).toBe(403)
    expect((await open('滨河路塌陷', 1, '值班员', '看')).statusCode).toBe(422)
    expect((await open('滨河路塌陷', 3, '值班员')).statusCode).toBe(404)
    expect((await open('滨河路塌陷', 0, '值班员')).statusCode).toBe(422)
    const { caseId, itemId } = await find('滨河路塌陷')
    const path = `/api/items/${itemId}/attachments/1?caseId=${caseId}&reason=核对塌陷位置`
    expect((await api.send(path, await api.cookieOf('值班员'))).statusCode).toBe(404)
    expect(await viewed()).toEqual(before)
  })

  test('of 检举控告 is for 值班长 and 纪检, and through no other case', async () => {
    expect((await list('反映问题', '值班员')).statusCode).toBe(404)
    expect((await open('反映问题', 1, '值班员')).statusCode).toBe(404)
    const secret = await find('反映问题')
    const { caseId } = await find('滨河路塌陷')
    const sent = { method: 'POST', body: { caseId, reason: '核对塌陷位置' } } as const
    const path = `/api/items/${secret.itemId}/attachments/1`
    expect((await api.send(path, await api.cookieOf('值班员'), sent)).statusCode).toBe(404)
    expect((await open('反映问题', 1, '纪检')).statusCode).toBe(200)
  })

  test('is over once the letter is erased: neither a list nor a byte, and the ledger verifies', async () => {
    const { program } = api
    const { itemId } = await find('反映问题')
    const [mailbox, outbox] = [join(program.folder, 'mailbox'), join(program.folder, 'outbox')]
    const how = { book: program.book, rule: '信件原文保存 3 年', actor: 'limin', mailbox, outbox }
    await eraseContents(program.ledger, { ...how, ids: [itemId], forget: program.bus.forget }, program.time.now())
    const before = (await viewed()).length
    expect([(await list('反映问题', '值班长')).statusCode, (await open('反映问题', 1, '值班长')).statusCode]).toEqual([
      404, 404,
    ])
    expect((await viewed()).length).toBe(before)
    expect(await program.verify()).toMatchObject([{ ok: true }])
  })
})

describe('a letter that kills what reads it', () => {
  test('is refused in words and nothing is on record, for nobody saw anything; the next opening is', async () => {
    const before = await viewed()
    const answer = await open('水管爆裂没人修', 1, '值班员')
    expect([answer.statusCode, answer.json()]).toEqual([422, { code: 'unreadable', message: expect.any(String) }])
    expect(answer.json().message).toBe('程序读不了这封来信的附件，原件已封存未改动。请在收信的邮箱里查看')
    expect((await list('水管爆裂没人修', '审计')).statusCode).toBe(422)
    expect(await viewed()).toEqual(before)
    expect((await open('滨河路塌陷', 1, '纪检', '核对井盖照片')).rawPayload.equals(PNG)).toBe(true)
    const { itemId } = await find('滨河路塌陷')
    const added = { itemId, attachment: 1, actor: 'p纪检', reason: '核对井盖照片' }
    expect((await viewed()).slice(before.length)).toMatchObject([added])
  })
})
