// What people type: their reasons and notes become entries that nobody can erase, so personal data is covered first.
import type { Order } from '@huiying/domain/command'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'
import { linkPath } from './link-path.ts'

const PHONE = '13812345678'
const COVERED = '138****5678'

let api: TestApi
let caseId: string
let itemId: string
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop({ subject: '锦绣家园三期停工', text: '锦绣家园三期停工一年。', date: '2026-11-24 10:00' })
  caseId = (await api.program.onlyCase()).id
  itemId = (await api.program.clocks(caseId))[0]!.itemId!
})
afterAll(() => api.stop())

const entries = async () => {
  const rows = await api.program.ledger.read.selectFrom('entry').select('body').execute()
  return rows.map((row) => row.body).join('\n')
}
const linkOf = () => linkPath(api.program, { caseId, contact: 'zjj-llr' })
const answer = { do: 'answer', by: '韩磊', statement: '结果', channel: '政府网站', reviewed: '1' }

describe('the words of a person', () => {
  const at = () => api.program.time.now()
  const orders: [what: string, order: () => Order][] = [
    ['the title', () => ({ do: 'case.correct', title: `停工${PHONE}`, topics: null, reason: '更正' })],
    ['what a unit is asked', () => ({ do: 'case.assign', unit: 'zjj', part: '牵头', reason: `先联系${PHONE}` })],
    ['a note', () => ({ do: 'note.add', kind: '会商', text: `来信人${PHONE}要求回电` })],
    ['a report', () => ({ do: 'report.make', code: 'RPT-P', to: '市委', madeAt: at(), note: `现场${PHONE}` })],
    ['a promise', () => ({ do: 'promise.add', text: `通知${PHONE}`, due: '2026-12-10', reason: `据${PHONE}` })],
    [
      'a directive',
      () => ({
        ...{ do: 'directive.add', dueAt: at() + 3_600_000, source: '省政府办公厅', replaces: null },
        evidence: `通话记录 ${PHONE}`,
        reason: '电话交办',
      }),
    ],
  ]
  test.each(orders)('%s goes on record with the number covered', async (_what, order) => {
    const told = await api.order(caseId, order(), '值班长')
    expect([told.statusCode, told.body]).toEqual([200, expect.anything()])
    const written = await entries()
    expect(written).toContain(COVERED)
    expect(written).not.toContain(PHONE)
  })

  test('covers no telephone of an office and no document number', async () => {
    const text = '已按国办发〔2016〕61号报值班室0399-6110014'
    expect((await api.order(caseId, { do: 'note.add', kind: '会商', text }, '值班员')).statusCode).toBe(200)
    expect(await entries()).toContain(text)
  })

  test('to a writer are refused with a number in them, for he must understand them', async () => {
    const told = await api.order(caseId, { do: 'letter.accept', itemId, told: `已受理，请与${PHONE}联系` }, '值班长')
    expect([told.statusCode, told.json().code]).toEqual([422, 'Q13'])
    expect(await entries()).not.toContain('letter.accepted')
  })
})

describe('the unit’s page', () => {
  test('refuses what the desk may not record either: Q13 and Q3, and keeps what was typed', async () => {
    const path = await linkOf()
    await api.send(path, null, { method: 'POST', form: { do: 'sign', by: '韩磊' } })
    for (const [summary, why] of [
      [`已修复，联系人电话${PHONE}。`, 'Q13'],
      ['您反映的问题已转有关部门核实处理。', 'Q3'],
    ] as const) {
      const form = { ...answer, summary, publishedAt: '2026-11-24T10:50' }
      const told = await api.send(path, null, { method: 'POST', form })
      expect([told.statusCode, told.body.includes(why), told.body.includes(summary)]).toEqual([422, true, true])
    }
    expect(await entries()).not.toContain('response.recorded')
  })

  test('covers a number in the reason for giving the case back', async () => {
    const form = { do: 'return', by: '韩磊', reason: `开发商${PHONE}说已转区里` }
    expect((await api.send(await linkOf(), null, { method: 'POST', form })).statusCode).toBe(200)
    const written = await entries()
    expect(written).toContain(`开发商${COVERED}说已转区里`)
    expect(written).not.toContain(PHONE)
  })
})
