// The unit's page behind a signed link, as plain HTML: phone first, no script, nothing in it that is not escaped.
import { writeFull, writeNear, writeSpan } from '@huiying/domain/beijing'
import type { Clock, Response } from '@huiying/domain/case'
import { mayBePutOff, settledWords } from '@huiying/domain/extension'
import { callFirstWords, otherClocks, writeDemand } from '@huiying/domain/subject'
import { randomToken } from '@huiying/runtime/id'
import type { DeadLink, OpenLink, ShownLink } from './link.ts'

const TEXT_CHARS_MAX = 4_000
const EXTENSION_HINT =
  '值班室答复后邮件告知；答复前各时限不变。只有来信和上级交办的期限可以改，5、24、48 小时时限不延。'

export interface PageFacts {
  link: ShownLink
  mark: '演示' | '演练' | null
  now: number
  /** What the last POST did or why it did not. */
  told: { good: boolean; text: string } | null
  /** What was typed, kept when an act was refused. */
  typed: { [field: string]: string }
}

const asked: Record<string, string> = {
  C5: '发布权威信息（进展或结果）',
  C24: '举行新闻发布会',
  C48: '作出权威回应（进展或结果）',
  REL: '持续发布最新进展',
  DIR: '按上级交办要求办理并反馈',
  LET: '核实办理并反馈值班室，由值班室答复来信人',
  PRM: '落实已公开的承诺',
  'RPT-P': '电话报告',
  'RPT-W': '书面报告',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

export function linkPage(facts: PageFacts): string {
  const { link, now, told, mark } = facts
  const { state, assignment, nearest, letter, callFirst, demand, unit, contact } = link
  const sealed = state.restricted !== null
  const title = sealed ? `专项件 ${state.number}` : state.title
  const head = [
    mark === null ? '' : `<p class="mark">${mark}数据，不是真实交办</p>`,
    told === null ? '' : `<p class="${told.good ? 'good' : 'bad'}" role="status">${escapeHtml(told.text)}</p>`,
    `<p class="number">${escapeHtml(state.number)}${state.grade === null ? '' : ` · ${escapeHtml(state.grade)}`}</p>`,
    `<h1>${escapeHtml(title)}</h1>`,
    callFirst && !sealed && assignment.signed === null ? `<p class="bad">☎ ${callFirstWords}。</p>` : '',
    nearest === null ? '' : deadline(nearest, now),
    others(otherClocks(state, nearest, letter), now),
  ]
  const whom = escapeHtml(contact.name)
  const why = `${escapeHtml(unit.name)}是本件的${assignment.part}单位，${writeFull(assignment.at)} 交办给您（${whom}）。`
  const asked = sealed || demand === '' ? '' : `<p>交办要求：${escapeHtml(demand)}</p>`
  const forms =
    assignment.signed === null
      ? [signForm(facts), returnForm(facts)]
      : [
          signedLine(assignment.signed),
          ...state.responses.filter((one) => one.unit === unit.id).map((one) => responseLine(one, now)),
          ...extensionLines(facts),
          ...reportLines(facts),
          ...fileLines(facts),
          reportForm(facts),
          answerForm(facts),
          fileForm(facts),
          extensionForm(facts),
          returnForm(facts),
        ]
  const phone = link.policy.units.find((one) => one.kind === '值班室')?.phone ?? null
  const foot = callLine(phone)
  return frame(title, [...head, `<p>${why}</p>`, asked, ...forms, contents(facts), foot].join('\n'))
}

export function deadPage({ title, message, phone }: Omit<DeadLink, 'status'>): string {
  const call = callLine(phone)
  return frame(title, `<h1>${escapeHtml(title)}</h1><p class="bad">${escapeHtml(message)}。</p>${call}`)
}

function callLine(phone: string | null): string {
  if (phone === null) return ''
  return `<p class="foot">值班电话 <a href="tel:${escapeHtml(phone)}">${escapeHtml(phone)}</a></p>`
}

function signedLine({ by, at, how }: NonNullable<OpenLink['assignment']['signed']>): string {
  return `<p class="good">已由 ${escapeHtml(by)} 于 ${writeFull(at)} 签收（${how}）。</p>`
}

/** What the unit has recorded, and why it has stopped no deadline yet. */
function responseLine({ statement, channel, publishedAt, pending, rejected }: Response, now: number): string {
  const state =
    rejected !== undefined
      ? `（${writeNear(rejected.at, now)} 退回修改：${escapeHtml(rejected.reason)}；时限照走，改好后请重新登记）`
      : pending !== null
        ? `（${pending}，待值班室审核；确认后按发布时间停表）`
        : ''
  const said = `已登记${statement}：${escapeHtml(channel)}，发布于 ${writeNear(publishedAt, now)}${state}。`
  return `<p class="${pending === null ? 'good' : 'bad'}">${said}</p>`
}

function deadline(clock: Clock, now: number): string {
  const left = clock.dueAt - now
  const words = left >= 0 ? `剩余 ${writeSpan(left)}` : `已超时 ${writeSpan(left)}`
  const start = `${writeFull(clock.startAt)} 起算；${escapeHtml(clock.rule)}`
  return (
    `<div class="due${left < 0 ? ' late' : ''}"><b>${words}</b>` +
    `<span>截止 ${writeNear(clock.dueAt, now, true)}（${writeFull(clock.dueAt, true)}）</span>` +
    `<span>${left >= 0 ? '请在截止前' : '请立即'}${asked[clock.code] ?? '办理'}</span><small>${start}</small></div>`
  )
}

/** What else runs: a unit that has telephoned its report still has a release and a press conference before it. */
function others(clocks: Clock[], now: number): string {
  if (clocks.length === 0) return ''
  const line = (clock: Clock) =>
    `<li>${escapeHtml(writeDemand(clock, writeNear(clock.dueAt, now, true)))}${clock.dueAt < now ? '（已超时）' : ''}` +
    `<small>${escapeHtml(clock.rule)}</small></li>`
  return `<section class="others"><h2>其余时限</h2><ul>${clocks.map(line).join('')}</ul></section>`
}

/** What the unit is to act on, as the desk sees it: every word that came from outside, personal data covered. */
function contents({ link, now }: PageFacts): string {
  const { items, state } = link
  if (items.length === 0) return ''
  const rest = state.items > items.length ? `，这里是最近 ${items.length} 条` : ''
  const one = ({ item, masked }: ShownLink['items'][number], index: number) =>
    `<details${index === 0 ? ' open' : ''}><summary>${escapeHtml(item.title)}` +
    `<small>${item.kind === 'letter' ? '来信' : escapeHtml(item.platform)} ${writeNear(item.receivedAt, now)}</small>` +
    `</summary><p class="text">${escapeHtml(bodyOf(masked, link.erased.get(item.id)?.rule))}</p></details>`
  return `<section class="contents"><h2>内容（共 ${state.items} 条${rest}；个人信息已打码）</h2>${items.map(one).join('')}</section>`
}

/** The title is the first line of the masked text. */
function bodyOf(masked: string | null, rule: string | undefined): string {
  if (masked === null) return rule === undefined ? '原文已销毁' : `原文已销毁，依据：${rule}`
  const body = masked.slice(masked.indexOf('\n') + 1).trim()
  return body.length > TEXT_CHARS_MAX ? `${body.slice(0, TEXT_CHARS_MAX)}…（余下请致电值班室）` : body || '（没有正文）'
}

const field = (typed: PageFacts['typed'], name: string): string => escapeHtml(typed[name] ?? '')

/** A link is one contact's own: his name stands there, to be changed by who acts for him. */
const actorName = ({ typed, link }: PageFacts): string => field(typed, 'by') || escapeHtml(link.contact.name)

const actorField = (facts: PageFacts): string =>
  `<input type="hidden" name="once" value="${randomToken()}">
<label>经办人姓名<input name="by" required maxlength="60" value="${actorName(facts)}"></label>`

function signForm(facts: PageFacts): string {
  const name = actorName(facts)
  return `<form method="post"><input type="hidden" name="do" value="sign">
<label>签收人姓名<input name="by" required maxlength="60" value="${name}" autocomplete="name"></label>
<button class="main">签收</button><p class="hint">点“签收”后登记签收人和时间，停止催签；办理时限照走。</p></form>`
}

function returnForm(facts: PageFacts): string {
  const { typed } = facts
  return `<details${typed.do === 'return' ? ' open' : ''}><summary>退回（不属于本单位）</summary>
<form method="post"><input type="hidden" name="do" value="return">
${actorField(facts)}
<label>退回理由<textarea name="reason" required maxlength="1000">${field(typed, 'reason')}</textarea></label>
<label>建议办理单位（可不填）<input name="unit" maxlength="100" value="${field(typed, 'unit')}"></label>
<button>退回值班室</button><p class="hint">时限不因退回重算。值班室会尽快改派。</p></form></details>`
}

function reportLines({ link, now }: PageFacts): string[] {
  const own = link.state.records.filter(
    ({ kind, by }) => kind === '处置情况' && link.unit.contacts.some((one) => one.id === by),
  )
  return own.map(
    ({ at, values }) => `<p class="good">已于 ${writeNear(at, now)} 反馈：${escapeHtml(String(values.text ?? ''))}</p>`,
  )
}

/** 延期申请 and what the desk said to each. */
function extensionLines({ link, now }: PageFacts): string[] {
  const own = (link.state.extensions ?? []).filter((one) => one.assignmentId === link.assignment.id)
  return own.map((one) => {
    const { at, until, settled } = one
    const asked = `${writeNear(at, now)} 申请延期到 ${writeNear(until, now, true)}`
    if (settled === undefined) return `<p class="bad">${asked}：值班室还没有答复，各时限不变。</p>`
    const said = settledWords(one, settled.granted, (moved) => writeNear(moved, now, true))
    return `<p class="${settled.granted ? 'good' : 'bad'}">${asked}：${said}。${escapeHtml(settled.reason)}</p>`
  })
}

/** No form where nothing could be put off: a form would promise what no rule allows. */
function extensionForm(facts: PageFacts): string {
  const { typed, link } = facts
  if (!mayBePutOff(link.state)) {
    return '<p class="hint">本件时限不设延期审批（国办发〔2016〕80号、61号）。来不及的请先发布进展，并致电值班室。</p>'
  }
  return `<details${typed.do === 'extend' ? ' open' : ''}><summary>申请延期</summary>
<form method="post"><input type="hidden" name="do" value="extend">
${actorField(facts)}
<label>希望延到（当日 24:00）<input name="until" type="date" required value="${field(typed, 'until')}"></label>
<label>理由<textarea name="reason" required maxlength="1000">${field(typed, 'reason')}</textarea></label>
<button>申请延期</button><p class="hint">${EXTENSION_HINT}</p></form></details>`
}

function fileLines({ link, now }: PageFacts): string[] {
  const own = link.state.attachments.filter((one) => link.unit.contacts.some((each) => each.id === one.by))
  return own.map(({ name, at }) => `<p class="good">已于 ${writeNear(at, now)} 交文件：${escapeHtml(name)}</p>`)
}

function fileForm(facts: PageFacts): string {
  return `<details${facts.typed.do === 'file' ? ' open' : ''}><summary>交文件或照片（给值班室，不公开）</summary>
<form method="post" enctype="multipart/form-data"><input type="hidden" name="do" value="file">
${actorField(facts)}
<label>文件（图片、PDF、Office 文档或纯文本，不超过 10 MB）<input name="file" type="file" required></label>
<button>交给值班室</button><p class="hint">一次一个文件；交文件不停时限。</p></form></details>`
}

/** What the unit found and did: the desk answers the writer from it, and nothing is published (§14-7). */
function reportForm(facts: PageFacts): string {
  const { typed } = facts
  return `<details${typed.do === 'report' ? ' open' : ''}><summary>反馈办理情况（给值班室，不公开）</summary>
<form method="post"><input type="hidden" name="do" value="report">
${actorField(facts)}
<label>核实到什么、做了什么、下一步
<textarea name="text" required maxlength="2000">${field(typed, 'text')}</textarea></label>
<button class="main">反馈</button><p class="hint">来信由值班室答复来信人；反馈不停时限。已公开发布的回应请在下面登记。</p></form></details>`
}

function answerForm(facts: PageFacts): string {
  const { typed } = facts
  const options = ['受理告知', '进展', '结果']
    .map((name) => `<option${typed.statement === name ? ' selected' : ''}>${name}</option>`)
    .join('')
  return `<details${typed.do === 'answer' ? ' open' : ''}><summary>登记进展或回应</summary>
<form method="post"><input type="hidden" name="do" value="answer">
${actorField(facts)}
<label>类别<select name="statement">${options}</select></label>
<label>发布平台和账号，如 政府网站、微信公众号名称
<input name="channel" required maxlength="200" value="${field(typed, 'channel')}"></label>
<label>链接<input name="url" type="url" maxlength="1000" value="${field(typed, 'url')}"></label>
<label>截图名称或存档号（发布超过 30 分钟必填）
<input name="screenshot" maxlength="200" value="${field(typed, 'screenshot')}"></label>
<label>发布时间（北京时间）
<input name="publishedAt" type="datetime-local" required value="${field(typed, 'publishedAt')}"></label>
<label>内容要点<textarea name="summary" required maxlength="2000">${field(typed, 'summary')}</textarea></label>
<label class="check"><input type="checkbox" name="reviewed" value="1"> 已经三审和保密审查</label>
<button class="main">登记</button><p class="hint">“受理告知”不停时限；停表看发布时间，不看登记时间。</p></form></details>`
}

function frame(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · 回应</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/unit.css"></head>
<body><main>${body}</main></body></html>`
}
