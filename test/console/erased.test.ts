// A text that is gone: screens say by which rule and by whose order, not that its time was over.
import { join } from 'node:path'
import type { ItemLine } from '@huiying/console/wire'
import { eraseContents } from '@huiying/ledger/erase'
import { savePerson } from '@huiying/ledger/person/person'
import { expect, test } from 'vitest'
import { startApi } from './api.ts'
import { linkPath } from './link-path.ts'

test('of an erased letter the desk reads rule, who ordered it and when; its unit the rule', async () => {
  const api = await startApi('2026-11-24 11:00')
  const { program } = api
  await program.drop(
    { subject: '渡口社区停水', text: '渡口社区停水两天。', date: '2026-11-24 10:00' },
    { subject: '渡口社区停水', text: '渡口社区停水两天，渡口小学也没有水。', date: '2026-11-24 10:10' },
  )
  const [row] = await program.queue()
  const id = row!.state.id
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '核实' })
  const items = async () => (await api.read<{ items: ItemLine[] }>(`/api/items?caseId=${id}`, '值班员')).items
  const [first] = await items()
  const lead = { login: 'limin', book: program.book, name: '李敏', roles: ['值班长' as const], unit: null }
  await savePerson(program.ledger, { ...lead, password: null }, 'system', program.time.now())
  const beside = { mailbox: join(program.folder, 'mailbox'), outbox: join(program.folder, 'outbox') }
  const rule = '来信人依个人信息保护法第四十七条请求'
  const order = { book: program.book, ids: [first!.item.id], rule, actor: 'limin', forget: program.bus.forget }
  await eraseContents(program.ledger, { ...order, ...beside }, program.time.now())
  const found = (await items()).map(({ item, masked, erased }) => [item.id === first!.item.id, masked === null, erased])
  expect(found[0]).toEqual([true, true, { rule, by: 'limin', at: program.time.now() }])
  expect(found.slice(1).every(([, isGone, erased]) => !isGone && erased === null)).toBe(true)
  const { body } = await api.send(await linkPath(program, { caseId: id, contact: 'zjj-llr' }), null)
  expect(body).toContain(`原文已销毁，依据：${rule}`)
  expect(body).not.toMatch(/到期销毁|limin|李敏/)
  await api.stop()
})
