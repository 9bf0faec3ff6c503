// Letters: the deadline stops when the writer is answered, refused with a reason or shown the door (§14-7).

import { ANSWER_CHANNEL, type AnswerBody, answerKind, reasonOf } from '../answer.ts'
import { dayOf, writeTime } from '../beijing.ts'
import { addWorkdays } from '../calendar.ts'
import type { Case, Clock } from '../case.ts'
import { endOtherwise, judgeStop, letterDue, mailboxRule } from '../clock.ts'
import type { Command, Context, Decision } from '../command.ts'
import type { Body } from '../entry.ts'
import { refusals } from '../refusal.ts'
import { accept, add, planOfClock, refuse, startTurn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>
type Letter = NonNullable<Context['letter']>

const findLetter = (itemId: string, state: Case, context: Context): Letter | Decision => {
  const { letter } = context
  if (letter === undefined || letter.clock.itemId !== itemId) return refuse('missing', '没有这封信的时限')
  if (state.status === '已并入') return refuse('state', '此案已并入他案，请在并入后的案件中办理')
  if (letter.clock.state === 'ended') return refuse('state', `这封信已办：${letter.clock.end?.reason ?? ''}`)
  return letter
}

const stopLetter = (
  command: Command,
  state: Case,
  context: Context,
  clock: Clock,
  at: number,
  body: Body,
): Decision => {
  const turn = startTurn(command, state, context)
  add(turn, body)
  const end = judgeStop(clock, at, reasonOf(body))
  add(turn, { act: 'clock.ended', v: 1, clockId: clock.id, end, by: command.actor })
  turn.preview.push(`来信时限 ${end.late ?? '按时'}`)
  return accept(turn)
}

/** The mail waits to be sent; nothing is told and no deadline stops before it has gone. */
const queueAnswer = (command: Command, state: Case, context: Context, letter: Letter, says: AnswerBody): Decision => {
  const { writer } = letter
  if (writer?.reachable !== true) {
    return refuse('input', '这封信没有可回的邮箱地址（非邮件来信、不可回复的地址或原文已销毁），请用电话等渠道告知')
  }
  if (writer.waiting) return refuse('state', '给这位来信人的回信正在寄出，请等它寄出或失败后再寄')
  const turn = startTurn(command, state, context)
  const id = context.makeId('answer', says.itemId, command.commandId)
  const answer = { id, itemId: says.itemId, by: command.actor, says }
  const { typed } = context
  if (typed === undefined) add(turn, { act: 'answer.queued', v: 1, answer })
  else add(turn, { act: 'answer.queued', v: 2, answer: { ...answer, typed } })
  turn.preview.push(`以回信寄到来信人的邮箱（${answerKind(says)}；地址不显示，也不写入台账）`)
  if (command.typed !== undefined) turn.preview.push('回信照所写的寄出；台账里姓名等个人信息打码')
  if (says.act !== 'letter.accepted') turn.preview.push('寄出后停这封信的时限；寄不到会响铃，时限照走')
  return accept(turn)
}

/** 受理: the writer learns that the letter is taken up; nothing stops (§14-3). */
export const acceptLetter = (command: Of<'letter.accept'>, state: Case, context: Context): Decision => {
  const letter = findLetter(command.itemId, state, context)
  if ('ok' in letter) return letter
  const { itemId, told } = command
  if (letter.clock.letter?.accepted) return refuse('state', '这封信已受理')
  if (told.trim() === '') return refuse('input', '写明如何告知来信人')
  const body = { act: 'letter.accepted' as const, v: 1 as const, itemId, told }
  if (command.mail) return queueAnswer(command, state, context, letter, body)
  const turn = startTurn(command, state, context)
  add(turn, body)
  turn.preview.push(`受理只告知来信人，时限照走：截止 ${writeTime(letter.clock.dueAt, context.now, true)}`)
  return accept(turn)
}

/** LET stops when the writer is answered, not when the unit reports back. */
export const answerLetter = (command: Of<'letter.answer'>, state: Case, context: Context): Decision => {
  const letter = findLetter(command.itemId, state, context)
  if ('ok' in letter) return letter
  const { itemId, summary } = command
  // By mail it is answered when the mail has gone, not when somebody pressed the button.
  const channel = command.mail ? ANSWER_CHANNEL : command.channel
  const answeredAt = command.mail ? context.now : command.answeredAt
  if (answeredAt > context.now) return refuse('input', '答复时间在未来；答复后再登记')
  if (answeredAt < letter.clock.startAt)
    return refuse('input', `答复早于来信（${writeTime(letter.clock.startAt, context.now)}）`)
  if (channel.trim() === '' || summary.trim() === '') return refuse('input', '写明答复渠道和内容')
  const { publicity } = command
  if (publicity !== undefined && !publicity.open && publicity.reason.trim() === '') {
    return refuse('input', '不公开的答复要写明理由')
  }
  const plain = { act: 'letter.answered' as const, itemId, channel, answeredAt, summary }
  const body = publicity === undefined ? { ...plain, v: 1 as const } : { ...plain, v: 2 as const, publicity }
  if (command.mail) return queueAnswer(command, state, context, letter, body)
  return stopLetter(command, state, context, letter.clock, answeredAt, body)
}

export const refuseLetter = (command: Of<'letter.refuse'>, state: Case, context: Context): Decision => {
  const letter = findLetter(command.itemId, state, context)
  if ('ok' in letter) return letter
  const { itemId, code, told } = command
  if (code.trim() === '' || told.trim() === '') return refuse('input', '不予受理要选原因码，并写明如何告知来信人')
  if (!refusals.some((each) => each.code === code)) {
    return refuse('input', `没有原因码“${code}”，请从中选择：${refusals.map((each) => each.code).join('、')}`)
  }
  const body = { act: 'letter.refused' as const, v: 1 as const, itemId, code, told }
  if (command.mail) return queueAnswer(command, state, context, letter, body)
  return stopLetter(command, state, context, letter.clock, context.now, body)
}

export const redirectLetter = (command: Of<'letter.redirect'>, state: Case, context: Context): Decision => {
  const letter = findLetter(command.itemId, state, context)
  if ('ok' in letter) return letter
  const { itemId, kind, to, told } = command
  if (to.trim() === '' || told.trim() === '') return refuse('input', '疑似误投要写明去向，并告知来信人')
  const body = { act: 'letter.redirected' as const, v: 1 as const, itemId, kind, to, told }
  if (command.mail) return queueAnswer(command, state, context, letter, body)
  return stopLetter(command, state, context, letter.clock, context.now, body)
}

/** The one approved way a deadline moves later: asked before it is due, approved, told, and within the rule's total. */
export const extendLetter = (command: Of<'letter.extend'>, state: Case, context: Context): Decision => {
  const letter = findLetter(command.itemId, state, context)
  if ('ok' in letter) return letter
  const { clock } = letter
  const { policy, now } = context
  const rule = ruleOf(clock, policy.mailbox)
  if (now > clock.dueAt) return refuse('state', '已到期，不能再延期；延期应在到期前申请')
  if (command.approver.trim() === '' || command.told.trim() === '') return refuse('input', '写明批准人，并告知来信人')
  if (rule.extendTo === undefined) return refuse('forbidden', `规则「${rule.basis}」不允许延期`)
  if (!Number.isInteger(command.total) || command.total <= 0 || command.total > rule.extendTo) {
    return refuse('input', `延期后总时限应不超过 ${rule.extendTo}（${rule.basis}）`)
  }
  const { dueAt, estimated } = letterDue(clock.startAt, command.total, rule.unit, policy)
  if (dueAt <= clock.dueAt) return refuse('input', `延期后的截止应晚于现在的 ${writeTime(clock.dueAt, now, true)}`)
  const turn = startTurn(command, state, context)
  const reason = `延期：${command.reason}；批准：${command.approver}；告知：${command.told}`
  add(turn, { act: 'clock.extended', v: 1, clockId: clock.id, dueAt, estimated, reason })
  if (letter.plan !== null) add(turn, { act: 'plan.ended', v: 1, planId: letter.plan.id, reason: '已延期' })
  const plan = planOfClock({ ...clock, dueAt, estimated }, context, String(dueAt))
  add(turn, { act: 'plan.started', v: 1, plan, reason: '延期后的方案' })
  turn.preview.push(`新截止 ${writeTime(dueAt, now, true)}`)
  return accept(turn)
}

/** The rule is found again by what it wrote on the clock; an older text falls to the last rule. */
const ruleOf = (clock: Clock, rules: Context['policy']['mailbox']) =>
  rules.find((rule) => clock.rule.startsWith(`${rule.basis}：${rule.finish} `)) ??
  mailboxRule(rules, undefined, undefined)

/** 导入放假通知后重算暂估的截止 (§14-16): the only other exception; both rows stay. */
export const recountLetter = (command: Of<'letter.recount'>, state: Case, context: Context): Decision => {
  const letter = findLetter(command.itemId, state, context)
  if ('ok' in letter) return letter
  const { clock } = letter
  const { policy, now, makeId } = context
  if (!clock.estimated) return refuse('state', '不是暂估的截止，无需重算')
  const days = workdaysIn(clock)
  if (days === null) return refuse('state', '不按工作日计，无需重算')
  const { due } = addWorkdays(dayOf(clock.startAt), days, policy.holidays)
  const { dueAt, estimated } = letterDue(clock.startAt, days, 'workday', policy)
  const turn = startTurn(command, state, context)
  const end = endOtherwise(clock, 'replaced', now, `导入放假通知后重算：${due}`)
  add(turn, { act: 'clock.ended', v: 1, clockId: clock.id, end, by: command.actor })
  const fresh: Clock = {
    ...clock,
    id: makeId('clock', clock.startAt, command.itemId, 'LET', String(dueAt)),
    dueAt,
    estimated,
    openedAt: now,
  }
  add(turn, { act: 'clock.started', v: 1, clock: fresh, reason: '导入放假通知后重算' })
  add(turn, { act: 'plan.started', v: 1, plan: planOfClock(fresh, context), reason: '重算后的方案' })
  turn.preview.push(`${dueAt < clock.dueAt ? '截止变早，请告知单位：' : '截止 '}${writeTime(dueAt, now, true)}`)
  return accept(turn)
}

const workdaysIn = (clock: Clock): number | null => {
  const parts = /：(\d+) 个工作日$/.exec(clock.rule)
  return parts ? Number(parts[1]) : null
}
