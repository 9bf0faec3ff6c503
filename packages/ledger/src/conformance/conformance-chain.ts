// The chain, the unique keys and what stands in one transaction: rules that every engine keeps.
import { expect } from 'vitest'
import { headOf } from '../book.ts'
import { chainHash, GENESIS_HASH } from '../chain.ts'
import type { Ledger } from '../ledger.ts'
import { takeOutbox } from '../outbox.ts'
import { BOOK, note, openCase, order, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const TURNS = 15
const WRITERS = 3

const entries = (ledger: Ledger) =>
  ledger.read.selectFrom('entry').selectAll().where('book', '=', BOOK).orderBy('seq').execute()

export function testChain(run: Run): void {
  testAppends(run)
  testWholeTurns(run)
  testUniqueKeys(run)
}

function testAppends(run: Run): void {
  run('takes seq = head + 1 and hashes the bytes as stored: no holes, from the first entry on', async ({ ledger }) => {
    await ledger.write((tx) => tx.append(BOOK, START, 'wang', [note('一'), note('二')]))
    let prev = GENESIS_HASH
    for (const [index, row] of (await entries(ledger)).entries()) {
      expect([row.seq, row.prev, row.hash]).toEqual([index + 1, prev, chainHash(prev, row.body)])
      prev = row.hash
    }
    expect((await headOf(ledger.read, BOOK)).hash).toBe(prev)
  })

  run('leaves no hole and nothing double when several programs append at once', async ({ ledger, fork }) => {
    const { seq: before } = await headOf(ledger.read, BOOK)
    const children = Array.from({ length: WRITERS }, (_, index) => fork([`writer-${index}`, String(TURNS)]))
    expect(await Promise.all(children.map((one) => one.ended))).toEqual(children.map(() => 0))
    const rows = (await entries(ledger)).slice(before)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => before + 1 + index))
    expect(rows).toHaveLength(TURNS * WRITERS)
    for (const [index, row] of rows.entries()) {
      // Each turn counted the entries under the lock: what it read was still so when it wrote.
      expect(JSON.parse(row.body).reason).toBe(String(index))
      expect(row.hash).toBe(chainHash(row.prev, row.body))
    }
  })

  run('never lets time run back: recordedAt = max(now, the head’s)', async ({ ledger }) => {
    await ledger.write((tx) => tx.append(BOOK, START + 5_000, 'wang', [note('后')]))
    const [late] = await ledger.write((tx) => tx.append(BOOK, START + 1_000, 'wang', [note('钟慢了')]))
    expect(late?.at).toBe(START + 5_000)
  })
}

function testWholeTurns(run: Run): void {
  run('leaves nothing of a turn that fails: no entry, no row, no message', async ({ ledger }) => {
    const before = await headOf(ledger.read, BOOK)
    const failing = ledger.write(async (tx) => {
      await tx.append(BOOK, START, 'wang', [note('不留')])
      await tx.publish([{ topic: 'case.changed', key: 'k', body: {} }])
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await headOf(ledger.read, BOOK)).toEqual(before)
    expect(await takeOutbox(ledger, 10)).toEqual([])
  })

  run('goes on after a turn that the database itself refused', async ({ ledger }) => {
    const twice = ledger.write(async (tx) => {
      for (const answer of ['first', 'second']) {
        await tx.db.insertInto('command').values({ id: 'same', at: START, answer }).execute()
      }
    })
    await expect(twice).rejects.toThrow()
    await ledger.write((tx) => tx.append(BOOK, START, 'wang', [note('照常')]))
    expect(await ledger.read.selectFrom('command').selectAll().execute()).toEqual([])
  })

  run('appends only to a book the turn has to itself', async ({ ledger }) => {
    const loose = ledger.write((tx) => tx.append(BOOK, START, 'wang', [note('没有锁')]), 'none')
    await expect(loose).rejects.toThrow(/without its lock/)
    const locked = ledger.write(async (tx) => {
      await tx.lock(BOOK)
      return tx.append(BOOK, START, 'wang', [note('有锁')])
    }, 'none')
    expect(await locked).toHaveLength(1)
  })

  run('refuses a book that is not open', async ({ ledger }) => {
    const unknown = ledger.write((tx) => tx.append('nowhere', START, 'wang', [note('无册')]))
    await expect(unknown).rejects.toThrow('台账册 nowhere 尚未建立')
  })
}

function testUniqueKeys(run: Run): void {
  run('holds each alert, delivery, case number, command, item and seq once', async ({ ledger }) => {
    const unique: [string, (suffix: string) => object][] = [
      ['alert', (id) => alertRow(`alert_${id}`)],
      ['delivery', (id) => deliveryRow(`delivery_${id}`)],
      ['command', () => ({ id: 'c', at: START, answer: '{}' })],
      ['caseState', (id) => caseRow(`case_${id}`)],
    ]
    for (const [table, row] of unique) {
      const insert = (suffix: string) =>
        ledger.write((tx) =>
          tx.db
            .insertInto(table as 'command')
            .values(row(suffix) as never)
            .execute(),
        )
      await insert('a')
      await expect(insert('b'), table).rejects.toThrow(/unique/i)
    }
    const [row] = await entries(ledger)
    const again = ledger.write((tx) =>
      tx.db
        .insertInto('entry')
        .values({ ...row!, actor: 'else' })
        .execute(),
    )
    await expect(again).rejects.toThrow(/unique/i)
  })

  run('gives a repeated command its first answer, also when both come at once', async ({ ledger, another }) => {
    const caseId = await openCase(ledger, 'item-1')
    const second = ledger.isShared ? await another() : ledger
    const what = { do: 'note.add', kind: '备注', text: '已电话核实' } as const
    const answers = await Promise.all([ledger, second].map((one) => order(one, caseId, 'cmd-1', what)))
    expect(answers[0]).toEqual(answers[1])
    const added = await ledger.read.selectFrom('entry').select('seq').where('act', '=', 'note.added').execute()
    expect(added).toHaveLength(1)
  })

  run('leaves one case.changed for a case and turn in the turn’s own transaction', async ({ ledger }) => {
    const caseId = await openCase(ledger, 'item-1')
    const messages = (await takeOutbox(ledger, 100)).filter((row) => row.topic === 'case.changed')
    const { seq } = await headOf(ledger.read, BOOK)
    expect(messages.map(({ key, body }) => [key, JSON.parse(body)])).toEqual([[caseId, { book: BOOK, caseId, seq }]])
  })
}

const alertRow = (id: string) => ({
  ...{ id, book: BOOK, caseId: 'case_1', owner: 'clock_1', clockId: 'clock_1', code: 'C48', step: '黄', occurrence: 0 },
  ...{ firedAt: START, late: 0, seq: 1, acknowledged: null, body: '{}' },
})

const deliveryRow = (id: string) => ({
  ...{ id, book: BOOK, caseId: 'case_1', alertId: 'alert_1', channel: 'mail', contact: 'zjj-1', state: 'pending' },
  ...{ messageId: null, attempts: 0, changedAt: START, body: '{}' },
})

const caseRow = (id: string) => ({
  ...{ id, book: BOOK, number: 'YQ-2026-0001', version: 1, seq: 1, state: '{}', status: '待研判', grade: null },
  ...{ restricted: null, openedAt: START, dueAt: null, lead: null, title: '', opinion: 0, items: 1, heat: 1 },
})
