// What comes before everything else: early words say what to do first, fast-growing heat advises a level of attention.
import type { CasePage, ItemLine } from '@huiying/console/wire'
import { insertHeat } from '@huiying/ledger/item/heat'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop(
    {
      subject: '滨江壹号停工',
      text: '滨江壹号停工半年，再不解决我就从楼上跳下去，不想活了。三天不解决我们就去堵路。',
      date: '2026-11-24 10:00',
    },
    { subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失半个月。', date: '2026-11-24 10:05' },
  )
})
afterAll(() => api.stop())

const caseOf = async (title: string) => {
  const found = (await api.program.queue()).find((row) => row.state.title === title)
  if (found === undefined) throw new Error(`no open case ${title}`)
  return found.state
}
const pageOf = async (title: string, role: '值班员' | '单位联络员' = '值班员', unit: string | null = null) =>
  api.read<CasePage>(`/api/cases/${(await caseOf(title)).id}`, role, unit)

test('a threat to life comes first, with whom to call; a plain letter asks nothing', async () => {
  const { early } = (await pageOf('滨江壹号停工')).suggestion
  expect([early[0]?.code, early[0]?.action]).toEqual(['life', expect.stringContaining('110')])
  expect(early.map((one) => one.code)).toContain('crowd')
  expect((await pageOf('柳溪村井盖缺失')).suggestion.early).toEqual([])
})

test('§14-17 a unit is shown none of it, neither on the case nor on its items', async () => {
  const { id } = await caseOf('滨江壹号停工')
  await api.program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
  const page = await pageOf('滨江壹号停工', '单位联络员', 'zjj')
  const { items } = await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${id}`, '单位联络员', 'zjj')
  expect([page.suggestion.early, items.map((line) => line.verdict?.early)]).toEqual([[], [[]]])
  const desk = await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${id}`, '值班员')
  expect(desk.items[0]?.verdict?.early).toContain('life')
})

test('two hundred new comments within the hour advise 橙 with the figures; the grade stays', async () => {
  const { ledger, book, time } = api.program
  const { id, grade } = await caseOf('柳溪村井盖缺失')
  const { items } = await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${id}`, '值班员')
  const itemId = items[0]?.item.id ?? ''
  const count = (comments: number) =>
    ledger.write((tx) =>
      insertHeat(
        tx,
        { book, source: 'manual', counts: [{ itemId, reads: null, comments, reposts: 0, likes: null }] },
        time.now(),
      ),
    )
  await count(10)
  expect((await pageOf('柳溪村井盖缺失')).suggestion.heat).toBeNull()
  await api.program.goTo('2026-11-24 11:30')
  await count(215)
  expect((await pageOf('柳溪村井盖缺失')).suggestion.heat).toEqual({
    colour: '橙',
    reason: expect.stringContaining('205'),
  })
  expect((await caseOf('柳溪村井盖缺失')).grade).toBe(grade)
})
