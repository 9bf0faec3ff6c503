// The address and name of a letter's writer: sealed beside its clear text, erased with it, opened to send to him and to
// cover his name.

import type { Sealer } from '../blob/sealer.ts'
import type { Reader } from '../ledger.ts'

/** One plain address, nothing a mail's head could be bent with. */
const plain = /^[^\s@<>()[\],;:\\"]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/i
/** Machines that send for people: what goes there reaches nobody. */
const nobody = /^(no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|bounces?)([+._-].*)?@/i

/** Null for what cannot be answered. */
export const answerable = (address: string | null): string | null =>
  address !== null && plain.test(address) && !nobody.test(address) ? address : null

/** Of the name beside an address; longer ones are slogans. */
const NAME_UNITS_MAX = 60

/** Sealed with the item's id, so that a row put under another letter opens no address. */
export const sealWriter = (sealer: Sealer, itemId: string, address: string, name: string | null): Buffer =>
  sealer.seal(Buffer.from([itemId, address, ...nameLine(name)].join('\n')))

const nameLine = (name: string | null): string[] =>
  name === null || name.length > NAME_UNITS_MAX ? [] : [name.replace(/\s+/g, ' ')]

/** Null once erased, and for letters without an address that can be answered. */
export async function writerOf(read: Reader, sealer: Sealer, itemId: string): Promise<string | null> {
  const row = await read.selectFrom('content').select('writer').where('itemId', '=', itemId).executeTakeFirst()
  return row?.writer == null ? null : (openWriter(sealer, itemId, row.writer)[0] ?? null)
}

/** Address and, since it is kept, the name beside it. */
function openWriter(sealer: Sealer, itemId: string, sealed: Uint8Array): string[] {
  const [id, ...lines] = sealer.open(sealed).toString('utf8').split('\n')
  if (id !== itemId) throw new Error(`来信 ${itemId} 的密封地址属于另一封信，可能被改动`)
  return lines
}

/** What tells who wrote: opened to cover those names in what is written to them, and shown to nobody. */
export interface WriterWords {
  clear: string
  masked: string
  /** As the mail and the item's row name its author. */
  names: string[]
}

/** Of the letters among these that are not erased. */
export async function writerWords(read: Reader, sealer: Sealer, itemIds: string[]): Promise<WriterWords[]> {
  if (itemIds.length === 0) return []
  const rows = await read
    .selectFrom('content')
    .innerJoin('item', 'item.id', 'content.itemId')
    .select(['content.itemId', 'content.masked', 'content.sealed', 'content.writer', 'item.author'])
    .where('content.itemId', 'in', itemIds)
    .where('item.kind', '=', 'letter')
    .execute()
  return rows.map(({ itemId, masked, sealed, writer, author }) => {
    const [, name] = writer === null ? [] : openWriter(sealer, itemId, writer)
    const names = [name ?? null, author].filter((one) => one !== null)
    return { clear: sealer.open(sealed).toString('utf8'), masked, names }
  })
}

/** The letters among these whose writer can be answered by mail. */
export async function reachableLetters(read: Reader, itemIds: string[]): Promise<Set<string>> {
  if (itemIds.length === 0) return new Set()
  const query = read.selectFrom('content').select('itemId').where('itemId', 'in', itemIds)
  return new Set((await query.where('writer', 'is not', null).execute()).map((row) => row.itemId))
}
