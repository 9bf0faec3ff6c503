// What machines send to the mailbox: mails of ours that came back, people who are away, our own mails; no case of any.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCall, openCalls, withdrawCallInTurn } from '@huiying/ledger/call'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { verify } from '@huiying/ledger/verify/verify'
import { afterEach, expect, it } from 'vitest'
import { bounceReport } from './bounce-report.ts'
import { startProgram, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

const unitAddress = 'llr@zjj.qinghe.example'

/** A case given to a unit, whose mail went out. */
async function assigned() {
  program = await startProgram('2026-11-23 09:00')
  const text = '青河市滨江壹号逾期八个月不交房，请住建局给说法。'
  await program.drop({ subject: '滨江壹号逾期交房', date: '2026-11-23 08:50', text })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  const mail = (await program.mails()).find((one) => one.to === unitAddress)
  return { id, mail: mail! }
}

async function receive(...raws: string[]): Promise<void> {
  for (const [index, raw] of raws.entries())
    writeFileSync(join(program.folder, 'mailbox', 'in', `raw-${index}.eml`), raw.replaceAll('\n', '\r\n'))
  await program.settle()
}

const report = (messageId: string, action: string, recipient: string) => bounceReport({ messageId, action, recipient })

const flagsOf = async () =>
  (await program.ledger.read.selectFrom('item').select('flags').orderBy('seq').execute()).map((row) => row.flags)

it('a mail that came back: its delivery is bounced with the reason, a person is to ring, no case opens', async () => {
  const { id, mail } = await assigned()
  await receive(report(mail.messageId, 'failed', unitAddress))
  const delivery = (await deliveriesOf(program.ledger.read, id)).find((one) => one.messageId === mail.messageId)
  expect(delivery?.state).toBe('bounced')
  const changes = await program.ledger.read
    .selectFrom('entry')
    .select('body')
    .where('act', '=', 'delivery.changed')
    .execute()
  expect(changes.some((row) => row.body.includes('550 5.1.1 mailbox unknown'))).toBe(true)
  const calls = await program.ledger.read.selectFrom('call').select('deliveryId').execute()
  expect(calls.map((row) => row.deliveryId)).toContain(delivery?.id)
  expect((await program.onlyCase()).id).toBe(id)
  expect((await flagsOf()).at(-1)).toContain('bounce')
  await receive(report(mail.messageId, 'failed', unitAddress).replace('09:20:00', '09:21:00'))
  expect(await program.ledger.read.selectFrom('call').select('id').execute()).toHaveLength(calls.length)
  expect((await verify({ dataDir: program.folder })).map((one) => one.ok)).toEqual([true])
})

it('a mail that waited, went out and came back: the second call stands, though the first was withdrawn', async () => {
  const { id, mail } = await assigned()
  const { ledger, book, time } = program
  const sent = (await deliveriesOf(ledger.read, id)).find((one) => one.messageId === mail.messageId)!
  await openCall(ledger, sent.id, '邮件未送达', time.now())
  const place = { deliveryId: sent.id, book, caseId: id }
  await ledger.write((tx) => withdrawCallInTurn(tx, place, '已经送出', time.now()), { book })
  const open = async () => (await openCalls(ledger.read, book, 9)).map((one) => one.deliveryId)
  expect(await open()).toEqual([])
  await receive(report(mail.messageId, 'failed', unitAddress))
  expect(await open()).toEqual([sent.id])
})

it.each([
  ['a delay is no failure', 'delayed', unitAddress],
  ['a report about another address changes nothing', 'failed', 'somebody@mail.example'],
])('%s', async (_, action, recipient) => {
  const { id, mail } = await assigned()
  await receive(report(mail.messageId, action, recipient))
  const delivery = (await deliveriesOf(program.ledger.read, id)).find((one) => one.messageId === mail.messageId)
  expect(delivery?.state).toBe('sent')
  expect((await program.onlyCase()).id).toBe(id)
})

it('an answer of a machine and a mail of our own are on record and open no case', async () => {
  const { id, mail } = await assigned()
  const head = [`From: ${unitAddress}`, 'Subject: 自动回复: 交办', `In-Reply-To: <${mail.messageId}>`]
  const away = [...head, 'Auto-Submitted: auto-replied', '', '签收，我在休假。', ''].join('\n')
  await receive(away, mail.raw)
  const state = await program.onlyCase()
  expect([state.id, state.status]).toEqual([id, '待签收'])
  const flags = await flagsOf()
  expect(flags.filter((one) => one.includes('auto-submitted'))).toHaveLength(1)
  expect(flags.filter((one) => one.includes('own-mail'))).toHaveLength(1)
})

it('a letter that only begins like an answer of a machine is a letter', async () => {
  program = await startProgram('2026-11-23 09:00')
  await program.drop({ subject: '自动回复太多了，没人管停水', date: '2026-11-23 08:50', text: '向阳路停水三天了。' })
  expect((await program.onlyCase()).title).toContain('自动回复')
})
