// Entries of the 台账 in a sentence each: who, when, what, on what ground.
import type { AlertFact, Body, CallRow, DeliveryRow, Entry, RecordField } from '../../src/wire.ts'
import { writeMinute, writeNear } from './time.ts'
import { codeWords } from './urgency.tsx'

export interface Names {
  /** What the fields of a record are called and hold. */
  recordFields(kind: string): readonly RecordField[]
  unit(id: string): string
  contact(id: string): string
  topic(id: string): string
}

/** Entries that only move the machine's own plans are left out of the time line. */
export const quietActs = new Set(['plan.started', 'plan.ended', 'delivery.changed', 'publication.checked'])

/** What rings is the program's doing, whoever's act it rings for. */
export const actorWords = ({ actor, body }: Pick<Entry, 'actor' | 'body'>, names: Names): string =>
  actor === 'system' || body.act === 'alert.fired' ? '系统' : names.contact(actor)

const nearOr = (at: number | undefined, now: number) => (at === undefined ? '原无' : writeNear(at, now))

function correctionWords(body: Extract<Body, { act: 'case.corrected' }>, names: Names): string {
  const title = body.title === null ? '' : `标题为“${body.title}”`
  const topics = body.topics === null ? '' : `主题为 ${body.topics.map(names.topic).join('、')}`
  return `更正${title}${topics}${because(body.reason)}`
}

type Change = Extract<Body, { act: 'item.corrected' }>['change']
const peopleWords = { deaths: '死亡', serious: '重伤', injured: '受伤', missing: '失联' } as const

/** What a person said of an item, field by field. */
function changeWords({ topics, place, gov, ...counts }: Change, names: Names): string {
  return [
    ...(topics === undefined ? [] : [`主题 ${topics.map(names.topic).join('、') || '无'}`]),
    ...(place === undefined ? [] : [`地点 ${place}`]),
    ...(gov === undefined ? [] : [gov ? '涉政' : '不涉政']),
    ...(Object.keys(peopleWords) as (keyof typeof peopleWords)[]).flatMap((field) => {
      const count = counts[field]
      return count === undefined ? [] : [`${peopleWords[field]} ${count ?? '未提'}`]
    }),
  ].join('，')
}

const judgedWords = (body: Extract<Body, { act: 'case.judged' }>): string =>
  [body.grade ?? '不定级', body.opinion ? '政务舆情' : '', body.restricted ?? ''].filter(Boolean).join('，')

function responseWords({ response }: Extract<Body, { act: 'response.recorded' }>, names: Names, now: number): string {
  const marks = [
    response.backfilled ? '补录' : '',
    response.unreviewed ? '未审先发' : '',
    response.pending === null ? '' : `${response.pending}，待审核确认`,
  ].filter((one) => one !== '')
  const who = `${names.unit(response.unit)}，${response.channel}，发布于 ${writeNear(response.publishedAt, now)}`
  return `登记${response.statement}：${who}${marks.length === 0 ? '' : `（${marks.join('；')}）`}。${response.summary}`
}

/** What an alert is, as mails call it: what it tells, else its step, and no code. */
export const alertName = ({ step, cause }: Pick<AlertFact, 'step' | 'cause'>): string =>
  (cause === '回应退回' ? '回应退回修改' : cause) ?? (step === 'T0' ? '交办' : step)

/** To whom it went and what became of it stands below it in the time line. */
function alertWords({ alert }: Extract<Body, { act: 'alert.fired' }>): string {
  const late = alert.late ? `，延迟发出（其间 ${alert.skipped.join('、') || '无'}）` : ''
  const again = alert.occurrence > 0 && alertName(alert) === alert.step ? `第 ${alert.occurrence + 1} 次` : ''
  return `告警「${alertName(alert)}」${again}${late}：${alert.reason}`
}

/** The values of a record in the order of its form, each with its label. */
function recordWords(body: Extract<Body, { act: 'record.added' }>, names: Names): string {
  return names
    .recordFields(body.kind)
    .flatMap((field) => {
      const value = body.values[field.name]
      if (value === undefined) return []
      if (Array.isArray(value))
        return [`${field.label} ${value.map(field.kind === 'units' ? names.unit : String).join('、')}`]
      if (field.kind === 'file') return [`${field.label}见附件`]
      const isTime = field.kind === 'past' || field.kind === 'future'
      return [`${field.label} ${isTime ? writeMinute(Number(value)) : value}`]
    })
    .join('；')
}

const because = (reason: string) => (reason === '' ? '' : `。理由：${reason}`)

/** `now` only decides between 今天 and a date. */
export function entryWords(entry: Entry, names: Names, now: number): string {
  return caseWords(entry.body, names, now) ?? workWords(entry.body, names, now) ?? restWords(entry.body, names, now)
}

function caseWords(body: Body, names: Names, now: number): string | null {
  switch (body.act) {
    case 'case.opened':
      return `立案 ${body.number}：${body.reason}${body.suspected ? '；疑似重大' : ''}`
    case 'items.joined':
      return `并入 ${body.ids.length} 条信息，热度 +${body.heat}${body.reappeared ? '（办结后再现）' : ''}：${body.reason}`
    case 'items.left':
      return `移出 ${body.ids.length} 条信息：${body.reason}`
    case 'case.judged':
      return `研判：${judgedWords(body)}${because(body.reason)}`
    case 'case.regraded':
      return `改级：${body.from ?? '无'} → ${body.to}${because(body.reason)}`
    case 'case.corrected':
      return correctionWords(body, names)
    case 'item.corrected':
      return `改标：${changeWords(body.change, names)}${because(body.reason)}`
    case 'items.reread':
      return `${body.reason}${body.suspected ? '；疑似重大' : ''}`
    case 'case.converted':
      return `转为政务舆情：${body.grade}${because(body.reason)}`
    case 'case.merged':
      return `并入另一案件${because(body.reason)}`
    case 'case.absorbed':
      return `接收并来的案件：信息 ${body.items} 条${because(body.reason)}`
    case 'case.unmerged':
      return `从并案中拆出，时限恢复${because(body.reason)}`
    case 'case.released':
      return `拆出一个案件：信息 ${body.items} 条${because(body.reason)}`
    case 'case.reopened':
      return `重开${because(body.reason)}`
    case 'case.cancelled':
      return `撤销${because(body.reason)}`
    case 'case.closed':
      return `办结${because(body.reason)}`
    case 'moment.set':
      return `更正时间：${nearOr(body.from?.at, now)} → ${writeNear(body.to.at, now)}${because(body.reason)}`
    default:
      return null
  }
}

function workWords(body: Body, names: Names, now: number): string | null {
  switch (body.act) {
    case 'clock.started':
      return `${codeWords(body.clock.code)} 起表，截止 ${writeNear(body.clock.dueAt, now, true)}：${body.reason}`
    case 'clock.ended':
      return `时限结束：${body.end.reason}${body.end.late === null ? '' : `（${body.end.late}）`}`
    case 'clock.confirmed':
      return '预挂时限经人确认'
    case 'clock.carried':
      return `时限由更早的承接：${body.reason}`
    case 'clock.revived':
      return `时限恢复：${body.reason}`
    case 'clock.extended':
      return `延期至 ${writeNear(body.dueAt, now, true)}：${body.reason}`
    case 'case.assigned':
      return `交办 ${names.unit(body.assignment.unit)}（${body.assignment.part}）${because(body.reason)}`
    case 'assignment.signed':
      return `${body.by} 签收（${body.how}）`
    case 'assignment.ended':
      return `交办结束：${body.how}${because(body.reason)}`
    case 'extension.asked':
      return `申请延期到 ${writeNear(body.until, now, true)}，各时限不变${because(body.reason)}`
    case 'extension.settled':
      return `${body.granted ? '同意' : '不同意'}延期申请${because(body.reason)}`
    case 'response.recorded':
      return responseWords(body, names, now)
    case 'publication.asked':
      return '要求现在检查回应链接'
    case 'publication.checked':
      return body.reachable ? `回应链接可打开：${body.title || body.url}，已存档` : `回应链接打不开：${body.why}`
    case 'response.confirmed':
      return `确认为权威回应${because(body.reason)}`
    case 'response.rejected':
      return `回应退回修改，不停表${because(body.reason)}`
    case 'conference.held':
      return `新闻发布会 ${writeNear(body.startedAt, now)} 开始，出席：${body.speakers}`
    case 'conference.waived':
      return `经批准不召开发布会：${body.leader}，${body.docNo}${because(body.reason)}`
    case 'disposal.ended':
      return `处置结束${because(body.reason)}`
    default:
      return null
  }
}

type Said = Extract<Body, { act: 'answer.queued' }>['answer']['says']
const saidWords = (says: Said): string => (says.act === 'letter.answered' ? says.summary : says.told)

function restWords(body: Body, names: Names, now: number): string {
  switch (body.act) {
    case 'letter.accepted':
      return `受理来信；告知：${body.told}`
    case 'letter.answered': {
      const open = body.v === 1 ? '' : body.publicity.open ? '（公开）' : `（不公开：${body.publicity.reason}）`
      return `答复来信人${open}：${body.channel}，${writeNear(body.answeredAt, now)}。${body.summary}`
    }
    case 'answer.queued':
      return `给来信人写了回信，等待寄出：${saidWords(body.answer.says)}`
    case 'answer.sent':
      return `回信已寄出${body.again ? '（可能重复：上次发送中断，以同一 Message-ID 再寄）' : ''}`
    case 'answer.failed':
      return body.reason
    case 'record.added':
      return `${body.kind}：${recordWords(body, names)}`
    case 'attachment.added':
      return `上传附件 ${body.name}${body.handedInBy === undefined ? '' : `（${body.handedInBy}）`}`
    case 'letter.refused':
      return `不予受理：${body.code}；告知：${body.told}`
    case 'letter.redirected':
      return `疑似误投，去向：${body.to}；告知：${body.told}`
    case 'report.made':
      return `${body.code === 'RPT-P' ? '电话' : '书面'}报告 ${body.to}，${writeNear(body.madeAt, now)}。${body.note}`
    case 'note.added':
      return `${body.kind}：${body.text}`
    case 'alert.fired':
      return alertWords(body)
    case 'delivery.duplicated':
      return `邮件可能重复：${body.reason}`
    case 'call.opened':
      return callWords(body.call, names)
    case 'call.recorded':
      return `电话督办：${body.result}${body.note === '' ? '' : `，${body.note}`}`
    case 'call.withdrawn':
      return `不用再打电话：${body.reason}`
    case 'call.made':
      return `先打电话：${body.result}，${body.note}`
    case 'call.waived':
      return `先打电话：不必打${because(body.reason)}`
    case 'alert.passed':
      return `响铃 5 分钟无人确认，发往 ${body.deliveries.map((one) => names.contact(one.to)).join('、')}`
    case 'alert.acknowledged':
      return '响铃已确认'
    case 'content.viewed':
      return `查看${body.v === 2 ? `来信附件 ${body.attachment}` : '未打码原文'}。理由：${body.reason}`
    case 'content.erased':
      return `销毁原文 ${body.ids.length} 条，依据：${body.rule}`
    case 'plan.started':
      return planWords(body, now)
    case 'plan.ended':
      return `升级方案停止：${body.reason}`
    case 'delivery.changed':
      return `送达：${deliveryWords[body.state]}${because(body.reason)}`
    default:
      return '其他台账记录，导出的审计包里有全文'
  }
}

function callWords({ contact, phone, reason }: Pick<CallRow, 'contact' | 'phone' | 'reason'>, names: Names): string {
  return `需电话督办 ${[names.contact(contact), phone].filter(Boolean).join(' ')}：${reason}`
}

function planWords({ plan, reason }: Extract<Body, { act: 'plan.started' }>, now: number): string {
  const steps = plan.steps.map((one) => `${one.step === 'T0' ? '交办' : one.step} ${writeNear(one.at, now)}`).join('，')
  return `升级方案：${steps || '没有节点'}${because(reason)}`
}

export const deliveryWords: { [state in DeliveryRow['state']]: string } = {
  pending: '待发',
  sent: '已发出',
  failed: '失败',
  bounced: '退信',
  cancelled: '已取消',
  superseded: '已由更高一级代替',
}
