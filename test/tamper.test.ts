// Tampering: whoever owns the database changes it by hand; verify names table and seq, and a seal finds the rest.
import { chainHash, entryText, readEntryText } from '@huiying/ledger/chain'
import type { Tx } from '@huiying/ledger/ledger'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import type { Seal } from '@huiying/ledger/seal'
import { makeSeal } from '@huiying/ledger/seal'
import { replaceProjections } from '@huiying/ledger/verify/rebuild'
import { type VerifyResult, verify } from '@huiying/ledger/verify/verify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyPlace } from './engine.ts'
import { startProgram } from './program.ts'

type Db = Tx['db']
type Change = (db: Db) => Promise<unknown>

let original: LedgerOptions
let seal: Seal

beforeAll(async () => {
  const program = await startProgram('2026-11-23 09:00')
  original = program.place
  const text = '青河市滨江壹号逾期八个月不交房，业主天天去售楼部，请住建局给说法。'
  await program.drop({ subject: '滨江壹号逾期交房', date: '2026-11-23 08:50', text })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  await program.goTo('2026-11-24 10:00')
  seal = await makeSeal(program.ledger, program.time.now())
  await program.goTo('2026-11-25 10:00')
  await program.stop()
})

/** A copy of the ledger with one change made behind the program's back. */
async function tampered(change: Change): Promise<LedgerOptions> {
  const place = await copyPlace(original)
  const ledger = await openLedger(place)
  await ledger.write((tx) => change(tx.db))
  await ledger.close()
  return place
}

const found = async (place: LedgerOptions, options: { seal?: Seal } = {}): Promise<string> => {
  const [result] = (await verify(place, options)) as [VerifyResult]
  return result.ok
    ? `ok, unchecked ${result.unchecked.join(' ') || 'nothing'}`
    : `${result.table} ${result.seq} ${result.reason}`
}

const moveEntry = (db: Db, from: number, to: number) =>
  db.updateTable('entry').set({ seq: to }).where('seq', '=', from).execute()

describe('verify', () => {
  it('is content with what nobody has touched, and says what it did not look for', async () => {
    expect(await found(original)).toBe('ok, unchecked tail rewrite')
    expect(await found(original, { seal })).toBe('ok, unchecked nothing')
  })

  const table: [string, Change, RegExp][] = [
    [
      'a flipped byte of an entry',
      (db) => sql`update entry set body = replace(body, '多平台转发', '多平台传发')`.execute(db),
      /^entry \d+ hash$/,
    ],
    ['a deleted entry', (db) => db.deleteFrom('entry').where('seq', '=', 5).execute(), /^entry 5 gap$/],
    [
      'an added entry',
      async (db) => {
        const row = await db.selectFrom('entry').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow()
        await db
          .insertInto('entry')
          .values({ ...row, seq: row.seq + 1000 })
          .execute()
      },
      /^entry \d+ (gap|order|hash)$/,
    ],
    [
      'two entries swapped',
      async (db) => {
        await moveEntry(db, 4, -1)
        await moveEntry(db, 5, 4)
        await moveEntry(db, -1, 5)
      },
      /^entry 4 (order|hash)$/,
    ],
    [
      'an edited actor',
      (db) => db.updateTable('entry').set({ actor: 'nobody' }).where('seq', '=', 6).execute(),
      /^entry 6 projection$/,
    ],
    [
      'an edited deadline',
      (db) =>
        db
          .updateTable('clock')
          .set((eb) => ({ dueAt: eb('dueAt', '+', 3_600_000) }))
          .execute(),
      /^clock \d+ projection$/,
    ],
    [
      'an edited state',
      (db) => db.updateTable('caseState').set({ grade: '一般' }).execute(),
      /^caseState \d+ projection$/,
    ],
    [
      'a delivery called sent',
      async (db) => {
        const { id } = await db.selectFrom('delivery').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()
        await db.updateTable('delivery').set({ state: 'failed' }).where('id', '=', id).execute()
      },
      /^delivery \d+ projection$/,
    ],
    [
      'an edited text',
      (db) => sql`update content set masked = replace(masked, '八个月', '三个月')`.execute(db),
      /^content \d+ hash$/,
    ],
    ['a deleted letter', (db) => db.deleteFrom('item').execute(), /^item \d+ gap$/],
    [
      'an edited rule',
      (db) => sql`update "policyVersion" set text = replace(text, '300', '600')`.execute(db),
      /^policyVersion \d+ projection$/,
    ],
  ]
  it.each(table)('names the table and seq of %s', async (_what, change, expected) => {
    expect(await found(await tampered(change))).toMatch(expected)
  })

  it('finds a cut tail only with a seal, and says so without one', async () => {
    const place = await tampered(async (db) => {
      const row = await db.selectFrom('entry').selectAll().where('seq', '=', 8).executeTakeFirstOrThrow()
      await db.deleteFrom('entry').where('seq', '>', 8).execute()
      await db.updateTable('book').set({ headSeq: row.seq, headHash: row.hash, headAt: row.at }).execute()
    })
    await rebuildProjections(place)
    expect(await found(place)).toBe('ok, unchecked tail rewrite')
    expect(await found(place, { seal })).toMatch(/^entry \d+ seal$/)
  })

  it('finds a chain computed anew from a changed entry only with a seal', async () => {
    const place = await tampered(rewriteFrom)
    await rebuildProjections(place)
    expect(await found(place)).toBe('ok, unchecked tail rewrite')
    expect(await found(place, { seal })).toMatch(/^entry \d+ seal$/)
  })
})

/** What an owner with time would do: change a reason and compute every hash after it. */
async function rewriteFrom(db: Db): Promise<void> {
  let prev = '0'.repeat(64)
  for (const { seq, body } of await db.selectFrom('entry').select(['seq', 'body']).orderBy('seq').execute()) {
    const text = entryText(readEntryText(body.replace('多平台转发', '领导要求')))
    const hash = chainHash(prev, text)
    await db.updateTable('entry').set({ body: text, prev, hash }).where('seq', '=', seq).execute()
    prev = hash
  }
  await db.updateTable('book').set({ headHash: prev }).execute()
}

async function rebuildProjections(place: LedgerOptions): Promise<void> {
  const ledger = await openLedger(place)
  await ledger.write((tx) => replaceProjections(tx.db, 'qinghe'))
  await ledger.close()
}
