// GET /api/rows: the 台账 as of now or any past moment, with the seal that stands at its foot.
import { grades, statuses } from '@huiying/domain/word'
import { headOf } from '@huiying/ledger/book'
import { entriesAfter } from '@huiying/ledger/case'
import { countRows, ledgerRows, type RowFilter, seqAt } from '@huiying/ledger/row'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { boundUnit, seesRestricted } from './right.ts'
import type { LedgerPage } from './wire.ts'

const PAGE_MAX = 500
const PAGE_DEFAULT = 100

export const rowQuery = z.object({
  /** UTC milliseconds; "as of" is by recordedAt. */
  asOf: z.coerce.number().int().positive().optional(),
  status: z.enum(statuses).optional(),
  grade: z.enum(grades).optional(),
  lead: z.string().max(60).optional(),
  topic: z.string().max(60).optional(),
  openedFrom: z.coerce.number().int().optional(),
  openedTo: z.coerce.number().int().optional(),
})

/** Only what was asked for; the rest does not narrow. */
export function filterOf(
  query: z.infer<typeof rowQuery>,
  base: Pick<RowFilter, 'book' | 'asOfSeq' | 'restricted'>,
): RowFilter {
  const { status, grade, lead, topic, openedFrom, openedTo } = query
  const wanted = { status, grade, lead, topic, openedFrom, openedTo }
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
  return { ...base, ...Object.fromEntries(given) }
}

export const listRows = endpoint({
  query: rowQuery.extend({
    limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^\d+~.+$/, '应为上一页给出的 next')
      .optional(),
  }),
  async handle({ context, person, query, now }): Promise<LedgerPage> {
    const { read } = context.ledger
    const { book } = person
    const { asOf, limit, after } = query
    const head = await headOf(read, book)
    const isPast = asOf !== undefined && asOf < now
    const asOfSeq = isPast ? await seqAt(read, book, asOf) : head.seq
    const bound = boundUnit(person)
    const wanted = bound === null ? query : { ...query, lead: bound }
    const filter = filterOf(wanted, { book, asOfSeq, restricted: seesRestricted(person) })
    const [openedAt = '', caseId = ''] = after?.split('~') ?? []
    const place = after === undefined ? null : { openedAt: Number(openedAt), caseId }
    const rows = await ledgerRows(read, filter, place, limit + 1)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    const [foot] = isPast && asOfSeq > 0 ? await entriesAfter(read, book, asOfSeq - 1, 1) : []
    return {
      rows: rows.slice(0, limit),
      total: await countRows(read, filter),
      next: last === undefined ? null : `${last.openedAt}~${last.caseId}`,
      seal: head,
      asOf: isPast ? { seq: asOfSeq, at: foot?.at ?? 0 } : null,
    }
  },
})
