// The mail of one delivery (督办邮件): what, by when, why you, what to do; no personal data of anybody who wrote to us.
import { writeFull } from '@huiying/domain/beijing'
import type { Case, Clock } from '@huiying/domain/case'
import type { DeliveryFact } from '@huiying/domain/delivery'
import type { AlertFact } from '@huiying/domain/entry'
import type { Policy } from '@huiying/domain/policy'
import { callFirstWords, otherClocks, subjectOf, writeDemand } from '@huiying/domain/subject'
import { UNIT_REPLY } from '@huiying/domain/word'

export interface MailFacts {
  delivery: DeliveryFact
  alert: AlertFact
  case: Case
  /** The clock the alert hangs on, or the nearest running one of the case; null when none runs. */
  clock: Clock | null
  policy: Policy
  /** What the desk asked of the unit when it gave the case to it (要求与理由); '' where nothing was asked of the reader. */
  demand: string
  /** Of the letters in the case the one to be answered first; null: none waits. */
  letter: Clock | null
  /** A life may hang on it (§6.7): said where the case is given, above every deadline. */
  callFirst: boolean
  /** The ledger's head when the mail was made: who keeps the mail can later prove what stood before it. */
  head: { seq: number; hash: string; at: number }
  /** The signed link of this contact and assignment; null where PUBLIC_URL does not reach the reader. */
  link: { url: string; local: boolean } | null
  /** Written on every mail of a sample or drill folder; null for a real book. */
  mark: '演示' | '演练' | null
  now: number
}

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

const actionOf: Record<string, string> = {
  C5: '在截止前公开发布权威信息，并登记发布平台、链接或截图与发布时间',
  C24: '在截止前举行新闻发布会（以实际开始时间为准），并登记主持人、出席负责人',
  C48: '在截止前作出权威回应（进展或结果），并登记发布平台、链接或截图',
  REL: '发布最新进展，并登记续报',
  'RPT-P': '电话报告本级党委政府值班室，并登记报告时间与对象',
  'RPT-W': '书面报告本级党委政府，并登记报告时间与文号',
  DIR: '按上级交办（批示）要求办理并反馈',
  LET: '在截止前答复来信人，并登记答复渠道、时间与内容',
  PRM: '落实已公开的承诺，并公开落实情况',
}

/** A unit cannot answer a writer: it tells the desk, which does (§14-7). */
const unitAnswersDesk = '核实办理，在截止前把情况反馈值班室，由值班室答复来信人'

const actionWords = (clock: Clock, { assignmentId }: DeliveryFact): string =>
  clock.code === 'LET' && assignmentId !== null ? unitAnswersDesk : (actionOf[clock.code] ?? '按时办理并反馈')

const whyOf: Record<string, string> = {
  值班员: '您是当班值班员',
  值班长: '您是当班值班长',
  带班领导: '您是当班带班领导',
  联络员: '您是承办单位联络员',
  科长: '您是承办单位承办科室负责人',
  分管领导: '您是承办单位分管领导',
  主要负责人: '您是承办单位主要负责人（第一责任人）',
  政府办: '您负责本级政务舆情回应的组织协调',
  政府办督查: '您负责督查督办',
  宣传部: '您负责会同协调新闻发布',
  网信办分管: '您是网信办分管负责人',
  本级政府分管负责人: '该事项已到需本级政府分管负责人知悉的节点',
  纪检: '该件只通过纪检通道办理',
}

/** Escapes text for HTML; everything in a mail that came from outside passes here. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/**
 * Composes the mail in text and HTML from the same rows. `to` is one address: 抄送 is a word in the body, never a header.
 */
export function composeMail(facts: MailFacts): Mail {
  const rows = rowsOf(facts)
  const marked = facts.mark === null ? '' : `【${facts.mark}】`
  const subject = marked + subjectOf(facts.alert, facts.case, facts.clock, facts.now, saysCall(facts))
  const foot = footOf(facts)
  const head = facts.mark === null ? [] : [`本邮件来自${facts.mark}数据，不是真实督办。`]
  const text = [...head, ...rows.map(([name, value]) => `${name}：${value}`), '', ...actsOf(facts), '', ...foot].join(
    '\r\n',
  )
  return {
    to: facts.delivery.address,
    subject,
    text,
    html: htmlOf(subject, head, rows, actsOf(facts), foot, facts.link),
  }
}

function rowsOf(facts: MailFacts): [string, string][] {
  const { alert, clock, delivery, policy } = facts
  const state = facts.case
  const sealed = state.restricted !== null
  const unitName = (id: string) => policy.units.find((unit) => unit.id === id)?.name ?? id
  const lead = state.assignments
    .filter((one) => one.ended === null && one.part === '牵头')
    .map((one) => unitName(one.unit))
  const co = state.assignments
    .filter((one) => one.ended === null && one.part === '协办')
    .map((one) => unitName(one.unit))
  const topicName = (id: string) => policy.topics.find((topic) => topic.id === id)?.name ?? id
  const rows: [string, string][] = [['编号', state.number]]
  if (!sealed) rows.push(['标题', state.title])
  if (!sealed && state.topics.length > 0) rows.push(['主题', state.topics.map(topicName).join('、')])
  rows.push(['突发事件级别', state.grade ?? '不适用（信件）'])
  if (!sealed && saysCall(facts)) rows.push(['先打电话', callFirstWords])
  if (state.suspected && state.judged === null) rows.push(['提示', '疑似重大，待人工定级'])
  rows.push(['牵头单位', sealed ? '专项件，不列' : lead.join('、') || '尚未交办'])
  if (co.length > 0 && !sealed) rows.push(['协办单位', co.join('、')])
  if (clock !== null) {
    rows.push([
      '截止（北京时间）',
      `${writeFull(clock.dueAt, true)}${clock.estimated ? '（暂估，待国办节假日通知）' : ''}`,
    ])
    rows.push(['起算', `${writeFull(clock.startAt)}（${basisName[clock.basis]}）`])
    rows.push(['时限依据', clock.rule])
    rows.push(['要求', actionWords(clock, delivery)])
  }
  const others = otherClocks(state, clock, facts.letter)
  if (others.length > 0) rows.push(['其余时限', others.map((one) => lineOf(one, facts.now)).join('；')])
  if (!sealed && facts.demand !== '') rows.push(['交办要求', facts.demand])
  rows.push([
    '节点',
    `${nameOf(alert)}${alert.occurrence > 0 && alert.cause !== UNIT_REPLY ? `（第 ${alert.occurrence + 1} 次）` : ''}`,
  ])
  if (alert.late) {
    const skipped = alert.skipped.length > 0 ? `，其间未发：${alert.skipped.join('、')}` : ''
    rows.push(['延迟发送', `本应更早发出，因系统中断补发${skipped}`])
  }
  rows.push([
    '为什么发给您',
    `${whyOf[delivery.role] ?? delivery.role}（${delivery.part}）；${saidWhy(delivery)}${alert.reason}`,
  ])
  return rows
}

/** One deadline of several, each by itself: what, by when, on what ground. */
const lineOf = (clock: Clock, now: number): string =>
  `${writeDemand(clock, writeFull(clock.dueAt, true))}（${clock.rule}${clock.dueAt < now ? '，已超时' : ''}）`

/** Steps that bring a case to a unit; what follows reminds of a deadline alone. */
const givingSteps: ReadonlySet<AlertFact['step']> = new Set(['T0', '未签收'])

const saysCall = ({ callFirst, alert }: MailFacts): boolean =>
  callFirst && givingSteps.has(alert.step) && alert.cause === null

const stepWords: Partial<Record<AlertFact['step'], string>> = { T0: '交办', 未签收: '催签' }

const nameOf = ({ cause, step }: AlertFact): string => {
  if (cause === UNIT_REPLY) return cause
  return cause === '回应退回' ? '回应退回修改' : (stepWords[step] ?? step)
}

const saidWhy = ({ why }: DeliveryFact): string => (why === undefined ? '' : `${why}；`)

const basisName: Record<string, string> = {
  occurredAt: '事件发生时间',
  firstPublishedAt: '首次公开传播时间',
  detectedAt: '发现时间',
  receivedAt: '收信时间',
  respondedAt: '上次权威发布时间',
  directed: '上级交办时间',
  promised: '作出承诺时间',
}

function actsOf(facts: MailFacts): string[] {
  const deadline = facts.clock === null ? '' : `，截止 ${writeFull(facts.clock.dueAt, true)}`
  if (facts.delivery.assignmentId === null) return [`请登录值班台处理${deadline}。`]
  if (facts.link === null) return [`请回复本邮件“签收”或致电值班室${deadline}。`]
  const mark = facts.link.local ? '（本机链接）' : ''
  return [
    `签收、退回或登记回应：${facts.link.url}${mark}`,
    `也可直接回复本邮件“签收”，或致电值班室${deadline}。邮件发出不等于知晓，以签收为准。`,
  ]
}

function footOf(facts: MailFacts): string[] {
  const desk = facts.policy.units.find((unit) => unit.kind === '值班室')
  return [
    `值班电话：${desk?.phone ?? '见通讯录'}　签发：${desk?.name ?? facts.policy.name}`,
    `台账序号 ${facts.head.seq} · SM3 ${facts.head.hash} · ${writeFull(facts.head.at)}`,
  ]
}

const buttonStyle = 'display:inline-block;padding:10px 20px;background:#1447a6;color:#fff;text-decoration:none'

function htmlOf(
  subject: string,
  head: string[],
  rows: [string, string][],
  acts: string[],
  foot: string[],
  link: MailFacts['link'],
): string {
  const cell = 'padding:6px 10px;border:1px solid #d9d9d9;vertical-align:top'
  const table = rows
    .map(
      ([name, value]) =>
        `<tr><td style="${cell};white-space:nowrap;color:#555">${name}</td>` +
        `<td style="${cell}">${escapeHtml(value)}</td></tr>`,
    )
    .join('')
  const button = link === null ? '' : `<p><a href="${escapeHtml(link.url)}" style="${buttonStyle}">打开签收页</a></p>`
  const lines = (texts: string[]) => texts.map((text) => `<p style="margin:6px 0">${escapeHtml(text)}</p>`).join('')
  return [
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body style="font:14px/1.6 sans-serif;color:#222">',
    `<h2 style="font-size:17px;margin:0 0 10px">${escapeHtml(subject)}</h2>${lines(head)}`,
    `<table style="border-collapse:collapse">${table}</table>${button}${lines(acts)}`,
    `<div style="margin-top:16px;color:#777;font-size:12px">${lines(foot)}</div></body></html>`,
  ].join('\n')
}
