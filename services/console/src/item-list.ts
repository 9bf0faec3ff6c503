// GET /api/items: items newest first, of a case, of a lane, or all; masked, and none of cases the person may not see.

import { flagLine } from '@huiying/domain/flag-line'
import { lanes } from '@huiying/domain/word'
import { familyOf } from '@huiying/ledger/act'
import { erasuresOf } from '@huiying/ledger/item/erased'
import { listItems } from '@huiying/ledger/queue-fact'
import { z } from 'zod'
import { findCase } from './case-read.ts'
import { endpoint } from './endpoint.ts'
import { boundUnit, seesRestricted } from './right.ts'
import { searchText } from './search-text.ts'
import type { ItemLine } from './wire.ts'

const PAGE_MAX = 200
const PAGE_DEFAULT = 50

/**
 * Early words only mean an earlier first answer: they are the desk's and on no page of a unit (§14-17). Nor is what was
 * suspected and cleared: the unit may be the one it told of (§14-8).
 */
function asUnitsSee<T extends Pick<ItemLine, 'verdict'>>(line: T): T {
  if (line.verdict === null) return line
  const { told: _told, ...verdict } = line.verdict
  return { ...line, verdict: { ...verdict, early: [], report: false } }
}

export const showItems = endpoint({
  query: z.object({
    caseId: z.string().max(120).optional(),
    lane: z.enum(lanes).optional(),
    kind: z.enum(['letter', 'article', 'post']).optional(),
    /** Items in no case that hold these words, at most a page of them. */
    text: z.string().trim().min(1).max(100).optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    /** `next` of the page before. */
    before: z
      .string()
      .regex(/^\d+~.+$/, '应为上一页给出的 next')
      .optional(),
  }),
  async handle({ context, person, query }): Promise<{ items: ItemLine[]; next: string | null }> {
    const { read } = context.ledger
    const { caseId, lane, kind, text, limit, before } = query
    if (caseId === undefined && boundUnit(person) !== null) return { items: [], next: null }
    const state = caseId === undefined ? null : await findCase(read, person, caseId)
    const [at = '', id = ''] = before?.split('~') ?? []
    const restricted = seesRestricted(person)
    const found = text === undefined ? null : (await searchText(context, person, text)).items
    const rows = await listItems(
      read,
      {
        book: person.book,
        restricted,
        ...(state === null ? {} : { caseIds: await familyOf(read, state) }),
        ...(lane === undefined ? {} : { lane }),
        ...(kind === undefined ? {} : { kind }),
        ...(found === null ? {} : { ids: found }),
      },
      limit + 1,
      before === undefined ? null : { at: Number(at), id },
    )
    // Suspected 检举控告 outside any case is nobody else's either (§14-8).
    const seen = rows.filter((row) => restricted || row.caseId !== null || row.verdict?.report !== true)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    const own = boundUnit(person) === null ? seen : seen.map(asUnitsSee)
    const page = own.slice(0, limit)
    const gone = page.filter((row) => row.masked === null).map((row) => row.item.id)
    const erased = await erasuresOf(read, gone)
    return {
      items: page.map(({ tagged: _tagged, ...line }) => ({
        ...line,
        erased: erased.get(line.item.id) ?? null,
        notes: flagLine(line.item.flags),
      })),
      next: last === undefined ? null : `${last.item.fetchedAt}~${last.item.id}`,
    }
  },
})
