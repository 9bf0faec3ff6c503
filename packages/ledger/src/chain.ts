// The SM3 chain of a book: what is hashed, in which order, over the bytes exactly as stored.
import { hash } from 'node:crypto'
import { readBody } from '@huiying/domain/body'
import type { Draft, Entry } from '@huiying/domain/entry'
import { canonicalJson } from '@huiying/runtime/json'

/** What the first entry of a book follows. */
export const GENESIS_HASH = '0'.repeat(64)

/** A long text is made bytes first: the hash's own way from a string takes half as long again as the hashing. */
const SHORT_UNITS = 300

export const sm3 = (data: string | Uint8Array): string =>
  hash('sm3', typeof data === 'string' && data.length > SHORT_UNITS ? Buffer.from(data) : data)

/**
 * The stored body: canonical JSON of everything an entry says, its place included, so no part can be moved or changed.
 */
export function entryText(entry: Omit<Entry, 'body'> & { body: Draft['body'] }): string {
  const { book, seq, at, actor, caseId, body } = entry
  return canonicalJson({ ...body, actor, at, book, case: caseId, seq })
}

/** hash = SM3(previous hash ‖ SM3(body)). */
export function chainHash(prev: string, text: string): string {
  return sm3(prev + sm3(text))
}

/** Reads a stored body back, the inverse of `entryText`; what an earlier version wrote comes in the words of today. */
export function readEntryText(text: string): Entry {
  const { actor, at, book, case: caseId, seq, ...body } = JSON.parse(text)
  return { book, seq, at, actor, caseId, body: readBody(body) }
}
