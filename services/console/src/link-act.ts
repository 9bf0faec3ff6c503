// POST /mail/TOKEN: signs, gives back or records a response once; asks who acts; a second signing is told who did.
import { hash } from 'node:crypto'
import { endOfDay, instantOf, parseDay } from '@huiying/domain/beijing'
import type { Order } from '@huiying/domain/command'
import { act } from '@huiying/ledger/act'
import type { Ledger } from '@huiying/ledger/ledger'
import { randomToken } from '@huiying/runtime/id'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { keepFile } from './file-add.ts'
import { coverPersonal } from './free-text.ts'
import { type OpenLink, openLink, readShown } from './link.ts'
import { deadPage, linkPage } from './link-page.ts'
import { linkParams } from './link-read.ts'
import { unfitnessOf } from './reply-check.ts'
import { coverPublic } from './told-words.ts'
import type { UnitFile } from './unit-form.ts'

const ONCE_SHAPE = /^[\w-]{16,80}$/
const FIELD_CHARS_MAX = 2_000
const formSchema = z.record(z.string().max(40), z.string().max(FIELD_CHARS_MAX))
const doneWords: Record<string, string> = {
  sign: '已签收。办理时限照走，办理后请在下面反馈办理情况或登记回应',
  return: '已退回值班室。时限不因退回重算',
  answer: '已登记。请保留截图备查',
  extend: '已向值班室申请延期，等值班室答复。答复前各时限不变，请照原时限办理',
  file: '文件已交给值班室',
  report: '已反馈给值班室，不公开。来信由值班室答复来信人',
}

export const actByLink = endpoint({
  params: linkParams,
  body: formSchema,
  async handle({ context, params, body, request, now, reply }) {
    const link = await openLink(context, params.token, now)
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
    if ('status' in link) return reply.code(link.status).send(deadPage(link))
    const order = await fitOrder(context.ledger, link, body, request.unitFile, now)
    const show = async (good: boolean, text: string) => {
      const again = await openLink(context, params.token, now)
      if ('status' in again) return deadPage({ ...again, title: good ? '已办理' : again.title, message: text })
      const shown = await readShown(context.ledger.read, again)
      return linkPage({ link: shown, mark: context.mark, now, told: { good, text }, typed: good ? {} : body })
    }
    if (typeof order === 'string') return reply.code(422).send(await show(false, order))
    const head = {
      commandId: `link:${onceOf(link, body, request.unitFile)}`,
      actor: link.contact.id,
      expectedVersion: null,
    }
    const answer = await act(context.ledger, link.state.id, { ...head, ...order }, now)
    if (!answer.ok) return reply.code(409).send(await show(false, answer.message))
    return show(true, doneWords[body.do ?? ''] ?? '已登记')
  },
})

/**
 * A form sent twice (the page read again, a thumb that hits twice) is one act; gone back to and sent with other words
 * or another file it is a second one, or these were lost behind 已反馈. A signing carries no such mark: it is decided
 * anew and so told who signed, instead of getting the first answer again.
 */
function onceOf({ assignment }: OpenLink, form: Record<string, string>, file: UnitFile | undefined): string {
  const { once = '' } = form
  if (!ONCE_SHAPE.test(once)) return randomToken()
  const said = JSON.stringify([Object.entries(form), file?.name, file && hash('sha256', file.bytes)])
  return `${assignment.id}:${hash('sha256', said)}`
}

/** The order of a form; or in words what is missing, or why a desk might not record it either (Q13, Q3). */
async function fitOrder(
  ledger: Ledger,
  link: OpenLink,
  form: Record<string, string>,
  file: UnitFile | undefined,
  now: number,
): Promise<Order | string> {
  if (form.do === 'file') return fileOrder(ledger, link, form, file, now)
  const order = orderOf(link, form, now)
  if (typeof order === 'string' || order.do !== 'response.record') return order
  // Judged as typed, without who recorded it: 「（某某登记）」 is no content, and he stands on record by his name.
  const summary = (form.summary ?? '').trim()
  const unfit = unfitnessOf({ ...order, summary })
  if (unfit !== null) return unfit.message
  return { ...order, summary: `${await coverPublic(ledger, link.state, summary)}（${(form.by ?? '').trim()}登记）` }
}

/** A file stands in the case with who handed it in, who need not be the contact the link was sent to. */
async function fileOrder(
  ledger: Ledger,
  { unit, state }: OpenLink,
  form: Record<string, string>,
  file: UnitFile | undefined,
  now: number,
): Promise<Order | string> {
  const by = (form.by ?? '').trim()
  if (by === '') return '请写明姓名。未作登记'
  if (file === undefined) return '请选择文件。未作登记'
  const order = await keepFile({ ledger, caseId: state.id, now }, file.name, file.bytes)
  return typeof order === 'string' ? order : { ...order, unit: unit.id, handedInBy: by }
}

function orderOf({ assignment, unit }: OpenLink, form: Record<string, string>, now: number): Order | string {
  const by = (form.by ?? '').trim()
  if (by === '') return '请写明姓名。未作登记'
  switch (form.do) {
    case 'sign':
      return { do: 'assignment.sign', id: assignment.id, by, how: '链接' }
    case 'return': {
      const reason = (form.reason ?? '').trim()
      if (reason === '') return '请写明退回理由。未作登记，填写的内容仍在下面'
      const other = (form.unit ?? '').trim()
      return {
        do: 'assignment.return',
        id: assignment.id,
        reason: `${coverPersonal(reason)}${other === '' ? '' : `；建议单位：${other}`}（${unit.short} ${by}）`,
      }
    }
    case 'extend': {
      const day = (form.until ?? '').trim()
      if (parseDay(day) === null) return '请填写希望延到哪一天。未作登记，填写的内容仍在下面'
      const reason = (form.reason ?? '').trim()
      if (reason === '') return '请写明延期理由。未作登记，填写的内容仍在下面'
      const words = `${coverPersonal(reason)}（${unit.short} ${by}）`
      return { do: 'extension.ask', id: assignment.id, until: endOfDay(day), reason: words, by }
    }
    case 'report': {
      const text = (form.text ?? '').trim()
      if (text === '') return '请写明办理情况。未作登记'
      // 处置情况 of §5.2: what the desk answers the writer from; no clock stops for it (§14-7).
      const values = { side: '线下', at: now, text: `${coverPersonal(text)}（${unit.short} ${by}）` }
      return { do: 'record.add', kind: '处置情况', values, unit: unit.id }
    }
    case 'answer':
      return responseOf(unit.id, form)
    default:
      return '不认识的操作。未作登记'
  }
}

function responseOf(unit: string, form: Record<string, string>): Order | string {
  const statement = (['受理告知', '进展', '结果'] as const).find((one) => one === form.statement)
  if (statement === undefined) return '请选择类别。未作登记，填写的内容仍在下面'
  const publishedAt = beijingInput(form.publishedAt ?? '')
  if (publishedAt === null) return '请填写发布时间（北京时间）。未作登记，填写的内容仍在下面'
  const url = (form.url ?? '').trim()
  if (url !== '' && !/^https?:\/\//i.test(url)) return '链接应以 http:// 或 https:// 开头。未作登记'
  return {
    do: 'response.record',
    statement,
    unit,
    channel: (form.channel ?? '').trim(),
    url: url === '' ? null : url,
    screenshot: (form.screenshot ?? '').trim() || null,
    publishedAt,
    reviewed: form.reviewed === '1',
    summary: (form.summary ?? '').trim(),
  }
}

/** `2026-11-24T15:30` as typed in Beijing → UTC milliseconds. */
function beijingInput(text: string): number | null {
  const [, day, hour, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? []
  if (day === undefined || parseDay(day) === null) return null
  return instantOf(day, Number(hour) * 60 + Number(minute))
}
