// What a program remembers of items it has put on record: never more than stands there, whoever wrote it.
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { headOf } from '../book.ts'
import { eraseContents } from '../erase.ts'
import { insertItems } from '../item/item.ts'
import { readTexts, untrackedItems } from '../item/item-read.ts'
import type { Ledger, Tx } from '../ledger.ts'
import { BOOK, letter, receive, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const ids = ['item-1', 'item-2', 'item-3']
const filed = (placed: string[]) => ({
  caseId: null,
  body: { act: 'items.filed', v: 1, lane: '入库', ids: placed, root: '0'.repeat(64), reason: '非政务舆情' } as const,
})
const place = ({ append }: Tx, placed: string[]) => append(BOOK, START, 'system', [filed(placed)])

/** What tagger and tracker are given. */
const given = async ({ read, fresh }: Ledger) => ({
  texts: (await readTexts(read, fresh, ids)).map(({ id, masked }) => [id, masked]),
  waiting: [...(await untrackedItems(read, fresh, ids)).keys()].sort(),
})
const onRecord = (ledger: Ledger) => given({ ...ledger, fresh: null })

export function testFresh(run: Run): void {
  run('a turn whose commit itself fails leaves nothing, neither on record nor in memory', async ({ ledger }) => {
    await ledger.write(async ({ db }) => {
      await sql`create table parent (id bigint primary key)`.execute(db)
      await sql`create table child (id bigint references parent (id) deferrable initially deferred)`.execute(db)
    })
    await receive(ledger, [letter('item-1')])
    const head = await headOf(ledger.read, BOOK)
    const failing = ledger.write(async (tx) => {
      const items = [letter('item-2'), letter('item-1', { sha256: 'f'.repeat(64), masked: '来水了\n来水了' })]
      const batch = { book: BOOK, source: 'mailbox', items, cursor: null, backfill: () => false }
      await insertItems(tx, ledger.sealer, batch, START)
      await place(tx, ['item-1'])
      // Looked at when the turn is committed, and not before: nothing of the turn's own has failed until then.
      await sql`insert into child (id) values (1)`.execute(tx.db)
    })
    await expect(failing).rejects.toThrow(/foreign key/i)
    expect(await given(ledger)).toEqual({ texts: [['item-1', letter('item-1').masked]], waiting: ['item-1'] })
    expect(await given(ledger)).toEqual(await onRecord(ledger))
    expect(await headOf(ledger.read, BOOK)).toEqual(head)
    await receive(ledger, [letter('item-2')])
    expect((await given(ledger)).waiting).toEqual(['item-1', 'item-2'])
  })

  run('what another program has placed, updated or erased is given as it stands on record', async (opened) => {
    const { ledger, another } = opened
    const other = ledger.isShared ? await another() : ledger
    await receive(
      ledger,
      ids.map((id) => letter(id)),
    )
    await other.write((tx) => place(tx, ['item-1']))
    await receive(other, [letter('item-2', { sha256: 'f'.repeat(64), masked: '来水了\n渡口路来水了' })])
    const { dataDir } = opened.place
    const places = { mailbox: join(dataDir, 'mailbox'), outbox: join(dataDir, 'outbox'), forget: async () => undefined }
    const erasing = { book: BOOK, ids: ['item-3'], rule: '保存期限届满', actor: 'system', ...places }
    await eraseContents(other, erasing, START)
    const now = await given(ledger)
    expect(now).toEqual(await onRecord(ledger))
    expect(now.texts).toContainEqual(['item-2', '来水了\n渡口路来水了'])
    expect(now.texts).not.toContainEqual(['item-3', expect.anything()])
    expect(now.waiting).not.toContain('item-1')
  })
}
