// The signed webhook channel against a real local gateway: who gets it, the signature, and what becomes of a failure.
import { createHmac } from 'node:crypto'
import { openCalls } from '@huiying/ledger/call'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { afterEach, describe, expect, it } from 'vitest'
import { openTestGateway } from './gateway.ts'
import { beijing, startProgram, type TestBook, type TestProgram } from './program.ts'

const TEST_MS = 90_000
const SECRET = 'agreed-with-the-gateway'
let program: TestProgram
let gateway: Awaited<ReturnType<typeof openTestGateway>>
afterEach(async () => {
  await program.stop()
  await gateway.close()
})

/** 联络员 and 值班员 have an account with the gateway; nobody else. */
const accounts: Record<string, string> = { 'zjj-llr': '13900000111', 'wxb-zb1': 'zhiban-1' }
function withAccounts(book: TestBook): void {
  for (const contact of book.units.flatMap((unit) => unit.contacts)) {
    const account = accounts[contact.id]
    if (account !== undefined) contact.webhook = account
  }
}

async function assigned(): Promise<string> {
  gateway = await openTestGateway()
  const env = { WEBHOOK_URL: gateway.url, WEBHOOK_SECRET: SECRET }
  program = await startProgram('2026-11-23 09:00', { env, book: withAccounts })
  const text = '青河市滨江壹号逾期八个月不交房，请住建局给说法。'
  await program.drop({ subject: '滨江壹号逾期交房', date: '2026-11-23 08:50', text })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  return id
}

const assign = (id: string) =>
  program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')

/** `contact step state attempts` of the webhook deliveries, in the order of their last change. */
async function standing(caseId: string): Promise<string[]> {
  const rows = (await deliveriesOf(program.ledger.read, caseId)).filter((one) => one.channel === 'webhook')
  return rows.map((one) => `${one.to} ${one.address} ${one.state}`)
}

describe('a contact with an account at the gateway', { timeout: TEST_MS }, () => {
  it('gets the step beside the mail: signed, with the absolute deadline, and nothing of the letter', async () => {
    const id = await assigned()
    await assign(id)
    expect(await standing(id)).toEqual(['zjj-llr 13900000111 sent'])
    const [{ headers, body, message }] = gateway.posted as [(typeof gateway.posted)[0]]
    const timestamp = String(headers['x-huiying-timestamp'])
    const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')
    expect(headers['x-huiying-signature']).toBe(`sha256=${signature}`)
    expect(Number(timestamp)).toBe(beijing('2026-11-23 09:00'))
    expect(headers['x-huiying-delivery']).toBe(message.deliveryId)
    expect(message.text).toMatch(/^【交办·非突发·剩余2天】YQ-2026-0001 滨江壹号逾期交房（11月25日 09:00 前予以回应）/)
    expect([message.to, message.step, message.dueAt]).toEqual(['13900000111', 'T0', '2026-11-25T01:00:00.000Z'])
    // The link of this test reaches this machine only: it never goes to a telephone.
    expect(message.url).toBe(null)
    expect(message.text).toContain('请致电值班室签收')
    expect((await program.mails()).filter((mail) => mail.to.startsWith('llr@zjj'))).toHaveLength(1)
  })

  it('is told once each step: a later step supersedes what still waits, and a stopped clock cancels it', async () => {
    const id = await assigned()
    await gateway.goAway()
    await assign(id)
    await program.goTo('2026-11-24 21:30')
    expect(new Set(await standing(id))).toEqual(
      // T0 and 未签收 hang on the assignment, 黄 gave way to 橙.
      new Set(['zjj-llr 13900000111 pending', 'zjj-llr 13900000111 superseded']),
    )
    await gateway.comeBack()
    await program.goTo('2026-11-24 23:00')
    expect(gateway.posted.map((one) => one.message.step).sort()).toEqual(['T0', '未签收', '橙'].sort())
    const ids = gateway.posted.map((one) => one.message.deliveryId)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await standing(id)).some((line) => line.endsWith('pending'))).toBe(false)
  })
})

describe('a gateway that', { timeout: TEST_MS }, () => {
  it('refuses the account for good (404): failed at once, with a 电话督办 row', async () => {
    const id = await assigned()
    gateway.answers.set('13900000111', 404)
    await assign(id)
    expect(await standing(id)).toEqual(['zjj-llr 13900000111 failed'])
    const [call] = (await openCalls(program.ledger.read, program.book, 9)).filter((one) => one.deliveryId !== null)
    expect([call?.contact, call?.phone, call?.reason]).toEqual([
      'zjj-llr',
      '0399-6120111',
      '短信（网关）被拒收：网关答复 HTTP 404',
    ])
    expect(gateway.posted).toHaveLength(1)
  })

  const troubles: [name: string, status: number | null][] = [
    ['is in trouble itself (503)', 503],
    ['asks for patience (429)', 429],
    ['does not answer', null],
  ]
  it.each(troubles)(
    '%s: pending, tried again, a call after five minutes, and none when it is back and sent',
    async (_, status) => {
      const id = await assigned()
      if (status === null) await gateway.goAway()
      else gateway.answers.set('13900000111', status)
      await assign(id)
      const calls = async () =>
        (await openCalls(program.ledger.read, program.book, 9)).filter((one) => one.deliveryId !== null).length
      expect([await standing(id), await calls()]).toEqual([['zjj-llr 13900000111 pending'], 0])
      await program.goTo('2026-11-23 09:04')
      await program.goTo('2026-11-23 09:06')
      expect([await standing(id), await calls()]).toEqual([['zjj-llr 13900000111 pending'], 1])
      if (status === null) await gateway.comeBack()
      else gateway.answers.delete('13900000111')
      await program.goTo('2026-11-23 09:12')
      expect([await standing(id), await calls()]).toEqual([['zjj-llr 13900000111 sent'], 0])
      expect(gateway.posted.at(-1)?.message.step).toBe('T0')
    },
  )
})
