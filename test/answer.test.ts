// Answers to writers by mail: as a reply to the letter, once, from our sender; what came of it is on record, and the
// writer's address in nothing but the mail itself.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Order } from '@huiying/domain/command'
import type { Body, Entry } from '@huiying/domain/entry'
import { answersOf } from '@huiying/ledger/answer/answer-row'
import { writerOf } from '@huiying/ledger/answer/writer'
import { openCalls } from '@huiying/ledger/call'
import { caseEntries } from '@huiying/ledger/case'
import { letterClock } from '@huiying/ledger/clock'
import { eraseContents } from '@huiying/ledger/erase'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bounceReport } from './bounce-report.ts'
import { type MailServer, openMailServer } from './mail-server.ts'
import { startProgram, type TestLetter, type TestOptions, type TestProgram } from './program.ts'

const TEST_MS = 90_000
let program: TestProgram
let server: MailServer
let serial = 0

async function start(options: TestOptions = {}): Promise<void> {
  server = await openMailServer()
  program = await startProgram('2026-11-23 09:00', { env: { MAIL_URL: server.url }, ...options })
}

async function stop(): Promise<void> {
  await program.stop()
  await server.close()
}

/** A letter on record, each from a writer of its own. */
async function arrive(change: Partial<TestLetter> = {}) {
  const number = ++serial
  const writer = `xiexinren${number}@mail.example`
  const letter = {
    subject: `第${number}次反映渡口社区停水`,
    from: writer,
    date: '2026-11-23 08:50',
    text: `青河市渡口社区停水两天了，没有人管，这是第${number}次反映。`,
    messageId: `letter-${number}@mail.example`,
  }
  await program.drop({ ...letter, ...change })
  const item = await program.ledger.read
    .selectFrom('item')
    .select(['id', 'caseId'])
    .where('ownId', '=', `<${letter.messageId}>`)
    .executeTakeFirstOrThrow()
  return { id: item.caseId!, itemId: item.id, writer, ...letter }
}

const answerTo = (itemId: string): Extract<Order, { do: 'letter.answer' }> => ({
  do: 'letter.answer',
  itemId,
  channel: '',
  answeredAt: 0,
  summary: '您好，经水务局核实，渡口社区主管爆裂，已于11月23日8时修复供水。',
  publicity: { open: true },
  mail: true,
})

const byTelephone = (itemId: string): Order => {
  const { mail: _, ...plain } = answerTo(itemId)
  return { ...plain, channel: '电话', answeredAt: program.time.now() }
}

const arrivedAt = (address: string) => server.arrived.filter((mail) => mail.to === address)
const states = async (itemId: string) => (await answersOf(program.ledger.read, [itemId])).map((one) => one.state)
const letOf = async (itemId: string) => (await letterClock(program.ledger.read, itemId))!.clock
const stands = async (itemId: string) => {
  const { state, letter } = await letOf(itemId)
  return [state, letter?.outcome ?? null]
}
const entriesOf = async (caseId: string, act: Body['act']): Promise<Entry[]> =>
  (await caseEntries(program.ledger.read, caseId, 0, Number.MAX_SAFE_INTEGER)).filter((one) => one.body.act === act)
const callsAbout = async (itemId: string) => {
  const ids = (await answersOf(program.ledger.read, [itemId])).map((one) => one.answer.id)
  return (await openCalls(program.ledger.read, program.book, 50)).filter((one) => ids.includes(one.deliveryId ?? ''))
}

function erase(itemId: string) {
  const [mailbox, outbox] = [join(program.folder, 'mailbox'), join(program.folder, 'outbox')]
  const erasing = { book: program.book, ids: [itemId], rule: '信件原文保存 3 年', actor: 'limin', mailbox, outbox }
  return eraseContents(program.ledger, { ...erasing, forget: program.bus.forget }, program.time.now())
}

describe('an answer by mail', { timeout: TEST_MS }, () => {
  beforeAll(() => start(), TEST_MS)
  afterAll(stop, TEST_MS)

  it('is a reply to the letter, goes once to its writer alone, and then stops the deadline', async () => {
    const { id, itemId, writer, subject } = await arrive()
    await program.done(id, answerTo(itemId))
    await program.settle()
    const mails = arrivedAt(writer).map((one) => [one.subject, one.inReplyTo, one.copies])
    expect(mails).toEqual([[`Re: ${subject}`, '<letter-1@mail.example>', '']])
    expect(arrivedAt(writer)[0]?.text).toContain('主管爆裂')
    expect([await states(itemId), await stands(itemId)]).toEqual([['sent'], ['ended', '已答复']])
    const [told] = await entriesOf(id, 'letter.answered')
    expect(told).toMatchObject({ actor: 'wang', body: { channel: '回信（电子邮件）', publicity: { open: true } } })
  })

  it('of 受理 stops nothing, of 不予受理 the deadline', async () => {
    const { id, itemId, writer } = await arrive()
    await program.done(id, { do: 'letter.accept', itemId, told: '来信已受理。', mail: true })
    expect(await stands(itemId)).toEqual(['running', null])
    const refusal = {
      do: 'letter.refuse',
      itemId,
      code: '属其他机关职权',
      told: '请向信访局反映。',
      mail: true,
    } as const
    await program.done(id, refusal)
    expect(await stands(itemId)).toEqual(['ended', '不予受理'])
    expect(arrivedAt(writer).map((mail) => mail.text.split('\n')[0])).toEqual(['来信已受理。', '请向信访局反映。'])
  })

  it('goes where the letter asks to be answered', async () => {
    const asked = 'yuanxin@mail.example'
    const { id, itemId } = await arrive({ from: 'noreply@form.example', headers: [`Reply-To: <${asked}>`] })
    await program.done(id, answerTo(itemId))
    expect(arrivedAt(asked)).toHaveLength(1)
  })

  it('is refused for an address that nobody reads: the desk is told to use another way', async () => {
    const { id, itemId } = await arrive({ from: 'no-reply@form.example' })
    expect(await program.act(id, answerTo(itemId))).toMatchObject({ ok: false, code: 'input' })
    expect(await stands(itemId)).toEqual(['running', null])
  })

  it('that the server refuses rings, without its words; the deadline runs on and another way is open', async () => {
    const { id, itemId, writer } = await arrive()
    server.refused.add(writer)
    await program.done(id, answerTo(itemId))
    expect([await states(itemId), await stands(itemId)]).toEqual([['failed'], ['running', null]])
    const [call] = await callsAbout(itemId)
    expect([call?.caseId, call?.contact]).toEqual([id, '来信人'])
    expect(call?.reason).toContain('回信被拒收（550')
    expect(call?.reason).not.toContain('@')
    await program.done(id, byTelephone(itemId))
    expect(await stands(itemId)).toEqual(['ended', '已答复'])
  })

  it('answered by its writer: a letter of its own, which says of which case it speaks', async () => {
    const { id, itemId, writer } = await arrive()
    await program.done(id, answerTo(itemId))
    const { messageId } = arrivedAt(writer)[0]!
    const number = (await program.queue()).find(({ state }) => state.id === id)!.state.number
    const headers = [`In-Reply-To: <${messageId}>`]
    const replied = async (subject: string) => {
      await program.drop({ subject, from: writer, date: '2026-11-23 10:00', text: '谢谢，已收到。', headers })
      const found = program.ledger.read.selectFrom('item').select(['flags', 'caseId']).where('title', '=', subject)
      return found.executeTakeFirstOrThrow()
    }
    const first = await replied('Re: 回复')
    expect(first.caseId).not.toBe(null)
    expect(JSON.parse(first.flags)).toContain(`answer-reply:${number}`)
    const judged = { verdict: '确认', grade: null, type: null, reason: '反映干部问题', restricted: '检举控告' } as const
    await program.done(id, { do: 'case.judge', ...judged }, 'limin')
    const { flags } = await replied('Re: 再次回复')
    expect(JSON.parse(flags)).toContain('answer-reply')
    expect(flags).not.toContain(number)
  })

  it('that comes back: the letter waits again with its old deadline, once, and only for its own address', async () => {
    const { id, itemId, writer } = await arrive()
    const { dueAt } = await letOf(itemId)
    const open = async () => (await program.queue()).find(({ state }) => state.id === id)?.state.letters.open
    const before = await open()
    await program.done(id, answerTo(itemId))
    const { messageId } = arrivedAt(writer)[0]!
    await report(messageId, 'somebody@mail.example')
    expect(await states(itemId)).toEqual(['sent'])
    await report(messageId, writer)
    await report(messageId, writer)
    expect(await states(itemId)).toEqual(['bounced'])
    expect([await stands(itemId), (await letOf(itemId)).dueAt]).toEqual([['running', null], dueAt])
    expect(await open()).toBe(before)
    expect((await callsAbout(itemId)).map((one) => one.reason)).toEqual(['回信被退回（550 5.1.1），来信人未收到'])
    await program.done(id, byTelephone(itemId))
    expect(await stands(itemId)).toEqual(['ended', '已答复'])
  })

  it('has a sealed address that opens under no other letter', async () => {
    const [one, other] = [await arrive(), await arrive()]
    const { read, sealer, write } = program.ledger
    const sealed = (itemId: string) => read.selectFrom('content').select('writer').where('itemId', '=', itemId)
    const { writer } = await sealed(one.itemId).executeTakeFirstOrThrow()
    await write((tx) => tx.db.updateTable('content').set({ writer }).where('itemId', '=', other.itemId).execute())
    await expect(writerOf(read, sealer, other.itemId)).rejects.toThrow('属于另一封信')
    expect(await writerOf(read, sealer, one.itemId)).toBe(one.writer)
  })
})

describe('while the mail server is away', { timeout: TEST_MS }, () => {
  beforeAll(() => start(), TEST_MS)
  afterAll(stop, TEST_MS)

  it('an answer waits and no second may; one by telephone meanwhile takes its place', async () => {
    await server.goAway()
    const { id, itemId, writer } = await arrive()
    await program.done(id, answerTo(itemId))
    expect([await states(itemId), await stands(itemId)]).toEqual([['waiting'], ['running', null]])
    expect(await program.act(id, answerTo(itemId))).toMatchObject({ ok: false, code: 'state' })
    await program.done(id, byTelephone(itemId))
    await server.comeBack()
    await program.goTo('2026-11-23 09:10')
    expect([await states(itemId), arrivedAt(writer)]).toEqual([['cancelled'], []])
    expect(
      (await entriesOf(id, 'letter.answered')).filter(({ body }) => 'itemId' in body && body.itemId === itemId),
    ).toHaveLength(1)
  })

  it('what broke off goes again with the same Message-ID, and the record says so', async () => {
    await server.goAway()
    const { id, itemId, writer } = await arrive()
    await program.done(id, answerTo(itemId))
    // As a crash between the server's 250 and our commit leaves it.
    await program.ledger.write(
      (tx) => tx.db.updateTable('deliveryLease').set({ begun: 1, until: 0, nextAt: 0 }).execute(),
      'none',
    )
    await server.comeBack()
    await program.settle()
    const [sent] = await entriesOf(id, 'answer.sent')
    expect(sent?.body).toMatchObject({ again: true, messageId: arrivedAt(writer)[0]?.messageId })
  })

  it('a letter is erased: nothing is sent, and that is said and rings', async () => {
    await server.goAway()
    const { id, itemId, writer } = await arrive()
    await program.done(id, answerTo(itemId))
    await erase(itemId)
    await server.comeBack()
    await program.goTo('2026-11-23 09:40')
    expect([await states(itemId), arrivedAt(writer)]).toEqual([['failed'], []])
    expect((await callsAbout(itemId))[0]?.reason).toContain('已销毁，未寄')
    expect(await program.act(id, answerTo(itemId))).toMatchObject({ ok: false, code: 'input' })
  })

  it('one that waits five minutes opens one call that rings; when it has gone the call is withdrawn', async () => {
    await server.goAway()
    const { id, itemId, writer } = await arrive()
    await program.done(id, answerTo(itemId))
    await program.goTo('2026-11-23 09:44')
    expect(await callsAbout(itemId)).toEqual([])
    await program.goTo('2026-11-23 10:00')
    const calls = await callsAbout(itemId)
    expect(calls.map((call) => [call.caseId, call.contact, call.phone])).toEqual([[id, '来信人', '']])
    expect(calls[0]?.reason).toMatch(/回信等了 \d+分钟还没有寄出.*时限照走/)
    expect(await stands(itemId)).toEqual(['running', null])
    await server.comeBack()
    await program.goTo('2026-11-23 10:20')
    expect([await states(itemId), arrivedAt(writer).length]).toEqual([['sent'], 1])
    expect(await callsAbout(itemId)).toEqual([])
    expect((await entriesOf(id, 'call.withdrawn')).map(({ body }) => body)).toMatchObject([{ reason: '回信已寄出' }])
  })

  it('one to a letter that is due today opens it at once; refused later, a call of its own says so', async () => {
    await server.goAway()
    const { id, itemId, writer } = await arrive({ date: '2026-11-16 08:50' })
    await program.done(id, answerTo(itemId))
    expect((await callsAbout(itemId)).map((call) => call.reason.slice(0, 8))).toEqual(['回信还没有寄出（'])
    server.refused.add(writer)
    await server.comeBack()
    await program.goTo('2026-11-23 10:40')
    const [call, ...more] = await callsAbout(itemId)
    expect([call?.reason.slice(0, 6), more]).toEqual(['回信被拒收（', []])
    expect(await program.verify()).toMatchObject([{ ok: true }])
  })
})

it('of a sample an answer goes to no server but into the outbox, and leaves it when its letter is erased', {
  timeout: TEST_MS,
}, async () => {
  await start({ kind: '演示' })
  const { id, itemId, subject } = await arrive()
  await program.done(id, answerTo(itemId))
  const own = () => readdirSync(join(program.folder, 'outbox')).filter((name) => name.startsWith('answer'))
  expect(own()).toHaveLength(1)
  expect((await program.mails()).map((mail) => mail.subject)).toContain(`【演示】Re: ${subject}`)
  expect(server.arrived).toEqual([])
  await erase(itemId)
  expect([own(), await writerOf(program.ledger.read, program.ledger.sealer, itemId)]).toEqual([[], null])
  await stop()
})

it('with --mail-to an answer goes to that address and never to the writer', { timeout: TEST_MS }, async () => {
  server = await openMailServer()
  const onlyTo = 'jiaoyan@qinghe.example'
  program = await startProgram('2026-11-23 09:00', { kind: '演示', onlyTo, env: { MAIL_URL: server.url } })
  const { id, itemId, subject } = await arrive()
  await program.done(id, answerTo(itemId))
  expect(await states(itemId)).toEqual(['sent'])
  expect([...new Set(server.arrived.map((mail) => mail.to))]).toEqual([onlyTo])
  expect(server.arrived.map((mail) => mail.subject)).toContain(`【演示】Re: ${subject}`)
  await stop()
})

async function report(messageId: string, recipient: string): Promise<void> {
  const number = ++serial
  const subject = `Undelivered Mail ${number}`
  const raw = bounceReport({ messageId, recipient, subject, diagnostic: `550 5.1.1 <${recipient}> mailbox unknown` })
  writeFileSync(join(program.folder, 'mailbox', 'in', `report-${number}.eml`), raw.replaceAll('\n', '\r\n'))
  await program.settle()
}
