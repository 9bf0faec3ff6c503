// Corrections of what the machine said of an item: 改标, and 不是同一事件. They win at once and are never taken back by it.
import type { Case } from '../case.ts'
import type { Command, Context, Decision } from '../command.ts'
import { applyCorrection, correctionProblem, localityOf } from '../correction.ts'
import type { Body } from '../entry.ts'
import { hangSuspicion, ringEscalated } from './join.ts'
import { isHere, isSuspected, openedBody, openWith } from './open.ts'
import { accept, add, isOpen, refuse, startTurn, type Turn } from './turn.ts'

type Of<D extends Command['do']> = Extract<Command, { do: D }>

export const correctItem = (command: Of<'item.correct'>, state: Case, context: Context): Decision => {
  const { item } = context
  const { change, reason, itemId } = command
  if (item === undefined) return refuse('missing', '本案没有这条信息，或它还没有读完')
  if (state.status === '已并入') return refuse('state', '此案已并入他案，请在并入后的案件中更正')
  if (reason.trim() === '') return refuse('input', '写明更正理由')
  const wrong = correctionProblem(
    change,
    context.policy.topics.map((topic) => topic.id),
  )
  if (wrong !== null) return refuse('input', wrong)
  const verdict = applyCorrection(item.arrival.verdict, change)
  const arrival = { ...item.arrival, verdict, locality: localityOf(change) ?? item.arrival.locality }
  const deaths = Math.max(item.deathsBeside, isHere(arrival) ? (verdict.deaths ?? 0) : 0)
  const suspected = state.suspected || isSuspected(arrival)
  const turn = startTurn(command, state, context)
  add(turn, { act: 'item.corrected', v: 1, itemId, change, deaths, suspected, reason })
  if (item.opens && change.topics !== undefined) followTopics(turn, change.topics, reason)
  if (suspected && !state.suspected && isOpen(state)) raiseSuspicion(turn, state)
  if (state.suspected && !isSuspected(arrival)) turn.preview.push('已挂的时限不因更正撤下，请再研判定级')
  turn.preview.unshift('以后机器重读、换模型、并案都以此为准')
  return accept(turn)
}

/** A case got its topics from the item it began with. */
const followTopics = (turn: Turn, topics: string[], reason: string): void => {
  if (topics.join() === turn.state.topics.join()) return
  add(turn, { act: 'case.corrected', v: 1, title: null, topics, reason })
  turn.preview.push('案件的主题随之更正')
}

const raiseSuspicion = (turn: Turn, before: Case): void => {
  hangSuspicion(turn, before, true)
  if (before.restricted !== null) return
  ringEscalated(turn, before, '更正后疑似重大')
  turn.preview.push('更正后疑似重大：预挂时限并提醒值班长')
}

/** The item opens a case of its own; a letter takes its LET along as it stands, and no deadline of the case moves. */
export const splitItem = (command: Of<'item.split'>, state: Case, context: Context): Decision => {
  const { item, nextNumber } = context
  const { itemId, reason } = command
  if (item === undefined || nextNumber === undefined) return refuse('missing', '本案没有这条信息，或它还没有读完')
  if (!isOpen(state)) return refuse('state', `案件${state.status}，不能移出信息；先重开`)
  if (reason.trim() === '') return refuse('input', '写明为什么不是同一件事')
  if (item.opens || state.items < 2) return refuse('state', '这是立案的那条信息，不能移出；请移出另外的信息')
  const letter = context.letter ?? null
  const open = letter !== null && letter.clock.state !== 'ended'
  const letters = { total: letter === null ? 0 : 1, open: open ? 1 : 0 }
  const id = context.makeId('case', context.now, itemId, 'split', state.id, String(state.version))
  const opened = openedBody(item, context, nextNumber, { id, letter })
  const body: Extract<Body, { act: 'case.opened' }> = {
    ...opened,
    restricted: state.restricted ?? opened.restricted,
    excluded: state.restricted === null ? opened.excluded : state.excluded,
    reason: `自 ${state.number} 移出：${reason}`,
  }
  const alone = openWith(command, body, item.arrival, context)
  if (!alone.ok) return alone
  const turn = startTurn(command, state, context)
  add(turn, { act: 'items.left', v: 2, ids: [itemId], to: id, letters, reason })
  const told = letter === null ? '' : '，来信时限随信走，截止不变'
  turn.preview.push(`另立 ${body.number}${told}`, `${state.number} 的时限不变`)
  return { ok: true, drafts: [...alone.drafts, ...turn.drafts], preview: [...turn.preview, ...alone.preview] }
}
