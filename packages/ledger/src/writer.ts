// The address of a letter's writer: sealed beside the letter's clear text, erased with it, opened only to send to it.
import type { Reader } from './ledger.ts'
import type { Sealer } from './sealer.ts'

/** One plain address, nothing a mail's head could be bent with. */
const plain = /^[^\s@<>()[\],;:\\"]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/i
/** Machines that send for people: what goes there reaches nobody. */
const nobody = /^(no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|bounces?)([+._-].*)?@/i

/** Null for what cannot be answered. */
export const answerable = (address: string | null): string | null =>
  address !== null && plain.test(address) && !nobody.test(address) ? address : null

/** Sealed with the item's id, so that a row put under another letter opens no address. */
export const sealWriter = (sealer: Sealer, itemId: string, address: string): Buffer =>
  sealer.seal(Buffer.from(`${itemId}\n${address}`))

/** Null once erased, and for letters without an address that can be answered. */
export async function writerOf(read: Reader, sealer: Sealer, itemId: string): Promise<string | null> {
  const row = await read.selectFrom('content').select('writer').where('itemId', '=', itemId).executeTakeFirst()
  if (row?.writer == null) return null
  const [id, address = null] = sealer.open(row.writer).toString('utf8').split('\n')
  if (id !== itemId) throw new Error(`来信 ${itemId} 的密封地址属于另一封信，可能被改动`)
  return address
}

/** The letters among these whose writer can be answered by mail. */
export async function reachableLetters(read: Reader, itemIds: string[]): Promise<Set<string>> {
  if (itemIds.length === 0) return new Set()
  const query = read.selectFrom('content').select('itemId').where('itemId', 'in', itemIds)
  return new Set((await query.where('writer', 'is not', null).execute()).map((row) => row.itemId))
}
