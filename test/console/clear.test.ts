// §14-9: what bears 绝密★, 机密★ or 秘密★ stops at the door, sealed, until 值班长 and 安全管理员 have both let it go.
import { createHmac } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HeldPage } from '@huiying/console/wire'
import type { UserRole } from '@huiying/domain/word'
import { clocksOf } from '@huiying/ledger/clock'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { beijing, type TestLetter } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

const secret = 'a-secret-of-thirty-two-characters'
const marked: TestLetter = {
  subject: '机密★ 关于滨河路管网改造的请示',
  text: '滨河路管网改造图纸放在小区门口，居民都看得见，请核实。',
  date: '2026-11-24 08:00',
  messageId: '<marked@mail.example>',
}
const words = /管网|图纸|滨河路/

/** A busy machine takes its time to load all services. */
const START_MS_MAX = 120_000

let api: TestApi
beforeEach(async () => {
  api = await startApi('2026-11-24 09:00', { env: { HOOK_SECRETS: `push=${secret}` } })
}, START_MS_MAX)
afterEach(() => api.stop())

const held = () => api.read<HeldPage>('/api/quarantine', '值班长').then((page) => page.held)
const rows = (table: 'entry' | 'item' | 'outbox') => api.program.ledger.read.selectFrom(table).selectAll().execute()
const actsOf = async () => (await rows('entry')).flatMap((row) => ('act' in row ? [row.act] : []))

let serial = 0
async function clear(role: UserRole, unit: string | null = null, commandId = `clear-command-${++serial}`) {
  const one = (await held())[0] ?? { itemId: 'none', sha256: '0'.repeat(64) }
  const body = { commandId: commandId.padEnd(20, '0'), sha256: one.sha256, reason: '保密办核对：公开文件误盖' }
  const path = `/api/quarantine/${one.itemId}/clear`
  return api.send(path, await api.cookieOf(role, unit), { method: 'POST', body })
}

async function pushMarked() {
  const payload = JSON.stringify({ items: [{ id: 's', title: '秘密★滨河路塌陷', text: '青河市滨河路塌陷，居民被困' }] })
  const timestamp = String(api.program.time.real.now())
  const signature = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')
  const signed = { 'x-huiying-timestamp': timestamp, 'x-huiying-signature': `sha256=${signature}` }
  const headers = { ...signed, 'content-type': 'application/json' }
  return api.app.inject({ method: 'POST', url: '/hooks/push', headers, payload })
}

it(
  '§14-9: a marked letter goes no further and lies nowhere in the clear, whoever looks',
  async () => {
    await api.program.drop(marked)
    expect([await rows('item'), await rows('outbox')]).toEqual([[], []])
    expect(JSON.stringify(await rows('entry'))).not.toMatch(words)
    expect(await held()).toMatchObject([{ reason: '疑似涉密：带“机密”标识', clearings: [] }])
    const queue = await api.read<object>('/api/cases', '值班员')
    expect(queue).toMatchObject({ quarantined: [{ itemId: (await held())[0]!.itemId }] })
    expect(JSON.stringify([queue, await held()])).not.toMatch(words)
    const files = (folder: string): string[] =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) =>
        one.isFile() && one.name !== 'book.yaml' ? [readFileSync(join(one.parentPath, one.name)).toString('utf8')] : [],
      )
    expect(files(api.program.folder).filter((text) => words.test(text))).toEqual([])
    expect(existsSync(join(api.program.folder, 'mailbox', 'done', '000001.eml'))).toBe(false)
    // What only speaks of 国家秘密 is a letter like any other.
    await api.program.drop({ subject: '涉密培训收费', text: '请问国家秘密培训为什么收费？', date: '2026-11-24 08:00' })
    expect([(await rows('item')).length, (await held()).length]).toEqual([1, 1])
  },
  START_MS_MAX,
)

it(
  '§14-9: two persons of both roles let it go, each with an entry; then it is tagged, once',
  async () => {
    await api.program.drop(marked)
    const first = await clear('值班长', null, 'first-of-the-two')
    expect([first.statusCode, first.json()]).toEqual([200, { released: false, waitsFor: '安全管理员' }])
    expect((await clear('值班长', null, 'first-of-the-two')).json()).toEqual(first.json())
    await api.program.settle()
    expect(await rows('item')).toEqual([])
    for (const [role, unit] of [
      ['值班长', null],
      ['值班长', 'zjj'],
      ['值班员', null],
      ['系统管理员', null],
    ] as const)
      expect((await clear(role, unit)).statusCode, role).toBe(403)
    const second = await clear('安全管理员', null, 'second-of-the-two')
    expect(second.json()).toEqual({ released: true, waitsFor: null })
    await api.program.settle()
    const acts = (await actsOf()).filter((act) => /^item\.|^items\.received|^case\.opened/.test(act))
    const letGo = ['item.cleared', 'item.cleared', 'item.released']
    expect(acts).toEqual(['item.quarantined', ...letGo, 'items.received', 'case.opened'])
    const [row] = await api.program.queue()
    expect(row?.state.title).toBe(marked.subject)
    // Its deadline runs from when it came, not from when it was let go (§14-6).
    const [clock] = await clocksOf(api.program.ledger.read, [row!.state.id], 1)
    expect(clock).toMatchObject({ code: 'LET', startAt: beijing('2026-11-24 08:00') })
    expect(await held()).toEqual([])
    expect((await clear('安全管理员')).statusCode).toBe(404)
    const [item] = await api.program.ledger.read.selectFrom('item').select('sha256').execute()
    writeFileSync(
      join(api.program.folder, 'mailbox', 'in', 'again.eml'),
      await api.program.ledger.blobs.get(item!.sha256),
    )
    await api.program.settle()
    expect(existsSync(join(api.program.folder, 'mailbox', 'in', 'again.eml'))).toBe(false)
    expect([(await rows('item')).length, await held()]).toEqual([1, []])
    expect(await api.program.verify()).toMatchObject([{ ok: true }])
  },
  START_MS_MAX,
)

it(
  '§14-9: what a gateway pushed is let go the same way, whoever of the two is first',
  async () => {
    expect((await pushMarked()).json()).toMatchObject({ received: 0, quarantined: 1 })
    expect((await clear('安全管理员')).json()).toEqual({ released: false, waitsFor: '值班长' })
    expect((await clear('值班长')).json()).toEqual({ released: true, waitsFor: null })
    await api.program.settle()
    expect((await rows('item')).map((row) => 'title' in row && row.title)).toEqual(['秘密★滨河路塌陷'])
    expect((await pushMarked()).json()).toMatchObject({ quarantined: 1 })
    expect([(await rows('item')).length, await held()]).toEqual([1, []])
  },
  START_MS_MAX,
)
