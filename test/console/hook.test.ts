// The incoming webhook: signed, fresh, once; 202 is always on record, whatever is killed when.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedgerReadOnly } from '@huiying/ledger/open'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from './api.ts'

const secret = 'a-secret-of-thirty-two-characters'
const one = {
  id: 'w1',
  title: '东湖小区停水两天',
  text: '青河市东湖小区停水，联系人13812345678',
  at: '2026-11-23T09:00:00+08:00',
}

let api: TestApi
beforeEach(async () => {
  api = await startApi('2026-11-23 10:00', { env: { HOOK_SECRETS: `push=${secret}` } })
})
afterEach(() => api.stop())

function signed(body: string, at: number, key = secret): Record<string, string> {
  const timestamp = String(at)
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')
  return {
    'content-type': 'application/json',
    'x-huiying-timestamp': timestamp,
    'x-huiying-signature': `sha256=${signature}`,
  }
}

async function push(content: object, change: Record<string, string> = {}, source = 'push') {
  const payload = JSON.stringify(content)
  const headers = { ...signed(payload, api.program.time.real.now()), ...change }
  return api.app.inject({ method: 'POST', url: `/hooks/${source}`, headers, payload })
}

const items = () => api.program.ledger.read.selectFrom('item').selectAll().where('source', '=', 'push').execute()

describe('POST /hooks/SOURCE', () => {
  it('puts what is signed on record, masked, before it answers 202', async () => {
    const answer = await push({ items: [one] })
    expect([answer.statusCode, answer.json()]).toEqual([202, { received: 1, known: 0, quarantined: 0 }])
    const [item] = await items()
    expect(item).toMatchObject({
      ownId: 'w1',
      title: '东湖小区停水两天',
      publishedAt: Date.parse(one.at),
      kind: 'post',
    })
    const content = await api.program.ledger.read.selectFrom('content').selectAll().execute()
    expect(JSON.stringify(content.map((row) => row.masked))).not.toContain('13812345678')
  })

  it('the same again changes nothing, other words are a revision, and a time to come is no publication', async () => {
    await push({ items: [one] })
    expect((await push({ items: [one] })).json()).toEqual({ received: 0, known: 1, quarantined: 0 })
    await push({ items: [{ ...one, title: '东湖小区已恢复供水', at: '2026-11-24T09:00:00+08:00' }] })
    expect((await items()).map((row) => [row.revision, row.publishedAt, row.flags])).toEqual([
      [2, null, '["future-date"]'],
    ])
  })

  it.each([
    ['no signature', { 'x-huiying-signature': '' }, 'push', 'signature'],
    ['another signature', { 'x-huiying-signature': `sha256=${'0'.repeat(64)}` }, 'push', 'signature'],
    ['another time than was signed', { 'x-huiying-timestamp': '1700000000' }, 'push', 'signature'],
    ['a source that is none', {}, 'nobody', 'signature'],
    ['a source that is no webhook', {}, 'list', 'signature'],
  ])('%s is refused with 401 and one answer', async (_, change, source, code) => {
    const answer = await push({ items: [one] }, change, source)
    expect([answer.statusCode, answer.json().code]).toEqual([401, code])
    expect(await items()).toEqual([])
  })

  it('what was signed six minutes ago is a replay', async () => {
    const payload = JSON.stringify({ items: [one] })
    const headers = signed(payload, api.program.time.real.now() - 6 * 60_000)
    const answer = await api.app.inject({ method: 'POST', url: '/hooks/push', headers, payload })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'time'])
  })

  it('an unsigned sender does not learn what a body must hold; a signed one is told every problem', async () => {
    expect((await push({ nonsense: 1 }, { 'x-huiying-signature': '' })).statusCode).toBe(401)
    const answer = await push({ items: [{ id: '', title: '题', url: 'javascript:alert(1)', at: 'yesterday' }] })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().problems).toHaveLength(3)
    expect(await items()).toEqual([])
  })

  it('what is marked 机密★ is quarantined and on record by hash alone, pushed twice or not', async () => {
    for (let time = 0; time < 2; time++) {
      const answer = await push({ items: [{ id: 's', title: '机密★关于某事的通知', text: '正文' }] })
      expect(answer.json()).toEqual({ received: 0, known: 0, quarantined: 1 })
    }
    const entries = await api.program.ledger.read.selectFrom('entry').select(['act', 'body']).execute()
    expect(entries.filter((entry) => entry.act === 'item.quarantined')).toHaveLength(1)
    expect(JSON.stringify(entries)).not.toContain('关于某事')
  })
})

const KILLS = 3
const PUSHES_MAX = 4_000
const TEST_MS = 180_000

it('killed with -9 in the middle, everything answered 202 is on record, once', { timeout: TEST_MS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-hook-'))
  const accepted = new Set<string>()
  let serial = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const program = await startWhole(folder)
    const until = serial + 60 + kill * 35
    for (; serial < PUSHES_MAX; serial++) {
      if (serial === until) program.child.kill('SIGKILL')
      const ownId = `k${serial}`
      const status = await program.push(ownId)
      if (status === 202) accepted.add(ownId)
      if (status === null) break
    }
    await program.gone
  }
  const ledger = await openLedgerReadOnly({ dataDir: folder })
  const rows = await ledger.read.selectFrom('item').select('ownId').where('source', '=', 'yuqing-push').execute()
  await ledger.close()
  const ids = rows.map((row) => row.ownId)
  expect(accepted.size).toBeGreaterThan(KILLS * 30)
  expect([...accepted].filter((id) => !ids.includes(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})

/** The program as `npm start` runs it, and a sender beside it. */
async function startWhole(folder: string) {
  const env = {
    ...process.env,
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'silent',
    HOOK_SECRETS: `yuqing-push=${secret}`,
  }
  const file = new URL('../../infra/all.ts', import.meta.url)
  const child = spawn(process.execPath, [file.pathname], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    if (said.includes('ready: ')) break
  }
  const origin = new URL(/ready: (\S+)/.exec(said)?.[1] ?? '').origin
  return {
    child,
    gone,
    /** The status, or null when nobody answered any more. */
    async push(id: string): Promise<number | null> {
      const body = JSON.stringify({ items: [{ id, title: `第${id}条：东湖小区停水`, text: '居民反映停水' }] })
      const headers = signed(body, api.program.time.real.now())
      return fetch(`${origin}/hooks/yuqing-push`, { method: 'POST', headers, body }).then(
        (answer) => answer.status,
        () => null,
      )
    },
  }
}
