// The policy in force of a book, parsed once for each version.
import type { Policy } from '@huiying/domain/policy'
import { parsePolicy } from '@huiying/domain/tighten'
import { newestOf } from './case.ts'
import type { Reader } from './ledger.ts'

const parsed = new Map<string, Policy>()

export async function policyOf(read: Reader, book: string): Promise<{ policy: Policy; hash: string }> {
  const { hash } = await versionInForce(read, book)
    .select('hash')
    .executeTakeFirstOrThrow(() => new Error(`台账册 ${book} 没有规则版本`))
  return { policy: await policyByHash(read, book, hash), hash }
}

/** What was in force at a moment, null before the first; a text that was taken back counts from then on only. */
export async function policyAt(read: Reader, book: string, at: number): Promise<Policy | null> {
  const row = await read
    .selectFrom('policyVersion')
    .innerJoin('entry', (join) =>
      join.onRef('entry.book', '=', 'policyVersion.book').onRef('entry.seq', '=', 'policyVersion.seq'),
    )
    .select('policyVersion.hash')
    .where('policyVersion.book', '=', book)
    .where('entry.at', '<=', at)
    .orderBy('policyVersion.seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : policyByHash(read, book, row.hash)
}

/** The text in force as it was adopted. */
export async function policyTextOf(read: Reader, book: string): Promise<string> {
  return (await versionInForce(read, book).select('text').executeTakeFirstOrThrow()).text
}

const versionInForce = (read: Reader, book: string) =>
  read.selectFrom('policyVersion').where('book', '=', book).orderBy('seq', 'desc').limit(1)

/** A version by its hash; a case keeps the one it names. */
async function policyByHash(read: Reader, book: string, hash: string): Promise<Policy> {
  const key = `${book} ${hash}`
  const known = parsed.get(key)
  if (known !== undefined) return known
  const row = await read
    .selectFrom('policyVersion')
    .select('text')
    .where('book', '=', book)
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow()
  const reading = parsePolicy(row.text)
  if (!('policy' in reading)) throw new Error(`规则版本 ${hash.slice(0, 8)} 不能读：${reading.problems[0]?.what ?? ''}`)
  parsed.set(key, reading.policy)
  return reading.policy
}

/** One adoption; `at` is the moment of its entry. */
export interface PolicyVersion {
  hash: string
  seq: number
  at: number
  by: string
  reason: string
  text: string
}

/** Every adoption of a book, the one in force first; a text that was taken back stands twice. */
export async function policyVersions(read: Reader, book: string): Promise<PolicyVersion[]> {
  return (await newestOf(read, book, 'policy.adopted')).map(({ seq, at, actor, body }) => {
    const { hash, reason, text } = body
    return { hash, seq, at, by: actor, reason, text }
  })
}

/** Units that assignments still stand with, and how many. */
export async function unitsAtWork(read: Reader, book: string): Promise<{ unit: string; count: number }[]> {
  const rows = await read
    .selectFrom('assignment')
    .select(({ fn }) => ['unit', fn.countAll<number>().as('count')])
    .where('book', '=', book)
    .where('endedAt', 'is', null)
    .groupBy('unit')
    .orderBy('unit')
    .execute()
  return rows.map(({ unit, count }) => ({ unit, count: Number(count) }))
}
