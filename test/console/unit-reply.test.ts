// 单位回复 on the desk: rung once, opened and acknowledged like every other bell; units are rung nothing.
import type { AttachmentPage } from '@huiying/console/attachment-wire'
import type { CasePage, QueuePage } from '@huiying/console/wire'
import { readCase } from '@huiying/ledger/case'
import { expect, test } from 'vitest'
import type { TestProgram } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

const assign = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' } as const

/** What a reply of the unit to its mail begins with. */
async function replyHead(program: Pick<TestProgram, 'mails'>) {
  const from = 'llr@zjj.qinghe.example'
  const mail = (await program.mails()).find((one) => one.to === from)
  return { subject: 'Re: 交办', from, date: '2026-11-24 03:00', headers: [`In-Reply-To: <${mail?.messageId}>`] }
}

test('a reply rings at the desk with its case, until somebody says that he heard', async () => {
  const api = await startApi('2026-11-24 03:00')
  const { program } = api
  await program.drop({ subject: '渡口社区停水', text: '渡口社区停水两天。', date: '2026-11-24 02:30' })
  const { id, number } = await program.onlyCase()
  await program.done(id, assign)
  const ringing = async () => (await api.read<QueuePage>('/api/cases', '值班员')).ringing
  expect(await ringing()).toEqual([])
  await program.drop({
    ...(await replyHead(program)),
    text: '现场又有3人被困，联系人13812345678。',
  })
  const [bell, more] = await ringing()
  expect([bell?.cause, bell?.number, more]).toEqual(['单位回复', number, undefined])
  expect(bell?.reason).toMatch(/回复了邮件，内容见案件时间线/)
  const { entries } = await api.read<CasePage>(`/api/cases/${id}`, '值班员')
  const said = entries.flatMap(({ body }) => (body.act === 'note.added' ? `${body.kind}：${body.text}` : []))
  expect(said).toEqual(['邮件回复：现场又有3人被困，联系人138****5678。'])
  expect((await api.order(id, { do: 'reply.tell', unit: 'zjj', text: '假的' }, '值班长')).statusCode).toBe(422)
  const heard = await api.order(id, { do: 'alert.acknowledge', alertId: bell?.id ?? '' }, '值班员')
  expect([heard.statusCode, await ringing()]).toEqual([200, []])
  // Five minutes later nobody is told any more: it was heard.
  await program.goTo('2026-11-24 03:10')
  const told = (await program.mails()).filter((one) => one.subject.includes('单位回复')).map((one) => one.to)
  expect(told).toHaveLength(1)
  expect(told[0]).toMatch(/^zhiban2@/)
  await api.stop()
})

test('what hangs on a reply is opened where its case tells of it, with a reason, and nowhere else', async () => {
  const api = await startApi('2026-11-24 03:00')
  const { program } = api
  await program.drop(
    { subject: '渡口社区停水', text: '渡口社区停水两天。', date: '2026-11-24 02:30' },
    { subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失半个月。', date: '2026-11-24 02:40' },
  )
  const [id = '', other = ''] = (await program.queue()).map((row) => row.state.id)
  await program.done(id, assign)
  const content = Buffer.from('%PDF-1.4\n%%EOF\n')
  await program.drop({
    ...(await replyHead(program)),
    text: '',
    files: [{ name: '核查报告.pdf', content }],
  })
  const { entries } = await api.read<CasePage>(`/api/cases/${id}`, '值班员')
  const [note] = entries.flatMap(({ body }) => (body.act === 'note.added' ? [body] : []))
  expect(note).toMatchObject({ kind: '邮件回复', text: '来件（只有 1 个文件）', files: 1 })
  const at = `/api/items/${note?.letterId}/attachments`
  const { attachments } = await api.read<AttachmentPage>(`${at}?caseId=${id}`, '值班员')
  expect(attachments.map(({ name, number }) => [name, number])).toEqual([['核查报告.pdf', 1]])
  const desk = await api.cookieOf('值班员')
  const look = (caseId: string) => ({ method: 'POST', body: { caseId, reason: '看核查报告' } }) as const
  const opened = await api.send(`${at}/1`, desk, look(id))
  expect([opened.statusCode, opened.rawPayload.equals(content)]).toEqual([200, true])
  expect((await api.send(`${at}/1`, desk, look(other))).statusCode).toBe(404)
  expect((await api.send(`${at}/1`, await api.cookieOf('审计'), look(id))).statusCode).toBe(403)
  const after = (await api.read<CasePage>(`/api/cases/${id}`, '值班员')).entries.at(-1)
  expect([after?.actor, after?.body]).toMatchObject(['p值班员', { act: 'content.viewed', attachment: 1 }])
  await api.stop()
})

/** A letter that a life may hang on has rung, and another has a case of its own: its id. */
async function startBells(): Promise<{ api: TestApi; dry: string }> {
  const api = await startApi('2026-11-24 03:00')
  await api.program.drop(
    { subject: '我活不下去了', text: '工钱要不回来，我活不下去了，准备从楼上跳下去。', date: '2026-11-24 02:30' },
    { subject: '渡口社区停水', text: '渡口社区停水两天。', date: '2026-11-24 02:40' },
  )
  const dry = (await api.program.queue()).find((row) => !row.callFirst)?.state.id ?? ''
  return { api, dry }
}

test('what a life may hang on stays above replies that came after it: a desk sees three bells', async () => {
  const { api, dry } = await startBells()
  const { program } = api
  await program.done(dry, assign)
  const head = await replyHead(program)
  for (const text of ['正在去现场。', '已到现场。', '已经来水。']) await program.drop({ ...head, text })
  const { ringing } = await api.read<QueuePage>('/api/cases', '值班员')
  expect(ringing.map((one) => one.cause)).toEqual(['先打电话', '单位回复', '单位回复', '单位回复'])
  await api.stop()
})

test('what a life may hang on stays above what rang after it for another reason too', async () => {
  const { api, dry } = await startBells()
  const { program } = api
  await program.done(dry, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(dry, assign)
  await program.goTo('2026-11-26 04:00')
  const { ringing } = await api.read<QueuePage>('/api/cases', '值班员')
  expect(ringing.map((one) => [one.step, one.cause])).toEqual([
    ['新案', '先打电话'],
    ['红', null],
  ])
  await api.stop()
})

test('several bells of one case hide no other case: each case’s newest stands before anyone’s second', async () => {
  const { api } = await startBells()
  const { program } = api
  const text = '青河化工园区爆炸，已致12人死亡。'
  await program.drop({ subject: '化工园区爆炸', text, date: '2026-11-24 02:50' })
  const fire = (await program.queue()).find((row) => row.state.suspected)?.state.id ?? ''
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '已核实' } as const
  await program.done(fire, judge, 'limin')
  for (const reason of ['不属本单位', '还是不属']) {
    await program.done(fire, { ...assign, unit: 'yjj' })
    const given = (await readCase(program.ledger.read, fire))?.assignments.at(-1)?.id ?? ''
    await program.done(fire, { do: 'assignment.return', id: given, reason })
  }
  const { ringing } = await api.read<QueuePage>('/api/cases', '值班员')
  expect(ringing.map((one) => one.cause ?? one.step)).toEqual(['退回', '先打电话', '退回', '新案'])
  await api.stop()
})
