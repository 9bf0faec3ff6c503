// Puts prepared letters on record: raw bytes first, then items, quarantine and entry in one transaction.
import type { Policy } from '@huiying/domain/policy'
import { deliveryByMessageId } from '@huiying/ledger/delivery'
import { insertItems, type NewItem, quarantinedIds } from '@huiying/ledger/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { deriveId } from '@huiying/runtime/id'
import type { PreparedLetter } from './prepare.ts'

export type Source = Policy['sources'][number]

export interface ReceiveOptions {
  ledger: Ledger
  book: string
  source: Source
  now: number
}

/** `names` are the SHA-256 of the raw bytes, already kept as blobs; returns how many were stopped as classified. */
export async function receiveLetters(
  options: ReceiveOptions,
  letters: PreparedLetter[],
  names: string[],
): Promise<number> {
  const { ledger, book, source, now } = options
  const items: NewItem[] = []
  const stopped: { itemId: string; sha256: string; reason: string }[] = []
  for (const [index, letter] of letters.entries()) {
    const sha256 = names[index]!
    const id = deriveId('item', source.id, letter.ownId ?? '', sha256)
    if (letter.classified === null) items.push(await itemOf(options, letter, id, sha256))
    else stopped.push({ itemId: id, sha256, reason: `疑似涉密：带“${letter.classified}”标识` })
  }
  await ledger.write(
    async (tx) => {
      await insertItems(tx, ledger.sealer, { book, source: source.id, items, cursor: null, backfill: () => false }, now)
      const known = await quarantinedIds(
        tx.db,
        book,
        stopped.map((one) => one.itemId),
      )
      const drafts = stopped
        .filter((one) => !known.has(one.itemId))
        .map((one) => ({ caseId: null, body: { act: 'item.quarantined', v: 1, ...one } as const }))
      if (drafts.length > 0) await tx.append(book, now, 'system', drafts)
    },
    { book },
  )
  return stopped.length
}

async function itemOf(
  { ledger, book, source, now }: ReceiveOptions,
  letter: PreparedLetter,
  id: string,
  sha256: string,
): Promise<NewItem> {
  return {
    id,
    book,
    source: source.id,
    kind: 'letter',
    ownId: letter.ownId,
    revision: 1,
    title: letter.masked.slice(0, letter.masked.indexOf('\n')),
    url: null,
    author: null,
    platform: source.platform,
    publishedAt: letter.at,
    publishedPrecision: letter.at === null ? null : 'second',
    receivedAt: letter.receivedAt ?? letter.at ?? now,
    fetchedAt: now,
    sha256,
    flags: [...letter.flags, ...(await answerFlags(ledger, letter))],
    mentions: letter.mentions,
    masked: letter.masked,
    clear: letter.clear,
  }
}

/** Machines' answers and replies to our own mails are on record and open no case. */
async function answerFlags(ledger: Ledger, letter: PreparedLetter): Promise<string[]> {
  for (const reference of letter.inReplyTo) {
    const delivery = await deliveryByMessageId(ledger.read, reference.replace(/^<|>$/g, ''))
    if (delivery === null) continue
    const signs = letter.signs && letter.from?.toLowerCase() === delivery.fact.address.toLowerCase()
    return ['delivery-reply', `reply-to:${delivery.fact.id}`, ...(signs ? ['signs'] : [])]
  }
  return letter.autoSubmitted ? ['auto-submitted'] : []
}
