// Puts prepared letters on record: raw bytes first, then items, quarantine and entry in one transaction.
import type { Body } from '@huiying/domain/entry'
import type { Policy } from '@huiying/domain/policy'
import { bounceAnswer } from '@huiying/ledger/answer/answer'
import { answersByMessageId, type SentAnswer } from '@huiying/ledger/answer/answer-row'
import { writerOf as writerOfLetter } from '@huiying/ledger/answer/writer'
import { bounceDelivery, deliveriesByMessageId, type MailedDelivery } from '@huiying/ledger/delivery'
import { insertItems, type NewItem } from '@huiying/ledger/item/item'
import type { Ledger, Tx } from '@huiying/ledger/ledger'
import { holdItems, quarantineItems } from '@huiying/ledger/quarantine'
import { readTestMessageId, returnChannelTest } from '@huiying/ledger/source/channel-test'
import { replyCode } from '@huiying/runtime/reply-code'
import { FUTURE_MAX_MS } from './feed.ts'
import type { KeptLetter } from './keep-letter.ts'
import { LETTER_BYTES_MAX, LETTER_HEAD_BYTES } from './letter.ts'

export type Source = Policy['sources'][number]

export interface ReceiveOptions {
  ledger: Ledger
  book: string
  source: Source
  now: number
  /** Where the source stands after these letters; written with them. */
  cursor?: string
  /** Where the rest of a letter is that was too large to be read whole, as a person reads it. */
  left: string
}

/** Returns the ids of what is on record now, and of what was stopped as classified. */
export async function receiveLetters(
  options: ReceiveOptions,
  letters: KeptLetter[],
): Promise<{ items: string[]; stopped: { itemId: string; sha256: string }[] }> {
  const { ledger, book, source, now } = options
  // Asked once for all: nearly every letter answers nothing of ours.
  const mails = await mailsNamedBy(ledger, letters)
  const bounces = bouncesOf(mails, letters)
  const untold = await answerBouncesOf(ledger, mails, letters)
  const tests: number[] = []
  const items: NewItem[] = []
  const marked: { item: NewItem; mark: string }[] = []
  for (const letter of letters) {
    // Our own marked letter is no letter: it says that the way is open, and goes into no count.
    const testedAt = readTestMessageId(ledger.sealer.linkKey, book, source.id, letter.ownId)
    if (testedAt !== null) {
      tests.push(testedAt)
      continue
    }
    const item = itemOf(options, mails, letter)
    if (letter.classified === null) items.push(item)
    else marked.push({ item, mark: letter.classified })
  }
  const stopped = await holdItems(ledger, book, marked)
  await ledger.write(
    async (tx) => {
      const batch = { book, source: source.id, items, cursor: options.cursor ?? null, backfill: () => false }
      const { inserted } = await insertItems(tx, ledger.sealer, batch, now)
      await recordCuts(tx, options, letters, new Set(inserted))
      for (const bounced of bounces) await bounceDelivery(tx, bounced, now)
      for (const bounced of untold) await bounceAnswer(tx, bounced, now)
      for (const sentAt of tests) await returnChannelTest(tx, book, source.id, sentAt, now)
      await quarantineItems(tx, book, stopped, now)
    },
    { book },
  )
  return { items: items.map((item) => item.id), stopped }
}

/** That a letter was not read whole, and why, stands on record beside what was read of it. */
async function recordCuts(
  tx: Tx,
  { book, source, left, now }: ReceiveOptions,
  letters: KeptLetter[],
  inserted: Set<string>,
): Promise<void> {
  const drafts = letters.flatMap(({ id: itemId, cutFrom: bytes }) => {
    if (bytes === null || !inserted.has(itemId)) return []
    const reason = `原件超过 ${MEGABYTES_MAX} MB，只收下开头 ${HEAD_MEGABYTES} MB，其余（含附件）未读；${left}`
    const body: Body = { act: 'item.cut', v: 1, itemId, source: source.id, bytes, reason }
    return [{ caseId: null, body }]
  })
  if (drafts.length > 0) await tx.append(book, now, 'system', drafts)
}

const MEGABYTES_MAX = LETTER_BYTES_MAX / 1024 ** 2
const HEAD_MEGABYTES = LETTER_HEAD_BYTES / 1024 ** 2

function itemOf({ book, source, now }: ReceiveOptions, mails: Mails, letter: KeptLetter): NewItem {
  const ahead = letter.at !== null && letter.at > now + FUTURE_MAX_MS
  return {
    id: letter.id,
    book,
    source: source.id,
    kind: 'letter',
    ownId: letter.ownId,
    revision: 1,
    title: letter.masked.slice(0, letter.masked.indexOf('\n')),
    url: null,
    author: null,
    platform: source.platform,
    publishedAt: ahead ? null : letter.at,
    publishedPrecision: letter.at === null || ahead ? null : 'second',
    // A clock that a wrong or forged date could start in years to come would never ring: no letter came after now.
    receivedAt: Math.min(letter.receivedAt ?? letter.at ?? now, now),
    fetchedAt: now,
    sha256: letter.sha256,
    flags: [
      ...letter.flags,
      ...(ahead ? ['future-date'] : []),
      ...(letter.cutFrom === null ? [] : ['letter-cut']),
      ...answerFlags(mails, letter),
    ],
    mentions: letter.mentions,
    masked: letter.masked,
    clear: letter.clear,
    writer: letter.writer,
    writerName: letter.fromName,
    sealed: letter.sealed,
  }
}

/** Our own mails by their Message-ID: to those who answer, and to writers. */
interface Mails {
  deliveries: Map<string, MailedDelivery>
  answers: Map<string, SentAnswer>
}

const bareId = (messageId: string): string => messageId.replace(/^<|>$/g, '')

async function mailsNamedBy(ledger: Ledger, letters: KeptLetter[]): Promise<Mails> {
  const named = letters.flatMap(({ ownId, inReplyTo, bounce }) => [ownId ?? [], inReplyTo, bounce?.messageIds ?? []])
  const ids = [...new Set(named.flat().map(bareId))]
  const { read } = ledger
  return { deliveries: await deliveriesByMessageId(read, ids), answers: await answersByMessageId(read, ids) }
}

/** Our own mails, machines' answers and replies to our mails are on record and open no case. */
function answerFlags({ deliveries, answers }: Mails, letter: KeptLetter): string[] {
  const ownId = letter.ownId === null ? null : bareId(letter.ownId)
  if (ownId !== null && (deliveries.has(ownId) || answers.has(ownId))) return ['own-mail']
  if (letter.bounce !== null) return ['bounce']
  if (letter.autoSubmitted) return ['auto-submitted']
  for (const reference of letter.inReplyTo) {
    // A letter like any other, with a case of its own: who reads it is told which answer it speaks of.
    const answer = answers.get(bareId(reference))
    if (answer !== undefined) return [answer.number === null ? 'answer-reply' : `answer-reply:${answer.number}`]
    const delivery = deliveries.get(bareId(reference))
    if (delivery === undefined) continue
    const isAddressee = letter.from?.toLowerCase() === delivery.fact.address.toLowerCase()
    const own = isAddressee ? ['from-addressee', ...(letter.signs ? ['signs'] : [])] : []
    const files = letter.files === 0 ? [] : [`files:${letter.files}`]
    return ['delivery-reply', `reply-to:${delivery.fact.id}`, ...own, ...files]
  }
  return []
}

/** The deliveries that reports say did not arrive; a report must name the address the mail went to. */
function bouncesOf({ deliveries }: Mails, letters: KeptLetter[]): { id: string; reason: string }[] {
  const found: { id: string; reason: string }[] = []
  for (const { bounce } of letters) {
    for (const messageId of bounce?.messageIds ?? []) {
      const delivery = deliveries.get(bareId(messageId))
      if (delivery === undefined || !bounce!.failed.includes(delivery.fact.address.toLowerCase())) continue
      found.push({ id: delivery.fact.id, reason: `退信：${bounce!.reason || '对方服务器未说明原因'}` })
    }
  }
  return found
}

/** The same of answers to writers. Of the server's words only its code: the words hold the address. */
async function answerBouncesOf(
  { read, sealer }: Ledger,
  { answers }: Mails,
  letters: KeptLetter[],
): Promise<{ id: string; reason: string }[]> {
  const found: { id: string; reason: string }[] = []
  for (const { bounce } of letters) {
    for (const messageId of bounce?.messageIds ?? []) {
      const answer = answers.get(bareId(messageId))
      const address = answer === undefined ? null : await writerOfLetter(read, sealer, answer.itemId)
      if (address === null || !bounce!.failed.includes(address.toLowerCase())) continue
      found.push({ id: answer!.id, reason: `回信被退回（${replyCode(bounce!.reason)}），来信人未收到` })
    }
  }
  return found
}
