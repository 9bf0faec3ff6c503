// The policy in force of a book, parsed once for each version.
import type { Policy } from '@huiying/domain/policy'
import { parsePolicy } from '@huiying/domain/tighten'
import { readEntryText } from './chain.ts'
import type { Reader } from './ledger.ts'

const parsed = new Map<string, Policy>()

export async function policyOf(read: Reader, book: string): Promise<{ policy: Policy; hash: string }> {
  const newest = read
    .selectFrom('policyVersion')
    .select('hash')
    .where('book', '=', book)
    .orderBy('seq', 'desc')
    .limit(1)
  const { hash } = await newest.executeTakeFirstOrThrow(() => new Error(`台账册 ${book} 没有规则版本`))
  return { policy: await policyByHash(read, book, hash), hash }
}

/** A version by its hash; a case keeps the one it names. */
export async function policyByHash(read: Reader, book: string, hash: string): Promise<Policy> {
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
  const rows = await read
    .selectFrom('entry')
    .select('body')
    .where('book', '=', book)
    .where('act', '=', 'policy.adopted')
    .orderBy('seq', 'desc')
    .execute()
  return rows.flatMap((row) => {
    const { seq, at, actor, body } = readEntryText(row.body)
    return body.act === 'policy.adopted'
      ? [{ hash: body.hash, seq, at, by: actor, reason: body.reason, text: body.text }]
      : []
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
