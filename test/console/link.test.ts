// The unit's page behind a signed link: reading signs nothing, one POST signs once, a dead link says so.

import type { CasePage, QueuePage } from '@huiying/console/wire'
import { endOfDay } from '@huiying/domain/beijing'
import { readCase } from '@huiying/ledger/case'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'
import { linkPath } from './link-path.ts'

let api: TestApi
let caseId: string
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop({ subject: '锦绣家园三期停工', text: '锦绣家园三期停工一年。', date: '2026-11-24 10:00' })
  caseId = (await api.program.onlyCase()).id
  await api.program.done(caseId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
})
afterAll(() => api.stop())

const state = async () => (await readCase(api.program.ledger.read, caseId))!
const assignment = async () => (await state()).assignments.find((one) => one.ended === null)!
const linkOf = (madeAt = api.program.time.now(), contact = 'zjj-llr') =>
  linkPath(api.program, { caseId, contact, madeAt })

/** The link of a fire that was judged 重大: five deadlines run. */
let fire: { id: string; path: string } | null = null
async function fireLink(): Promise<string> {
  fire ??= await openFire()
  return fire.path
}

async function openFire() {
  const [text, date] = ['化工园区二号路仓库正在起火，有人没跑出来。', '2026-11-24 10:00']
  await api.program.drop({ subject: '化工园区仓库起火', text, date })
  const { state } = (await api.program.queue()).find((one) => one.state.title.includes('起火'))!
  await api.program.done(state.id, { do: 'case.convert', grade: '重大', reason: '已核实' })
  await api.program.done(state.id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '扑救' })
  return { id: state.id, path: await linkPath(api.program, { caseId: state.id, contact: 'yjj-llr' }) }
}

describe('the link of a mail', () => {
  test('20 GETs and a HEAD sign nothing and write nothing', async () => {
    const path = await linkOf()
    const { version } = await state()
    for (let time = 0; time < 20; time++) {
      const answer = await api.send(path, null)
      expect(answer.statusCode).toBe(200)
      expect(answer.body).toContain('锦绣家园三期停工')
    }
    expect((await api.send(path, null, { method: 'HEAD' })).statusCode).toBe(200)
    expect((await state()).version).toBe(version)
    expect((await assignment()).signed).toBeNull()
  })

  test('the deadline of the letter stands on it, in time left and as a moment', async () => {
    const { body } = await api.send(await linkOf(), null)
    expect(body).toMatch(
      /剩余 7天13小时<\/b><span>截止 12月1日 24:00（.+<span>请在截止前核实办理并反馈值班室，由值班室答复来信人/,
    )
  })

  test('what the desk asked for stands on it, and every other deadline of the case', async () => {
    expect((await api.send(await linkOf(), null)).body).toContain('交办要求：请核实')
    const { body } = await api.send(await fireLink(), null)
    expect(body).toMatch(/剩余 30分钟<.+请在截止前电话报告/)
    const others = [...body.matchAll(/<li>(.+?)<small>/g)].map(([, line]) => line)
    expect(others).toEqual([
      '今天 12:00 前书面报告',
      '今天 16:00 前发布权威信息',
      '明天 11:00 前举行新闻发布会',
      '12月1日 24:00 前答复来信人',
    ])
  })

  test('where a life may hang on it the unit is told so above the deadlines, on the page and in the mail', async () => {
    const words = '涉及生命安全或正在发生的险情，请立即处置'
    expect((await api.send(await fireLink(), null)).body).toMatch(new RegExp(`☎ ${words}.+剩余 30分钟`, 's'))
    const mails = await api.program.mails()
    expect(mails.filter((mail) => mail.text.includes(words)).map((mail) => mail.to)).toContain('llr@yjj.qinghe.example')
    expect((await api.send(await linkOf(), null)).body).not.toContain(words)
  })

  test('a response that waits for the desk says so, and that its deadline runs on', async () => {
    const path = await fireLink()
    await api.send(path, null, { method: 'POST', form: { do: 'sign', by: '朱斌' } })
    const said = '已核实：火势已控制，无人员伤亡，市应急管理局正在调查起火原因，明天 10 时再发布。'
    const at = { publishedAt: '2026-11-24T11:00', url: 'https://mp.example/s/1' }
    const form = {
      do: 'answer',
      by: '朱斌',
      statement: '进展',
      channel: '企业公众号',
      summary: said,
      reviewed: '1',
      ...at,
    }
    const answer = await api.send(path, null, { method: 'POST', form })
    expect([answer.statusCode, answer.body]).toEqual([
      200,
      expect.stringContaining('企业公众号，发布于 今天 11:00（非官方渠道，待值班室审核；确认后按发布时间停表）'),
    ])
    const { cases } = await api.read<QueuePage>('/api/cases', '值班员')
    expect(cases.filter((one) => one.response === '回应待审核').map((one) => one.id)).toEqual([fire!.id])
  })

  test('a response sent back is told the unit by mail and on its page, and the clock goes on', async () => {
    const { cases } = await api.read<QueuePage>('/api/cases', '值班长')
    const row = cases.find((one) => one.response === '回应待审核')!
    const before = await api.read<CasePage>(`/api/cases/${row.id}`, '值班长')
    const order = { do: 'response.reject', id: before.case.responses[0]!.id, reason: '请在应急局网站发布' } as const
    expect((await api.order(row.id, order, '值班员')).statusCode).toBe(403)
    expect((await api.order(row.id, order, '审核')).statusCode).toBe(200)
    await api.program.settle()
    const after = await api.read<CasePage>(`/api/cases/${row.id}`, '值班长')
    expect([before.response, after.response, after.clocks]).toEqual(['回应待审核', '回应退回修改', before.clocks])
    const again = await api.read<QueuePage>('/api/cases', '值班长')
    expect(again.cases.find((one) => one.id === row.id)!.response).toBe('回应退回修改')
    const mail = (await api.program.mails()).find((one) => one.subject.includes('回应退回修改'))!
    expect(mail.text).toContain('退回理由：请在应急局网站发布')
    const page = await api.send(new URL(/https?:\/\/\S+\/mail\/[^\s（]+/.exec(mail.text)![0]).pathname, null)
    expect(page.body).toContain('退回修改：请在应急局网站发布；时限照走，改好后请重新登记')
  })

  test('a case given back rings at the desk, and the queue says so until another unit has it', async () => {
    const path = await fireLink()
    const form = { do: 'return', by: '朱斌', reason: '不属本单位' }
    expect((await api.send(path, null, { method: 'POST', form })).statusCode).toBe(200)
    const { cases, ringing } = await api.read<QueuePage>('/api/cases', '值班员')
    const row = cases.find((one) => one.returned)!
    expect([row.lead, row.signed]).toEqual([null, null])
    expect(ringing.map((one) => one.reason)).toContain(
      '单位退回：市应急管理局（牵头），请尽快改派。理由：不属本单位（市应急管理局 朱斌）',
    )
    await api.program.done(row.id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '再交办' })
    const again = await api.read<QueuePage>('/api/cases', '值班员')
    expect(again.cases.filter((one) => one.returned)).toEqual([])
  })

  test('shows what came in, personal data covered', async () => {
    const text = '锦绣家园三期停工一年，孩子没地方上学。联系人王小明13812345678。'
    await api.program.drop({ subject: '又停工了', text, date: '2026-11-24 10:30' })
    expect((await api.program.queue()).map((one) => one.state.title)).not.toContain('又停工了')
    const { body } = await api.send(await linkOf(), null)
    expect(body).toContain('内容（共 2 条；个人信息已打码）')
    expect(body).toContain('孩子没地方上学。联系人王**138****5678。')
    expect(body).not.toContain('13812345678')
  })

  test('of a 专项件 shows its number and deadline alone, to the discipline channel too', async () => {
    const text = '举报住建局某科长收受开发商礼金五万元。'
    await api.program.drop({ subject: '举报科长收钱', text, date: '2026-11-24 10:40' })
    const { id, restricted } = (await api.program.queue()).find((one) => one.state.title.includes('举报'))!.state
    expect(restricted).toBe('待甄别')
    const judge = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
    await api.program.done(id, { ...judge, restricted: '检举控告' })
    await api.program.done(id, { do: 'case.assign', unit: 'jwjw', part: '牵头', reason: '核查某科长' })
    const { body } = await api.send(await linkPath(api.program, { caseId: id, contact: 'jwjw-xf' }), null)
    expect(body).toContain('专项件 YQ-2026-')
    expect(body).toContain('请在截止前核实办理并反馈值班室，由值班室答复来信人')
    expect(body).not.toMatch(/科长|礼金|内容（/)
  })

  test('one changed character is refused', async () => {
    const path = await linkOf()
    for (const at of [8, 20, path.length - 2]) {
      const other = path[at] === 'A' ? 'B' : 'A'
      const answer = await api.send(`${path.slice(0, at)}${other}${path.slice(at + 1)}`, null, {
        method: 'POST',
        form: { do: 'sign', by: '韩磊' },
      })
      expect([at, answer.statusCode]).toEqual([at, 403])
    }
    expect((await assignment()).signed).toBeNull()
  })

  test('a POST without a name is refused and asks who signs', async () => {
    const answer = await api.send(await linkOf(), null, { method: 'POST', form: { do: 'sign', by: ' ' } })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('请写明姓名')
  })

  test('the POST signs once; a second says who did', async () => {
    const path = await linkOf()
    const signed = await api.send(path, null, { method: 'POST', form: { do: 'sign', by: '韩磊' } })
    expect([signed.statusCode, signed.body.includes('已由 韩磊')]).toEqual([200, true])
    // Who the link was sent to need not write his name again for each thing he does.
    expect(signed.body.match(/name="by"[^>]* value="韩磊"/g)).toHaveLength(5)
    const { version } = await state()
    const again = await api.send(path, null, { method: 'POST', form: { do: 'sign', by: '蒋芳' } })
    expect([again.statusCode, again.body.includes('已由 韩磊')]).toEqual([409, true])
    expect((await state()).version).toBe(version)
    expect((await assignment()).signed).toMatchObject({ by: '韩磊', how: '链接' })
  })

  test('what the unit found goes to the desk and nowhere else: no clock stops, personal data covered', async () => {
    const once = /name="once" value="([^"]+)"/.exec((await api.send(await linkOf(), null)).body)?.[1] ?? ''
    const form = { do: 'report', by: '韩磊', once, text: '已入户核实，业主电话13812345678，开发商承诺复工。' }
    const empty = await api.send(await linkOf(), null, { method: 'POST', form: { ...form, text: ' ' } })
    expect([empty.statusCode, empty.body.includes('请写明办理情况')]).toEqual([422, true])
    const told = await api.send(await linkOf(), null, { method: 'POST', form })
    expect([told.statusCode, told.body.includes('已反馈给值班室')]).toEqual([200, true])
    expect((await api.send(await linkOf(), null)).body).toContain('已于 今天 11:00 反馈：已入户核实')
    // The page read again after it was sent.
    const again = await api.send(await linkOf(), null, { method: 'POST', form })
    expect([again.statusCode, again.body.includes('已反馈给值班室')]).toEqual([200, true])
    expect((await state()).records.map(({ kind, values, by }) => [kind, values.text, by])).toEqual([
      ['处置情况', '已入户核实，业主电话138****5678，开发商承诺复工。（市住建局 韩磊）', 'zjj-llr'],
    ])
    expect((await api.program.clocks(caseId)).every((one) => one.state === 'running')).toBe(true)
    const { cases, ringing } = await api.read<QueuePage>('/api/cases', '值班员')
    expect(ringing.filter((one) => one.reason.includes('在单位页作了反馈'))).toHaveLength(1)
    expect(cases.filter((one) => one.reported).map((one) => one.id)).toEqual([caseId])
  })

  test('asks the desk for more time: it rings, stands in the queue, moves nothing, is answered by mail', async () => {
    const before = await api.program.clocks(caseId)
    const form = { do: 'extend', by: '韩磊', until: '2026-12-11', reason: '业主13812345678要等检测' }
    const empty = await api.send(await linkOf(), null, { method: 'POST', form: { ...form, until: '' } })
    expect([empty.statusCode, empty.body.includes('请填写希望延到哪一天')]).toEqual([422, true])
    const told = await api.send(await linkOf(), null, { method: 'POST', form })
    expect([told.statusCode, told.body.includes('已向值班室申请延期')]).toEqual([200, true])
    expect(told.body).toContain('申请延期到 12月11日 24:00：值班室还没有答复，各时限不变')
    expect((await api.send(await linkOf(), null, { method: 'POST', form })).statusCode).toBe(409)
    expect(await api.program.clocks(caseId)).toEqual(before)
    const queue = await api.read<QueuePage>('/api/cases', '值班员')
    expect(queue.cases.filter((one) => one.asks).map((one) => one.id)).toEqual([caseId])
    expect(queue.ringing.filter((one) => one.reason.includes('申请延期到')).map((one) => one.cause)).toEqual([
      '单位回复',
    ])
    const [asked] = (await state()).extensions ?? []
    expect(asked?.reason).toBe('业主138****5678要等检测（市住建局 韩磊）')
    const settle = { do: 'extension.settle', id: asked?.id ?? '', reason: '请先答复进展' } as const
    const early = await api.order(caseId, { ...settle, granted: true }, '值班员')
    expect([early.statusCode, early.body.includes('时限还没有改')]).toEqual([409, true])
    expect((await api.order(caseId, { ...settle, granted: false }, '审计')).statusCode).toBe(403)
    expect((await api.order(caseId, { ...settle, granted: false }, '值班员')).statusCode).toBe(200)
    await api.program.settle()
    const mail = (await api.program.mails()).find((one) => one.subject.includes('延期答复'))
    expect([mail?.to, mail?.text.includes('延期申请未同意，各时限不变。理由：请先答复进展')]).toEqual([
      'llr@zjj.qinghe.example',
      true,
    ])
    expect((await api.send(await linkOf(), null)).body).toContain('未同意，各时限不变。请先答复进展')
  })

  test('where 48 hours alone run no form offers what no rule allows, and asking is refused', async () => {
    const { program } = api
    await program.drop({ subject: '柳溪村校车停运', text: '柳溪村校车停运一周。', date: '2026-11-24 10:50' })
    const { id } = (await program.queue()).find((one) => one.state.title === '柳溪村校车停运')!.state
    await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' })
    await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
    const path = await linkPath(program, { caseId: id, contact: 'zjj-llr' })
    await api.send(path, null, { method: 'POST', form: { do: 'sign', by: '韩磊' } })
    expect((await api.send(path, null)).body).toContain('name="until"')
    const itemId = (await program.clocks(id)).find((one) => one.code === 'LET')?.itemId ?? ''
    const told = { channel: '电话', summary: '已告知进度', answeredAt: program.time.now() }
    await program.done(id, { do: 'letter.answer', itemId, ...told })
    const { body } = await api.send(path, null)
    expect([body.includes('name="until"'), body.includes('本件时限不设延期审批')]).toEqual([false, true])
    const form = { do: 'extend', by: '韩磊', until: '2026-12-11', reason: '来不及' }
    const asked = await api.send(path, null, { method: 'POST', form })
    expect([asked.statusCode, asked.body.includes('没有可以延期的时限')]).toEqual([409, true])
  })

  test('hands in a file, by its bytes, once; the desk sees it and hears of it', async () => {
    const send = async (bytes: Buffer, name: string) => {
      const file = new FormData()
      file.set('do', 'file')
      file.set('by', '蒋芳')
      file.set('file', new File([new Uint8Array(bytes)], name))
      const packed = new Request('http://x/', { method: 'POST', body: file })
      const headers = { 'content-type': packed.headers.get('content-type')!, 'x-huiying': 'test' }
      const payload = Buffer.from(await packed.arrayBuffer())
      return api.app.inject({ method: 'POST', url: await linkOf(), headers, payload })
    }
    const pdf = await send(Buffer.from('%PDF-1.4\n%%EOF\n'), '核查报告 13812345678.pdf')
    expect([pdf.statusCode, pdf.body.includes('文件已交给值班室')]).toEqual([200, true])
    expect((await state()).attachments).toMatchObject([
      { name: '核查报告 138****5678.pdf', handedInBy: '蒋芳', by: 'zjj-llr' },
    ])
    const other = await send(Buffer.from('MZ\x90\x00'), '核查报告.pdf')
    expect([other.statusCode, other.body.includes('只收图片、PDF')]).toEqual([422, true])
    expect((await send(Buffer.alloc(0), '空.pdf')).body).toContain('请选择文件')
    const { ringing } = await api.read<QueuePage>('/api/cases', '值班员')
    expect(ringing.filter((one) => one.reason.includes('交了一个文件'))).toHaveLength(1)
    const elsewhere = { method: 'POST', url: '/login', payload: 'x' } as const
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await api.app.inject({ ...elsewhere, headers })).statusCode).toBe(415)
    // Of who holds no link nothing is taken apart: broken as it is, the answer is that of the dead link.
    const forged = await api.app.inject({ ...elsewhere, url: '/mail/bm9ib2R5.x', headers })
    expect([forged.statusCode, forged.body.includes('链接无效')]).toEqual([403, true])
    const broken = await api.app.inject({ ...elsewhere, url: await linkOf(), headers })
    expect([broken.statusCode, broken.body.includes('表单读不出')]).toEqual([400, true])
  })

  test('whose unit logs in asks there too, of its own case only; the desk does not ask itself', async () => {
    const given = (await state()).assignments.find((one) => one.unit === 'zjj' && one.ended === null)!.id
    const asks = { until: endOfDay('2026-12-12'), reason: '检测要排队，业主13812345678', by: '韩磊' }
    const order = { do: 'extension.ask', id: given, ...asks } as const
    for (const role of ['值班长', '审核', '审计'] as const)
      expect([role, (await api.order(caseId, order, role)).statusCode]).toEqual([role, 403])
    const body = { commandId: 'unit-asks-for-more-0001', expectedVersion: null, order }
    const ask = async (unit: string) =>
      api.send(`/api/cases/${caseId}/act`, await api.cookieOf('单位联络员', unit), { method: 'POST', body })
    expect((await ask('yjj')).statusCode).toBe(404)
    const answer = await ask('zjj')
    expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)])
    const open = (await state()).extensions?.filter((one) => one.settled === undefined) ?? []
    expect(open.map((one) => [one.assignmentId, one.until])).toEqual([[given, endOfDay('2026-12-12')]])
    expect(JSON.stringify(open)).not.toContain('13812345678')
    expect((await api.send(await linkOf(), null)).body).toContain('申请延期到 12月12日 24:00：值班室还没有答复')
    await api.order(caseId, { do: 'extension.settle', id: open[0]!.id, granted: false, reason: '请先答复' }, '值班员')
  })

  test('a form gone back to and sent with other words is a second act: nothing said is lost', async () => {
    const once = /name="once" value="([^"]+)"/.exec((await api.send(await linkOf(), null)).body)?.[1] ?? ''
    for (const text of ['施工队明天进场。', '施工队已进场。', '施工队已进场。']) {
      const form = { do: 'report', by: '韩磊', once, text }
      expect((await api.send(await linkOf(), null, { method: 'POST', form })).statusCode).toBe(200)
    }
    expect((await state()).records.map(({ values }) => values.text).slice(-2)).toEqual([
      '施工队明天进场。（市住建局 韩磊）',
      '施工队已进场。（市住建局 韩磊）',
    ])
  })

  test('what was typed comes back when a response is refused, and nothing in it becomes markup', async () => {
    const form = { do: 'answer', by: '<b>韩</b>', statement: '进展', channel: '"><script>', publishedAt: '' }
    const answer = await api.send(await linkOf(), null, { method: 'POST', form })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('&#60;b&#62;韩')
    expect(answer.body).not.toContain('<script>')
  })

  test('it is dead after 14 days and says so', async () => {
    const days = 15 * 24 * 60 * 60_000
    const path = await linkOf(api.program.time.now() - days)
    for (const method of ['GET', 'POST'] as const) {
      const answer = await api.send(path, null, {
        method,
        ...(method === 'POST' ? { form: { do: 'sign', by: '韩' } } : {}),
      })
      expect([answer.statusCode, answer.body.includes('超过 14 天')]).toEqual([410, true])
    }
  })

  test('it is dead after 改派 and says so; the new unit has its own', async () => {
    const old = await linkOf()
    const { id } = await assignment()
    await api.program.done(caseId, { do: 'assignment.reassign', id, unit: 'yjj', reason: '不属住建' })
    const answer = await api.send(old, null, { method: 'POST', form: { do: 'return', by: '韩磊', reason: '不属' } })
    expect([answer.statusCode, answer.body.includes('已改派')]).toEqual([410, true])
    const fresh = await api.send(await linkOf(api.program.time.now(), 'yjj-llr'), null)
    expect(fresh.statusCode).toBe(200)
  })

  test('it is dead after the case is closed', async () => {
    const path = await linkOf(api.program.time.now(), 'yjj-llr')
    const answer = { do: 'letter.answer', channel: '电话', summary: '已告知进度' } as const
    for (const { itemId } of await api.program.clocks(caseId)) {
      await api.program.done(caseId, { ...answer, itemId: itemId!, answeredAt: api.program.time.now() })
    }
    await api.program.done(caseId, { do: 'case.close', reason: '已答复' })
    const page = await api.send(path, null)
    expect([page.statusCode, page.body.includes('办结')]).toEqual([410, true])
  })
})

test('a unit that works on a case with another asks for more time for itself alone', async () => {
  const own = await startApi('2026-11-24 11:00')
  await own.program.drop({ subject: '柳溪村路灯不亮', text: '柳溪村路灯不亮。', date: '2026-11-24 10:00' })
  const { id } = await own.program.onlyCase()
  for (const [unit, part] of [
    ['zjj', '牵头'],
    ['yjj', '协办'],
  ] as const)
    await own.program.done(id, { do: 'case.assign', unit, part, reason: '请核实' })
  const { assignments } = (await readCase(own.program.ledger.read, id))!
  const ask = async (unit: string, of: string) => {
    const given = assignments.find((one) => one.unit === of)!.id
    const asks = { until: endOfDay('2026-12-12'), reason: '等待检测', by: '周敏' }
    const order = { do: 'extension.ask', id: given, ...asks }
    const body = { commandId: `${unit}-asks-for-${of}-00001`, expectedVersion: null, order }
    const cookie = await own.cookieOf('单位联络员', unit)
    return (await own.send(`/api/cases/${id}/act`, cookie, { method: 'POST', body })).statusCode
  }
  expect([await ask('yjj', 'zjj'), await ask('yjj', 'yjj'), await ask('zjj', 'zjj')]).toEqual([403, 200, 200])
  await own.stop()
})
