// Many at once: one order for many cases decided one by one, many items put aside in one turn, and what rings whom.
import type { BulkAnswer, ItemLine, QueuePage } from '@huiying/console/wire'
import type { AlertFact, Draft } from '@huiying/domain/entry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
const places = ['滨河街道', '柳溪村', '石桥村', '大柳村', '西岭村']
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop(
    ...places.map((place) => ({ subject: `${place}路灯不亮`, text: `${place}路灯不亮。`, date: '2026-11-24 10:00' })),
  )
})
afterAll(() => api.stop())

let serial = 0
const bulk = async (ids: string[], order: object, role: '值班员' | '审计' | '审核' = '值班员', commandId?: string) => {
  const id = commandId ?? `bulk-${++serial}`.padEnd(18, '0')
  const body = { commandId: id, ids, order }
  return api.send('/api/cases/act', await api.cookieOf(role), { method: 'POST', body })
}
const ids = async () => (await api.read<QueuePage>('/api/cases', '值班员')).cases.map((line) => line.id)

describe('an order for many cases', () => {
  test('is done for each, once however often it is sent', async () => {
    const all = await ids()
    const assign = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '路灯归口' }
    const first = await bulk(all, assign, '值班员', 'bulk-sent-twice-0001')
    const again = await bulk(all, assign, '值班员', 'bulk-sent-twice-0001')
    expect((first.json() as BulkAnswer).results.map((one) => one.ok)).toEqual(places.map(() => true))
    expect(again.json()).toEqual(first.json())
    const { counts } = await api.read<QueuePage>('/api/cases', '值班员')
    expect(counts.待签收).toBe(places.length)
  })

  test('says of each that is refused why, and does the others', async () => {
    const [one = '', two = ''] = await ids()
    const { cases } = await api.read<QueuePage>('/api/cases', '值班员')
    const itemId = (await api.program.clocks(one))[0]?.itemId ?? ''
    const now = api.program.time.now()
    await api.program.done(one, { do: 'letter.answer', itemId, channel: '电话', answeredAt: now, summary: '已修好' })
    const answer = (await bulk([one, two, 'case_unheard'], { do: 'case.cancel', reason: '重复' })).json() as BulkAnswer
    const number = cases.find((line) => line.id === two)?.number
    expect(answer.results.map((each) => [each.ok, each.number === null])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
    expect(answer.results[1]).toMatchObject({ number, message: expect.stringContaining('来信未办') })
  })

  const refusals: ['值班员' | '审核' | '审计', object, number, string][] = [
    ['值班员', { do: 'case.reopen', reason: '试' }, 422, 'an act that is not the same for every case'],
    ['审核', { do: 'case.cancel', reason: '试' }, 403, 'an act this role may not do'],
    ['审计', { do: 'note.add', kind: '试', text: '试' }, 403, 'auditors only read'],
  ]
  test.each(refusals)('by %s of %o is refused with %i: %s', async (role, order, status) => {
    expect((await bulk(await ids(), order, role)).statusCode).toBe(status)
  })
})

test('many items of 待核信息 are put aside at once with one reason, and the ledger verifies', async () => {
  const posts = ['教育局招聘公告', '教育局入学公告', '教育局调课公告'].map((title) => ({
    title: `青河市${title}引发讨论`,
    text: `青河市${title}，网友讨论。`,
    date: '2026-11-24 10:30',
  }))
  await api.program.publish(...posts)
  const { items } = await api.read<{ items: ItemLine[] }>('/api/items?lane=待核信息', '值班员')
  expect(items.length).toBeGreaterThan(1)
  const sent = { ids: [...items.map((line) => line.item.id), 'item_unheard'], reason: '一般讨论' }
  const answer = await api.send('/api/items/leave', await api.cookieOf('值班员'), { method: 'POST', body: sent })
  expect(answer.json()).toEqual({ left: items.length, kept: 1 })
  const { counts } = await api.read<QueuePage>('/api/cases', '值班员')
  expect(counts.待核信息).toBe(0)
  expect(await api.program.verify()).toMatchObject([{ ok: true }])
})

describe('§14-11 what rings', () => {
  test('a suspected 重大 rings until somebody has acknowledged it, however many plain new cases came after', async () => {
    const { program } = api
    await program.publish({
      title: '青河化工园区爆炸已致12人死亡',
      text: '青河市化工园区发生爆炸，已造成12人死亡。',
      date: '2026-11-24 10:50',
    })
    const [plain = ''] = await ids()
    const quiet = Array.from(
      { length: 30 },
      (_, occurrence): Draft => ({
        caseId: plain,
        body: { act: 'alert.fired', v: 2, alert: quietAlert(plain, occurrence), deliveries: [], calls: [] },
      }),
    )
    await program.ledger.write((tx) => tx.append(program.book, program.time.now(), 'system', quiet))
    const ringing = async () => (await api.read<QueuePage>('/api/cases', '值班员')).ringing
    const alert = (await ringing()).find((one) => one.title === '青河化工园区爆炸已致12人死亡')
    expect([alert?.step, alert?.suspected]).toEqual(['新案', true])
    const order = { do: 'alert.acknowledge', alertId: alert?.id ?? '' } as const
    expect((await api.order(alert?.caseId ?? '', order, '值班员')).statusCode).toBe(200)
    expect((await ringing()).map((one) => one.id)).not.toContain(alert?.id)
  })

  test('a case that is closed rings no more', async () => {
    const { cases } = await api.read<QueuePage>('/api/cases?text=爆炸', '值班长')
    const id = cases[0]?.id ?? ''
    await api.program.goTo('2026-11-24 15:45')
    const about = async () =>
      (await api.read<QueuePage>('/api/cases', '值班长')).ringing.filter((one) => one.caseId === id)
    expect((await about()).map((one) => one.step)).toContain('红')
    await api.program.done(id, { do: 'case.judge', verdict: '撤销', grade: null, type: null, reason: '演练' })
    expect(await about()).toEqual([])
  })
})

/** A new case that only appears: it does not ring. */
function quietAlert(caseId: string, occurrence: number): AlertFact {
  return {
    id: `alert_quiet_${occurrence}`,
    owner: `case:${caseId}`,
    plan: null,
    clockId: null,
    code: null,
    step: '新案',
    occurrence: occurrence + 100,
    firedAt: api.program.time.now(),
    dueAt: null,
    late: false,
    skipped: [],
    cause: null,
    reason: '新案，请研判',
  }
}
