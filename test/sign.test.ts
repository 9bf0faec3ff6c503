// 签收 by reply to the mail: from the address it went to, with 签收 in the first words, once.
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

async function assigned(): Promise<{ id: string; messageId: string }> {
  program = await startProgram('2026-11-23 09:00')
  const text = '青河市滨江壹号逾期八个月不交房，请住建局给说法。'
  await program.drop({ subject: '滨江壹号逾期交房', date: '2026-11-23 08:50', text })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  const mail = (await program.mails()).find((one) => one.to === 'llr@zjj.qinghe.example')
  return { id, messageId: mail!.messageId }
}

const reply = (messageId: string, from: string, text: string) => ({
  subject: 'Re: 交办',
  from,
  date: '2026-11-23 09:30',
  text,
  headers: [`In-Reply-To: <${messageId}>`],
})

it('signs the assignment, opens no case, and a second reply changes nothing', async () => {
  const { id, messageId } = await assigned()
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', '签收，马上办。'))
  const state = await program.onlyCase()
  expect([state.id, state.status, state.assignments[0]?.signed?.how]).toEqual([id, '办理中', '邮件'])
  const { version } = state
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', '签收。'))
  expect((await program.onlyCase()).version).toBe(version)
})

it('does not sign from another address, nor without the word', async () => {
  const { messageId } = await assigned()
  await program.drop(reply(messageId, 'somebody@mail.example', '签收'))
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', '请问这个归我们管吗'))
  const state = await program.onlyCase()
  expect([state.status, state.assignments[0]?.signed]).toEqual(['待签收', null])
})
