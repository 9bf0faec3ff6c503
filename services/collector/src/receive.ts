// Letters to items: ids derived, personal data masked at the door, classified papers stopped, all of a batch at once.
import type { Policy } from '@huiying/domain/policy'
import { deliveryByMessageId } from '@huiying/ledger/delivery'
import { insertItems, type NewItem, quarantinedIds } from '@huiying/ledger/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { cleanText } from '@huiying/runtime/clean'
import { deriveId } from '@huiying/runtime/id'
import { findClassified } from '@huiying/text/classified'
import { mask } from '@huiying/text/mask'
import { type Letter, readLetter } from './letter.ts'
import { hideNames, openMentions } from './mention.ts'

export type Source = Policy['sources'][number]

export interface ReceiveOptions {
  ledger: Ledger
  book: string
  source: Source
  now: number
}

/** Puts raw letters on record in one transaction after their bytes are kept; returns the ids in order. */
export async function receiveLetters(
  options: ReceiveOptions,
  raws: Uint8Array[],
): Promise<{ ids: string[]; quarantined: number }> {
  const { ledger, book, source, now } = options
  const { policy } = await policyOf(ledger.read, book)
  const mentionsIn = openMentions(policy)
  const names = await ledger.blobs.putMany(raws)
  const items: NewItem[] = []
  const stopped: { itemId: string; sha256: string; reason: string }[] = []
  for (const [index, raw] of raws.entries()) {
    const letter = await readLetter(raw)
    const sha256 = names[index]!
    const id = deriveId('item', source.id, letter.id ?? '', sha256)
    const text = `${letter.title}\n${letter.text}`
    const classified = findClassified(text)
    if (classified !== null) {
      stopped.push({ itemId: id, sha256, reason: `疑似涉密：带“${classified.level}”标识` })
      continue
    }
    items.push(await itemOf(options, letter, id, sha256, text, mentionsIn))
  }
  await ledger.write(async (tx) => {
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
  })
  return { ids: items.map((item) => item.id), quarantined: stopped.length }
}

async function itemOf(
  { ledger, book, source, now }: ReceiveOptions,
  letter: Letter,
  id: string,
  sha256: string,
  text: string,
  mentionsIn: ReturnType<typeof openMentions>,
): Promise<NewItem> {
  const cleaned = cleanText(text)
  const covered = mask(cleaned.text)
  const names = covered.found.filter((one) => one.kind === 'name').map((one) => cleaned.text.slice(one.start, one.end))
  const found = mentionsIn(cleaned.text, hideNames(covered.text, [...names, letter.fromName]))
  const flags = [
    ...letter.flags,
    ...(cleaned.changed ? ['characters-replaced'] : []),
    ...(await answerFlags(ledger, letter)),
  ]
  return {
    id,
    book,
    source: source.id,
    kind: 'letter',
    ownId: letter.id,
    revision: 1,
    title: found.masked.slice(0, found.masked.indexOf('\n')),
    url: null,
    author: null,
    platform: source.platform,
    publishedAt: letter.at,
    publishedPrecision: letter.at === null ? null : 'second',
    receivedAt: letter.receivedAt ?? letter.at ?? now,
    fetchedAt: now,
    sha256,
    flags,
    mentions: found.mentions,
    masked: found.masked,
    clear: cleaned.text,
  }
}

/** Machines' answers and replies to our own mails are on record and open no case. */
async function answerFlags(ledger: Ledger, letter: Letter): Promise<string[]> {
  for (const reference of letter.inReplyTo) {
    const messageId = reference.replace(/^<|>$/g, '')
    const delivery = await deliveryByMessageId(ledger.read, messageId)
    if (delivery === null) continue
    const signs =
      /^\s*(已?签收)/.test(letter.text) && letter.from?.toLowerCase() === delivery.fact.address.toLowerCase()
    return ['delivery-reply', `reply-to:${delivery.fact.id}`, ...(signs ? ['signs'] : [])]
  }
  return letter.autoSubmitted ? ['auto-submitted'] : []
}
