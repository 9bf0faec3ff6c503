// 渠道自测 on record: the marked letter of each mailbox, known by a Message-ID that nobody else can make.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type ChannelTest, nextOfTest, TEST_BACK_MS } from '@huiying/domain/channel-test'
import type { Body } from '@huiying/domain/entry'
import type { Ledger, Reader, Tx } from '../ledger.ts'

const MARK_HEX = 32
const REASON = `自测信寄出 ${TEST_BACK_MS / 60_000} 分钟后仍未回到信箱`

export async function readChannelTests(read: Reader, book: string): Promise<Map<string, ChannelTest>> {
  const rows = await read.selectFrom('channelTest').selectAll().where('book', '=', book).execute()
  return new Map(rows.map(({ source, sentAt, backAt, failedAt }) => [source, { sentAt, backAt, failedAt }]))
}

/** Does what is due for one mailbox; true when a letter is to be sent now. On record before it is sent. */
export async function turnChannelTest(ledger: Ledger, book: string, source: string, now: number): Promise<boolean> {
  return ledger.write(
    async (tx) => {
      const test = (await readChannelTests(tx.db, book)).get(source) ?? null
      const next = nextOfTest(test, now)
      if (next === null) return false
      if (next === 'fail') {
        await save(tx, book, source, { ...test!, failedAt: now })
        await note(tx, book, { act: 'channel.failed', v: 1, source, sentAt: test!.sentAt, reason: REASON }, now)
        return false
      }
      await save(tx, book, source, { sentAt: now, backAt: null, failedAt: test?.failedAt ?? null })
      await note(tx, book, { act: 'channel.tested', v: 1, source }, now)
      return true
    },
    { book },
  )
}

/** A marked letter came in; one of an earlier week, or read a second time, says nothing any more. */
export async function returnChannelTest(
  tx: Tx,
  book: string,
  source: string,
  sentAt: number,
  now: number,
): Promise<void> {
  const test = (await readChannelTests(tx.db, book)).get(source)
  if (test === undefined || test.sentAt !== sentAt || test.backAt !== null) return
  await save(tx, book, source, { sentAt, backAt: now, failedAt: null })
  await note(tx, book, { act: 'channel.returned', v: 1, source, tookMs: now - sentAt }, now)
}

/** Without angle brackets. */
export function testMessageId(key: Buffer, book: string, source: string, sentAt: number, host: string): string {
  return `ceshi.${sentAt}.${markOf(key, book, source, sentAt)}@${host}`
}

/** When the letter of this Message-ID was sent to this mailbox; null for every letter that is not one of ours. */
export function readTestMessageId(key: Buffer, book: string, source: string, messageId: string | null): number | null {
  const parts = /^<?ceshi\.(\d{1,15})\.([0-9a-f]+)@/.exec(messageId ?? '')
  if (parts === null || parts[2]!.length !== MARK_HEX) return null
  const sentAt = Number(parts[1])
  const own = Buffer.from(markOf(key, book, source, sentAt))
  return timingSafeEqual(own, Buffer.from(parts[2]!)) ? sentAt : null
}

function markOf(key: Buffer, book: string, source: string, sentAt: number): string {
  return createHmac('sm3', key).update(`ceshi ${book} ${source} ${sentAt}`).digest('hex').slice(0, MARK_HEX)
}

async function save(tx: Tx, book: string, source: string, test: ChannelTest): Promise<void> {
  await tx.db
    .insertInto('channelTest')
    .values({ book, source, ...test })
    .onConflict((on) => on.columns(['book', 'source']).doUpdateSet({ ...test }))
    .execute()
}

async function note(tx: Tx, book: string, body: Body, now: number): Promise<void> {
  await tx.append(book, now, 'system', [{ caseId: null, body }])
}
