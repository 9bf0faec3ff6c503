// Open cases that may be the same happening: offered to who decides, never what is hidden, closed or once parted.
import type { AlikePage, ItemLine } from '@huiying/console/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 08:00')
})
afterAll(() => api.stop())

/** The case a letter opens or joins. */
const drop = async (subject: string, from: string, text = `${subject}。`): Promise<string> => {
  await api.program.drop({ subject, text, date: '2026-11-24 07:30', from })
  const { items } = await api.read<{ items: ItemLine[] }>('/api/items?limit=200', '值班长')
  const caseId = items.find((line) => line.item.title === subject)?.caseId
  if (caseId == null) throw new Error(`no case of ${subject}`)
  return caseId
}
const alike = async (caseId: string, role: '值班员' | '值班长' = '值班员') =>
  (await api.read<AlikePage>(`/api/cases/${caseId}/alike`, role)).cases

const broken = (from: string) =>
  drop('渡口社区健身器材坏了没人修', from, '渡口社区广场的健身器材锈断两处，小孩玩耍容易划伤，请维修。')
/** Of more than ninety letters: what the network makes of two brief ones of one place would join them unasked. */
const hurt = (from: string) =>
  drop(
    '孩子被器材划伤，医药费谁出',
    from,
    '我带孩子在渡口社区广场玩，他抓单杠时杠子断了，手上划了一道口子，去医院花了八百元。我找社区，社区让我找体育局，' +
      '体育局让我找厂家。厂家电话打不通。器材上连个保养记录都没有，请问医药费谁出。',
  )

test('a case told in other words is offered, not joined unasked, and no more once a person parted it', async () => {
  const first = await broken('li@example.com')
  const second = await hurt('wu@example.com')
  expect(second).not.toBe(first)
  const [found, ...more] = await alike(second)
  expect(more).toEqual([])
  expect(found).toMatchObject({ id: first, title: '渡口社区健身器材坏了没人修', items: 1 })
  expect(found?.score).toBeGreaterThan(0.4)
  expect(found?.score).toBeLessThan(0.75)
  expect((await alike(first)).map((one) => one.id)).toEqual([second])

  await api.program.done(second, { do: 'case.merge', into: first, reason: '同一批器材' })
  expect([await alike(second), await alike(first)]).toEqual([[], []])
  await api.program.done(second, { do: 'case.unmerge', reason: '不是一处广场' })
  expect([await alike(second), await alike(first)]).toEqual([[], []])
})

test('a 检举控告 is offered beside no case, and shows none', async () => {
  const report = '实名举报市交通局副局长在青龙巷停车场招标中收受贿赂二十万元，附转账记录。'
  const secret = await drop('举报停车场招标', 'zhou@example.com', report)
  const fair = '青龙巷停车场招标到底给了谁？市交通局副局长一直不答复，附招标公告。'
  const open = await drop('青龙巷停车场招标有问题', 'he@example.com', fair)
  expect(open).not.toBe(secret)
  for (const role of ['值班员', '值班长'] as const) expect(await alike(open, role)).toEqual([])
  expect(await alike(secret, '值班长')).toEqual([])
  const answer = await api.send(`/api/cases/${secret}/alike`, await api.cookieOf('值班员'))
  expect(answer.statusCode).toBe(404)
})
