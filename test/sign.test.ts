// Replies to our mails: 签收 from the address it went to signs, once; whatever else is said stands in the case.
import { alertsOf } from '@huiying/ledger/alert'
import { caseEntries } from '@huiying/ledger/case'
import { deliveriesOf } from '@huiying/ledger/delivery'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestLetter, type TestProgram } from './program.ts'

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
  const signed = state.assignments[0]?.signed
  // By his name, as people read it: not as the roster calls him.
  expect([state.id, state.status, signed?.how, signed?.by]).toEqual([id, '办理中', '邮件', '韩磊'])
  const { version } = state
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', '签收。'))
  expect((await program.onlyCase()).version).toBe(version)
})

/** What was said in replies, as it stands in the time line: who, and the words. */
async function said(id: string): Promise<string[]> {
  const entries = await caseEntries(program.ledger.read, id, 0, 100)
  return entries.flatMap(({ actor, body }) => (body.act === 'note.added' ? `${actor} ${body.kind}：${body.text}` : []))
}

it('tells in the case what a reply says, masked, without our mail below it; 签收 alone adds nothing', async () => {
  const { id, messageId } = await assigned()
  const quoted = '\n\n-------- 原始邮件 --------\n发件人：值班室\n请签收'
  const to = 'llr@zjj.qinghe.example'
  await program.drop(reply(messageId, to, `现场又有两户漏水，联系人13812345678。${quoted}`))
  await program.drop(reply(messageId, to, `签收，马上办。${quoted}`))
  await program.drop(reply(messageId, to, `已签收。${quoted}`))
  await program.drop(reply(messageId, 'somebody@mail.example', '签收'))
  const told = await said(id)
  expect(told.map((one) => one.replace(/^\S+ /, ''))).toEqual([
    '邮件回复：现场又有两户漏水，联系人138****5678。',
    '邮件回复：签收，马上办。',
    '邮件回复：不是从收件人的邮箱发来，请核实。签收',
  ])
  expect(told.map((one) => one.startsWith('system '))).toEqual([false, false, true])
})

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const picture = { name: '现场.png', content: PNG }
const film = { name: '现场.mp4', content: Buffer.from('\0\0\0\x18ftypisom') }
const receipt = { name: '回执.txt', type: 'text/plain', content: Buffer.from('已到现场') }
const ourMail = '\n\n-------- 原始邮件 --------\n发件人：值班室\n请签收'
const hung: [string, string, NonNullable<TestLetter['files']>, string, boolean][] = [
  ['a picture alone', '', [picture], '来件（只有图片）', false],
  ['two pictures above our mail', ourMail, [picture, picture], '来件（只有图片）', false],
  ['a scan', '', [{ name: '回执.tif', content: Buffer.from('II*\0') }], '来件（只有图片）', false],
  ['a film', '', [film], '来件（只有 1 个文件）', false],
  ['a picture and a film', '', [picture, film], '来件（只有 2 个文件）', false],
  ['a document below our mail', ourMail, [receipt], '来件（只有 1 个文件）', false],
  ['a picture called 签收', '', [{ name: '签收.png', content: PNG }], '来件（只有图片）', false],
  ['words and a picture', '现场已围挡。', [picture], '现场已围挡。（附 1 个文件）', false],
  ['签收 and a picture', '已签收。', [picture], '已签收。（附 1 个文件）', true],
]
it.each(hung)(
  '%s rings and stands in the case, and signs by the word alone',
  async (_what, text, files, told, signs) => {
    const { id, messageId } = await assigned()
    await program.drop({ ...reply(messageId, 'llr@zjj.qinghe.example', text), files })
    expect((await said(id)).map((one) => one.replace(/^\S+ /, ''))).toEqual([`邮件回复：${told}`])
    expect((await bells(id)).reasons).toHaveLength(1)
    expect((await program.onlyCase()).assignments.map(({ signed }) => signed !== null)).toEqual([signs])
  },
)

const sign = { name: 'image001.png', type: 'image/png', content: PNG, isShown: true } as const
const large = Buffer.concat([PNG, Buffer.alloc(32 * 1024)])
const shown: [string, string, NonNullable<TestLetter['files']>, string[]][] = [
  ['签收 above the sign of the office', '已签收。', [sign], []],
  ['words above the sign of the office', '现场已围挡。', [sign], ['现场已围挡。']],
  ['签收, the sign and a film', '已签收。', [sign, film], ['已签收。（附 1 个文件）']],
  ['签收 above a photo', '已签收。', [{ ...sign, content: large }], ['已签收。（附 1 个文件）']],
  [
    'a picture that hangs on it, however small',
    '已签收。',
    [{ name: '现场.png', type: 'image/png', content: PNG }],
    ['已签收。（附 1 个文件）'],
  ],
  ['a small picture without a word', '', [sign], ['来件（只有图片）']],
]
it.each(shown)('takes what a mail program sets below a name for no file: %s', async (_what, text, files, told) => {
  const { id, messageId } = await assigned()
  await program.drop({ ...reply(messageId, 'llr@zjj.qinghe.example', text), files })
  expect((await said(id)).map((one) => one.replace(/^\S+ 邮件回复：/, ''))).toEqual(told)
  expect((await bells(id)).reasons).toHaveLength(told.length)
})

it('tells nothing of a reply that holds neither words nor files', async () => {
  const { id, messageId } = await assigned()
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', ourMail))
  expect([await said(id), (await bells(id)).reasons]).toEqual([[], []])
})

/** What replies have rung for, and whom it reached by mail. */
async function bells(id: string) {
  const found = (await alertsOf(program.ledger.read, id)).filter(({ cause }) => cause === '单位回复')
  const reached = (await deliveriesOf(program.ledger.read, id)).filter(({ alertId }) =>
    found.some((one) => one.id === alertId),
  )
  return { reasons: found.map(({ reason }) => reason), to: new Set(reached.map(({ role }) => role)) }
}

it('rings at the desk once for each reply that says more than 签收, and for no machine’s answer', async () => {
  const { id, messageId } = await assigned()
  const to = 'llr@zjj.qinghe.example'
  await program.drop(reply(messageId, to, '已签收。'))
  const away = reply(messageId, to, '本人出差，请联系同事。')
  await program.drop({ ...away, headers: [...away.headers, 'Auto-Submitted: auto-replied'] })
  expect((await bells(id)).reasons).toEqual([])
  await program.drop(reply(messageId, to, '现场又有3人被困，请派消防。'))
  const { reasons, to: roles } = await bells(id)
  expect([reasons, [...roles]]).toEqual([[expect.stringMatching(/^市住建局 回复了邮件/)], ['值班员']])
  for (const n of [1, 2, 3, 4]) await program.drop(reply(messageId, to, `第${n}次报告进展。`))
  expect((await bells(id)).reasons).toHaveLength(3)
  expect(await said(id)).toHaveLength(5)
})

it('rings where the case is worked on now when it was merged', async () => {
  const { id, messageId } = await assigned()
  await program.drop({ subject: '柳溪村井盖缺失', date: '2026-11-23 08:55', text: '柳溪村村口井盖缺失半个月。' })
  const into = (await program.queue()).find((row) => row.state.id !== id)!.state.id
  await program.done(into, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.merge', into, reason: '同一片区' }, 'limin')
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', '现场已围挡。'))
  expect([(await bells(id)).reasons.length, (await bells(into)).reasons.length]).toEqual([0, 1])
  expect((await said(into)).join()).toMatch(/邮件回复：回复的是已并入本案的 YQ-2026-\d+。现场已围挡。/)
})

it('does not sign from another address, nor without the word', async () => {
  const { messageId } = await assigned()
  await program.drop(reply(messageId, 'somebody@mail.example', '签收'))
  await program.drop(reply(messageId, 'llr@zjj.qinghe.example', '请问这个归我们管吗'))
  const state = await program.onlyCase()
  expect([state.status, state.assignments[0]?.signed]).toEqual(['待签收', null])
})
