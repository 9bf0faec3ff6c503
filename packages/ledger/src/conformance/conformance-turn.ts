// What several programs share without doing it twice: messages, deliveries, due cases, sources, links; and one moment.
import { sql } from 'kysely'
import { expect } from 'vitest'
import { headOf } from '../book.ts'
import { beginDelivery, claimDeliveries, settleDelivery } from '../delivery.ts'
import type { Ledger, Tx } from '../ledger.ts'
import { markSent, takeOutbox } from '../outbox.ts'
import { createOneTime, useOneTime as spendOneTime } from '../person/session.ts'
import { leaseSource } from '../source/source.ts'
import { BOOK, note, openCase, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const MESSAGES = 40
const claim = { now: START, leaseMs: 60_000, limit: 3, channel: 'mail' } as const

export function testTurns(run: Run): void {
  testClaims(run)
  testLeases(run)
  testScopes(run)
  testReaders(run)
}

/** What the engine itself says of the turn under way. */
async function waitsForDisk({ db, dialect }: Tx): Promise<boolean> {
  const ask = dialect.isShared
    ? sql<{ said: unknown }>`select current_setting('synchronous_commit') as said`
    : sql<{ said: unknown }>`select synchronous as said from pragma_synchronous`
  const { rows } = await ask.execute(db)
  return ['on', SYNCHRONOUS_FULL].includes(rows[0]!.said as string | number)
}

const SYNCHRONOUS_FULL = 2

function testClaims(run: Run): void {
  run('relays take rows not yet sent, never "id > last"', async ({ ledger }) => {
    await putMessages(ledger, [7])
    const first = await takeOutbox(ledger, 10)
    await markSent(
      ledger,
      first.map((row) => row.id),
    )
    // As when an older number becomes visible late.
    await putMessages(ledger, [3])
    expect((await takeOutbox(ledger, 10)).map((row) => row.id)).toEqual([3])
  })

  run('a turn that says so waits for no disk, and the next one does', async ({ ledger }) => {
    const fail = () => Promise.reject(new Error('fails'))
    const waits = [
      await ledger.write(waitsForDisk, 'none', 'later'),
      await ledger.write(waitsForDisk, 'none'),
      await ledger.write(fail, 'none', 'later').catch(() => ledger.write(waitsForDisk, 'none')),
    ]
    expect(waits).toEqual([false, true, true])
  })

  run('two relays never carry the same row', async ({ ledger, another }) => {
    await putMessages(
      ledger,
      Array.from({ length: MESSAGES }, (_, index) => index + 1),
    )
    const other = await another()
    const taken = await Promise.all([ledger, other, ledger, other].map((one) => takeOutbox(one, MESSAGES / 4)))
    const ids = taken.flat().map((row) => row.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(0)
  })

  run(
    'two notifiers never hold the same delivery, and a result counts only under the current lease',
    async (opened) => {
      const { ledger, another } = opened
      const caseId = await openCase(ledger, 'item-1')
      await putDeliveries(ledger, caseId, 6)
      const other = ledger.isShared ? await another() : ledger
      const [one, two] = [await claimDeliveries(ledger, claim), await claimDeliveries(other, claim)]
      expect(new Set([...one, ...two].map((row) => row.id)).size).toBe(6)
      const later = { ...claim, now: START + claim.leaseMs }
      const [taken] = await claimDeliveries(other, later)
      const old = one.find((row) => row.id === taken?.id)!
      expect(taken!.lease).toBe(old.lease + 1)
      const settle = { id: old.id, outcome: 'failed', messageId: null, reason: '拒收' } as const
      expect(await settleDelivery(ledger, { ...settle, lease: old.lease }, later.now)).toBe(false)
      expect(await beginDelivery(ledger, old.id, old.lease, later.now + claim.leaseMs)).toBeNull()
      expect(await settleDelivery(other, { ...settle, lease: taken!.lease }, later.now)).toBe(true)
    },
  )
}

function testLeases(run: Run): void {
  run('a sending that begins late in its lease has a whole one from then', async ({ ledger }) => {
    const caseId = await openCase(ledger, 'item-1')
    await putDeliveries(ledger, caseId, 1)
    await putAlert(ledger, caseId, 'alert_0')
    const [one] = await claimDeliveries(ledger, claim)
    const begun = START + claim.leaseMs - 1
    expect(await beginDelivery(ledger, one!.id, one!.lease, begun + claim.leaseMs)).not.toBeNull()
    expect(await claimDeliveries(ledger, { ...claim, now: START + claim.leaseMs })).toEqual([])
    expect(await claimDeliveries(ledger, { ...claim, now: begun + claim.leaseMs })).toHaveLength(1)
  })

  run('a source is read by one collector at a time, and by another when its lease has ended', async ({ ledger }) => {
    const ask = (owner: string, now: number) =>
      leaseSource(ledger, { book: BOOK, source: 'mailbox', owner, now, leaseMs: 30_000 })
    expect(await ask('one', START)).toBe(true)
    expect(await ask('two', START + 1)).toBe(false)
    expect(await ask('one', START + 20_000)).toBe(true)
    expect(await ask('two', START + 49_999)).toBe(false)
    expect(await ask('two', START + 50_000)).toBe(true)
  })

  run('a link that logs in once does so once, also when two come at once', async ({ ledger, another }) => {
    const token = await createOneTime(ledger, 'wang', START)
    const other = ledger.isShared ? await another() : ledger
    const logins = await Promise.all([ledger, other, ledger].map((one) => spendOneTime(one, token, START)))
    expect(logins.filter((login) => login === 'wang')).toHaveLength(1)
  })
}

function testScopes(run: Run): void {
  run('of two turns that want one name, one has it and the other does not wait', async ({ ledger, another }) => {
    const other = await another()
    const seen = await ledger.write(async (tx) => {
      const own = await tx.hold('steps of case_1')
      return [own, await other.write((inner) => inner.hold('steps of case_1'), 'none')]
    }, 'none')
    expect(seen).toEqual([true, false])
    expect(await other.write((tx) => tx.hold('steps of case_1'), 'none')).toBe(true)
  })

  run('a turn on one book does not wait for another book', async ({ ledger, another }) => {
    await ledger.write((tx) =>
      tx.db
        .insertInto('book')
        .values({
          id: 'pinghu',
          name: '平湖县',
          sample: 0,
          drill: 0,
          openedAt: START,
          headSeq: 0,
          headHash: '',
          headAt: 0,
        })
        .execute(),
    )
    const other = await another()
    const inner = await ledger.write(
      () => other.write((tx) => tx.append('pinghu', START, 'wang', [note('另一册')]), { book: 'pinghu' }),
      { book: BOOK },
    )
    expect(inner[0]?.seq).toBe(1)
  })
}

function testReaders(run: Run): void {
  run('a reader of one moment sees nothing that is written meanwhile', async ({ ledger }) => {
    const seen = await ledger.snapshot(async (read) => {
      const before = await headOf(read, BOOK)
      await ledger.write((tx) => tx.append(BOOK, START, 'wang', [note('此时')]))
      return [before.seq, (await headOf(read, BOOK)).seq]
    })
    expect(seen[0]).toBe(seen[1])
    expect((await headOf(ledger.read, BOOK)).seq).toBe(seen[0]! + 1)
  })

  run('a reader sees nothing of a turn before its commit', async ({ ledger }) => {
    const before = await headOf(ledger.read, BOOK)
    const during = await ledger.write(async (tx) => {
      await tx.append(BOOK, START, 'wang', [note('未提交')])
      return headOf(ledger.read, BOOK)
    })
    expect(during).toEqual(before)
  })
}

const putMessages = (ledger: Ledger, ids: number[]) =>
  ledger.write((tx) =>
    tx.db
      .insertInto('outbox')
      .values(ids.map((id) => ({ id, topic: 'case.changed', key: String(id), body: '{}', sentAt: null })))
      .execute(),
  )

/** What the first of `putDeliveries` tells of. */
async function putAlert(ledger: Ledger, caseId: string, id: string): Promise<void> {
  const fact = { id, owner: `plan/${caseId}`, clockId: null, code: 'C48', step: '红', occurrence: 0 }
  const row = { ...fact, book: BOOK, caseId, firedAt: START, late: 0, seq: 1, acknowledged: null }
  const body = JSON.stringify({ ...fact, firedAt: START })
  await ledger.write((tx) =>
    tx.db
      .insertInto('alert')
      .values({ ...row, body })
      .execute(),
  )
}

async function putDeliveries(ledger: Ledger, caseId: string, count: number): Promise<void> {
  const fact = { to: 'zjj-1', address: 'llr@zjj.qinghe.example', assignmentId: null }
  await ledger.write(async (tx) => {
    const row = {
      book: BOOK,
      caseId,
      channel: 'mail',
      contact: 'zjj-1',
      state: 'pending',
      messageId: null,
      attempts: 0,
    }
    for (let index = 0; index < count; index++) {
      const [id, alertId] = [`delivery_${index}`, `alert_${index}`]
      const body = JSON.stringify({ ...fact, id, alertId })
      await tx.db
        .insertInto('delivery')
        .values({ ...row, id, alertId, changedAt: START + index, body })
        .execute()
    }
  })
}
