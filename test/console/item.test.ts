// Items by hand: masked at this door too, made a case of or left by a person, and all of it verifies.
import type { ItemLine, QueuePage } from '@huiying/console/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
})
afterAll(() => api.stop())

let serial = 0
const add = async (given: object) => {
  const commandId = `manual-entry-${++serial}`.padEnd(20, '0')
  const body = { commandId, kind: 'letter', platform: '值班电话', url: null, publishedAt: null, ...given }
  const answer = await api.send('/api/items', await api.cookieOf('值班员'), { method: 'POST', body })
  await api.program.settle()
  return answer
}
const lane = async () => (await api.read<{ items: ItemLine[] }>('/api/items?lane=待核信息', '值班员')).items
const decideOn = async (id: string, what: 'open' | 'leave', reason: string) => {
  const sent = { method: 'POST', body: { reason } } as const
  return api.send(`/api/items/${id}/${what}`, await api.cookieOf('值班员'), sent)
}

describe('manual entry', () => {
  test('a call becomes a case with its LET, and its telephone number is masked everywhere', async () => {
    const answer = await add({ title: '渡口社区停水', text: '渡口社区停水两天，联系电话13812345678。' })
    expect(answer.statusCode).toBe(200)
    const page = await api.read<QueuePage>('/api/cases', '值班员')
    expect(page.cases[0]).toMatchObject({ title: '渡口社区停水', due: { code: 'LET' } })
    const items = await api.send('/api/items', await api.cookieOf('值班员'))
    expect(items.body).toContain('138****5678')
    expect(items.body).not.toContain('13812345678')
  })

  test('the same press sent twice is one item', async () => {
    const given = { commandId: 'manual-entry-twice-000', title: '路灯不亮', text: '柳溪村路灯不亮。' }
    const first = await add(given)
    const again = await add(given)
    expect(again.json()).toEqual(first.json())
    const page = await api.read<QueuePage>('/api/cases?text=路灯', '值班员')
    expect(page.cases).toHaveLength(1)
  })

  test.each([
    [{ title: '文件', text: '机密★ 内部材料' }, '涉密'],
    [{ title: '明天的事', text: '内容', publishedAt: Date.UTC(2027, 0, 1) }, '未来'],
    [{ title: '链接', text: '内容', url: 'javascript:alert(1)' }, '网址'],
  ])('%o is refused with a word: %s', async (given, word) => {
    const answer = await add(given)
    expect([answer.statusCode, answer.json().message.includes(word)]).toEqual([422, true])
  })
})

describe('an item in 待核信息', () => {
  const post = { kind: 'post', platform: '微博' }

  test('is left with a reason and is no longer listed', async () => {
    await add({ ...post, title: '青河市教育局招聘公告引发讨论', text: '青河市教育局发布招聘公告，网友讨论报名条件。' })
    const [item] = await lane()
    const id = item?.item.id ?? ''
    expect((await decideOn(id, 'leave', '')).statusCode).toBe(422)
    expect((await decideOn(id, 'leave', '一般讨论')).statusCode).toBe(200)
    expect(await lane()).toEqual([])
    const { counts } = await api.read<QueuePage>('/api/cases', '值班员')
    expect(counts.待核信息).toBe(0)
  })

  test('is made a case by a person, once, with the reason on record', async () => {
    await add({ ...post, title: '青河市教育局发布入学公告', text: '青河市教育局发布入学公告，网友讨论报名条件。' })
    const [item] = await lane()
    expect(item).toBeDefined()
    const id = item?.item.id ?? ''
    const opened = await decideOn(id, 'open', '居民集中质疑')
    expect(opened.statusCode).toBe(200)
    const { caseId } = opened.json()
    expect((await decideOn(id, 'open', '再来一次')).statusCode).toBe(409)
    const page = await api.read<{ case: { grade: string }; entries: { body: object; actor: string }[] }>(
      `/api/cases/${caseId}`,
      '值班员',
    )
    expect(page.case.grade).toBe('待定')
    expect(page.entries.map((entry) => entry.body)).toContainEqual(
      expect.objectContaining({ act: 'note.added', kind: '人工立案', text: '居民集中质疑' }),
    )
    expect((await lane()).map((one) => one.item.id)).not.toContain(id)
  })

  test('and the ledger verifies after all of it', async () => {
    const results = await api.program.verify()
    expect(results).toMatchObject([{ ok: true }])
  })
})

describe('the own password', () => {
  test('is checked, set, and logs in; the old session ends', async () => {
    const cookie = await api.cookieOf('审核')
    const weak = await api.send('/api/session/password', cookie, { method: 'POST', body: { password: 'aaaaaaaaaaaa' } })
    expect(weak.statusCode).toBe(422)
    const password = 'Qinghe-2026-night'
    const set = await api.send('/api/session/password', cookie, { method: 'POST', body: { password } })
    expect(set.statusCode).toBe(200)
    expect(String(set.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await api.send('/api/session', cookie)).statusCode).toBe(401)
    const login = (given: string) =>
      api.send('/login', null, { method: 'POST', body: { login: 'p审核', password: given } })
    expect((await login('Qinghe-2026-nigh_')).statusCode).toBe(401)
    expect((await login(password)).statusCode).toBe(200)
  })
})

describe('a search at the desk', () => {
  test('tells what no queue holds: closed cases, and items in no case, 历史回填 among them', async () => {
    const own = await startApi('2026-11-24 11:00')
    const road = '青河市新改建农村公路一百二十公里'
    await own.program.publish({ title: road, text: `${road}，交通运输局介绍了情况。`, date: '2026-11-20 10:00' })
    await own.program.drop({
      subject: '农村公路坑洼',
      text: '柳林镇农村公路坑洼不平，请修补。',
      date: '2026-11-24 10:00',
    })
    const { id } = await own.program.onlyCase()
    const find = (lane = '') => own.read<QueuePage>(`/api/cases?text=农村公路${lane}`, '值班员')
    expect([(await find()).cases.length, (await find()).elsewhere]).toEqual([1, { closed: 0, items: 1 }])
    for (const { itemId } of await own.program.clocks(id)) {
      const say = { do: 'letter.answer', channel: '电话', summary: '已修补' } as const
      await own.program.done(id, { ...say, itemId: itemId!, answeredAt: own.program.time.now() })
    }
    await own.program.done(id, { do: 'case.close', reason: '已修补' })
    expect([(await find()).cases, (await find()).elsewhere]).toEqual([[], { closed: 1, items: 1 }])
    expect((await find('&lane=已结')).cases.map((one) => one.status)).toEqual(['办结'])
    const { items } = await own.read<{ items: ItemLine[] }>('/api/items?text=农村公路', '值班员')
    expect(items.map(({ item, lane }) => [item.title, lane])).toEqual([[road, '历史回填']])
    expect((await own.read<QueuePage>('/api/cases', '值班员')).elsewhere).toBeNull()
    const unit = await own.read<QueuePage>('/api/cases?text=农村公路', '单位联络员', 'zjj')
    expect(unit.elsewhere).toEqual({ closed: 0, items: 0 })
    await own.stop()
  })
})
