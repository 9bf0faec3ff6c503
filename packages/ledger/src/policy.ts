// The policy in force of a book, parsed once for each version.
import type { Policy } from '@huiying/domain/policy'
import { parsePolicy } from '@huiying/domain/tighten'
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
