// Verify: recomputes every book's chain, what its entries bind, and the projections, and names the first difference.

import type { Reader } from '../ledger.ts'
import { type LedgerOptions, withSnapshot } from '../open.ts'
import type { Seal } from '../seal.ts'
import { type ChainFacts, checkChain, checkSeal } from './chain-check.ts'
import { checkContent } from './content-check.ts'
import type { Difference } from './difference.ts'
import { checkProjections } from './projection-check.ts'
import { rebuildBook } from './rebuild.ts'
import { withScratch } from './scratch.ts'

export type VerifyResult =
  | { ok: true; book: string; entries: number; head: string; unchecked: ('tail' | 'rewrite')[] }
  | ({ ok: false; book: string } & Difference)

/**
 * One result a book. Without a seal a cut tail and a chain computed anew cannot be seen, and the result says that these
 * were not looked for. Reads one moment of a ledger that may be running; writes nothing to it.
 */
export async function verify(place: LedgerOptions, options: { seal?: Seal } = {}): Promise<VerifyResult[]> {
  return withSnapshot(place, (read) => verifyBooks(read, options.seal ?? null))
}

/** `read` must see one moment only (a read transaction). */
export async function verifyBooks(read: Reader, seal: Seal | null): Promise<VerifyResult[]> {
  const results: VerifyResult[] = []
  for (const book of await bookNames(read, seal)) results.push(await verifyBook(read, book, seal))
  return results
}

async function verifyBook(read: Reader, book: string, seal: Seal | null): Promise<VerifyResult> {
  const chain = await checkChain(read, book)
  if (!chain.ok) return { ok: false, book, ...chain.difference }
  const { facts } = chain
  const difference =
    (await checkSeal(read, book, seal)) ??
    (await checkContent(read, book, facts)) ??
    (await checkRebuilt(read, book, facts))
  if (difference !== null) return { ok: false, book, ...difference }
  const unchecked: ('tail' | 'rewrite')[] = seal === null ? ['tail', 'rewrite'] : []
  return { ok: true, book, entries: facts.head.seq, head: facts.head.hash, unchecked }
}

const checkRebuilt = (read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> =>
  withScratch(async (scratch) => {
    await rebuildBook(read, scratch, book)
    return checkProjections(read, scratch, book, facts)
  })

/** Books on record, and those that only stray entries or the seal name. */
async function bookNames(read: Reader, seal: Seal | null): Promise<string[]> {
  const books = await read.selectFrom('book').select('id').execute()
  const named = await read.selectFrom('entry').select('book').distinct().execute()
  const sealed = seal?.books.map((one) => one.book) ?? []
  return [...new Set([...books.map((row) => row.id), ...named.map((row) => row.book), ...sealed])].sort()
}
