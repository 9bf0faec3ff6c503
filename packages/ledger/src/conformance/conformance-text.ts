// What a column gives back: rules for text, numbers, JSON and bytes, the same on every engine.
import { sql } from 'kysely'
import { expect } from 'vitest'
import { alertsOf, replyBellsSince } from '../alert.ts'
import { insertRows } from '../batch.ts'
import { queue } from '../case.ts'
import { sealContent } from '../item/content.ts'
import type { Ledger } from '../ledger.ts'
import { BOOK, HOUR_MS, letter, openCase, order, receive, START } from './conformance-fact.ts'
import type { Run } from './conformance-run.ts'

const FAR = Number.MAX_SAFE_INTEGER
const ROWS = 3_000

const saveAnswers = (ledger: Ledger, rows: { id: string; answer: string }[]) =>
  ledger.write((tx) =>
    insertRows(
      tx.db,
      'command',
      rows.map((row) => ({ ...row, at: START })),
    ),
  )

export function testText(run: Run): void {
  testTexts(run)
  testValues(run)
  testQueries(run)
  testBells(run)
}

function testTexts(run: Run): void {
  run('text sorts by bytes, whatever the language', async ({ ledger }) => {
    const words = ['a', 'B', '_', 'é', 'Z', '中', '一', '😀', 'ｚ', 'ab', 'a b', '']
    await saveAnswers(
      ledger,
      words.map((id) => ({ id, answer: '{}' })),
    )
    const rows = await ledger.read.selectFrom('command').select('id').orderBy('id').execute()
    const byBytes = words.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(rows.map((row) => row.id)).toEqual(byBytes)
    const above = await ledger.read.selectFrom('command').select('id').where('id', '>', 'Z').execute()
    expect(above.map((row) => row.id).toSorted()).toEqual(
      byBytes.filter((word) => Buffer.compare(Buffer.from(word), Buffer.from('Z')) > 0).toSorted(),
    )
  })

  run(
    'U+0000 and lone surrogates are replaced on entry, the length stays, and the item is flagged',
    async ({ ledger }) => {
      const author = '网友\u0000甲\ud83d'
      const clear = `停水\udc00三天了，😀请处理`
      await receive(ledger, [letter('item-1', { author, title: '停水\u0000', masked: clear, clear })])
      const row = await ledger.read.selectFrom('item').selectAll().where('id', '=', 'item-1').executeTakeFirstOrThrow()
      expect([row.author, row.title]).toEqual(['网友\ufffd甲\ufffd', '停水\ufffd'])
      expect(JSON.parse(row.flags)).toContain('characters-replaced')
      const content = await ledger.read.selectFrom('content').select('masked').executeTakeFirstOrThrow()
      expect(content.masked).toBe('停水\ufffd三天了，😀请处理')
      await saveAnswers(ledger, [{ id: 'any\u0000text', answer: 'of\ud800any column' }])
      const other = await ledger.read.selectFrom('command').selectAll().executeTakeFirstOrThrow()
      expect([other.id, other.answer]).toEqual(['any\ufffdtext', 'of\ufffdany column'])
    },
  )
  run(
    'a text sealed before it came in is kept as it is, and sealed anew where it had to be cleaned',
    async ({ ledger }) => {
      const sealedOf = (id: string, clear: string) => sealContent(ledger.sealer, { id, clear })
      const [whole, torn] = ['停水三天了', '停水\u0000三天了']
      const given = sealedOf('item-1', whole)
      await receive(ledger, [
        letter('item-1', { masked: whole, clear: whole, sealed: given }),
        letter('item-2', { masked: torn, clear: torn, sealed: sealedOf('item-2', torn) }),
      ])
      const rows = await ledger.read.selectFrom('content').select('sealed').orderBy('itemId').execute()
      expect(Buffer.from(rows[0]!.sealed)).toEqual(Buffer.from(given.text))
      expect(ledger.sealer.open(rows[1]!.sealed).toString()).toBe('停水\ufffd三天了')
    },
  )
}

function testValues(run: Run): void {
  run('bigint comes back as the number it was, up to 2^53 - 1', async ({ ledger }) => {
    const values = [0, -1, START, FAR, -FAR]
    await ledger.write((tx) =>
      insertRows(
        tx.db,
        'command',
        values.map((at, index) => ({ id: `n${index}`, at, answer: '{}' })),
      ),
    )
    const rows = await ledger.read.selectFrom('command').select('at').orderBy('id').execute()
    expect(rows.map((row) => row.at)).toEqual(values)
    const { most, n } = await ledger.read
      .selectFrom('command')
      .select((eb) => [eb.fn.max('at').as('most'), eb.fn.countAll().as('n')])
      .executeTakeFirstOrThrow()
    expect([most, n]).toEqual([FAR, values.length])
  })

  run('JSON is text and comes back byte for byte', async ({ ledger }) => {
    const answer = '{"b": 1,  "a":"\\u0000 \\ud800", "a":1e3}'
    await saveAnswers(ledger, [{ id: 'j', answer }])
    expect((await ledger.read.selectFrom('command').select('answer').executeTakeFirstOrThrow()).answer).toBe(answer)
  })

  run('bytes come back as they were', async ({ ledger }) => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    const row = { itemId: 'i', masked: '', salt: Buffer.alloc(0), sealed: bytes }
    await ledger.write((tx) => tx.db.insertInto('content').values(row).execute())
    const found = await ledger.read.selectFrom('content').selectAll().executeTakeFirstOrThrow()
    expect([Buffer.from(found.sealed).equals(bytes), Buffer.from(found.salt).length]).toEqual([true, 0])
  })
}

function testBells(run: Run): void {
  run(
    'replies of a unit that have rung within the hour are counted under the lock, and then stand in the case only',
    async ({ ledger }) => {
      const id = await openCase(ledger, 'item-1')
      const rung = async (since: number) => (await replyBellsSince(ledger.read, BOOK, since)).length
      for (const n of [1, 2, 3, 4])
        await order(ledger, id, `reply-${n}`, { do: 'reply.tell', unit: 'zjj', text: `${n}` })
      expect([await rung(START - 1), await rung(START)]).toEqual([3, 0])
      expect((await alertsOf(ledger.read, id)).filter((one) => one.unit === 'zjj')).toHaveLength(3)
      const later = START + HOUR_MS
      await order(ledger, id, 'reply-5', { do: 'reply.tell', unit: 'zjj', text: '5' }, later)
      expect(await rung(START - 1)).toBe(4)
    },
  )
}

function testQueries(run: Run): void {
  run('a search for what is typed does not ask for capitals', async ({ ledger }) => {
    await openCase(ledger, 'item-1')
    const filter = { book: BOOK, restricted: true, lane: '全部', soon: 0, now: START } as const
    expect(await queue(ledger.read, { ...filter, text: 'yq-2026' }, 10)).toHaveLength(1)
    expect(await queue(ledger.read, { ...filter, text: '滨江' }, 10)).toHaveLength(1)
    expect(await queue(ledger.read, { ...filter, text: '100%' }, 10)).toHaveLength(0)
  })

  run('an empty column sorts where the query says, not where the engine likes', async ({ ledger }) => {
    await openCase(ledger, 'item-1')
    await openCase(ledger, 'item-2', START + 1)
    await ledger.write(async (tx) => {
      const first = tx.db.selectFrom('caseState').select('id').orderBy('openedAt').limit(1)
      await tx.db.updateTable('caseState').set({ dueAt: null }).where('id', 'in', first).execute()
    })
    const filter = { book: BOOK, restricted: true, lane: '全部', soon: 0, now: START } as const
    expect((await queue(ledger.read, filter, 10)).map((row) => row.dueAt === null)).toEqual([false, true])
  })

  run('who says he will jump stands above what is due sooner, until a call got through', async ({ ledger }) => {
    const soon = await openCase(ledger, 'item-1')
    const life = await openCase(ledger, 'item-2', START + 48 * HOUR_MS, { early: ['life'] })
    const filter = { book: BOOK, restricted: true, lane: '全部', soon: 0, now: START } as const
    const rows = async () =>
      (await queue(ledger.read, filter, 10)).map(({ state, callFirst }) => [state.id, callFirst] as const)
    expect(await rows()).toEqual([
      [life, true],
      [soon, false],
    ])
    await order(ledger, life, 'join', { do: 'case.merge', into: soon, reason: '同一处' })
    expect(await rows()).toEqual([[soon, true]])
    await order(ledger, life, 'part', { do: 'case.unmerge', reason: '不是一处' })
    expect(await rows()).toEqual([
      [life, true],
      [soon, false],
    ])
    await order(ledger, life, 'give', { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '立即到场' })
    await order(ledger, life, 'try', { do: 'call.make', result: '未接', note: '本人无人接听' })
    expect(await rows()).toEqual([
      [life, true],
      [soon, false],
    ])
    await order(ledger, life, 'call', { do: 'call.make', result: '已通', note: '派出所已见到本人' })
    expect(await rows()).toEqual([
      [soon, false],
      [life, false],
    ])
  })

  run('thousands of rows and ids pass in one turn', async ({ ledger }) => {
    const ids = Array.from({ length: ROWS }, (_, index) => `item-${index}`)
    await receive(
      ledger,
      ids.map((id) => letter(id)),
    )
    const rows = await ledger.read.selectFrom('item').select('id').where('id', 'in', ids).execute()
    expect(rows).toHaveLength(ROWS)
  })

  run('names keep their capitals', async ({ ledger }) => {
    const { rows } = await sql`select * from "sourceState" limit 0`.execute(ledger.read)
    expect(rows).toEqual([])
    await openCase(ledger, 'item-1')
    const row = await ledger.read.selectFrom('caseRow').selectAll().executeTakeFirstOrThrow()
    expect(Object.keys(row)).toEqual(expect.arrayContaining(['caseId', 'fromSeq', 'toSeq', 'openedAt']))
  })
}
