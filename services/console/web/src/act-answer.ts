// Acts that answer: responses, press conference, the writer of a letter, reports and what leaders ask.
import type { ActFacts, ActSpec, CasePageLike, Choice } from './act-form.ts'
import { area, choice, instant, isOpen, line, REASON, wide } from './act-form.ts'
import { fromInput, toInput } from './time.ts'

const at = (text: string | undefined): number => fromInput(text ?? '') ?? 0
const runs = (page: CasePageLike, code: string) =>
  page.case.clocks.some((clock) => clock.code === code && clock.state === 'running')

const unitsOf = ({ page, units, unitName }: ActFacts): Choice[] => {
  const own = page.case.assignments.filter((one) => one.ended === null).map((one) => one.unit)
  const first = own.map((id) => ({ value: id, label: unitName(id) }))
  return [...first, ...units.filter((one) => !own.includes(one.value))]
}

const respond: ActSpec = {
  order: 'response.record',
  title: '登记回应',
  say: '停表看发布时间，不看登记时间。受理告知不停任何时限。',
  fits: isOpen,
  fields: (facts) => [
    wide('statement', '这是', [
      { value: '受理告知', label: '受理告知：已收悉、已转办（不停表）' },
      { value: '进展', label: '权威回应·进展：已核实的事实、责任主体、下次发布时间' },
      { value: '结果', label: '权威回应·结果' },
    ]),
    choice('unit', '回应主体', unitsOf(facts)),
    { ...line('channel', '发布平台和账号'), hint: '如 政府网站、微信公众号“青河发布”' },
    { ...line('url', '链接'), optional: true },
    { ...line('screenshot', '截图名称或存档号'), optional: true, hint: '没有链接，或发布已超过 30 分钟，必须有截图' },
    instant('publishedAt', '发布时间（北京时间）'),
    area('summary', '回应要点'),
    { name: 'reviewed', label: '已经三审和保密审查', kind: 'check' },
  ],
  start: ({ page, now }) => ({
    statement: '进展',
    unit: page.case.assignments.find((one) => one.ended === null && one.part === '牵头')?.unit ?? '',
    channel: '',
    url: '',
    screenshot: '',
    publishedAt: toInput(now),
    summary: '',
    reviewed: '',
  }),
  build: (values) => ({
    do: 'response.record',
    statement: values.statement,
    unit: values.unit,
    channel: values.channel,
    url: values.url || null,
    screenshot: values.screenshot || null,
    publishedAt: at(values.publishedAt),
    reviewed: values.reviewed === '1',
    summary: values.summary,
  }),
}

const confirm: ActSpec = {
  order: 'response.confirm',
  title: '确认为权威回应',
  say: '非官方渠道或早于起算的回应，审核写明理由后才停表。',
  fits: (page) => isOpen(page) && page.case.responses.some((one) => one.pending !== null),
  fields: ({ page, unitName }) => [
    choice(
      'id',
      '回应',
      page.case.responses
        .filter((one) => one.pending !== null)
        .map((one) => ({ value: one.id, label: `${unitName(one.unit)} ${one.channel}（${one.pending}）` })),
    ),
    area(REASON, '确认理由'),
  ],
  start: ({ page }) => ({ id: page.case.responses.find((one) => one.pending !== null)?.id ?? '', [REASON]: '' }),
  build: (values) => ({ do: 'response.confirm', id: values.id, reason: values[REASON] }),
}

const hold: ActSpec = {
  order: 'conference.hold',
  title: '登记发布会',
  say: '以实际开始时间停 C24。',
  fits: (page) => isOpen(page) && runs(page, 'C24'),
  fields: () => [
    instant('startedAt', '实际开始时间（北京时间）'),
    line('speakers', '主持人、出席负责人'),
    area(REASON, '情况'),
  ],
  start: ({ now }) => ({ startedAt: toInput(now), speakers: '', [REASON]: '' }),
  build: (values) => ({
    do: 'conference.hold',
    startedAt: at(values.startedAt),
    speakers: values.speakers,
    reason: values[REASON],
  }),
}

const waive: ActSpec = {
  order: 'conference.waive',
  title: '经批准不召开发布会',
  say: 'C24 以“经批准不召开”结束，既不算按时也不算超时，单列。',
  fits: (page) => isOpen(page) && runs(page, 'C24'),
  fields: () => [
    line('leader', '批准领导'),
    instant('approvedAt', '批准时间（北京时间）'),
    line('docNo', '文号或批示编号'),
    area(REASON, '理由'),
  ],
  start: ({ now }) => ({ leader: '', approvedAt: toInput(now), docNo: '', [REASON]: '' }),
  build: (values) => ({
    do: 'conference.waive',
    leader: values.leader,
    approvedAt: at(values.approvedAt),
    docNo: values.docNo,
    reason: values[REASON],
  }),
}

const openLetters = ({ clocks }: ActFacts['page']) =>
  clocks.filter((clock) => clock.code === 'LET' && clock.state !== 'ended' && clock.itemId !== null)
const letterChoices = ({ page }: ActFacts): Choice[] =>
  openLetters(page).map((clock) => ({
    value: clock.itemId ?? '',
    label: `来信 ${toInput(clock.startAt).replace('T', ' ')}（…${(clock.itemId ?? '').slice(-6)}）`,
  }))
const firstLetter = ({ page }: ActFacts): string => openLetters(page)[0]?.itemId ?? ''
const hasLetter: ActSpec['fits'] = (page) => page.case.status !== '已并入' && openLetters(page).length > 0

const answer: ActSpec = {
  order: 'letter.answer',
  title: '答复来信人',
  say: '答复来信人后停这封信的时限；单位反馈给值班室不算答复。',
  fits: hasLetter,
  fields: (facts) => [
    wide('itemId', '来信', letterChoices(facts)),
    { ...line('channel', '答复渠道'), hint: '如 电话、短信、信箱回复' },
    instant('answeredAt', '答复时间（北京时间）'),
    area('summary', '答复内容'),
  ],
  start: (facts) => ({ itemId: firstLetter(facts), channel: '', answeredAt: toInput(facts.now), summary: '' }),
  build: (values) => ({
    do: 'letter.answer',
    itemId: values.itemId,
    channel: values.channel,
    answeredAt: at(values.answeredAt),
    summary: values.summary,
  }),
}

const refusalCodes = [
  ['已走诉讼、仲裁或复议', '该事项已进入诉讼（仲裁、复议）程序，请按该程序的途径主张权利。'],
  ['非本级职权', '该事项不属于本级政府职权，建议向有权机关提出；可拨打 12345 查询受理机关。'],
  ['已终结信访', '该信访事项已经终结，不再重复受理。'],
  ['办理期限内重复', '您反映的同一事项正在办理，将在原时限内答复。'],
  ['要素不全无法核实', '来信缺少时间、地点等要素，请补充后再次来信。'],
  ['广告推销', '来信内容不属于受理范围。'],
  ['应拨打 110/119/120', '紧急情况请立即拨打 110、119 或 120。'],
  ['民事纠纷', '该事项属于民事纠纷，可申请人民调解或依法起诉。'],
  ['非本级管辖', '该事项不在本地管辖范围，请向事发地政府反映。'],
] as const

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
      refusalCodes.map(([code]) => ({ value: code, label: code })),
    ),
    { ...area('told', '告知来信人的话'), hint: '空着时可参照原因写明去处' },
  ],
  start: (facts) => ({ itemId: firstLetter(facts), code: '', told: '' }),
  build: ({ itemId, code, told }) => ({ do: 'letter.refuse', itemId, code, told }),
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
    area('told', '告知来信人的话'),
  ],
  start: (facts) => ({ itemId: firstLetter(facts), kind: '', to: '', told: '' }),
  build: ({ itemId, kind, to, told }) => ({ do: 'letter.redirect', itemId, kind, to, told }),
}

const report: ActSpec = {
  order: 'report.make',
  title: '登记内部报告',
  say: '对上电话、书面报告；永不算作对外回应。',
  fits: (page) => isOpen(page) && (runs(page, 'RPT-P') || runs(page, 'RPT-W')),
  fields: () => [
    choice('code', '方式', [
      { value: 'RPT-P', label: '电话报告' },
      { value: 'RPT-W', label: '书面报告' },
    ]),
    line('to', '报告对象'),
    instant('madeAt', '报告时间（北京时间）'),
    area('note', '内容或文号'),
  ],
  start: ({ page, now }) => ({ code: runs(page, 'RPT-P') ? 'RPT-P' : 'RPT-W', to: '', madeAt: toInput(now), note: '' }),
  build: ({ code, to, madeAt, note }) => ({ do: 'report.make', code, to, madeAt: at(madeAt), note }),
}

const directive: ActSpec = {
  order: 'directive.add',
  title: '上级交办、领导批示',
  say: '填绝对截止时间；只能由新的交办改变。',
  fits: isOpen,
  fields: () => [
    line('source', '来源（领导、机关、方式）'),
    line('evidence', '文号或通话记录'),
    instant('dueAt', '截止时间（北京时间）'),
    area(REASON, '要求'),
  ],
  start: () => ({ source: '', evidence: '', dueAt: '', [REASON]: '' }),
  build: ({ source, evidence, dueAt, reason }) => ({
    do: 'directive.add',
    source,
    evidence,
    dueAt: at(dueAt),
    replaces: null,
    reason,
  }),
}

const endDisposal: ActSpec = {
  order: 'disposal.end',
  title: '处置结束',
  say: '不再要求持续发布。',
  fits: (page) => isOpen(page) && runs(page, 'REL'),
  fields: () => [area(REASON, '处置结束的依据')],
  start: () => ({ [REASON]: '' }),
  build: (values) => ({ do: 'disposal.end', reason: values[REASON] }),
}

export const answerActs = {
  登记回应: respond,
  确认回应: confirm,
  发布会: hold,
  不召开发布会: waive,
  答复来信人: answer,
  不予受理: refuse,
  误投告知: redirect,
  内部报告: report,
  上级交办: directive,
  处置结束: endDisposal,
}
