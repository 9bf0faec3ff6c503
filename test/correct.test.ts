// A person corrects the machine: at once, for ever, and on record; what is no part of a happening leaves its case.
import type { ItemLine } from '@huiying/console/wire'
import type { Case } from '@huiying/domain/case'
import type { Correction } from '@huiying/domain/correction'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 08:00')
})
afterAll(() => api.stop())

const itemsOf = async (caseId: string) =>
  (await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${caseId}`, '值班员')).items
const stateOf = async (caseId: string) => (await api.read<{ case: Case }>(`/api/cases/${caseId}`, '值班长')).case
const caseOf = async (title: string) => {
  const found = (await api.program.queue()).find((row) => row.state.title === title)
  if (found === undefined) throw new Error(`no case ${title}`)
  return found.state
}
const correct = (caseId: string, itemId: string, change: Correction) =>
  api.order(caseId, { do: 'item.correct', itemId, change, reason: '看过原文' }, '值班员')
const tells = ({ verdict }: ItemLine) => ({
  topics: verdict?.topics.map((topic) => topic.id),
  place: verdict?.place,
  gov: verdict?.gov,
  deaths: verdict?.deaths,
})

describe('改标 of an item in a case', () => {
  const change: Correction = { topics: ['environment', 'safety'], deaths: 2, gov: true }
  const said = { topics: ['environment', 'safety'], deaths: 2, gov: true }
  let caseId = ''
  let itemId = ''

  test('counts at once, in the item, in the case and in the time line, with who and why', async () => {
    const text = '青河市柳溪镇一化工厂今晨发生爆燃，造成1人死亡3人受伤，明火已扑灭，原因正在调查。'
    await api.program.publish({ id: 'a-1', title: '柳溪镇化工厂爆燃', text, date: '2026-11-24 07:30' })
    caseId = (await caseOf('柳溪镇化工厂爆燃')).id
    itemId = (await itemsOf(caseId))[0]?.item.id ?? ''
    expect((await correct(caseId, itemId, change)).statusCode).toBe(200)
    const [line] = await itemsOf(caseId)
    expect(tells(line!)).toMatchObject(said)
    expect(line?.corrected.map((one) => [one.field, one.actor, one.reason])).toEqual([
      ['deaths', 'p值班员', '看过原文'],
      ['gov', 'p值班员', '看过原文'],
      ['topics', 'p值班员', '看过原文'],
    ])
    expect(await stateOf(caseId)).toMatchObject({ topics: ['environment', 'safety'], deaths: 2 })
  })

  test('stays when the source updates the article; what nobody corrected is read anew', async () => {
    const text = '青河市柳溪镇一化工厂今晨发生爆燃，造成5人死亡9人受伤，周边村民已疏散，原因正在调查。'
    await api.program.publish({ id: 'a-1', title: '柳溪镇化工厂爆燃', text, date: '2026-11-24 07:30' })
    const [line] = await itemsOf(caseId)
    expect([line?.item.revision, line?.verdict?.injured]).toEqual([2, 9])
    expect(tells(line!)).toMatchObject(said)
    const { entries } = await api.read<{ entries: { body: { act: string } }[] }>(`/api/cases/${caseId}`, '值班员')
    expect(entries.map((entry) => entry.body.act)).toContain('items.reread')
  })

  test('stays when the tagger reads everything again: nothing is placed twice', async () => {
    const body = { book: api.program.book, itemId }
    await api.program.bus.publish([{ topic: 'item.collected', key: itemId, body: JSON.stringify(body) }])
    const { version } = await stateOf(caseId)
    await api.program.settle()
    expect((await stateOf(caseId)).version).toBe(version)
    expect(tells((await itemsOf(caseId))[0]!)).toMatchObject(said)
  })

  test('stays when the case is merged, and is corrected further in the case it went to', async () => {
    await api.program.publish({
      id: 'a-2',
      title: '青河市城区路面塌陷',
      text: '青河市城区人民路路面塌陷，一辆货车陷入，1人受伤，现场已封闭。',
      date: '2026-11-24 07:50',
    })
    const into = (await caseOf('青河市城区路面塌陷')).id
    await api.program.done(caseId, { do: 'case.merge', into, reason: '演示并案' })
    const merged = (await itemsOf(into)).find((line) => line.item.id === itemId)
    expect(tells(merged!)).toMatchObject(said)
    expect((await correct(into, itemId, { place: '外地' })).statusCode).toBe(200)
    const after = (await itemsOf(into)).find((line) => line.item.id === itemId)
    expect(tells(after!)).toMatchObject({ ...said, place: 'home' })
    expect(after?.corrected.map((one) => one.field)).toContain('place')
  })

  test.each<[why: string, change: Correction, word: string]>([
    ['says nothing', {}, '没有改动'],
    ['names a topic nobody knows', { topics: ['rumour'] }, '没有这个主题'],
    ['names a topic twice', { topics: ['safety', 'safety'] }, '主题重复'],
  ])('is refused when it %s', async (_why, given, word) => {
    const { id } = await caseOf('青河市城区路面塌陷')
    const answer = await correct(id, itemId, given)
    expect([answer.statusCode, answer.json().message.includes(word)]).toEqual([422, true])
  })

  test('a number that makes it 疑似重大 rings and hangs the clocks at once', async () => {
    const { id } = await caseOf('青河市城区路面塌陷')
    const other = (await itemsOf(id)).find((line) => line.item.id !== itemId)
    expect((await correct(id, other?.item.id ?? '', { deaths: 12 })).statusCode).toBe(200)
    const state = await stateOf(id)
    expect([state.deaths, state.suspected]).toEqual([12, true])
    expect(state.clocks.filter((clock) => clock.state === 'running').map((clock) => clock.code)).toContain('C5')
    const { entries } = await api.read<{ entries: { body: { act: string; alert?: { step: string } } }[] }>(
      `/api/cases/${id}`,
      '值班长',
    )
    expect(entries.map((entry) => entry.body.alert?.step)).toContain('疑似升级')
  })
})

describe('改标 of an item in 待核信息', () => {
  test('to 外地 moves it out of the lane, and it can be made a case all the same', async () => {
    await api.program.publish({
      id: 'a-3',
      title: '青河市教育局发布招聘公告',
      text: '青河市教育局发布招聘公告，网友讨论报名条件和待遇。',
      date: '2026-11-24 08:00',
    })
    const lane = async (name: string) =>
      (await api.read<{ items: ItemLine[] }>(`/api/items?lane=${name}`, '值班员')).items
    const [line] = await lane('待核信息')
    const path = `/api/items/${line?.item.id}/correct`
    const send = async (body: object) => api.send(path, await api.cookieOf('值班员'), { method: 'POST', body })
    expect((await send({ change: {}, reason: '外地的' })).statusCode).toBe(422)
    const done = await send({ change: { place: '外地', topics: ['education'] }, reason: '说的是外地' })
    expect([done.statusCode, done.json()]).toEqual([200, { lane: '外地关注' }])
    expect(await lane('待核信息')).toEqual([])
    expect(tells((await lane('外地关注'))[0]!)).toMatchObject({ topics: ['education'] })
  })
})

describe('不是同一事件', () => {
  test('the letter leaves for a case of its own with its deadline, and its like follow it', async () => {
    const text = '锦绣家园三期停工半年，开发商青河锦绣置业没有说法，请住建部门督促复工交房。'
    const letter = { subject: '锦绣家园停工', text, date: '2026-11-24 08:10', from: 'li@example.com' }
    await api.program.drop(letter)
    const like = { ...letter, text: `${text}家里老人等着搬家，盼尽快答复。`, from: 'zhao@example.com' }
    await api.program.drop({ ...like, date: '2026-11-24 08:20' })
    const state = await caseOf('锦绣家园停工')
    const [second, first] = await itemsOf(state.id)
    const taken = { do: 'letter.accept', itemId: second?.item.id ?? '', told: '已受理，短信告知' } as const
    expect((await api.order(state.id, taken, '值班员')).statusCode).toBe(200)
    const before = (await api.program.clocks(state.id)).find((clock) => clock.itemId === second?.item.id)
    expect([state.items, state.letters.open]).toEqual([2, 2])
    const split = (itemId: string) =>
      api.order(state.id, { do: 'item.split', itemId, reason: '说的是另一期' }, '值班员')
    expect((await split(first?.item.id ?? '')).statusCode).toBe(409)
    expect((await split(second?.item.id ?? '')).statusCode).toBe(200)
    expect(await stateOf(state.id)).toMatchObject({ items: 1, letters: { total: 1, open: 1 } })
    const own = (await api.program.queue()).find(
      (row) => row.state.title === '锦绣家园停工' && row.state.id !== state.id,
    )
    expect(own?.state).toMatchObject({ items: 1, letters: { total: 1, open: 1 } })
    const after = (await api.program.clocks(own?.state.id ?? '')).find((clock) => clock.itemId === second?.item.id)
    expect(after).toEqual({ ...before, caseId: own?.state.id })
    await api.program.drop({ ...like, from: 'sun@example.com', date: '2026-11-24 08:30' })
    expect([(await stateOf(own!.state.id)).items, (await stateOf(state.id)).items]).toEqual([2, 1])
    await api.program.goTo('2026-11-24 09:00')
    const answer = { itemId: second?.item.id ?? '', channel: '电话', answeredAt: api.program.time.now() }
    const told = { ...answer, summary: '三期已于本周复工，明年六月交房。', publicity: { open: true } } as const
    expect((await api.order(own!.state.id, { do: 'letter.answer', ...told }, '值班员')).statusCode).toBe(200)
    expect(await stateOf(own!.state.id)).toMatchObject({ letters: { total: 2, open: 1 } })
  })

  test('all of it verifies: chain, roots and projections', async () => {
    expect(await api.program.verify()).toMatchObject([{ ok: true }])
  })
})
