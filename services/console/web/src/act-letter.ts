// Acts about one letter: take up, answer the writer, refuse with a reason, show the way, put off with approval.
import type { ActFacts, ActSpec, Choice, Field, Values } from './act-form.ts'
import { area, choice, instant, line, REASON, wide } from './act-form.ts'
import { fromInput, toInput, writeMinute, writeNear } from './time.ts'

const at = (text: string | undefined): number => fromInput(text ?? '') ?? 0

const openLetters = ({ clocks }: ActFacts['page']) =>
  clocks.filter((clock) => clock.code === 'LET' && clock.state !== 'ended' && clock.itemId !== null)
const letterChoices = ({ page }: ActFacts): Choice[] =>
  openLetters(page).map((clock) => ({
    value: clock.itemId ?? '',
    label: `${page.titles[clock.itemId ?? ''] || '（无标题）'}（${writeMinute(clock.startAt)} 收到）`,
  }))
const firstLetter = ({ page }: ActFacts): string => openLetters(page)[0]?.itemId ?? ''
const hasLetter: ActSpec['fits'] = (page) => page.case.status !== '已并入' && openLetters(page).length > 0

/** A frame to fill, not a text to send: what stands in 【】 a person must write. */
const answerTemplate = ({ page, unitName }: ActFacts): string => {
  const lead = page.case.assignments.find((one) => one.ended === null && one.part === '牵头')
  const who = lead === undefined ? '有关单位' : unitName(lead.unit)
  return `您好，来信收悉。您反映的“${page.case.title}”，经${who}核实：【事实】。依据【文件条款】，已【措施】，将于【期限】前【结果】。联系电话【号码】。`
}

/** What the unit has found and done, for the answer is written from it; the dialog covers where it stands. */
const reportOf = ({ page, now }: ActFacts): string => {
  const last = page.case.records.findLast((one) => one.kind === '处置情况')
  return last === undefined ? '' : `单位反馈（${writeNear(last.at, now)}）：${String(last.values.text ?? '')}\n`
}

/** By mail only where the writer can be reached so; the address itself is on no screen. */
const byMail = ({ page }: ActFacts): Field => {
  const reaches = (values: Values) => page.reachable.includes(values.itemId ?? '')
  return {
    ...choice('mail', '怎样告知', [
      { value: '1', label: '现在以回信寄出' },
      { value: '0', label: '已用其他方式告知' },
    ]),
    hint: '回信寄到来信人的邮箱，地址不显示；寄不到会响铃',
    when: reaches,
  }
}
const mails = (values: Values, { page }: ActFacts): boolean =>
  values.mail === '1' && page.reachable.includes(values.itemId ?? '')
const startMail = (facts: ActFacts): string => (facts.page.reachable.includes(firstLetter(facts)) ? '1' : '0')

const accept: ActSpec = {
  order: 'letter.accept',
  title: '受理',
  say: '告知来信人已受理；受理告知不停任何时限。',
  fits: hasLetter,
  fields: (facts) => [wide('itemId', '来信', letterChoices(facts)), byMail(facts), area('told', '告知来信人的话')],
  start: (facts) => ({
    itemId: firstLetter(facts),
    mail: startMail(facts),
    told: '您好，来信收悉，已受理并转有关单位办理，将在规定期限内答复您。',
  }),
  build: (values, facts) => ({
    do: 'letter.accept',
    itemId: values.itemId,
    told: values.told,
    mail: mails(values, facts),
  }),
}

const extend: ActSpec = {
  order: 'letter.extend',
  title: '延期答复',
  say: '到期前、经批准并告知来信人才能延期；原截止留在台账。',
  fits: hasLetter,
  fields: (facts) => [
    wide('itemId', '来信', letterChoices(facts)),
    { name: 'total', label: '延期后的总时限（按信箱规则的单位）', kind: 'number' },
    line('approver', '批准人'),
    area('told', '告知来信人的话'),
    area(REASON, '延期理由'),
  ],
  start: (facts) => ({ itemId: firstLetter(facts), total: '', approver: '', told: '', [REASON]: '' }),
  build: ({ itemId, total, approver, told, reason }) => ({
    do: 'letter.extend',
    itemId,
    total: Number(total),
    approver,
    told,
    reason,
  }),
}

const answer: ActSpec = {
  order: 'letter.answer',
  title: '答复来信人',
  say: (facts) => `${reportOf(facts)}答复来信人后停这封信的时限；单位反馈给值班室不算答复。`,
  fits: hasLetter,
  fields: (facts) => [
    wide('itemId', '来信', letterChoices(facts)),
    byMail(facts),
    { ...line('channel', '答复渠道'), hint: '如 电话、短信、当面', when: (values) => !mails(values, facts) },
    { ...instant('answeredAt', '答复时间（北京时间）'), when: (values) => !mails(values, facts) },
    { ...area('summary', '答复内容'), hint: '已按模板起稿：逐条回应来信诉求，写明事实、依据、措施和期限' },
    choice('open', '答复是否公开', [
      { value: '1', label: '公开' },
      { value: '0', label: '不公开（写明理由）' },
    ]),
    { ...line('why', '不公开的理由'), when: (values) => values.open === '0' },
  ],
  start: (facts) => ({
    itemId: firstLetter(facts),
    mail: startMail(facts),
    channel: '',
    answeredAt: toInput(facts.now),
    summary: answerTemplate(facts),
    open: '',
    why: '',
  }),
  reply: ({ summary = '', itemId = null }) => ({ reply: summary, itemId, statement: null, unit: null }),
  build: (values, facts) => ({
    do: 'letter.answer',
    itemId: values.itemId,
    channel: values.channel,
    answeredAt: at(values.answeredAt),
    summary: values.summary,
    publicity: values.open === '1' ? { open: true } : { open: false, reason: values.why },
    mail: mails(values, facts),
  }),
}

const refuse: ActSpec = {
  order: 'letter.refuse',
  title: '不予受理',
  say: '必须选原因并告知来信人；告知后停这封信的时限。',
  danger: true,
  fits: hasLetter,
  fields: (facts) => [
    wide('itemId', '来信', letterChoices(facts)),
    choice(
      'code',
      '原因',
      facts.refusals.map(({ code }) => ({ value: code, label: code })),
    ),
    byMail(facts),
    { ...area('told', '告知来信人的话'), hint: '选了原因后填入本单位的话术，可以改' },
  ],
  start: (facts) => ({ itemId: firstLetter(facts), mail: startMail(facts), code: '', told: '' }),
  // Choosing a reason brings its words; what a person has typed himself stays.
  follow: (values, { refusals }) => {
    const known = refusals.some(({ told }) => told === values.told) || values.told === ''
    const words = refusals.find(({ code }) => code === values.code)?.told
    return known && words !== undefined ? { ...values, told: words } : values
  },
  build: (values, facts) => ({
    do: 'letter.refuse',
    itemId: values.itemId,
    code: values.code,
    told: values.told,
    mail: mails(values, facts),
  }),
}

const redirect: ActSpec = {
  order: 'letter.redirect',
  title: '疑似误投，告知去向',
  say: '信息公开申请、行政复议、信访事项等：写明去向并告知来信人。',
  fits: hasLetter,
  fields: (facts) => [
    wide('itemId', '来信', letterChoices(facts)),
    choice(
      'kind',
      '像是',
      ['政府信息公开申请', '行政复议', '信访事项', '其他'].map((value) => ({ value, label: value })),
    ),
    line('to', '去向（受理机关）'),
    byMail(facts),
    area('told', '告知来信人的话'),
  ],
  start: (facts) => ({ itemId: firstLetter(facts), mail: startMail(facts), kind: '', to: '', told: '' }),
  build: (values, facts) => ({
    do: 'letter.redirect',
    itemId: values.itemId,
    kind: values.kind,
    to: values.to,
    told: values.told,
    mail: mails(values, facts),
  }),
}

export const letterActs = {
  受理: accept,
  答复来信人: answer,
  不予受理: refuse,
  误投告知: redirect,
  延期答复: extend,
}
