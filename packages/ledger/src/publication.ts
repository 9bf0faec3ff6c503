// Pages responses were published on, as rows: which are to be looked at, what was found of a case's, which are broken.
import type { Entry } from '@huiying/domain/entry'
import { askedPublication, checkedPublication, openPublication, type Publication } from '@huiying/domain/publication'
import type { Reader } from './ledger.ts'
import type { Projection } from './projection/projection.ts'

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

/** The page of a response stands as a row: looked at for as long as the 台账 is kept. */
export async function notePublications(into: Projection, { book, caseId, at, body }: Entry): Promise<void> {
  if (body.act === 'response.recorded' && body.response.url !== null) {
    const { id, url, recordedAt } = body.response
    into.publications.set(id, { ...openPublication({ id, url, recordedAt }, caseId!), book })
  }
  if (body.act !== 'publication.checked' && body.act !== 'publication.asked') return
  const before = into.publications.get(body.id) ?? (await readPublication(into, body.id))
  if (before === null) return
  if (body.act === 'publication.asked') {
    into.publications.set(body.id, { ...askedPublication(before, at), book })
    return
  }
  const { reachable, why, title, sha256, bytes } = body
  const after = checkedPublication(before, { at, reachable, why, title, sha256, bytes })
  into.publications.set(body.id, { ...after, book })
}

async function readPublication(into: Projection, id: string): Promise<Publication | null> {
  const row = await into.db.selectFrom('publication').select('body').where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as Publication)
}
