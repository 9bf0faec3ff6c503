// GET /api/rows: the 台账 as of now or any past moment, with the seal that stands at its foot.
import { grades, statuses } from '@huiying/domain/word'
import { headOf } from '@huiying/ledger/book'
import { entriesAfter } from '@huiying/ledger/case'
import type { Person } from '@huiying/ledger/person/person'
import { countRows, ledgerRows, type RowFilter, seqAt } from '@huiying/ledger/projection/row'
import { z } from 'zod'
import { type ConsoleContext, endpoint } from './endpoint.ts'
import { boundUnit, seesRestricted } from './right.ts'
import { noticeOf, searchState } from './search-notice.ts'
import { searchText } from './search-text.ts'
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
  kind: z.enum(['letter', 'public']).optional(),
  /** 是否按时: any clock of the case late, or none. */
  kept: z.enum(['按时', '超时']).optional(),
  /** In title and number, and what the index finds in the items. */
  text: z.string().trim().min(1).max(100).optional(),
})

/** Only what was asked for; the rest does not narrow. */
export function filterOf(
  query: z.infer<typeof rowQuery>,
  base: Pick<RowFilter, 'book' | 'asOfSeq' | 'restricted'>,
): RowFilter {
  const { status, grade, lead, topic, openedFrom, openedTo, kind, kept } = query
  const wanted = { status, grade, lead, topic, openedFrom, openedTo, kind, kept }
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
  return { ...base, ...Object.fromEntries(given) }
}

/** The words of a search as a filter; the index finds them in items, the 台账 itself in titles and numbers. */
export async function findText(
  context: ConsoleContext,
  person: Person,
  text: string | undefined,
): Promise<Pick<RowFilter, 'text' | 'found'>> {
  return text === undefined ? {} : { text, found: (await searchText(context, person, text)).cases }
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
    const base = { book, asOfSeq, restricted: seesRestricted(person) }
    const filter = { ...filterOf(wanted, base), ...(await findText(context, person, query.text)) }
    const [openedAt = '', number = ''] = after?.split('~') ?? []
    const place = after === undefined ? null : { openedAt: Number(openedAt), number }
    const rows = await ledgerRows(read, filter, place, limit + 1)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    const [foot] = isPast && asOfSeq > 0 ? await entriesAfter(read, book, asOfSeq - 1, 1) : []
    return {
      rows: rows.slice(0, limit),
      total: await countRows(read, filter),
      next: last === undefined ? null : `${last.openedAt}~${last.number}`,
      seal: head,
      asOf: isPast ? { seq: asOfSeq, at: foot?.at ?? 0 } : null,
      notice: query.text === undefined ? null : noticeOf(await searchState(context, book, now)),
    }
  },
})
