// Tampering: whoever owns the database changes it by hand; verify names table and seq, and a seal finds the rest.
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { chainHash, entryText, readEntryText } from '@huiying/ledger/chain'
import { openLedger } from '@huiying/ledger/open'
import { replaceProjections } from '@huiying/ledger/rebuild'
import type { Seal } from '@huiying/ledger/seal'
import { makeSeal } from '@huiying/ledger/seal'
import { type VerifyResult, verify } from '@huiying/ledger/verify'
import { beforeAll, describe, expect, it } from 'vitest'
import { startProgram } from './program.ts'

let original = ''
let seal: Seal

beforeAll(async () => {
  const program = await startProgram('2026-11-23 09:00')
  original = program.folder
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

/** A copy of the data folder with one change made behind the program's back. */
function tampered(change: (db: DatabaseSync) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-tamper-'))
  cpSync(original, folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'ledger.db'))
  change(db)
  db.close()
  return folder
}

const found = async (folder: string, options: { seal?: Seal } = {}): Promise<string> => {
  const [result] = (await verify(folder, options)) as [VerifyResult]
  return result.ok
    ? `ok, unchecked ${result.unchecked.join(' ') || 'nothing'}`
    : `${result.table} ${result.seq} ${result.reason}`
}

describe('verify', () => {
  it('is content with what nobody has touched, and says what it did not look for', async () => {
    expect(await found(original)).toBe('ok, unchecked tail rewrite')
    expect(await found(original, { seal })).toBe('ok, unchecked nothing')
  })

  const table: [string, (db: DatabaseSync) => void, RegExp][] = [
    [
      'a flipped byte of an entry',
      (db) => db.exec(`update entry set body = replace(body, '多平台转发', '多平台传发')`),
      /^entry \d+ hash$/,
    ],
    ['a deleted entry', (db) => db.exec('delete from entry where seq = 5'), /^entry 5 gap$/],
    [
      'an added entry',
      (db) =>
        db.exec(
          `insert into entry select book, seq + 1000, at, actor, act, caseId, body, prev, hash
             from entry where seq = 3`,
        ),
      /^entry \d+ (gap|order|hash)$/,
    ],
    [
      'two entries swapped',
      (db) =>
        db.exec(
          `update entry set seq = -1 where seq = 4; update entry set seq = 4 where seq = 5;
           update entry set seq = 5 where seq = -1`,
        ),
      /^entry 4 (order|hash)$/,
    ],
    ['an edited actor', (db) => db.exec(`update entry set actor = 'nobody' where seq = 6`), /^entry 6 projection$/],
    ['an edited deadline', (db) => db.exec('update clock set dueAt = dueAt + 3600000'), /^clock \d+ projection$/],
    ['an edited state', (db) => db.exec(`update caseState set grade = '一般'`), /^caseState \d+ projection$/],
    [
      'a delivery called sent',
      (db) => db.exec(`update delivery set state = 'failed' where rowid = 1`),
      /^delivery \d+ projection$/,
    ],
    [
      'an edited text',
      (db) => db.exec(`update content set masked = replace(masked, '八个月', '三个月')`),
      /^content \d+ hash$/,
    ],
    ['a deleted letter', (db) => db.exec('delete from item'), /^item \d+ gap$/],
    [
      'an edited rule',
      (db) => db.exec(`update policyVersion set text = replace(text, '300', '600')`),
      /^policyVersion \d+ projection$/,
    ],
  ]
  it.each(table)('names the table and seq of %s', async (_what, change, expected) => {
    expect(await found(tampered(change))).toMatch(expected)
  })

  it('finds a cut tail only with a seal, and says so without one', async () => {
    const folder = tampered((db) => {
      const row = db.prepare('select seq, hash, at from entry where seq = 8').get() as {
        seq: number
        hash: string
        at: number
      }
      db.exec('delete from entry where seq > 8')
      db.prepare('update book set headSeq = ?, headHash = ?, headAt = ?').run(row.seq, row.hash, row.at)
    })
    await rebuildProjections(folder)
    expect(await found(folder)).toBe('ok, unchecked tail rewrite')
    expect(await found(folder, { seal })).toMatch(/^entry \d+ seal$/)
  })

  it('finds a chain computed anew from a changed entry only with a seal', async () => {
    const folder = tampered(rewriteFrom)
    await rebuildProjections(folder)
    expect(await found(folder)).toBe('ok, unchecked tail rewrite')
    expect(await found(folder, { seal })).toMatch(/^entry \d+ seal$/)
  })
})

/** What an owner with time would do: change a reason and compute every hash after it. */
function rewriteFrom(db: DatabaseSync): void {
  const rows = db.prepare('select seq, body from entry order by seq').all() as { seq: number; body: string }[]
  const update = db.prepare('update entry set body = ?, prev = ?, hash = ? where seq = ?')
  let prev = '0'.repeat(64)
  for (const { seq, body } of rows) {
    const text = entryText(readEntryText(body.replace('多平台转发', '领导要求')))
    const hash = chainHash(prev, text)
    update.run(text, prev, hash, seq)
    prev = hash
  }
  db.prepare('update book set headHash = ?').run(prev)
}

async function rebuildProjections(folder: string): Promise<void> {
  const ledger = await openLedger({ dataDir: folder })
  await ledger.write((tx) => replaceProjections(tx.db, 'qinghe'))
  await ledger.close()
}
