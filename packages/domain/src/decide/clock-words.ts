// What an order does to clocks, told before it is given: read from its drafts, so that none goes unsaid.
import { writeTime } from '../beijing.ts'
import type { Case, ClockEnd } from '../case.ts'
import type { Body } from '../entry.ts'
import { clockNames } from './fire.ts'
import type { Turn } from './turn.ts'

/** Adds a line for each clock that starts, is confirmed or ends. */
export const previewClocks = (turn: Turn): void => {
  for (const { body } of turn.drafts) {
    const line = lineOf(body, turn.state, turn.context.now)
    if (line !== null) turn.preview.push(line)
  }
}

const lineOf = (body: Body, state: Case, now: number): string | null => {
  if (body.act === 'clock.started') {
    const { code, dueAt, lateAtStart } = body.clock
    return `${clockNames[code]}：截止 ${writeTime(dueAt, now, true)}${lateAtStart ? `（${lateAtStart}）` : ''}`
  }
  if (body.act !== 'clock.confirmed' && body.act !== 'clock.ended') return null
  const clock = state.clocks.find((each) => each.id === body.clockId)
  if (clock === undefined) return null
  const name = clockNames[clock.code]
  if (body.act === 'clock.ended') return endWords(name, body.end)
  return `${name}：预挂转为正式，截止不变，${writeTime(clock.dueAt, now, true)}`
}

const endWords = (name: string, { how, late, reason }: ClockEnd): string => {
  if (how === 'stopped') return `「${name}」停表：${reason}${late === null ? '' : `，${late}`}`
  return `撤下「${name}」${late === null ? '' : '，已超的仍算超'}`
}
