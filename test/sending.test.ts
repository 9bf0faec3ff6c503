// Sending by SMTP to a real server: one that is away, one that refuses an address, one that refuses us.
import { openCalls } from '@huiying/ledger/call'
import { readEntryText } from '@huiying/ledger/chain'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { afterEach, describe, expect, it } from 'vitest'
import { type MailServer, openMailServer } from './mail-server.ts'
import { startProgram, type TestProgram } from './program.ts'

const TEST_MS = 90_000
let program: TestProgram
let server: MailServer
afterEach(async () => {
  await program.stop()
  await server.close()
})

async function assigned(options: { wantsLogin?: boolean; refused?: string } = {}): Promise<string> {
  server = await openMailServer(options)
  if (options.refused !== undefined) server.refused.add(options.refused)
  program = await startProgram('2026-11-23 11:00', { env: { MAIL_URL: server.url } })
  const text = '青河市化工园区一家化工厂爆炸，情况不明，请政府发布消息。'
  await program.drop({ subject: '化工园区化工厂爆炸', date: '2026-11-23 10:50', text })
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12 人死亡' } as const
  await program.done(id, judge, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
  return id
}

/** Stops on the way, as the tick would: at each what is pending is tried again. */
async function pass(...times: string[]): Promise<void> {
  for (const time of times) await program.goTo(`2026-11-23 ${time}`)
}

const changes = async (): Promise<{ state: string; reason: string }[]> => {
  const rows = await program.ledger.read
    .selectFrom('entry')
    .select('body')
    .where('act', '=', 'delivery.changed')
    .orderBy('seq')
    .execute()
  return rows.map((row) => readEntryText(row.body).body as { state: string; reason: string })
}

describe('acceptance', () => {
  it('A13: a mail server away for two hours: what is late goes out once when it is back, and the ledger says 延迟送达', {
    timeout: TEST_MS,
  }, async () => {
    const id = await assigned()
    await pass('13:25')
    const before = server.arrived.length
    expect(before).toBeGreaterThan(0)
    await server.goAway()
    await pass('13:32', '13:40', '14:30', '15:02', '15:25')
    expect(server.arrived).toHaveLength(before)
    // 黄 of 13:30 gave way to 橙 of 15:00 for those who get both; nothing is lost, nothing is called sent.
    const waiting = (await deliveriesOf(program.ledger.read, id)).filter((one) => one.state === 'pending')
    expect(waiting.map((one) => one.to).sort()).toEqual(['yjj-fg', 'yjj-kz', 'yjj-llr', 'zfb-dc'])
    const calls = (await openCalls(program.ledger.read, program.book, 50)).filter((one) => one.deliveryId !== null)
    expect(calls.map((one) => one.contact)).toEqual(expect.arrayContaining(['yjj-llr', 'yjj-kz', 'yjj-fg', 'zfb-dc']))

    await server.comeBack()
    await pass('15:29')
    const late = server.arrived.slice(before)
    expect(late.map((mail) => mail.to.split('@')[0]).sort()).toEqual(['ducha', 'fg', 'kz', 'llr'])
    expect(late.every((mail) => mail.subject.startsWith('【督办·重大·剩余3'))).toBe(true)
    // Nobody is to ring for what has gone, nor for what a higher step took the place of.
    const left = await openCalls(program.ledger.read, program.book, 50)
    expect(left.filter((one) => one.deliveryId !== null)).toEqual([])
    const ids = server.arrived.map((mail) => mail.messageId)
    expect(new Set(ids).size).toBe(ids.length)
    const sent = (await changes()).filter((one) => one.state === 'sent').slice(-late.length)
    for (const one of sent) expect(one.reason).toMatch(/^延迟送达：.*2\d分钟后才送达$/)
    expect((await changes()).filter((one) => one.state === 'superseded').map((one) => one.reason)).not.toEqual([])
  })
})

describe('a mail server that', { timeout: TEST_MS }, () => {
  it('refuses an address (550): failed at once, with a call to make; the others get theirs', async () => {
    const id = await assigned({ refused: 'fg@yjj.qinghe.example' })
    const rows = await deliveriesOf(program.ledger.read, id)
    const failed = rows.filter((one) => one.state === 'failed')
    expect(failed.map((one) => [one.to, one.attempts])).toEqual([['yjj-fg', 1]])
    expect(rows.some((one) => one.state === 'sent')).toBe(true)
    const [call] = (await openCalls(program.ledger.read, program.book, 50)).filter((one) => one.deliveryId !== null)
    expect([call?.contact, call?.deliveryId]).toEqual(['yjj-fg', failed[0]?.id])
    expect(call?.reason).toMatch(/^邮件被拒收：/)
  })

  it('refuses our own log-in (535): everything waits for a mended setting, nothing is called failed', async () => {
    const id = await assigned({ wantsLogin: true })
    const states = new Set((await deliveriesOf(program.ledger.read, id)).map((one) => one.state))
    expect([...states]).toEqual(['pending'])
  })
})
