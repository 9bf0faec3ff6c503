// The mail of a delivery (§6.4): what stands in it, in text and HTML alike, and what never does.
import type { Case, Clock } from '@huiying/domain/case'
import {
  at,
  bookText,
  makeArrival,
  makeLetter,
  must,
  only,
  open,
  readBook,
  type Story,
  startStory,
  turn,
} from '@huiying/domain/decide/given'
import type { AlertCause } from '@huiying/domain/word'
import { describe, expect, it } from 'vitest'
import { composeMail, escapeHtml, type MailFacts } from './mail.ts'

const head = { seq: 41, hash: 'ab'.repeat(32), at: at('2026-11-23 09:00') }
const book = bookText.replace('kind: 值班室', 'kind: 值班室\n    phone: 0399-6110014')

/** A letter given to a unit: the T0 to its 联络员. */
function told(change: Partial<MailFacts> = {}, restricted: Case['restricted'] = null): MailFacts {
  const story: Story = startStory(at('2026-11-23 09:00'), readBook(book))
  const id = open(story, makeLetter('l1', story.now))
  must(story, id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '住房' })
  turn(story)
  const { alert, deliveries } = story.alerts.find((one) => one.alert.step === 'T0')!
  const clock: Clock = [...story.letters.values()][0]!.clock
  const state = { ...only(story), title: '滨江壹号<逾期>交房', restricted }
  const link = { url: 'https://huiying.qinghe.example/mail/abc', local: false }
  const demand = '三日内入户核实'
  const facts = { delivery: deliveries[0]!, alert, case: state, clock, policy: story.policy, demand, head, link }
  return { ...facts, letter: null, callFirst: false, mark: null, now: story.now, ...change }
}

describe('a mail', () => {
  const wanted: [what: string, text: string][] = [
    ['the case number', '编号：YQ-2026-0001'],
    ['the title', '标题：滨江壹号<逾期>交房'],
    ['the unit in charge', '牵头单位：青河市住建局'],
    // A day's deadline is its 24:00: the next day's 00:00 would be read as a day more.
    ['the absolute deadline as the subject has it', '截止（北京时间）：2026年11月30日 24:00'],
    ['where the clock began and why', '起算：2026年11月23日 09:00（收信时间）'],
    ['what to do', '要求：核实办理，在截止前把情况反馈值班室，由值班室答复来信人'],
    ['what the desk asked for', '交办要求：三日内入户核实'],
    ['why you', '为什么发给您：您是承办单位联络员（主送）'],
    ['where to record it', '签收、退回或登记回应：https://huiying.qinghe.example/mail/abc'],
    ['that a mail sent is not a mail read', '邮件发出不等于知晓，以签收为准'],
    ['the telephone of the desk', '值班电话：0399-6110014'],
    ['the head of the ledger', `台账序号 41 · SM3 ${'ab'.repeat(32)}`],
  ]
  it.each(wanted)('has %s, in text and in HTML', (_what, line) => {
    const mail = composeMail(told())
    expect(mail.text).toContain(line)
    const [name = '', value = ''] = line.split('：')
    expect(mail.html).toContain(escapeHtml(value === '' ? name : value))
  })

  it('has the deadline in its subject and one address, with 抄送 as a word of the body', () => {
    const facts = told()
    const mail = composeMail({ ...facts, delivery: { ...facts.delivery, part: '抄送', role: '政府办' } })
    expect(mail.subject).toMatch(/^【交办·剩余.*】YQ-2026-0001 滨江壹号<逾期>交房（11月30日 24:00 前答复来信人）$/)
    expect(mail.to).toBe('llr@zjj.example')
    expect(mail.text).toContain('您负责本级政务舆情回应的组织协调（抄送）')
  })

  it('of a 重大 case tells every deadline that runs, soonest first, and no provisional one', () => {
    const story: Story = startStory(at('2026-11-20 11:00'), readBook(book))
    const occurredAt = { at: at('2026-11-20 10:00'), precision: 'minute' as const, saidBy: 'item:i', verified: true }
    const id = open(story, makeArrival({}, { suspected: true, deaths: 12 }, { occurredAt }))
    must(story, id, { do: 'case.judge', verdict: '确认', grade: '重大', type: null, reason: '核实' })
    const state = only(story)
    const shown = state.clocks.find((one) => one.code === 'RPT-P')!
    const text = composeMail(told({ case: state, clock: shown, now: story.now })).text
    expect(text).toContain('要求：电话报告本级党委政府值班室')
    const [, line = ''] = /其余时限：(.*)/.exec(text) ?? []
    expect(line.split('；').map((one) => one.replace(/（.*/, ''))).toEqual([
      '2026年11月20日 12:00 前书面报告',
      '2026年11月20日 15:00 前发布权威信息',
      '2026年11月21日 10:00 前举行新闻发布会',
    ])
    const hung = { ...state, clocks: state.clocks.map((one) => ({ ...one, provisional: one.code === 'C24' })) }
    expect(composeMail(told({ case: hung, clock: shown, now: story.now })).text).not.toContain('发布会')
    const over = composeMail(told({ case: state, clock: shown, now: at('2026-11-20 15:01') })).text
    expect(over).toContain('15:00 前发布权威信息（国办发〔2016〕80号，已超时）')
  })

  it('of a case with letters names the answer to their writers that is due first', () => {
    const { clock: letter, case: state } = told()
    const shown = { ...letter!, id: 'c48', code: 'C48' as const }
    expect(composeMail(told({ case: state, clock: shown, letter })).text).toContain(
      '其余时限：2026年11月30日 24:00 前答复来信人',
    )
    expect(composeMail(told({ letter })).text).not.toContain('其余时限')
  })

  it('says that a life may hang on it where the case is given, and not with every reminder', () => {
    const facts = told({ callFirst: true })
    expect(composeMail(facts).text).toMatch(/先打电话：涉及生命安全[\s\S]+截止（北京时间）/)
    expect(composeMail(facts).subject).toMatch(/^【交办·先打电话·/)
    expect(composeMail({ ...facts, alert: { ...facts.alert, step: '黄' } }).subject).not.toContain('先打电话')
    expect(composeMail(told({ callFirst: true }, '检举控告')).subject).not.toContain('先打电话')
    expect(composeMail({ ...facts, alert: { ...facts.alert, step: '黄' } }).text).not.toContain('先打电话')
    expect(composeMail(told({ callFirst: true }, '检举控告')).text).not.toContain('先打电话')
  })

  it('of a new case that a life may hang on says so in the subject', () => {
    const { alert } = told()
    const subjectOf = (cause: AlertCause | null) =>
      composeMail(told({ alert: { ...alert, step: '新案', cause, reason: '值班员先打电话问过' }, clock: null })).subject
    expect(subjectOf('先打电话')).toMatch(/^【新案·先打电话/)
    expect(subjectOf(null)).toMatch(/^【新案[^·]*】/)
  })

  it('of a response sent back says so, and by when a better one is due', () => {
    const { alert } = told()
    const reason = '登记的回应（企业公众号）退回修改，时限照走，改好后请重新登记。退回理由：不是官方渠道'
    const mail = composeMail(told({ alert: { ...alert, step: 'T0', cause: '回应退回', reason }, callFirst: true }))
    expect(mail.subject).toMatch(/^【回应退回修改·剩余[^】]*】YQ-2026-0001/)
    expect(mail.text).toContain('节点：回应退回修改')
    expect(mail.text).toContain('退回理由：不是官方渠道')
    expect(mail.text).not.toContain('先打电话')
  })

  it('names days by their date alone: 今天 and 明天 would be wrong for who reads it the next day', () => {
    const mail = composeMail(told())
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/今天|明天|昨天/)
    expect(mail.text).toContain('或致电值班室，截止 2026年11月30日 24:00。')
  })

  it('lets nothing of a title run in HTML', () => {
    expect(composeMail(told()).html).not.toContain('<逾期>')
  })

  it('without a link that reaches the reader asks for a reply or a call', () => {
    expect(composeMail(told({ link: null })).text).toContain('请回复本邮件“签收”或致电值班室')
  })

  it('to a link on this machine says so', () => {
    const link = { url: 'http://127.0.0.1:7480/mail/abc', local: true }
    expect(composeMail(told({ link })).text).toContain('http://127.0.0.1:7480/mail/abc（本机链接）')
  })

  it('that comes late says so and what was skipped', () => {
    const facts = told()
    const alert = { ...facts.alert, late: true, skipped: ['黄', '橙'] as const }
    const mail = composeMail({ ...facts, alert: { ...alert, skipped: [...alert.skipped] } })
    expect(mail.text).toContain('延迟发送：本应更早发出，因系统中断补发，其间未发：黄、橙')
  })

  it('of a 专项件 names neither title nor unit', () => {
    const mail = composeMail(told({}, '检举控告'))
    expect(mail.subject).toContain('专项件 YQ-2026-0001')
    for (const part of [mail.subject, mail.text, mail.html]) expect(part).not.toMatch(/滨江|住建|入户/)
  })
})
