// What people put on record of a case beside its clocks (会商, 三审, 移交 and the rest): one table says what each asks for.
import type { Policy } from './policy.ts'

export const recordKinds = [
  '会商',
  '三审',
  '口径会签',
  '线索移交',
  '领导批示',
  '上级通报',
  '处置情况',
  '调查结论',
  '不公开',
  '督办',
  '问责',
  '重点回应',
] as const
export type RecordKind = (typeof recordKinds)[number]

/** Text, an instant in UTC milliseconds, a number of people, unit ids or several choices. */
export type RecordValue = string | number | string[]
export type RecordValues = { [field: string]: RecordValue }

export interface CaseRecord {
  id: string
  kind: RecordKind
  at: number
  by: string
  values: RecordValues
}

export interface RecordField {
  name: string
  label: string
  /** `file`: SHA-256 of an attachment of this case. `past`: an instant that has been. `future`: one that may come. */
  kind: 'line' | 'text' | 'past' | 'future' | 'number' | 'choice' | 'choices' | 'units' | 'web' | 'file'
  choices?: string[]
  optional?: true
  hint?: string
}

export interface RecordForm {
  kind: RecordKind
  /** What it is for, in one line, with the source of the rule. */
  say: string
  fields: RecordField[]
}

/** Records a case may hold; its state stays bounded. */
export const RECORDS_MAX = 200
const LINE_CHARS_MAX = 300
const TEXT_CHARS_MAX = 2_000
const NUMBER_MAX = 1_000_000

type More = Pick<RecordField, 'choices' | 'hint'>
const field = (kind: RecordField['kind'], name: string, label: string, more: More = {}): RecordField => ({
  name,
  label,
  kind,
  ...more,
})
const maybe = (given: RecordField): RecordField => ({ ...given, optional: true })
const form = (kind: RecordKind, say: string, ...fields: RecordField[]): RecordForm => ({ kind, say, fields })

/** 61号 第一条: the five kinds of public opinion to be answered first. */
const fiveKinds = [
  '政策措施误解误读',
  '公众切身利益且影响较大',
  '民生领域严重冲击社会道德底线',
  '突发事件处置和自然灾害应对',
  '上级要求或本级认为需要回应',
]

export const recordForms: readonly RecordForm[] = [
  form(
    '会商',
    '国办发〔2016〕61号：会同涉事单位评估性质、走势、风险，提出处置意见',
    field('past', 'heldAt', '会商时间'),
    field('units', 'units', '参加单位'),
    field('line', 'nature', '性质'),
    field('line', 'trend', '走势'),
    field('line', 'risk', '风险'),
    field('text', 'wording', '口径'),
    field('text', 'division', '分工'),
    maybe(field('future', 'dueAt', '办理时限')),
  ),
  form(
    '三审',
    '发布前的三审与保密审查：谁、何时、结论；未经三审已发布的照样停表并标“未审先发”',
    field('choice', 'stage', '环节', { choices: ['一审', '二审', '三审', '保密审查'] }),
    field('line', 'by', '审查人'),
    field('past', 'at', '审查时间'),
    field('choice', 'result', '结论', { choices: ['通过', '修改后通过', '不通过'] }),
    maybe(field('text', 'note', '意见')),
  ),
  form(
    '口径会签',
    '两个以上单位、较大以上的案件要会签：统一数字和口径；与上一次不一致时先写明原因',
    field('units', 'units', '会签单位'),
    field('past', 'at', '会签时间'),
    maybe(field('number', 'deaths', '死亡人数')),
    maybe(field('number', 'injured', '受伤人数')),
    field('text', 'wording', '统一口径和其他数字'),
    maybe(field('text', 'difference', '与上一次会签不一致的原因')),
  ),
  form(
    '线索移交',
    '谣言或违法线索移交有关部门，须经批准；由人填写，词语命中不作依据（国办发〔2016〕61号）',
    field('choice', 'to', '移交给', { choices: ['公安机关', '网络监管部门'] }),
    field('text', 'content', '线索内容'),
    field('line', 'approver', '审批人'),
    field('line', 'docNo', '文号'),
    field('past', 'at', '移交时间'),
    maybe(field('web', 'url', '链接')),
    maybe(field('file', 'screenshot', '截图')),
  ),
  form(
    '领导批示',
    '批示的领导、时间和内容；有期限的另用“上级交办”挂时限',
    field('line', 'leader', '领导'),
    field('past', 'at', '批示时间'),
    field('text', 'text', '批示内容'),
    maybe(field('line', 'docNo', '文号')),
    maybe(field('file', 'scan', '批示件')),
  ),
  form(
    '上级通报',
    '上级通报本案的单位、时间，何时回复',
    field('line', 'from', '通报单位'),
    field('past', 'at', '通报时间'),
    field('text', 'text', '内容'),
    maybe(field('past', 'repliedAt', '回复上级时间')),
  ),
  form(
    '处置情况',
    '线上、线下各做了什么',
    field('choice', 'side', '线上或线下', { choices: ['线上', '线下'] }),
    field('past', 'at', '时间'),
    field('text', 'text', '情况'),
  ),
  form(
    '调查结论',
    '反映的事项查下来如何',
    field('choice', 'result', '结论', { choices: ['属实', '部分属实', '不属实', '无法核实'] }),
    field('past', 'at', '结论时间'),
    field('text', 'text', '依据'),
  ),
  form(
    '不公开',
    '答复不公开要有依据和理由，每 6 个月复查一次（到期提醒）',
    field('line', 'basis', '依据（法规、条款）'),
    field('text', 'reason', '理由'),
    field('line', 'approver', '批准人'),
  ),
  form(
    '督办',
    '催办、督办的方式、对象和要求',
    field('choice', 'way', '方式', { choices: ['电话', '书面', '现场', '会议'] }),
    field('units', 'units', '督办单位'),
    field('past', 'at', '时间'),
    field('text', 'text', '要求和答复'),
  ),
  form(
    '问责',
    '通报、约谈、问责的情形、方式和文号',
    field('choice', 'way', '方式', { choices: ['通报', '约谈', '问责'] }),
    field('units', 'units', '单位'),
    field('line', 'docNo', '文号'),
    field('past', 'at', '日期'),
    field('text', 'text', '情形'),
  ),
  form(
    '重点回应',
    '是否属于国办发〔2016〕61号要求重点回应的五类',
    field('choices', 'kinds', '类别', { choices: fiveKinds }),
  ),
]

const formOf = (kind: RecordKind): RecordForm => recordForms.find((each) => each.kind === kind) as RecordForm

/**
 * What is wrong with the values of a record, in words, or null. `files`: SHA-256 of the attachments of the case.
 */
export const recordProblem = (
  kind: RecordKind,
  values: RecordValues,
  about: { now: number; policy: Policy; files: string[] },
): string | null => {
  const { fields } = formOf(kind)
  const unknown = Object.keys(values).find((name) => !fields.some((each) => each.name === name))
  if (unknown !== undefined) return `「${kind}」没有“${unknown}”这一项`
  for (const each of fields) {
    const value = values[each.name]
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
      if (each.optional !== true) return `请填写${each.label}`
      continue
    }
    const wrong = valueProblem(each, value, about)
    if (wrong !== null) return `${each.label}${wrong}`
  }
  return null
}

const valueProblem = (
  { kind, choices }: RecordField,
  value: RecordValue,
  { now, policy, files }: { now: number; policy: Policy; files: string[] },
): string | null => {
  switch (kind) {
    case 'past':
    case 'future':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return '应为时间'
      return kind === 'past' && value > now ? '在未来；发生后再登记' : null
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= NUMBER_MAX
        ? null
        : '应为人数'
    case 'choice':
      return typeof value === 'string' && choices?.includes(value) ? null : `应为 ${choices?.join('、')}`
    case 'choices':
      return Array.isArray(value) && value.every((each) => choices?.includes(each))
        ? null
        : `应从中选择：${choices?.join('、')}`
    case 'units':
      return Array.isArray(value) && value.every((id) => policy.units.some((unit) => unit.id === id))
        ? null
        : '应为名册中的单位'
    case 'file':
      return typeof value === 'string' && files.includes(value) ? null : '应为本案的附件'
    case 'web':
      return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) ? null : '应为网址'
    case 'line':
    case 'text':
      if (typeof value !== 'string') return '应为文字'
      return value.length <= (kind === 'line' ? LINE_CHARS_MAX : TEXT_CHARS_MAX) ? null : '太长'
  }
}
