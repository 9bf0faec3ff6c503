// 先打电话 on the desk: it outlives the judgement, says what is still to be done, and ends with a word on record.
import type { LetterPage } from '@huiying/console/letter-wire'
import type { CasePage, Directory, QueuePage } from '@huiying/console/wire'
import type { Order } from '@huiying/domain/command'
import type { UserRole } from '@huiying/domain/word'
import { expect, test } from 'vitest'
import { startApi } from './api.ts'

const judge: Order = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '普通来信' }

const startNight = async () => {
  const api = await startApi('2026-11-24 03:00')
  await api.program.drop(
    { subject: '东城路灯不亮', text: '东城路灯不亮。', date: '2026-11-24 02:30' },
    { subject: '我活不下去了', text: '工钱要不回来，我活不下去了，准备从楼上跳下去。', date: '2026-11-24 02:50' },
  )
  const id = (await api.program.queue()).find((row) => row.callFirst)?.state.id ?? ''
  const look = async () => {
    const { cases, ringing } = await api.read<QueuePage>('/api/cases', '值班员')
    const { callFirst } = await api.read<CasePage>(`/api/cases/${id}`, '值班员')
    const { letters } = await api.read<LetterPage>('/api/letters', '值班员')
    return [cases[0]?.title, cases[0]?.callFirst, callFirst, letters[0]?.callFirst, ringing.length]
  }
  const order = async (given: Order, role: Parameters<typeof api.order>[2] = '值班员') =>
    (await api.order(id, given, role)).statusCode
  return { api, id, look, order }
}

test('it stays on top through bell, judgement and an unreached call; one that got through lifts it', async () => {
  const { api, id, look, order } = await startNight()
  expect(await look()).toEqual(['我活不下去了', true, true, true, 1])
  expect(await order(judge)).toBe(200)
  expect(await order({ do: 'call.make', result: '未接', note: '来信人无人接听' })).toBe(200)
  // Who has tried has heard the bell; the mark stays.
  expect(await look()).toEqual(['我活不下去了', true, true, true, 0])
  expect(await order({ do: 'call.make', result: '已通', note: '打 13812345678，本人已到派出所' })).toBe(200)
  expect((await look()).slice(1)).toEqual([false, false, false, 0])
  const { entries } = await api.read<CasePage>(`/api/cases/${id}`, '值班员')
  const calls = entries.flatMap(({ actor, body }) =>
    body.act === 'call.made' ? [[actor, body.result, body.note]] : [],
  )
  expect(calls).toEqual([
    ['p值班员', '未接', '来信人无人接听'],
    ['p值班员', '已通', expect.stringMatching(/^打 138\*{4}5678，/)],
  ])
  await api.stop()
})

test('that nobody need be rung up is said with a reason; units and auditors have no word in it', async () => {
  const { api, id, look, order } = await startNight()
  expect(await order({ do: 'call.waive', reason: ' ' })).toBe(422)
  expect(await order({ do: 'call.waive', reason: '说的是电影' }, '审计')).toBe(403)
  expect(await order({ do: 'call.waive', reason: '说的是电影' })).toBe(200)
  expect((await look()).slice(1)).toEqual([false, false, false, 0])
  const { entries } = await api.read<CasePage>(`/api/cases/${id}`, '值班员')
  const said = entries.find(({ body }) => body.act === 'call.waived')
  expect([said?.actor, said?.body]).toEqual(['p值班员', { act: 'call.waived', v: 1, reason: '说的是电影' }])
  await api.stop()
})

test('the numbers of units and their people are told to who telephones, and to nobody else', async () => {
  const { api } = await startNight()
  const numbers = async (role: UserRole) => {
    const unit = (await api.read<Directory>('/api/directory', role)).units.find((one) => one.id === 'zjj')
    return [unit?.phone, unit?.contacts[0]?.phone]
  }
  for (const role of ['值班员', '值班长', '纪检'] as const)
    expect(await numbers(role)).toEqual(['0399-6110059', '0399-6120111'])
  for (const role of ['审核', '审计', '单位联络员'] as const) expect(await numbers(role)).toEqual([null, null])
  await api.stop()
})
