// Past letters beside a new one: the likest that were answered, why, and what was said; nothing that is hidden.
import type { SimilarPage } from '@huiying/console/letter-wire'
import type { ItemLine, QueuePage } from '@huiying/console/wire'
import { CANDIDATES_MAX } from '@huiying/ledger/candidate/rarest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 08:00')
})
afterAll(() => api.stop())

const drop = async (subject: string, text: string, date: string, from = 'li@example.com') => {
  await api.program.drop({ subject, text, date, from })
  const { items } = await api.read<{ items: ItemLine[] }>('/api/items?limit=200', '值班长')
  const found = items.find((line) => line.item.title === subject)
  if (found === undefined) throw new Error(`no item ${subject}`)
  return found
}
const answer = async ({ item, caseId }: ItemLine, summary: string) => {
  const told = { itemId: item.id, channel: '电话', answeredAt: api.program.time.now(), summary }
  const order = { do: 'letter.answer', ...told, publicity: { open: true } } as const
  const done = await api.order(caseId ?? '', order, '值班长')
  expect(done.statusCode).toBe(200)
}
const similar = (line: ItemLine, role: '值班员' | '值班长' | '审计' = '值班员') =>
  api.read<SimilarPage>(`/api/items/${encodeURIComponent(line.item.id)}/similar`, role)

test('a new letter finds the answered one alike, with the words both have and the reply', async () => {
  const heat = await drop(
    '渡口社区暖气不热',
    '渡口社区三号楼暖气从供暖第一天就不热，室温只有十四度，老人孩子受冻。',
    '2026-11-24 06:10',
  )
  const lamp = await drop(
    '柳溪村路灯不亮',
    '柳溪村村口到小学的路灯坏了两个月，孩子放学摸黑走。',
    '2026-11-24 06:20',
    'wu@example.com',
  )
  await api.program.goTo('2026-11-24 09:00')
  await answer(heat, '已更换三号楼换热站滤网，室温已到二十度，供热公司逐户回访。')
  await answer(lamp, '已更换灯具十二盏，今晚亮灯。')
  const fresh = await drop(
    '北岸新村暖气不热',
    '北岸新村五号楼供暖第一天起暖气就不热，室温不到十五度，孩子受冻感冒。',
    '2026-11-24 08:40',
    'sun@example.com',
  )
  const { letters } = await similar(fresh)
  expect(letters.map((one) => one.title)).toEqual(['渡口社区暖气不热'])
  const [found] = letters
  expect(found?.reply).toMatchObject({
    channel: '电话',
    summary: '已更换三号楼换热站滤网，室温已到二十度，供热公司逐户回访。',
  })
  expect(found?.words.join(' ')).toMatch(/暖气|室温|受冻/)
  for (const word of found?.words ?? []) expect(found?.excerpt).toContain(word)
})

test('a letter that nobody has answered is not offered', async () => {
  const first = await drop(
    '东湖花园电梯坏了',
    '东湖花园二号楼电梯坏了一周，高层老人下不了楼。',
    '2026-11-24 09:10',
    'qian@example.com',
  )
  const { letters } = await similar(first)
  expect(letters.map((one) => one.title)).not.toContain('东湖花园电梯坏了')
})

test('an answered 检举控告 is offered to nobody who may not see it, and a hidden letter shows nothing', async () => {
  const text = '实名举报市交通局副局长在青龙巷停车场招标中收受贿赂二十万元，附转账记录。'
  const secret = await drop('举报停车场招标', text, '2026-11-24 09:20', 'zhou@example.com')
  await api.program.goTo('2026-11-24 10:00')
  const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
  await api.program.done(secret.caseId ?? '', { ...judged, restricted: '检举控告' })
  await answer(secret, '您反映的问题已由市纪委监委查实，当事人已被立案审查，停车场招标作废，12月10日重新公告。')
  const again = await drop(
    '青龙巷停车场招标',
    '青龙巷停车场招标结果什么时候公布？停车难请尽快解决。',
    '2026-11-24 09:40',
    'he@example.com',
  )
  expect((await similar(again)).letters.map((one) => one.title)).not.toContain('举报停车场招标')
  expect((await similar(again, '值班长')).letters.map((one) => one.title)).not.toContain('举报停车场招标')
  const path = `/api/items/${encodeURIComponent(secret.item.id)}/similar`
  expect((await api.send(path, await api.cookieOf('值班员'))).statusCode).toBe(404)
})

test('however many letters share its words, the index offers a bounded number', async () => {
  const letters = Array.from({ length: CANDIDATES_MAX * 2 }, (_, index) => ({
    subject: `石桥镇停水第${index + 1}天`,
    text: `石桥镇自来水停水，第${index + 1}户反映水压不足，早晚没有水用。`,
    date: '2026-11-24 09:50',
    from: `w${index}@example.com`,
  }))
  await api.program.put(...letters)
  await api.program.settle()
  const { cases } = await api.read<QueuePage>('/api/cases?text=石桥镇', '值班员')
  const { items } = await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${cases[0]?.id}`, '值班员')
  const { looked } = await similar(items[0]!)
  expect(looked).toBeGreaterThan(0)
  expect(looked).toBeLessThanOrEqual(CANDIDATES_MAX)
})
