// A letter that reports the head of a bureau who is also whom 红 would reach: nothing of it gets to that unit, ever.
import type { ItemLine, QueuePage } from '@huiying/console/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beijing } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

const SUBJECT = '关于市住建局局长杨志远的情况反映'
const BODY =
  '我实名举报市住建局局长杨志远，去年腊月在望江楼包间收下承建商送来的现金与名表，随后把安置楼外墙保温改给其妻弟的公司。' +
  '经手的会计已经离职，账册藏在城东旧仓库的铁皮柜里，可以去查。'
/** What everybody may know anyway: names of units and offices, and another letter about the same bureau. */
const PLAIN = '青河市滨江壹号停工八个月，请市住建局局长杨志远督促复工，给业主一个说法。'
const known = ['青河市住房和城乡建设局', '关于市住建局的情况反映', '市住建局局长杨志远', PLAIN].join('|')
const WINDOW = 6

/** Every six consecutive characters of the letter that stand in no unit name, fixed wording or other item. */
const pieces = [SUBJECT, BODY].flatMap((text) =>
  Array.from({ length: text.length - WINDOW + 1 }, (_, at) => text.slice(at, at + WINDOW)).filter(
    (piece) => !known.includes(piece),
  ),
)
const leaks = (text: string, number: string): string[] =>
  [...pieces, number].filter((piece) => text.includes(piece) || text.includes(encodeURIComponent(piece)))

let api: TestApi
let secret: { id: string; number: string }
let before: QueuePage['counts']
const unitRoles = ['单位联络员', '单位负责人'] as const
const looks = (role: (typeof unitRoles)[number]) => [
  ...['/api/cases', '/api/cases?lane=超时', '/api/items', '/api/items?kind=letter', '/api/rows', '/api/directory'],
  ...['望江楼包间', '安置楼外墙', '举报', '杨志远'].map((text) => `/api/cases?text=${encodeURIComponent(text)}`),
  `/api/rows?asOf=${beijing('2026-11-23 09:20')}`,
  ...(role === '单位负责人' ? ['/api/session'] : []),
]

beforeAll(async () => {
  api = await startApi('2026-11-23 09:00')
  const { program } = api
  await program.drop({ subject: '滨江壹号停工', text: PLAIN, date: '2026-11-23 08:50' })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  before = (await api.read<QueuePage>('/api/cases', '单位负责人', 'zjj')).counts
  await program.drop({ subject: SUBJECT, text: BODY, date: '2026-11-23 09:00' })
  const found = (await program.queue()).find((row) => row.state.id !== id)?.state
  secret = { id: found?.id ?? '', number: found?.number ?? '' }
})
afterAll(() => api.stop())

/** Everything the unit can read or is sent, as one text each. */
async function gathered(): Promise<[string, string][]> {
  const texts: [string, string][] = []
  for (const role of unitRoles) {
    const cookie = await api.cookieOf(role, 'zjj')
    for (const path of looks(role)) {
      const answer = await api.send(path, cookie)
      expect([path, answer.statusCode]).toEqual([path, 200])
      texts.push([`${role} ${path}`, answer.body])
    }
    for (const path of [`/api/cases/${secret.id}`, `/api/cases/${secret.number}`, `/api/items?caseId=${secret.id}`]) {
      const answer = await api.send(path, cookie)
      expect([path, answer.statusCode]).toEqual([path, 404])
      texts.push([`${role} ${path}`, answer.body])
    }
    for (const path of ['/api/rows.csv?version=internal', '/api/rows.xlsx', '/api/status']) {
      const answer = await api.send(path, cookie)
      expect([path, answer.statusCode]).toEqual([path, 403])
      texts.push([`${role} ${path}`, answer.body])
    }
  }
  for (const mail of await api.program.mails()) {
    if (mail.to.includes('zjj.qinghe.example')) texts.push([mail.subject, `${mail.subject}\n${mail.text}`])
  }
  return texts
}

async function nothingLeaks(): Promise<void> {
  const texts = await gathered()
  expect(texts.flatMap(([where, text]) => leaks(text, secret.number).map((piece) => [where, piece]))).toEqual([])
}

describe('§14-8 a 检举控告 about the head of a bureau', () => {
  test('the letter is 待甄别 by itself and its bureau and its head are taken out', async () => {
    const state = (await api.program.queue()).find((row) => row.state.id === secret.id)?.state
    expect(state?.restricted).toBe('待甄别')
    expect(state?.excluded.units).toContain('zjj')
    expect(state?.excluded.contacts).toContain('zjj-zy')
  })

  test('while nobody has judged it the unit learns nothing, and no mail goes out at all', async () => {
    const sent = (await api.program.mails()).length
    await api.program.goTo('2026-11-23 12:00')
    const later = (await api.program.mails()).slice(sent)
    expect(later.flatMap((mail) => leaks(`${mail.subject}\n${mail.text}`, secret.number))).toEqual([])
    await nothingLeaks()
  })

  test('judged, it cannot be given to the bureau: refused, not reminded', async () => {
    const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: null, reason: '违纪线索' } as const
    await api.program.done(secret.id, { ...judge, restricted: '检举控告' }, 'limin')
    const assign = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' } as const
    expect(await api.program.act(secret.id, assign)).toMatchObject({ ok: false, code: 'forbidden' })
    await api.program.done(secret.id, { ...assign, unit: 'jwjw' }, 'limin')
  })

  test('after the whole ladder the unit still has nothing; the discipline body has 专项件', async () => {
    await api.program.goTo('2026-12-02 10:00')
    const steps = new Set((await api.program.mails()).map((mail) => /节点：(\S+?)(（|\r|\n|$)/.exec(mail.text)?.[1]))
    expect(steps).toContain('红')
    expect(steps).toContain('超时')
    await nothingLeaks()
    const about = (await api.program.mails()).filter((mail) => mail.text.includes(secret.number))
    expect(about.length).toBeGreaterThan(3)
    expect(new Set(about.map((mail) => mail.to))).toEqual(new Set(['xinfang@jwjw.qinghe.example']))
    expect(about.every((mail) => mail.subject.includes('专项件'))).toBe(true)
    const body = about.flatMap((mail) => leaks(`${mail.subject}\n${mail.text}`, '（号码可以在这里）'))
    expect(body).toEqual([])
  })

  test('its counts are those of before, and the search of the desk finds it only for 值班长 and 纪检', async () => {
    const page = await api.read<QueuePage>('/api/cases', '单位负责人', 'zjj')
    expect(page.counts.全部).toBe(before.全部)
    await api.program.indexer.level()
    const find = async (role: '值班员' | '值班长' | '纪检' | '审核' | '审计') => {
      const text = encodeURIComponent('望江楼包间')
      return (await api.read<QueuePage>(`/api/cases?text=${text}`, role)).cases.map((line) => line.id)
    }
    expect([await find('值班长'), await find('纪检')]).toEqual([[secret.id], [secret.id]])
    expect([await find('值班员'), await find('审核'), await find('审计')]).toEqual([[], [], []])
  })

  test('the 台账 as of a moment before the judgement does not show it to others now', async () => {
    const path = `/api/rows?asOf=${beijing('2026-11-23 09:20')}`
    const sees = async (role: '值班员' | '值班长') => JSON.stringify(await api.read(path, role))
    expect(await sees('值班员')).not.toContain(secret.number)
    expect(await sees('值班长')).toContain(secret.number)
  })

  test('a clear export for the house holds it only in the hands of who may see it', async () => {
    const inside = async (role: '审核' | '纪检') =>
      (await api.send('/api/rows.csv?version=internal', await api.cookieOf(role))).body
    expect(leaks(await inside('审核'), secret.number)).toEqual([])
    expect(await inside('纪检')).toContain(secret.number)
    const masked = await api.send('/api/rows.csv?version=masked', await api.cookieOf('纪检'))
    expect(leaks(masked.body, secret.number)).toEqual([])
  })
})

test('§14-8 what it was suspected for is read by who may see it, and by no unit once cleared', async () => {
  const itemsOf = async (role: '值班长' | '纪检' | '单位联络员', id: string, unit: string | null = null) =>
    (await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${id}`, role, unit)).items
  for (const role of ['值班长', '纪检'] as const) {
    const [line] = await itemsOf(role, secret.id)
    const { text, start, end } = line!.verdict!.told!
    expect([text, line!.masked!.slice(start, end)]).toEqual([expect.stringContaining('举报市住建局局长'), text])
  }
  const { program } = api
  const text = '我要举报物业经理，他收受装修公司好处费，市住建局科长知道。青河市云栖苑电梯坏了两周。'
  await program.drop({ subject: '云栖苑电梯', text, date: '2026-12-02 09:10' })
  const { id } = (await program.queue()).find((row) => row.state.title === '云栖苑电梯')!.state
  const clear = { verdict: '确认', grade: null, type: null, reason: '是对物业的投诉', restricted: '否' } as const
  const none = { units: [], contacts: [] }
  await program.done(id, { do: 'case.judge', ...clear, excluded: none }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '电梯' }, 'limin')
  expect((await itemsOf('值班长', id))[0]?.verdict).toMatchObject({ report: true, told: { end: expect.any(Number) } })
  const seen = (await itemsOf('单位联络员', id, 'zjj'))[0]
  expect([seen?.verdict?.report, seen?.verdict?.told]).toEqual([false, undefined])
})

test('§14-8 a case with others merged in is not judged 检举控告 before they are taken out', async () => {
  const { program } = api
  await program.drop(
    { subject: '路灯不亮', text: '石桥村路灯不亮一个月。', date: '2026-12-02 09:00' },
    { subject: '垃圾没人收', text: '大柳村垃圾堆在路边没人收。', date: '2026-12-02 09:01' },
  )
  const ids = (await program.queue()).filter((row) => /路灯|垃圾/.test(row.state.title)).map((row) => row.state.id)
  const [from = '', into = ''] = ids
  await program.done(from, { do: 'case.merge', into, reason: '试' })
  const judge = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪' } as const
  const answer = await program.act(into, { ...judge, restricted: '检举控告' })
  expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('拆分') })
})
