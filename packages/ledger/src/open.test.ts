// What the database itself guarantees: unique keys, durability, versions, and a due step found by its index.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { failureOf } from '@huiying/runtime/failure'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertRows } from './batch.ts'
import { newestQuery } from './candidate/fingerprint.ts'
import { migrations } from './engine/migration.ts'
import { openConnection } from './engine/sqlite.ts'
import { openLedger } from './open.ts'
import { dueCases, dueQuery } from './plan.ts'
import { closeVersion } from './projection/flush.ts'
import type { Schema } from './schema.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'ledger.db')
const FULL = 2
const IN_MEMORY = 2

describe('the key file', () => {
  const sealed = async () => {
    const ledger = await openLedger({ dataDir: folder })
    const row = {
      itemId: 'item_1',
      masked: '甲',
      salt: Buffer.from('s'),
      sealed: ledger.sealer.seal(Buffer.from('甲')),
    }
    await ledger.write((tx) => insertRows(tx.db, 'content', [row]))
    await ledger.close()
  }
  const key = () => join(folder, 'key')

  it('is made at the first start, and never again once something is sealed with it', async () => {
    await sealed()
    rmSync(key())
    await expect(openLedger({ dataDir: folder })).rejects.toThrow(/不存在.*未另造新密钥.*HUIYING_KEY_FILE/)
    expect(existsSync(key())).toBe(false)
  })

  it('of another ledger is refused at the start, not at the first letter somebody reads', async () => {
    await sealed()
    writeFileSync(key(), `${'ab'.repeat(32)}\n`)
    await expect(openLedger({ dataDir: folder })).rejects.toThrow(/不是当时的那一把.*HUIYING_KEY_FILE/)
  })
})

describe('the ledger database', () => {
  it('on a full disk says so, keeps what was there, and goes on when there is room', async () => {
    const ledger = await openLedger({ dataDir: folder })
    const pages = (most: string) =>
      ledger.write((tx) => sql.raw<{ max_page_count: number }>(`pragma max_page_count = ${most}`).execute(tx.db))
    const row = (itemId: string, bytes: number) => ({
      itemId,
      masked: '',
      salt: Buffer.alloc(0),
      sealed: Buffer.alloc(bytes),
    })
    const save = (itemId: string, bytes: number) =>
      ledger.write((tx) => insertRows(tx.db, 'content', [row(itemId, bytes)]))
    await save('kept', 10)
    await pages('1')
    const refused = await save('large', 2 ** 22).catch((error: unknown) => error)
    expect(failureOf(refused)).toEqual({ kind: 'engine', reason: '磁盘已满' })
    await pages('1000000')
    await save('later', 2 ** 22)
    const rows = await ledger.read.selectFrom('content').select('itemId').orderBy('itemId').execute()
    expect(rows.map((one) => one.itemId)).toEqual(['kept', 'later'])
    await ledger.close()
  })

  it('is synchronous=FULL on every connection it opens', async () => {
    await (await openLedger({ dataDir: folder })).close()
    for (const mode of ['write', 'read'] as const) {
      const connection = openConnection<Schema>(file(), mode)
      expect(connection.raw.prepare('pragma synchronous').get()).toEqual({ synchronous: FULL })
      await connection.close()
    }
  })

  it('lays a new file out in pages of 8 KiB, and goes on with one of another size as it is', async () => {
    const before = new DatabaseSync(file())
    before.exec('pragma page_size = 4096; pragma journal_mode = wal; create table old (a)')
    before.close()
    for (const [dataDir, size] of [
      [folder, 4096],
      [join(folder, 'new'), 8192],
    ] as const) {
      const ledger = await openLedger({ dataDir })
      const { rows } = await sql`pragma page_size`.execute(ledger.read)
      await ledger.close()
      expect(rows).toEqual([{ page_size: size }])
    }
  })

  it('sets nothing aside in the folder for temporary files: texts would stand there', async () => {
    await (await openLedger({ dataDir: folder })).close()
    const { raw, close } = openConnection<Schema>(file(), 'write')
    expect(raw.prepare('pragma temp_store').get()).toEqual({ temp_store: IN_MEMORY })
    await close()
  })

  it('undoes a turn whole when a row in the middle of a statement is refused, and goes on', async () => {
    const ledger = await openLedger({ dataDir: folder })
    const rows = Array.from({ length: 60 }, (_, index) => ({ itemId: `item_${index}`, body: '{}' }))
    const twice = [...rows.slice(0, 30), rows[0]!, ...rows.slice(30)]
    const turn = ledger.write(async (tx) => {
      await insertRows(tx.db, 'verdict', [{ itemId: 'item_before', body: '{}' }])
      await insertRows(tx.db, 'verdict', twice)
    })
    await expect(turn).rejects.toThrow(/UNIQUE/)
    expect(await ledger.read.selectFrom('verdict').selectAll().execute()).toEqual([])
    await ledger.write((tx) => insertRows(tx.db, 'verdict', rows))
    expect(await ledger.read.selectFrom('verdict').selectAll().execute()).toHaveLength(rows.length)
    await ledger.close()
  })

  it('holds each alert, delivery, case number and command once, whatever the program does', async () => {
    await (await openLedger({ dataDir: folder })).close()
    const { raw, close } = openConnection<Schema>(file(), 'read')
    const uniqueOf = (table: string) => {
      const lists = raw.prepare(`pragma index_list(${table})`).all() as { name: string; unique: number }[]
      return lists
        .filter((index) => index.unique === 1)
        .map((index) =>
          (raw.prepare(`pragma index_info(${index.name})`).all() as { name: string }[])
            .map((one) => one.name)
            .join(' '),
        )
    }
    expect(uniqueOf('alert')).toContain('owner step occurrence')
    expect(uniqueOf('delivery')).toContain('alertId contact channel')
    expect(uniqueOf('caseState')).toContain('book number')
    expect(uniqueOf('entry')).toContain('book seq')
    expect(uniqueOf('command')).toContain('id')
    await close()
  })

  it('is refused when it is newer than the program, with nothing changed', async () => {
    await (await openLedger({ dataDir: folder })).close()
    const { raw, close } = openConnection<Schema>(file(), 'write')
    raw.exec('insert into migration (version, at) values (999, 0)')
    await close()
    await expect(openLedger({ dataDir: folder })).rejects.toThrow(/第 999 版.*请升级程序/)
  })

  it('finds what was tracked before the index of fingerprints was made anew', async () => {
    const { raw, close } = openConnection<Schema>(file(), 'write')
    raw.exec('create table migration (version bigint primary key, at bigint not null)')
    for (const [index, statements] of migrations.slice(0, FINGERPRINTS_ANEW).entries()) {
      for (const statement of statements) raw.exec(statement)
      raw.exec(`insert into migration (version, at) values (${index + 1}, 0)`)
    }
    const old = raw.prepare('insert into fingerprint (book, key, itemId, caseId, at, seq) values (?, ?, ?, ?, ?, ?)')
    for (const key of ['=text', 'w停水']) old.run('b', key, 'item-late', 'case-2', 100, 9)
    for (const key of ['=other', 'w停水']) old.run('b', key, 'item-early', 'case-1', 200, 4)
    await close()
    const ledger = await openLedger({ dataDir: folder })
    expect(await newestQuery(ledger.read, 'b', 'w停水', 0).execute()).toMatchObject([
      { number: 1, at: 200 },
      { number: 2, at: 100 },
    ])
    const items = await ledger.read.selectFrom('fingerprintItem').selectAll().orderBy('number').execute()
    expect(items.map((one) => [one.itemId, one.caseId, one.keys.split('\n').sort()])).toEqual([
      ['item-early', 'case-1', ['=other', 'w停水']],
      ['item-late', 'case-2', ['=text', 'w停水']],
    ])
    await ledger.close()
  })

  it('reads what is due by an index on its time, not what is open', async () => {
    const ledger = await openLedger({ dataDir: folder })
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      ...emptyPlan(index),
      nextStepAt: index < 10 ? 100 - index : 1_000 + index,
    }))
    await ledger.write((tx) => insertRows(tx.db, 'plan', rows))
    expect(await dueCases(ledger.read, 100, 500)).toHaveLength(10)
    const due = dueQuery(ledger.read, 100).select('caseId').orderBy('nextStepAt').limit(500)
    expect(planOf(due.compile())).toMatch(/^SEARCH plan USING INDEX planDue \(nextStepAt<\?\)$/)
    expect(rowsRead('plan', due.compile())).toBe(10)
    await ledger.close()
  })

  it('reads as many rows for what is due whatever is open, and no more than its bound', async () => {
    const ledger = await openLedger({ dataDir: folder })
    const rows = Array.from({ length: 5_000 }, (_, index) => ({ ...emptyPlan(index), nextStepAt: index }))
    await ledger.write((tx) => insertRows(tx.db, 'plan', rows))
    const due = dueQuery(ledger.read, 4_000).select('caseId').orderBy('nextStepAt').limit(200)
    expect(rowsRead('plan', due.compile())).toBeLessThanOrEqual(201)
    await ledger.close()
  })

  it('closes the version of a row by the key of its case, not by looking through the 台账', async () => {
    const ledger = await openLedger({ dataDir: folder })
    expect(planOf(closeVersion(ledger.read, 'case_1', 9).compile())).toBe(
      'SEARCH caseRow USING INDEX sqlite_autoindex_caseRow_1 (caseId=?)',
    )
    await ledger.close()
  })

  it('reads the newest candidates of a key by an index, not all that share it', async () => {
    const ledger = await openLedger({ dataDir: folder })
    expect(planOf(newestQuery(ledger.read, 'b', 'w停水', 0).compile())).toBe(
      'SEARCH fingerprintKey USING PRIMARY KEY (book=? AND key=? AND at>?)',
    )
    await ledger.close()
  })
})

/** The versions of the tables before the one that made it anew. */
const FINGERPRINTS_ANEW = migrations.findIndex((statements) => statements.includes('drop table fingerprint'))

const emptyPlan = (index: number) => ({
  id: `plan_${index}`,
  book: 'b',
  caseId: `case_${index}`,
  ownerKind: 'clock',
  ownerId: `clock_${index}`,
  body: '{}',
})

/**
 * How many rows of the table a query looks at: a function that only counts stands first in its condition, so that it is
 * called for each row that an index leads to, or for every row when none does.
 */
function rowsRead(table: string, { sql, parameters }: { sql: string; parameters: readonly unknown[] }): number {
  const raw = new DatabaseSync(file(), { readOnly: true })
  let seen = 0
  raw.function('seen', (_row) => {
    seen++
    return 1
  })
  const counting = sql.replace(' where ', ` where seen("${table}".rowid) and `)
  raw.prepare(counting).all(...(parameters as number[]))
  raw.close()
  return seen
}

/** How SQLite would go about a query, one step a line. */
function planOf({ sql, parameters }: { sql: string; parameters: readonly unknown[] }): string {
  const raw = new DatabaseSync(file(), { readOnly: true })
  const steps = raw.prepare(`explain query plan ${sql}`).all(...(parameters as number[])) as { detail: string }[]
  raw.close()
  return steps.map((step) => step.detail).join('; ')
}
