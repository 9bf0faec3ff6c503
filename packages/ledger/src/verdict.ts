// Verdicts as the tagger gave them, bound by the root in the entry of the turn that used them.
import type { Fingerprint, Verdict } from '@huiying/domain/item'
import { canonicalJson } from '@huiying/runtime/json'
import { insertRows } from './batch.ts'
import { sm3 } from './chain.ts'
import type { Tx } from './ledger.ts'

/** The text a verdict came as: the bytes that are hashed and kept, so that nobody writes them out a second time. */
const texts = new WeakMap<Verdict, string>()

const textOf = (verdict: Verdict): string => texts.get(verdict) ?? canonicalJson(verdict)

/** The body of an item.tagged message; `text` is the canonical JSON of a verdict. */
export const taggedBody = (book: string, text: string): string => `${taggedHead(book)}${text}}`

const taggedHead = (book: string): string => `{"book":${JSON.stringify(book)},"verdict":`

/** Reads such a body; the verdict keeps its text as long as it lives. */
export function readTagged(body: string): { book: string; verdict: Verdict } {
  const tagged = JSON.parse(body) as { book: string; verdict: Verdict }
  const head = taggedHead(tagged.book)
  if (body.startsWith(head)) texts.set(tagged.verdict, body.slice(head.length, -1))
  return tagged
}

/** SM3 over the canonical verdicts in order. */
export function verdictRoot(verdicts: Verdict[]): string {
  return sm3(verdicts.map((one) => sm3(textOf(one))).join('\n'))
}

export async function saveVerdicts(tx: Tx, verdicts: Verdict[]): Promise<void> {
  const rows = verdicts.map((one) => ({ itemId: one.itemId, body: textOf(one) }))
  await insertRows(tx.db, 'verdict', rows, { keys: ['itemId'], set: ['body'] })
}

/** The fingerprint in a stored verdict. */
export const fingerprintIn = (text: string): Fingerprint => (JSON.parse(text) as Verdict).fingerprint
