// Verdicts as the tagger gave them, bound by the root in the entry of the turn that used them.
import type { Fingerprint, Verdict } from '@huiying/domain/item'
import { canonicalJson } from '@huiying/runtime/json'
import { insertRows } from '../batch.ts'
import { sm3 } from '../chain.ts'
import type { Tx } from '../ledger.ts'
import { markVerdicts, misdirectedOf } from '../misdirected.ts'
import type { KeptHashes } from './kept-hash.ts'

/**
 * The text a verdict came as, the bytes that are hashed and kept, so that nobody writes them out a second time; and its
 * hash, where this program has worked that out.
 */
const texts = new WeakMap<Verdict, { text: string; hash: string | null }>()

const textOf = (verdict: Verdict): string => texts.get(verdict)?.text ?? canonicalJson(verdict)

/** The body of an item.tagged message; `text` is the canonical JSON of a verdict. */
export const taggedBody = (book: string, text: string): string => `${taggedHead(book)}${text}}`

const taggedHead = (book: string): string => `{"book":${JSON.stringify(book)},"verdict":`

/**
 * Reads such a body; the verdict keeps its text as long as it lives. Its hash is never taken from a message: a wrong
 * one would go on record.
 */
export function readTagged(body: string, hashes?: KeptHashes): { book: string; verdict: Verdict } {
  const tagged = JSON.parse(body) as { book: string; verdict: Verdict }
  const head = taggedHead(tagged.book)
  if (body.startsWith(head)) {
    const text = body.slice(head.length, -1)
    texts.set(tagged.verdict, { text, hash: hashes?.take(tagged.verdict.itemId, text) ?? null })
  }
  return tagged
}

/** SM3 over the canonical verdicts in order. */
export function verdictRoot(verdicts: Verdict[]): string {
  return sm3(verdicts.map((one) => texts.get(one)?.hash ?? sm3(textOf(one))).join('\n'))
}

export async function saveVerdicts(tx: Tx, verdicts: Verdict[]): Promise<void> {
  const before = await misdirectedOf(
    tx.db,
    verdicts.map((one) => one.itemId),
  )
  const rows = verdicts.map((one) => ({ itemId: one.itemId, body: textOf(one) }))
  await insertRows(tx.db, 'verdict', rows, { keys: ['itemId'], set: ['body'] })
  await markVerdicts(tx.db, verdicts, before)
}

/** The fingerprint in a stored verdict. */
export const fingerprintIn = (text: string): Fingerprint => (JSON.parse(text) as Verdict).fingerprint
