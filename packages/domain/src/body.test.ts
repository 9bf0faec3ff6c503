// What an entry of an earlier version says, read in the words of today.
import { expect, it } from 'vitest'
import { readBody } from './body.ts'
import type { AlertFact } from './entry.ts'
import type { Step } from './word.ts'

const fired = (step: Step, reason: string) => {
  const none = { plan: null, clockId: null, code: null, dueAt: null }
  const alert = { ...none, id: 'a', owner: 'case:c', step, occurrence: 0, firedAt: 0, late: false, skipped: [], reason }
  return { act: 'alert.fired' as const, v: 1 as const, alert, deliveries: [], calls: [] }
}

it.each([
  ['新案', '来信涉及生命安全或正在发生的险情，先打电话', '先打电话'],
  ['新案', '新归入的来信涉及生命安全或正在发生的险情，先打电话；值班员被反映，已剔除，上移一级', '先打电话'],
  ['新案', '单位退回：应急局（牵头），请尽快改派。理由：先打电话问过，不归我局', '退回'],
  ['新案', '新案，请研判', null],
  ['T0', '已改派：此案已改由其他单位办理，原链接失效，无需再办', '已改派'],
  ['T0', '交办，请签收', null],
  ['红', '答复来信剩余2小时，先打电话', null],
] as const)('an alert of version 1, %s 「%s」, tells %s', (step, reason, cause) => {
  const body = readBody(fired(step, reason))
  expect(body).toMatchObject({ v: 2, alert: { step, reason, cause } satisfies Partial<AlertFact> })
})

it('an alert of version 2 tells its cause, whatever its words are', () => {
  const { alert } = fired('新案', '单位退回：先打电话')
  const body = { ...fired('新案', ''), v: 2 as const, alert: { ...alert, cause: null } }
  expect(readBody(body)).toEqual(body)
})
