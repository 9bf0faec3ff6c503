// What the record answers for: as of, erasing, verify, seals, versions, blobs; on every engine.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { CHUNK_BYTES_MAX } from '../blob/blob-row.ts'
import { headOf } from '../book.ts'
import { dump } from '../copy/dump.ts'
import { eraseContents } from '../erase.ts'
import { openLedger, openLedgerReadOnly } from '../open.ts'
import { ledgerRows, type RowAt, seqAt } from '../projection/row.ts'
import { behindSeal, makeSeal } from '../seal.ts'
import { verify } from '../verify/verify.ts'
import { BOOK, HOUR_MS, letter, note, openCase, order, receive, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const convert = { do: 'case.convert', grade: '一般', reason: '多平台转发' } as const

export function testRecord(run: Run): void {
  testPast(run)
  testErasing(run)
  testOpening(run)
}

function testPast(run: Run): void {
  run('"as of" gives what the ledger gave then, after whatever was decided since', async ({ ledger }) => {
    const caseId = await openCase(ledger, 'item-1')
    const page = (asOfSeq: number) => ledgerRows(ledger.read, { book: BOOK, asOfSeq, restricted: true }, null, 10)
    const before = await page(await seqAt(ledger.read, BOOK, START))
    expect((await order(ledger, caseId, 'c1', convert, START + HOUR_MS)).ok).toBe(true)
    const asOf = await seqAt(ledger.read, BOOK, START + HOUR_MS - 1)
    expect(await page(asOf)).toEqual(before)
    const [now] = await page((await headOf(ledger.read, BOOK)).seq)
    expect([before[0]?.grade, now?.grade]).not.toEqual([now?.grade, before[0]?.grade])
    const dumped = await ledger.snapshot((read) => dump(read, 'cases', START))
    expect(dumped.map((line) => line.grade)).toEqual([before[0]?.grade])
  })

  run('pages of the 台账 go by number where cases were opened at one moment, each once', async ({ ledger }) => {
    for (const item of ['item-1', 'item-2', 'item-3', 'item-4', 'item-5']) await openCase(ledger, item)
    const filter = { book: BOOK, asOfSeq: (await headOf(ledger.read, BOOK)).seq, restricted: true }
    const numbers: string[] = []
    let after: { openedAt: number; number: string } | null = null
    for (let page = 0; page < 3; page++) {
      const rows: RowAt[] = await ledgerRows(ledger.read, filter, after, 2)
      numbers.push(...rows.map((row) => row.number))
      after = rows.at(-1) ?? null
    }
    expect(new Set(numbers).size).toBe(5)
    expect(numbers).toEqual(numbers.toSorted().toReversed())
  })

  run('verify recomputes the chain and the projections, and names what was changed behind its back', async (opened) => {
    const { ledger, place } = opened
    const caseId = await openCase(ledger, 'item-1')
    await order(ledger, caseId, 'c1', convert)
    expect(await verify(place)).toMatchObject([{ ok: true, book: BOOK, unchecked: ['tail', 'rewrite'] }])
    await ledger.write((tx) => tx.db.updateTable('caseState').set({ grade: '重大' }).execute())
    expect(await verify(place)).toMatchObject([{ ok: false, table: 'caseState', reason: 'projection' }])
    await ledger.write((tx) => sql`update entry set body = replace(body, '建册', '建策')`.execute(tx.db))
    expect(await verify(place)).toMatchObject([{ ok: false, table: 'entry', seq: 2, reason: 'hash' }])
  })

  run('a seal finds a ledger that is older than it', async ({ ledger, place }) => {
    await ledger.write((tx) => tx.append(BOOK, START, 'wang', [note('一')]))
    const seal = await makeSeal(ledger, START)
    expect(await behindSeal(ledger.read, seal)).toEqual([])
    expect(await verify(place, { seal })).toMatchObject([{ ok: true, unchecked: [] }])
    const { seq } = seal.books[0]!
    await ledger.write(async (tx) => {
      await tx.db.deleteFrom('entry').where('seq', '>=', seq).execute()
      const last = await tx.db.selectFrom('entry').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()
      await tx.db.updateTable('book').set({ headSeq: last.seq, headHash: last.hash, headAt: last.at }).execute()
    })
    expect(await behindSeal(ledger.read, seal)).toEqual([{ book: BOOK, seq, found: seq - 1 }])
    expect(await verify(place, { seal })).toMatchObject([{ ok: false, seq, reason: 'seal' }])
  })
}

function testErasing(run: Run): void {
  run('erasing deletes text, salt, sealed text and blob by an entry; chain and verify still hold', async (opened) => {
    const { ledger, place } = opened
    const sha256 = await ledger.blobs.put(Buffer.from('原件'))
    await receive(ledger, [letter('item-1', { sha256 }), letter('item-2')])
    const erasing = {
      book: BOOK,
      ids: ['item-1'],
      rule: '保存 3 年（本单位规则）',
      actor: 'limin',
      forget: async () => undefined,
    }
    const mailbox = join(place.dataDir, 'mailbox')
    const outbox = join(place.dataDir, 'outbox')
    expect(await eraseContents(ledger, { ...erasing, mailbox, outbox }, START)).toBe(1)
    const left = await ledger.read.selectFrom('content').select('itemId').execute()
    expect(left.map((row) => row.itemId)).toEqual(['item-2'])
    await expect(ledger.blobs.get(sha256)).rejects.toThrow()
    expect(await verify(place)).toMatchObject([{ ok: true }])
  })

  run(
    'blobs: the same bytes are one, large ones come back whole, and two programs may put one at once',
    async (opened) => {
      const { ledger, another } = opened
      const large = randomBytes(CHUNK_BYTES_MAX * 2 + 7)
      const other = ledger.isShared ? await another() : ledger
      const [names, again] = await Promise.all([ledger.blobs.putMany([large, Buffer.alloc(0)]), other.blobs.put(large)])
      expect(names[0]).toBe(again)
      expect((await ledger.blobs.get(again)).equals(large)).toBe(true)
      expect((await other.blobs.get(names[1]!)).length).toBe(0)
      await ledger.blobs.remove(again)
      await expect(other.blobs.get(again)).rejects.toThrow()
    },
  )
}

function testOpening(run: Run): void {
  run('a ledger newer than the program is refused, with nothing changed', async ({ ledger, place }) => {
    await ledger.write((tx) => tx.db.insertInto('migration').values({ version: 999, at: 0 }).execute())
    await expect(openLedger(place)).rejects.toThrow(/第 999 版.*请升级程序/)
    expect((await headOf(ledger.read, BOOK)).seq).toBe(2)
  })

  run('several programs that open an empty ledger at once migrate it once', async ({ empty, fork }) => {
    const place = await empty()
    const children = Array.from({ length: 4 }, (_, index) => fork([`opener-${index}`], place))
    expect(await Promise.all(children.map((one) => one.ended))).toEqual([0, 0, 0, 0])
    const ledger = await openLedger(place)
    const versions = await ledger.read.selectFrom('migration').select('version').orderBy('version').execute()
    expect(versions.map((row) => row.version)).toEqual(versions.map((_, index) => index + 1))
    await ledger.close()
  })

  run('opened for reading it takes no turn', async ({ place }) => {
    const reader = await openLedgerReadOnly(place)
    try {
      await expect(reader.write((tx) => tx.append(BOOK, START, 'wang', [note('不许')]))).rejects.toThrow(/只读/)
      expect((await headOf(reader.read, BOOK)).seq).toBe(2)
    } finally {
      await reader.close()
    }
  })
}
