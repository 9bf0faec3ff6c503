// 延期申请: a unit asks the desk for more time; the asking moves no deadline, and 同意 is said only of one that was moved.
import type { Case, Clock } from './case.ts'
import type { Body, Entry } from './entry.ts'

export interface Extension {
  id: string
  assignmentId: string
  /** Until when it asks. */
  until: number
  reason: string
  at: number
  /** Where a letter was put off with approval or a 上级交办 replaced by a later one since: the deadline it was moved to. */
  moved?: number
  settled?: { at: number; by: string; granted: boolean; reason: string }
}

export type ExtensionBody =
  | { act: 'extension.asked'; v: 1; id: string; assignmentId: string; until: number; reason: string; by: string }
  | { act: 'extension.settled'; v: 1; id: string; granted: boolean; reason: string }

/** Those the desk still owes an answer, while the unit has the case. */
export const openExtensions = ({ extensions = [], assignments }: Case): Extension[] =>
  extensions.filter(
    (one) =>
      one.settled === undefined && assignments.some((each) => each.id === one.assignmentId && each.ended === null),
  )

/** What runs by a rule that lets it be moved: C5, C24 and C48 have none (国办发〔2016〕80号、61号). */
export const mayBePutOff = ({ letters, clocks }: Case): boolean =>
  letters.open > 0 || clocks.some((clock) => clock.code === 'DIR' && clock.state === 'running')

/** What the desk has said, in one wording on the unit's page and in its mail; `write`: how a deadline stands there. */
export const settledWords = ({ moved }: Extension, granted: boolean, write: (at: number) => string): string =>
  granted && moved !== undefined ? `已同意，有一个时限改到 ${write(moved)}，其余时限不变` : '未同意，各时限不变'

/** A case keeps no word of extensions until one is asked for. */
export const extensionsAfter = ({ extensions, clocks }: Case, { body, at, actor }: Entry): Extension[] | undefined => {
  if (body.act === 'extension.asked') {
    const { id, assignmentId, until, reason } = body
    return [...(extensions ?? []), { id, assignmentId, until, reason, at }]
  }
  if (body.act === 'extension.settled') {
    const settled = { at, by: actor, granted: body.granted, reason: body.reason }
    return extensions?.map((one) => (one.id === body.id ? { ...one, settled } : one))
  }
  const moved = movedTo(body, clocks)
  if (moved === null) return extensions
  return extensions?.map((one) => (one.settled === undefined ? { ...one, moved } : one))
}

/** A 上级交办 that runs beside others moves none of them, and an earlier day is no time won. */
const movedTo = (body: Body, clocks: Clock[]): number | null => {
  if (body.act === 'clock.extended') return body.dueAt
  if (body.act !== 'clock.started' || body.clock.code !== 'DIR') return null
  const { startAt, dueAt } = body.clock
  const replaced = clocks.filter(({ code, end }) => code === 'DIR' && end?.how === 'replaced' && end.at === startAt)
  return replaced.some((one) => one.dueAt < dueAt) ? dueAt : null
}
