// A handover as a person may see it: who, when and to whom, and its rows with what the cases are called now.
import type { HandoverList, HandoverRow } from '@huiying/domain/handover'
import { readCases } from '@huiying/ledger/case'
import type { HandoverRecord } from '@huiying/ledger/handover/handover'
import type { Reader } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import { askedOf } from './handover-turn.ts'
import type { HandoverHead, HandoverLine, HandoverSheet } from './handover-wire.ts'
import { maySee } from './right.ts'

export async function headOfHandover(
  read: Reader,
  { book }: Person,
  { told, ...head }: HandoverRecord,
  now: number,
): Promise<HandoverHead> {
  return { ...head, to: told.to, asks: await askedOf(read, book, { ...head, to: told.to }, now) }
}

/** What became restricted since it was handed over is neither shown nor counted for who may not see it (§14-8). */
export async function showLists(read: Reader, person: Person, lists: HandoverList[]): Promise<HandoverSheet['lists']> {
  const states = await readCases(read, [
    ...new Set(lists.flatMap((list) => list.rows.flatMap((row) => row.caseId ?? []))),
  ])
  const lineOf = (row: HandoverRow): HandoverLine[] => {
    if (row.caseId === null) return [{ ...row, title: null, grade: null }]
    const state = states.get(row.caseId)
    if (state === undefined || !maySee(person, state)) return []
    return [{ ...row, title: state.title, grade: state.grade }]
  }
  return lists.map(({ part, count, rows }) => {
    const lines = rows.flatMap(lineOf)
    return { part, count: count - (rows.length - lines.length), lines }
  })
}
