// Pages responses were published on, as rows: which are to be looked at, what was found of a case's, which are broken.
import type { Publication } from '@huiying/domain/publication'
import type { Reader } from './ledger.ts'

/** Those to be looked at by `now`, longest waiting first. */
export async function duePublications(read: Reader, book: string, now: number, limit: number): Promise<Publication[]> {
  const rows = await read
    .selectFrom('publication')
    .select('body')
    .where('book', '=', book)
    .where('nextAt', '<=', now)
    .orderBy('nextAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => JSON.parse(row.body) as Publication)
}

export async function publicationsOf(read: Reader, caseIds: string[]): Promise<Publication[]> {
  const query = read.selectFrom('publication').select('body').where('caseId', 'in', caseIds).orderBy('id')
  return (await query.execute()).map((row) => JSON.parse(row.body) as Publication)
}

/** Those that could not be opened at the last look, as many as `limit`, and how many there are. */
export async function brokenPublications(
  read: Reader,
  book: string,
  limit: number,
): Promise<{ count: number; first: Publication[] }> {
  const broken = read.selectFrom('publication').where('book', '=', book).where('broken', '=', 1)
  const { n } = await broken.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await broken.select('body').orderBy('id').limit(limit).execute()
  return { count: Number(n), first: rows.map((row) => JSON.parse(row.body) as Publication) }
}
