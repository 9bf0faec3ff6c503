// 交接班 through the API: what is handed over, by whom and to whom, what is refused, and nothing of a secret case.
import type { HandoverPage, HandoverPart, HandoverPresent, HandoverSheet } from '@huiying/console/handover-wire'
import type { QueuePage } from '@huiying/console/wire'
import type { UserRole } from '@huiying/domain/word'
import { adoptPolicy } from '@huiying/ledger/book'
import { openCall } from '@huiying/ledger/call'
import type { Tx } from '@huiying/ledger/ledger'
import { policyTextOf } from '@huiying/ledger/policy'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beijing } from '../program.ts'
import { startApi, type TestApi } from './api.ts'
import { readZip } from './sheet.ts'

let api: TestApi
let secret: { id: string; number: string }
let serial = 0
beforeAll(async () => {
  api = await startApi('2026-11-24 07:40')
  const { program } = api
  await program.drop(
    { subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 07:00' },
    { subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失半个月。', date: '2026-11-24 07:05' },
    {
      subject: '化工园区发生爆炸，已有12人死亡',
      text: '青河化工园区今天凌晨三点发生爆炸，已造成12人死亡、20人受伤，请尽快发布消息。',
      date: '2026-11-24 07:30',
    },
    { subject: '反映问题', text: '实名举报市交通局副局长收受贿赂二十万元。', date: '2026-11-24 07:10' },
  )
  const states = (await program.queue()).map((row) => row.state)
  const find = (words: string) => states.find((state) => state.title.includes(words))
  const given = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' } as const
  await program.done(find('停电')?.id ?? '', given)
  const judged = { do: 'case.judge', verdict: '确认', type: '生产安全', reason: '12人死亡' } as const
  await program.done(find('爆炸')?.id ?? '', { ...judged, grade: '重大' })
  const own = find('反映问题')
  secret = { id: own?.id ?? '', number: own?.number ?? '' }
  expect(own?.restricted).toBe('待甄别')
  program.time.set(beijing('2026-11-24 08:00'))
  await program.settle()
})
afterAll(() => api.stop())

const page = (role: UserRole = '值班员') => api.read<HandoverPage>('/api/handovers', role)
const present = (role: UserRole = '值班员') => api.read<HandoverPresent>('/api/handovers/now', role)
const giveIn = async (on: TestApi, role: UserRole, order: object) => {
  const commandId = `handover-command-${String(++serial).padStart(4, '0')}`
  const body = { commandId, to: null, seen: null, directives: '', spoken: '', ...order }
  return on.send('/api/handovers', await on.cookieOf(role), { method: 'POST', body })
}
const give = (role: UserRole, order: object) => giveIn(api, role, order)
const takeIn = async (on: TestApi, role: UserRole, seq: number) =>
  on.send(`/api/handovers/${seq}/take`, await on.cookieOf(role), { method: 'POST', body: {} })
const take = (role: UserRole, seq: number) => takeIn(api, role, seq)
const partOf = (sheet: HandoverSheet, part: HandoverPart) => sheet.lists.find((list) => list.part === part)

/** Whom the person of this name is told to take over from, then. */
const turnOf = async (own: TestApi, at: string, name: string, role: UserRole = '值班员') => {
  own.program.time.set(beijing(at))
  const cookie = await own.cookieOf(role)
  const rename = (tx: Tx) => tx.db.updateTable('person').set({ name }).where('login', '=', `p${role}`).execute()
  await own.program.ledger.write(rename, { book: own.program.book })
  const { turn } = (await own.send('/api/handovers/now', cookie)).json() as HandoverPresent
  return turn?.map((one) => one.name) ?? null
}

describe('what is handed over', () => {
  test('is counted and named from the ledger: unsigned, due soon, grave, not judged', async () => {
    const sheet = await present()
    const told = Object.fromEntries(sheet.lists.map(({ part, count, lines }) => [part, [count, lines[0]?.title]]))
    expect(told).toMatchObject({
      未签收: [1, '滨江壹号停电'],
      '特别重大、重大': [1, '化工园区发生爆炸，已有12人死亡'],
      待研判: [1, '柳溪村井盖缺失'],
      两小时内到期: [expect.any(Number), expect.any(String)],
      待核信息: [0, undefined],
    })
    const queue = await api.read<QueuePage>('/api/cases?lane=待签收', '值班员')
    expect(partOf(sheet, '未签收')?.lines[0]).toMatchObject({ number: queue.cases[0]?.number, about: 'zjj' })
    for (const list of sheet.lists) expect([list.part, list.count]).toEqual([list.part, list.lines.length])
  })

  test('who may jump stands first, until a call got through: giving it to a unit is none', async () => {
    const own = await startApi('2026-11-24 07:40')
    const told = async () => {
      const sheet = await own.read<HandoverPresent>('/api/handovers/now', '值班员')
      const { part, count, lines } = sheet.lists[0]!
      return [part, count, lines.map((line) => line.title)]
    }
    await own.program.drop(
      { subject: '东城路灯不亮', text: '东城路灯不亮。', date: '2026-11-24 07:10' },
      { subject: '我活不下去了', text: '工钱要不回来，我活不下去了，准备从楼上跳下去。', date: '2026-11-24 07:20' },
    )
    expect(await told()).toEqual(['先打电话', 1, ['我活不下去了']])
    const urgent = (await own.program.queue()).find((row) => row.callFirst)?.state.id ?? ''
    await own.program.done(urgent, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请到场' })
    await own.program.done(urgent, { do: 'call.make', result: '未接', note: '本人无人接听' })
    expect(await told()).toEqual(['先打电话', 1, ['我活不下去了']])
    await own.program.done(urgent, { do: 'call.make', result: '已通', note: '派出所已见到本人' })
    expect(await told()).toEqual(['先打电话', 0, []])
    await own.stop()
  })

  test('a unit that asks for more time is handed over until the desk has answered', async () => {
    const own = await startApi('2026-11-24 07:40')
    const told = async () =>
      partOf(await own.read<HandoverPresent>('/api/handovers/now', '值班员'), '延期待答复')?.lines.map((line) => [
        line.title,
        line.about,
      ])
    await own.program.drop({ subject: '东城路灯不亮', text: '东城路灯不亮。', date: '2026-11-24 07:10' })
    const id = (await own.program.queue())[0]?.state.id ?? ''
    await own.program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
    expect(await told()).toEqual([])
    const asking = { until: beijing('2026-12-10 18:00'), reason: '等待检测', by: '周敏' }
    const state = async () => (await own.program.queue())[0]!.state
    await own.program.done(id, { do: 'extension.ask', id: (await state()).assignments[0]!.id, ...asking })
    expect(await told()).toEqual([['东城路灯不亮', 'zjj']])
    const answer = { granted: false, reason: '请先答复进展' } as const
    await own.program.done(id, { do: 'extension.settle', id: (await state()).extensions![0]!.id, ...answer })
    expect(await told()).toEqual([])
    await own.stop()
  })

  test('§14-8: a suspected 检举控告 is neither shown nor counted; who may know is told how many stay out', async () => {
    for (const role of ['值班员', '值班长'] as const) {
      const sheet = await present(role)
      expect(JSON.stringify(sheet)).not.toContain(secret.number)
      expect(JSON.stringify(sheet)).not.toContain(secret.id)
      expect(sheet.restricted).toBe(role === '值班长' ? 1 : null)
    }
  })

  test('a report to those above waits for no unit: it is the desk that owes it', async () => {
    const { caseId, about } = partOf(await present(), '特别重大、重大')?.lines[0] ?? {}
    expect(about).toBe(null)
    await api.program.done(caseId ?? '', { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '请核实' })
    const sheet = await present()
    expect(partOf(sheet, '特别重大、重大')?.lines[0]?.about).toBe('yjj')
    const lines = sheet.lists.flatMap((list) => list.lines).filter((line) => line.caseId === caseId)
    const told = Object.fromEntries(lines.flatMap(({ code, about }) => (code === null ? [] : [[code, about]])))
    expect(told).toEqual({ 'RPT-P': null, 'RPT-W': null })
  })
})

describe('the roster', () => {
  test('a change of shift without a handover is told half an hour later, until one is on record', async () => {
    const own = await startApi('2026-11-24 11:00')
    const missed = async (at: string) => {
      await own.program.time.set(beijing(at))
      return (await own.read<HandoverPage>('/api/handovers?limit=1', '值班员')).missed?.at ?? null
    }
    expect(await missed('2026-11-24 19:59')).toBe(null)
    expect(await missed('2026-11-24 20:00')).toBe(beijing('2026-11-24 19:30'))
    // Who is to be rung up, and who waits for him; not who stays on duty.
    const told = (await own.read<HandoverPage>('/api/handovers', '值班员')).missed
    expect(told).toMatchObject({ goes: [{ name: '王晓', phone: expect.stringMatching(/\d/) }], comes: ['陈子安'] })
    expect((await own.read<HandoverPage>('/api/handovers', '审计')).missed?.goes).toEqual([{ name: '王晓', phone: '' }])
    await giveIn(own, '值班员', {})
    expect(await missed('2026-11-24 20:01')).toBe(null)
    await own.stop()
  })

  test('who has come or comes later is told whose turn it is; who goes, or is not on it, is not', async () => {
    const own = await startApi('2026-11-24 11:00')
    const turn = (at: string, name: string, role?: UserRole) => turnOf(own, at, name, role)
    expect(await turn('2026-11-24 19:20', '陈子安')).toEqual(['王晓'])
    expect(await turn('2026-11-24 19:20', '王晓')).toBe(null)
    expect(await turn('2026-11-24 19:40', '陈子安')).toEqual(['王晓'])
    expect(await turn('2026-11-24 19:40', '王晓')).toBe(null)
    expect(await turn('2026-11-24 19:40', '李敏', '值班长')).toBe(null)
    expect(await turn('2026-11-24 19:40', '无名')).toBe(null)
    await giveIn(own, '值班长', {})
    expect(await turn('2026-11-24 19:41', '王晓')).toEqual(['陈子安'])
    await own.stop()
  })

  test('who has taken over before the hour waits for nobody', async () => {
    const own = await startApi('2026-11-24 19:20')
    expect(await turnOf(own, '2026-11-24 19:20', '陈子安')).toEqual(['王晓'])
    const { seq } = (await giveIn(own, '值班长', {})).json() as { seq: number }
    await takeIn(own, '值班员', seq)
    expect(await turnOf(own, '2026-11-24 19:25', '陈子安')).toBe(null)
    await own.stop()
  })

  test('whatever else of the policy is changed meanwhile, it stays told; a newer roster is not', async () => {
    const own = await startApi('2026-11-24 11:00')
    const { ledger, book, time } = own.program
    const text = await policyTextOf(ledger.read, book)
    const adopt = (next: string) =>
      ledger.write((tx) => adoptPolicy(tx, book, next, '测试', 'p值班长', time.now()), { book })
    const missed = async (at: string) => {
      await time.set(beijing(at))
      return (await own.read<HandoverPage>('/api/handovers?limit=1', '值班员')).missed?.at ?? null
    }
    expect(await missed('2026-11-24 20:00')).toBe(beijing('2026-11-24 19:30'))
    await adopt(text.replace('青河测试-1', '青河测试-2'))
    expect(await missed('2026-11-24 20:01')).toBe(beijing('2026-11-24 19:30'))
    await adopt(text.replaceAll('19:30', '19:00'))
    expect(await missed('2026-11-24 20:02')).toBe(null)
    await own.stop()
  })
})

describe('handing over', () => {
  beforeEach(async () => {
    await api.cookieOf('值班长')
    const { open } = await page()
    if (open !== null) await take(open.by === 'p值班长' ? '值班员' : '值班长', open.seq)
  })

  test('waits for the other: told to all of the desk, then confirmed once by another person', async () => {
    const given = await give('值班员', { to: 'p值班长' })
    expect([given.statusCode, given.body]).toEqual([200, expect.anything()])
    const { seq } = given.json() as { seq: number }
    const waiting = { seq, by: 'p值班员', to: 'p值班长', at: beijing('2026-11-24 08:00'), taken: null }
    for (const role of ['值班员', '值班长', '审计'] as const) expect((await page(role)).open).toMatchObject(waiting)
    const own = await take('值班员', seq)
    expect([own.statusCode, own.json().message]).toEqual([409, expect.stringContaining('不能确认自己交的班')])
    expect((await take('值班长', seq)).statusCode).toBe(200)
    const again = await take('值班长', seq)
    expect([again.statusCode, again.json().message]).toEqual([409, expect.stringContaining('已经确认过')])
    const after = await page()
    expect(after.open).toBe(null)
    expect(after.heads[0]).toMatchObject({ seq, by: 'p值班员', taken: { by: 'p值班长' } })
  })

  test('is frozen: what came later does not stand in it, and personal data typed is covered', async () => {
    const own = await startApi('2026-11-24 07:40')
    await own.program.drop({ subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-24 07:05' })
    const words = { spoken: '来电 13812345678 待回', directives: '市领导要书面报告' }
    const { seq } = (await giveIn(own, '值班员', words)).json() as { seq: number }
    await own.program.drop({ subject: '东城路灯不亮', text: '东城路灯不亮。', date: '2026-11-24 07:50' })
    const sheet = await own.read<HandoverSheet>(`/api/handovers/${seq}`, '审计')
    expect(partOf(sheet, '待研判')?.count).toBe(1)
    expect(partOf(await own.read<HandoverPresent>('/api/handovers/now', '值班员'), '待研判')?.count).toBe(2)
    expect([sheet.spoken, sheet.directives]).toEqual(['来电 138****5678 待回', '市领导要书面报告'])
    const entry = own.program.ledger.read.selectFrom('entry').select('body').where('seq', '=', seq)
    expect((await entry.executeTakeFirstOrThrow()).body).not.toMatch(/井盖|13812345678/)
    await own.stop()
  })

  test('again before it is confirmed replaces it, if its writer saw it; the old one cannot be taken', async () => {
    const first = (await give('值班长', { spoken: '一' })).json().seq as number
    const unseen = await give('值班员', { spoken: '二' })
    expect([unseen.statusCode, unseen.json().message]).toEqual([409, expect.stringContaining('您打开之后')])
    expect(await present('值班长')).toMatchObject({ open: { seq: first }, spoken: '一' })
    const second = (await give('值班长', { spoken: '二', seen: first })).json().seq as number
    expect((await api.read<HandoverSheet>(`/api/handovers/${first}`, '值班员')).head?.replacedBy).toBe(second)
    const old = await take('值班员', first)
    expect([old.statusCode, old.json().message]).toEqual([409, expect.stringContaining('被后来的一张取代')])
    expect((await take('值班员', second)).statusCode).toBe(200)
  })

  test('the same press sent twice is one handover', async () => {
    const commandId = 'handover-pressed-twice'
    const [first, again] = [await give('值班员', { commandId }), await give('值班员', { commandId })]
    expect(again.json()).toEqual(first.json())
    expect((await take('值班长', first.json().seq)).statusCode).toBe(200)
  })

  test('goes to another person of the desk and to nobody else', async () => {
    await api.cookieOf('审核')
    expect((await present()).takers.map((one) => one.login)).toEqual(['p值班长'])
    for (const to of ['p审核', 'nobody']) expect((await give('值班员', { to })).statusCode).toBe(422)
    const self = await give('值班员', { to: 'p值班员' })
    expect([self.statusCode, self.json().message]).toEqual([409, expect.stringContaining('不能交给自己')])
    expect((await take('值班长', 1)).statusCode).toBe(404)
  })

  test('what was restricted since is told on no screen and in no audit package to who may not know', async () => {
    const own = await startApi('2026-11-24 07:40')
    await own.program.drop({ subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-24 07:05' })
    const { id } = await own.program.onlyCase()
    const { seq } = (await giveIn(own, '值班员', {})).json() as { seq: number }
    const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
    await own.program.done(id, { ...judged, restricted: '检举控告' })
    const seen = async (role: UserRole) => {
      const list = partOf(await own.read<HandoverSheet>(`/api/handovers/${seq}`, role), '待研判')
      return [list?.count, list?.lines.length]
    }
    expect([await seen('值班员'), await seen('审计'), await seen('值班长')]).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
    ])
    const isPacked = async (role: UserRole) => {
      const answer = await own.send('/api/audit.zip?version=internal', await own.cookieOf(role))
      const lines = (await readZip(answer.rawPayload)).get('entries.jsonl')?.trim().split('\n') ?? []
      return (JSON.parse(lines[seq - 1] ?? '{}') as { body: string | null }).body?.includes(id) ?? false
    }
    expect([await isPacked('审核'), await isPacked('值班长')]).toEqual([false, true])
    await own.stop()
  })

  test('a 交班 that names nobody asks who takes over by the roster, else all', async () => {
    const own = await startApi('2026-11-24 07:20')
    const { program } = own
    const rename = (role: UserRole, name: string) =>
      program.ledger.write(
        (tx) => tx.db.updateTable('person').set({ name }).where('login', '=', `p${role}`).execute(),
        { book: program.book },
      )
    const asked = async () => {
      const { open } = await own.read<HandoverPage>('/api/handovers', '值班员')
      const { head } = await own.read<HandoverSheet>(`/api/handovers/${open?.seq}`, '值班员')
      expect(head?.asks).toEqual(open?.asks)
      return open?.asks
    }
    for (const role of ['值班员', '值班长'] as const) await own.cookieOf(role)
    const { seq } = (await giveIn(own, '值班长', {})).json() as { seq: number }
    expect(await asked()).toEqual([])
    await rename('值班员', '王晓')
    await rename('值班长', '李敏')
    expect(await asked()).toEqual(['王晓'])
    await rename('值班员', '陈子安')
    expect(await asked()).toEqual([])
    program.time.set(beijing('2026-11-24 17:35'))
    expect(await asked()).toEqual(['陈子安'])
    // Whom it names is asked alone, and who is not asked may still step in.
    const { seq: named } = (await giveIn(own, '值班长', { to: 'p值班员', seen: seq })).json() as { seq: number }
    expect(await asked()).toEqual([])
    expect((await takeIn(own, '值班员', named)).statusCode).toBe(200)
    await own.stop()
  })

  test('§14-8: a call about a case that is 检举控告 by now stands in no handover, whoever gives it', async () => {
    const own = await startApi('2026-11-24 07:40')
    await own.program.drop({ subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 07:00' })
    const { id: caseId } = await own.program.onlyCase()
    await own.program.done(caseId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
    const { ledger, time } = own.program
    const mails = ledger.read.selectFrom('delivery').select('id').where('channel', '=', 'mail').orderBy('id')
    await openCall(ledger, (await mails.executeTakeFirstOrThrow()).id, '邮件未送达', time.now())
    const called = async () => {
      const sheet = await own.read<HandoverPresent>('/api/handovers/now', '值班长')
      return partOf(sheet, '未送达、待打电话')?.lines.map((line) => line.caseId)
    }
    expect(await called()).toContain(caseId)
    const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
    await own.program.done(caseId, { ...judged, restricted: '检举控告' })
    expect(await called()).not.toContain(caseId)
    await own.stop()
  })
})
