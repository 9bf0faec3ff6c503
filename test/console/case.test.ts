// Cases through the API: restricted ones are not there for others, orders are done once, the stream tells who may know.
import type { QueuePage } from '@huiying/console/wire'
import type { Order } from '@huiying/domain/command'
import type { UserRole } from '@huiying/domain/word'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'
import { readFrames } from './frames.ts'

let api: TestApi
let plainId: string
let secretId: string
const SECRET = '实名举报市住建局局长收受开发商贿赂'

beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop(
    { subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 10:00' },
    { subject: SECRET, text: '我实名举报市住建局局长收受开发商贿赂二十万元。', date: '2026-11-24 10:10' },
  )
  const rows = await api.program.queue()
  plainId = rows.find((row) => row.state.title !== SECRET)?.state.id ?? ''
  secretId = rows.find((row) => row.state.title === SECRET)?.state.id ?? ''
  const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
  await api.program.done(secretId, { ...judged, restricted: '检举控告' })
})
afterAll(() => api.stop())

describe('a case under 检举控告', () => {
  const others: UserRole[] = ['值班员', '审核', '审计']
  const seers: UserRole[] = ['值班长', '纪检']
  const paths = ['/api/cases', '/api/cases?text=举报', '/api/items', '/api/items?kind=letter', '/api/rows']

  test.each(others)('%s finds it nowhere: list, counts, search, items, 台账', async (role) => {
    for (const path of paths) {
      const answer = await api.send(path, await api.cookieOf(role))
      expect([path, answer.statusCode]).toEqual([path, 200])
      expect(answer.body).not.toContain(SECRET)
      expect(answer.body).not.toContain(secretId)
    }
    const { counts } = await api.read<QueuePage>('/api/cases', role)
    expect(counts.全部).toBe(1)
    const direct = await api.send(`/api/cases/${secretId}`, await api.cookieOf(role))
    expect(direct.statusCode).toBe(404)
    const items = await api.send(`/api/items?caseId=${secretId}`, await api.cookieOf(role))
    expect(items.statusCode).toBe(404)
  })

  test.each(seers)('%s sees it', async (role) => {
    const page = await api.read<QueuePage>('/api/cases', role)
    expect(page.counts.全部).toBe(2)
    expect(page.cases.map((line) => line.id)).toContain(secretId)
  })

  test('an order about it from others is told that there is no such case', async () => {
    const answer = await api.order(secretId, { do: 'note.add', kind: '会商', text: '试' }, '值班员')
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'missing'])
  })
})

describe('filters', () => {
  test.each([
    ['kind=letter', 2, 'both came by mail'],
    ['kind=public', 0, 'none is a post'],
    ['text=停电', 1, 'two characters are enough'],
    ['topic=epidemic', 0, 'none is about it'],
    ['grade=重大', 0, 'nobody has graded'],
  ])('%s gives %i: %s', async (query, count) => {
    const page = await api.read<QueuePage>(`/api/cases?${query}`, '值班长')
    expect(page.cases).toHaveLength(count)
  })
})

describe('orders', () => {
  test('the same commandId is done once and gets the first answer', async () => {
    const id = 'a-command-sent-twice-1'
    const order = { do: 'note.add', kind: '会商', text: '与供电公司会商' } as const
    const first = await api.order(plainId, order, '值班员', null, id)
    const again = await api.order(plainId, order, '值班员', null, id)
    expect(first.statusCode).toBe(200)
    expect(again.json()).toEqual(first.json())
    const page = await api.read<{ entries: { body: { act: string } }[] }>(`/api/cases/${plainId}`, '值班员')
    expect(page.entries.filter((entry) => entry.body.act === 'note.added')).toHaveLength(1)
  })

  test('a preview writes nothing', async () => {
    const before = await api.read<{ case: { version: number } }>(`/api/cases/${plainId}`, '值班员')
    const order = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' }
    const body = { commandId: 'a-preview-of-nothing', expectedVersion: null, order }
    const sent = { method: 'POST', body } as const
    const answer = await api.send(`/api/cases/${plainId}/preview`, await api.cookieOf('值班员'), sent)
    expect(answer.json().preview.join()).toContain('主送')
    const after = await api.read<{ case: { version: number } }>(`/api/cases/${plainId}`, '值班员')
    expect(after.case.version).toBe(before.case.version)
  })

  test('of two desks at once one wins, the other is told what happened since', async () => {
    const { case: seen } = await api.read<{ case: { version: number } }>(`/api/cases/${plainId}`, '值班员')
    const judge = { do: 'case.judge', verdict: '确认', grade: '非突发', type: null, reason: '普通停电' } as const
    const won = await api.order(plainId, judge, '值班长', seen.version)
    const lost = await api.order(plainId, { ...judge, grade: '一般' }, '值班员', seen.version)
    expect(won.statusCode).toBe(200)
    expect([lost.statusCode, lost.json().code]).toEqual([409, 'stale'])
    const acts = lost.json().changed.map((entry: { body: { act: string } }) => entry.body.act)
    expect(acts).toContain('case.judged')
  })

  const refused: { order: Order; role: UserRole; why: string }[] = [
    { order: { do: 'case.reopen', reason: '试' }, role: '值班员', why: '重开 is for 值班长' },
    { order: { do: 'note.add', kind: '会商', text: '试' }, role: '审计', why: 'auditors only read' },
    {
      order: { do: 'case.judge', verdict: '确认', grade: '一般', type: null, reason: '试' },
      role: '审核',
      why: 'reviewers do not judge',
    },
  ]
  test.each(refused)('$order.do by $role is refused: $why', async ({ order, role }) => {
    const answer = await api.order(plainId, order, role)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'role'])
  })

  test('the machine’s own orders are not among those a person may give', async () => {
    const order = { do: 'heat.ring', before: 1, after: 100 } as const
    const answer = await api.order(plainId, order, '值班长')
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'input'])
  })

  test('a unit sees its own case only, and acts for itself only', async () => {
    await api.order(plainId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' }, '值班长')
    const own = await api.read<QueuePage>('/api/cases', '单位联络员', 'zjj')
    const other = await api.read<QueuePage>('/api/cases', '单位联络员', 'yjj')
    expect([own.cases.length, other.cases.length, other.counts.全部]).toEqual([1, 0, 0])
    const direct = await api.send(`/api/cases/${plainId}`, await api.cookieOf('单位联络员', 'yjj'))
    expect(direct.statusCode).toBe(404)
  })
})

describe('the live stream', () => {
  test('beats with the server’s time, names cases to who may see them, catches up after the last seq', async () => {
    const base = await api.app.listen({ host: '127.0.0.1', port: 0 })
    const open = async (role: UserRole, lastSeq?: number) => {
      const headers = {
        cookie: await api.cookieOf(role),
        ...(lastSeq === undefined ? {} : { 'last-event-id': `${lastSeq}` }),
      }
      const answer = await fetch(`${base}/api/stream`, { headers })
      return readFrames(answer)
    }
    const desk = await open('值班员')
    const lead = await open('值班长')
    const beat = await desk.next('beat')
    expect(beat.data.now).toBe(api.program.time.now())
    await lead.next('beat')
    const done = await api.program.done(secretId, { do: 'note.add', kind: '会商', text: '交纪检' })
    const seq = Math.max(...done.seqs)
    expect(await desk.until(seq)).not.toContain(secretId)
    expect(await lead.until(seq)).toContain(secretId)
    const late = await open('值班长', seq - 1)
    expect((await late.next('change')).data.cases).toContain(secretId)
    const other = await open('值班员', seq - 1)
    expect((await other.next('change')).data.cases).not.toContain(secretId)
    await Promise.all([desk.close(), lead.close(), late.close(), other.close()])
  })
})
