// Acts that answer: responses, press conference, the writer of a letter, reports and what leaders ask.
import type { ActFacts, ActSpec, CasePageLike, Choice, Field } from './act-form.ts'
import { area, choice, file, instant, isOpen, line, REASON, wide } from './act-form.ts'
import { fromInput, toInput, writeMinute, writeNear } from './time.ts'

const at = (text: string | undefined): number => fromInput(text ?? '') ?? 0
const runs = (page: CasePageLike, code: string) =>
  page.case.clocks.some((clock) => clock.code === code && clock.state === 'running')

/** Running clocks of a code, each told apart by its note and its deadline. */
const liveClocks = (page: CasePageLike, code: string) =>
  page.case.clocks
    .filter((clock) => clock.code === code && clock.state !== 'ended')
    .map((clock) => ({ id: clock.id, label: `${clock.notes[0] ?? clock.rule}（截止 ${writeMinute(clock.dueAt)}）` }))
const clockChoices = (page: CasePageLike, code: string): Choice[] =>
  liveClocks(page, code).map(({ id, label }) => ({ value: id, label }))

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
    { ...file('screenshot', '截图'), optional: true, hint: '没有链接，或发布已超过 30 分钟，必须有截图' },
    instant('publishedAt', '发布时间（北京时间）'),
    area('summary', '回应要点'),
    ...(facts.promises.length === 0
      ? []
      : [
          {
            name: 'promised',
            label: `一并登记文中的 ${facts.promises.length} 项承诺，到期前提醒`,
            kind: 'check' as const,
          },
        ]),
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
    promised: '1',
    reviewed: '',
  }),
  reply: ({ summary = '', statement = null, unit = null }) => ({ reply: summary, itemId: null, statement, unit }),
  build: (values, { promises }) => ({
    do: 'response.record',
    statement: values.statement,
    unit: values.unit,
    channel: values.channel,
    url: values.url || null,
    screenshot: values.screenshot || null,
    publishedAt: at(values.publishedAt),
    reviewed: values.reviewed === '1',
    summary: values.summary,
    ...(values.promised === '1' && promises.length > 0 ? { promises } : {}),
  }),
}

const waiting = (page: CasePageLike) =>
  page.case.responses.filter((one) => one.pending !== null && one.rejected === undefined)

/** Whichever is chosen: what it says, for it is judged by that and not by where it stands. */
const responseChoice = ({ page, unitName, now }: ActFacts): Field => ({
  ...wide(
    'id',
    '回应',
    waiting(page).map((one) => ({ value: one.id, label: `${unitName(one.unit)} ${one.channel}（${one.pending}）` })),
  ),
  hint: waiting(page)
    .map((one) => `${one.channel}，发布于 ${writeNear(one.publishedAt, now)}：${one.summary} ${one.url ?? ''}`)
    .join('\n'),
})

const confirm: ActSpec = {
  order: 'response.confirm',
  title: '确认为权威回应',
  say: '非官方渠道或早于起算的回应，审核写明理由后才停表。',
  fits: (page) => isOpen(page) && waiting(page).length > 0,
  fields: (facts) => [responseChoice(facts), area(REASON, '确认理由')],
  start: ({ page }) => ({ id: waiting(page)[0]?.id ?? '', [REASON]: '' }),
  build: (values) => ({ do: 'response.confirm', id: values.id, reason: values[REASON] }),
}

const reject: ActSpec = {
  order: 'response.reject',
  title: '退回修改',
  say: '这条回应不算权威回应，不停表，时限照走；邮件告知登记它的单位，改好后重新登记。',
  fits: confirm.fits,
  fields: (facts) => [responseChoice(facts), area(REASON, '为什么退回、要改什么（会发给单位）')],
  start: confirm.start,
  build: (values) => ({ do: 'response.reject', id: values.id, reason: values[REASON] }),
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
  fields: ({ page }) => [
    ...(runs(page, 'DIR')
      ? [
          choice('replaces', '这是', [
            { value: '', label: '另一项交办，与已有的并行' },
            ...liveClocks(page, 'DIR').map((one) => ({ value: one.id, label: `改变：${one.label}` })),
          ]),
        ]
      : []),
    line('source', '来源（领导、机关、方式）'),
    line('evidence', '文号或通话记录'),
    instant('dueAt', '截止时间（北京时间）'),
    area(REASON, '要求'),
  ],
  start: () => ({ replaces: '', source: '', evidence: '', dueAt: '', [REASON]: '' }),
  build: ({ replaces, source, evidence, dueAt, reason }) => ({
    do: 'directive.add',
    source,
    evidence,
    dueAt: at(dueAt),
    replaces: replaces || null,
    reason,
  }),
}

const answerDirective: ActSpec = {
  order: 'directive.answer',
  title: '回复上级',
  say: '停这一项上级交办的时限；对外回应另行登记。',
  fits: (page) => runs(page, 'DIR'),
  fields: ({ page }) => [
    wide('clockId', '交办', clockChoices(page, 'DIR')),
    instant('answeredAt', '回复时间（北京时间）'),
    area('note', '如何回复（方式、文号、要点）'),
  ],
  start: ({ page, now }) => ({
    clockId: liveClocks(page, 'DIR')[0]?.id ?? '',
    answeredAt: toInput(now),
    note: '',
  }),
  build: ({ clockId, answeredAt, note }) => ({ do: 'directive.answer', clockId, answeredAt: at(answeredAt), note }),
}

const promise: ActSpec = {
  order: 'promise.add',
  title: '登记承诺',
  say: '公开承诺的事项到期前提醒，落实后登记；没有写期限的按本单位规则的天数。',
  fits: isOpen,
  fields: () => [
    { ...line('text', '承诺事项'), wide: true },
    { name: 'due', label: '期限（日期）', kind: 'day', optional: true },
    area(REASON, '在哪里承诺的'),
  ],
  start: () => ({ text: '', due: '', [REASON]: '' }),
  build: ({ text, due, reason }) => ({ do: 'promise.add', text, due: due || null, reason }),
}

const keepPromise: ActSpec = {
  order: 'promise.keep',
  title: '承诺落实',
  say: '停这一项承诺的时限；写明落实情况、在哪里公开、谁核查。',
  fits: (page) => runs(page, 'PRM'),
  fields: ({ page }) => [
    wide('clockId', '承诺', clockChoices(page, 'PRM')),
    instant('keptAt', '落实时间（北京时间）'),
    area('note', '落实情况、公开之处、核查人'),
  ],
  start: ({ page, now }) => ({ clockId: liveClocks(page, 'PRM')[0]?.id ?? '', keptAt: toInput(now), note: '' }),
  build: ({ clockId, keptAt, note }) => ({ do: 'promise.keep', clockId, keptAt: at(keptAt), note }),
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
  退回回应: reject,
  发布会: hold,
  不召开发布会: waive,
  内部报告: report,
  上级交办: directive,
  回复上级: answerDirective,
  登记承诺: promise,
  承诺落实: keepPromise,
  处置结束: endDisposal,
}
