// §14-18: a sample and a drill live in folders of their own, say so everywhere, and reach nobody outside.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'
import { readSheet } from './console/sheet.ts'
import { type MailServer, openMailServer } from './mail-server.ts'
import { startProgram, type TestProgram } from './program.ts'

const TEST_MS = 90_000
const kinds = ['演示', '演练'] as const
const letter = {
  subject: '滨江壹号逾期交房',
  date: '2026-11-23 08:50',
  text: '青河市滨江壹号逾期八个月不交房，请住建局给说法。',
}
let closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

async function openServer(): Promise<MailServer> {
  const server = await openMailServer()
  closing.push(server.close)
  return server
}

/** A marked program that has just given a case to a unit, so that mails are due. */
async function urging(kind: (typeof kinds)[number], server: MailServer, onlyTo?: string): Promise<TestProgram> {
  const to = onlyTo === undefined ? {} : { onlyTo }
  const program = await startProgram('2026-11-23 09:00', { kind, env: { MAIL_URL: server.url }, ...to })
  closing.push(program.stop)
  await giveAway(program)
  return program
}

async function giveAway(program: TestProgram): Promise<string> {
  await program.drop({ ...letter, subject: `${letter.subject}（第二封）` })
  const row = (await program.queue()).find(({ state }) => state.title.includes('第二封'))
  const id = row!.state.id
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  return id
}

describe('§14-18 a sample or a drill', { timeout: TEST_MS }, () => {
  it.each(kinds)('(%s) never uses MAIL_URL, and marks every mail in subject and body', async (kind) => {
    const server = await openServer()
    const program = await urging(kind, server)
    expect(server.arrived).toEqual([])
    const mails = await program.mails()
    expect(mails.length).toBeGreaterThan(1)
    for (const mail of mails) {
      expect(mail.subject.startsWith(`【${kind}】`)).toBe(true)
      for (const body of [mail.text, mail.html]) expect(body).toContain(`本邮件来自${kind}数据，不是真实督办`)
    }
  })

  it('sends with --mail-to, and only to that address, still marked', async () => {
    const server = await openServer()
    const program = await urging('演练', server, 'xunlian@wxb.qinghe.example')
    expect(server.arrived.length).toBeGreaterThan(1)
    expect(new Set(server.arrived.map((mail) => mail.to))).toEqual(new Set(['xunlian@wxb.qinghe.example']))
    expect(server.arrived.every((mail) => mail.subject.startsWith('【演练】'))).toBe(true)
    expect(await program.mails()).toEqual([])
  })

  it('the same letters in a real book do go to the mail server: the tests above can fail', async () => {
    const server = await openServer()
    const program = await startProgram('2026-11-23 09:00', { env: { MAIL_URL: server.url } })
    closing.push(program.stop)
    await giveAway(program)
    expect(server.arrived.map((mail) => mail.to)).toContain('llr@zjj.qinghe.example')
    expect(program.feed.state.asked).toBeGreaterThan(0)
  })

  it.each(kinds)('(%s) fetches no source outside its folder', async (kind) => {
    const program = await startProgram('2026-11-23 09:00', { kind })
    closing.push(program.stop)
    await program.publish({ title: '青河新建公园', text: '公园开放。', date: '2026-11-23 08:50' })
    expect(program.feed.state.asked).toBe(0)
  })

  it('stays one for ever: its folder is not opened as a real book, and opened again it is still marked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-mark-'))
    const first = await startProgram('2026-11-23 09:00', { kind: '演示', folder })
    await first.stop()
    const asReal = startProgram('2026-11-23 10:00', { kind: '正式', folder })
    await expect(asReal).rejects.toThrow('是示例册，带演示数据，不能当正式册用；没有改动任何东西')
    const again = await startProgram('2026-11-23 10:00', { kind: '演示', folder })
    closing.push(again.stop)
    expect(again.mark).toBe('演示')
  })

  it('says so on every screen and page and in every export', async () => {
    const api: TestApi = await startApi('2026-11-23 09:00', { kind: '演示' })
    closing.push(api.stop)
    await giveAway(api.program)
    const session = await api.read<{ book: { mark: string } }>('/api/session', '值班长')
    expect(session.book.mark).toBe('演示')
    const cookie = await api.cookieOf('值班长')
    for (const version of ['internal', 'masked']) {
      const csv = await api.send(`/api/rows.csv?version=${version}`, cookie)
      expect([csv.statusCode, csv.body.slice(0, 40)]).toEqual([200, expect.stringContaining('演示数据，不是正式台账')])
      const sheet = await readSheet((await api.send(`/api/rows.xlsx?version=${version}`, cookie)).rawPayload)
      expect(sheet.rows.slice(0, 2).flat().join()).toContain('演示数据，不是正式台账')
    }
    const mail = (await api.program.mails()).find((one) => one.to === 'llr@zjj.qinghe.example')
    const path = /http:\/\/[^/]+(\/mail\/\S+?)(?=[（\s]|$)/.exec(mail?.text ?? '')?.[1]
    const page = await api.send(path ?? 'no link in the mail', null)
    expect(page.body).toContain('演示数据，不是真实交办')
  })
})

describe('npm run drill', () => {
  it('with MAIL_URL set reaches nobody; with --mail-to only that address', { timeout: TEST_MS }, async () => {
    const server = await openServer()
    expect(await drill(server.url)).toBe(0)
    expect(server.arrived).toEqual([])
    expect(await drill(server.url, ['--mail-to', 'xunlian@wxb.qinghe.example'])).toBe(0)
    expect(server.arrived.length).toBeGreaterThan(5)
    expect(new Set(server.arrived.map((mail) => mail.to))).toEqual(new Set(['xunlian@wxb.qinghe.example']))
  })

  it('leaves the seals, the key, the bus and the index of a book in use alone', { timeout: TEST_MS }, async () => {
    const server = await openServer()
    const folder = mkdtempSync(join(tmpdir(), 'huiying-mark-own-'))
    const own = { SEAL_DIR: join(folder, 'seals'), HUIYING_KEY_FILE: join(folder, 'key') }
    // Nobody answers there: a drill that asked either would end with an error.
    const engines = { BUS_URL: 'kafka://127.0.0.1:1', SEARCH_URL: 'http://127.0.0.1:1' }
    expect(await drill(server.url, [], { ...own, ...engines })).toBe(0)
    expect(readdirSync(folder)).toEqual([])
  })
})

function drill(mailUrl: string, more: string[] = [], set: Record<string, string> = {}): Promise<number | null> {
  const cli = new URL('../infra/huiying.mjs', import.meta.url).pathname
  const folder = mkdtempSync(join(tmpdir(), 'huiying-mark-drill-'))
  const args = [cli, 'drill', '--speed', '20000', '--exit', ...more]
  const env = { ...process.env, MAIL_URL: mailUrl, DATA_DIR: join(folder, 'data'), ...set }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((resolve) => child.once('close', resolve))
}
