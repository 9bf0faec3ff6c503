// Acts on the case itself: judge, merge, split, cancel, reopen, close, and notes.
import type { ActSpec, CasePageLike } from './act-form.ts'
import { area, choice, instant, isOpen, line, REASON, wide } from './act-form.ts'
import { fromInput, toInput } from './time.ts'

const gradeChoices = ['特别重大', '重大', '较大', '一般', '非突发', '待定'].map((value) => ({ value, label: value }))
const typeChoices = ['生产安全', '环境', '食品药品', '公共卫生', '群体', '自然灾害', '交通', '刑事'].map((value) => ({
  value,
  label: value,
}))
const LATE_FIND_MS = 72 * 60 * 60_000

const isOldFind = ({ case: state }: CasePageLike): boolean => {
  const first = state.moments.firstPublishedAt
  return first !== null && state.moments.detectedAt.at - first.at > LATE_FIND_MS
}

const judge: ActSpec = {
  order: 'case.judge',
  title: '研判定级',
  say: '确认级别后挂相应时限，起算点不变；机器只建议，由您定。',
  fits: isOpen,
  fields: ({ page }) => [
    choice('grade', '突发事件级别', [
      ...(page.case.kind === 'letter' && !page.case.opinion ? [{ value: '', label: '不定级（普通来信）' }] : []),
      ...gradeChoices,
    ]),
    { ...choice('type', '类型', [{ value: '', label: '未分类' }, ...typeChoices]), optional: true },
    ...(page.case.restricted === '待甄别'
      ? [
          choice('restricted', '是否检举控告', [
            { value: '检举控告', label: '是：检举控告，只走纪检通道' },
            { value: '否', label: '否：普通投诉，照常办理' },
          ]),
        ]
      : []),
    ...(isOldFind(page)
      ? [
          choice('lateFind', '首发已超过 72 小时', [
            { value: '迟发现', label: '迟发现：按首发起算' },
            { value: '新一轮传播', label: '新一轮传播：自发现另起算' },
          ]),
        ]
      : []),
    area(REASON, '依据（写入台账）'),
  ],
  start: ({ page: { case: state, suggestion } }) => ({
    grade: state.judged === null ? (suggestion.grade ?? state.grade ?? '') : (state.grade ?? ''),
    type: state.type ?? suggestion.type ?? '',
    restricted: '',
    lateFind: '',
    [REASON]: suggestion.grade !== null && suggestion.article !== null ? suggestion.article : '',
  }),
  build: (values) => ({
    do: 'case.judge',
    verdict: '确认',
    grade: values.grade || null,
    type: values.type || null,
    reason: values[REASON],
    ...(values.restricted ? { restricted: values.restricted } : {}),
    ...(values.lateFind ? { lateFind: values.lateFind } : {}),
  }),
}

const convert: ActSpec = {
  order: 'case.convert',
  title: '转为政务舆情',
  say: '来信的答复时限照走，另挂 C48（或 C5 与 C24）。',
  fits: (page) => isOpen(page) && page.case.kind === 'letter' && !page.case.opinion,
  fields: () => [choice('grade', '突发事件级别', gradeChoices), area(REASON, '理由')],
  start: () => ({ grade: '非突发', [REASON]: '' }),
  build: (values) => ({ do: 'case.convert', grade: values.grade, reason: values[REASON] }),
}

const merge: ActSpec = {
  order: 'case.merge',
  title: '并入另一案件',
  say: '并入后以那一案为准；同类时限最早的继续，每封来信的时限各自照走。可以拆分恢复。',
  fits: isOpen,
  fields: ({ page }) => [
    wide(
      'into',
      '并入',
      page.others.map((one) => ({ value: one.id, label: `${one.number} ${one.title}（${one.status}）` })),
    ),
    area(REASON, '为什么是同一件事'),
  ],
  start: () => ({ into: '', [REASON]: '' }),
  build: (values) => ({ do: 'case.merge', into: values.into, reason: values[REASON] }),
}

const unmerge: ActSpec = {
  order: 'case.unmerge',
  title: '拆分恢复',
  say: '恢复为独立案件，时限按原起算、原截止继续。',
  fits: (page) => page.case.status === '已并入',
  fields: () => [area(REASON, '为什么不是同一件事')],
  start: () => ({ [REASON]: '' }),
  build: (values) => ({ do: 'case.unmerge', reason: values[REASON] }),
}

const cancel: ActSpec = {
  order: 'case.cancel',
  title: '撤销（忽略）',
  say: '不是政务舆情、外地、演练等：带理由撤销，全部留痕，已超的时限仍算超。',
  danger: true,
  fits: (page) => isOpen(page) && page.case.letters.open === 0,
  fields: () => [
    choice(
      'kind',
      '原因',
      ['非政务舆情', '外地', '演练', '旧闻', '失实已查清', '其他'].map((value) => ({ value, label: value })),
    ),
    { ...area(REASON, '说明'), optional: true },
  ],
  start: () => ({ kind: '', [REASON]: '' }),
  build: (values) => ({ do: 'case.cancel', reason: [values.kind, values[REASON]].filter(Boolean).join('：') }),
}

const reopen: ActSpec = {
  order: 'case.reopen',
  title: '重开',
  say: '随案撤下的时限按原起算、原截止继续走。',
  fits: (page) => page.case.status === '办结' || page.case.status === '已撤销',
  fields: () => [area(REASON, '重开理由')],
  start: () => ({ [REASON]: '' }),
  build: (values) => ({ do: 'case.reopen', reason: values[REASON] }),
}

const close: ActSpec = {
  order: 'case.close',
  title: '办结',
  say: '有权威回应、来信都已答复、各时限完成后才能办结。',
  fits: isOpen,
  fields: () => [area(REASON, '办结情况')],
  start: () => ({ [REASON]: '' }),
  build: (values) => ({ do: 'case.close', reason: values[REASON] }),
}

const note: ActSpec = {
  order: 'note.add',
  title: '记一笔',
  say: '记入时间线：电话、口头交代和其他没有专门表单的事。',
  fits: () => true,
  fields: () => [
    choice(
      'kind',
      '类别',
      ['电话', '口头交代', '核实', '其他'].map((value) => ({ value, label: value })),
    ),
    area('text', '内容（时间、参加单位、结论）'),
  ],
  start: () => ({ kind: '核实', text: '' }),
  build: (values) => ({ do: 'note.add', kind: values.kind, text: values.text }),
}

const correct: ActSpec = {
  order: 'case.correct',
  title: '更正标题、主题',
  say: '人改的永远优先于机器；原来的留在台账。',
  fits: isOpen,
  fields: ({ topics }) => [
    { ...line('title', '标题'), wide: true },
    { name: 'topics', label: '主题', kind: 'choices', choices: topics, optional: true, wide: true },
    area(REASON, '理由'),
  ],
  start: ({ page }) => ({ title: page.case.title, topics: page.case.topics.join('\n'), [REASON]: '' }),
  build: ({ title, topics = '', reason }, { page }) => ({
    do: 'case.correct',
    title: title === page.case.title ? null : title,
    topics: topics === page.case.topics.join('\n') ? null : topics.split('\n').filter(Boolean),
    reason,
  }),
}

const moments = { occurredAt: '事发时间', firstPublishedAt: '首发时间', detectedAt: '发现时间' } as const

const setMoment: ActSpec = {
  order: 'moment.set',
  title: '更正起算时间',
  say: '起算改早，截止随之提前并另起一行，旧的保留；截止永不变晚。只有日期的不能起算。',
  fits: isOpen,
  fields: ({ page }) => [
    choice(
      'field',
      '哪个时间',
      Object.entries(moments).map(([value, label]) => ({ value, label })),
    ),
    instant('at', '更正为（北京时间）'),
    choice('precision', '精确到', [
      { value: 'minute', label: '分钟' },
      { value: 'hour', label: '小时' },
      { value: 'day', label: '只知道日期' },
    ]),
    area(REASON, page.case.earlier === null ? '谁说的、依据' : '谁说的、依据（已发现更早的首发，请核对）'),
  ],
  start: ({ page, now }) => ({
    field: 'firstPublishedAt',
    at: toInput(page.case.earlier?.at ?? page.case.moments.firstPublishedAt?.at ?? now),
    precision: 'minute',
    [REASON]: '',
  }),
  build: (values, { me }) => ({
    do: 'moment.set',
    field: values.field,
    to: { at: fromInput(values.at ?? '') ?? 0, precision: values.precision, saidBy: me.login, verified: true },
    reason: values[REASON],
  }),
}

export const caseActs = {
  研判: judge,
  转为政务舆情: convert,
  并案: merge,
  拆分: unmerge,
  撤销: cancel,
  重开: reopen,
  办结: close,
  记一笔: note,
  更正: correct,
  更正时间: setMoment,
}
