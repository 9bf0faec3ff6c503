// The watchdog: which open clocks nobody watches, however far their deadline, and when it keeps silent outside.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ledger } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { readStatus } from '@huiying/ledger/status'
import { openLog } from '@huiying/runtime/log'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openWatchdog, WATCH_CLOCKS_MAX } from './watchdog.ts'

const NOW = 1_800_000_000_000
const YEAR_MS = 365 * 86_400_000
const log = openLog('silent')
let folder = ''
let ledger: Ledger
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-watchdog-'))
  ledger = await openLedger({ dataDir: folder })
})
afterEach(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

interface PlanMark {
  next: number | null
  ended?: string
}

/** A clock with its plans, as rows. */
async function hang(id: string, dueAt: number, plans: PlanMark[], state = 'running'): Promise<void> {
  const clock = { id, book: 'q', caseId: `case ${id}`, itemId: null, code: 'C48', basis: 'detectedAt', startAt: 0 }
  await ledger.write(async ({ db }) => {
    await db
      .insertInto('clock')
      .values({ ...clock, dueAt, state, stoppedAt: null, body: '{}' })
      .execute()
    for (const [index, { next, ended = null }] of plans.entries()) {
      const plan = { id: `${id} ${index}`, book: 'q', caseId: `case ${id}`, ownerKind: 'clock', ownerId: id }
      await db
        .insertInto('plan')
        .values({ ...plan, nextStepAt: next, body: JSON.stringify({ ended }) })
        .execute()
    }
  })
}

const watchdog = (url: string | null = null) => openWatchdog({ ledger, log, url })
const found = (dog: ReturnType<typeof watchdog>) => dog.found().map((one) => `${one.clockId} ${one.why}`)

describe('an open clock', () => {
  const table: [why: string, dueAt: number, plans: PlanMark[], state: string, found: string[]][] = [
    ['whose next step is to come is watched', NOW + 5_000, [{ next: NOW + 1_000 }], 'running', []],
    ['whose step was due a moment ago still is', NOW + 5_000, [{ next: NOW - 10_000 }], 'running', []],
    ['whose step was due half a minute ago is late', NOW + 5_000, [{ next: NOW - 31_000 }], 'running', ['a late']],
    ['without a plan is bare, though due in two years', NOW + 2 * YEAR_MS, [], 'running', ['a bare']],
    ['whose every plan has ended is bare', NOW + 5_000, [{ next: null, ended: '改派' }], 'running', ['a bare']],
    ['that has told its whole ladder is done', NOW - YEAR_MS, [{ next: null }], 'running', []],
    ['that a merge carries alerts through another', NOW + 5_000, [], 'carried', []],
    ['that has ended needs nobody', NOW - 5_000, [], 'ended', []],
  ]
  it.each(table)('%s', async (_why, dueAt, plans, state, expected) => {
    await hang('a', dueAt, plans, state)
    const dog = watchdog()
    expect(await dog.turn(NOW)).toBe(true)
    expect(found(dog)).toEqual(expected)
  })

  it('is found whatever its place among thousands, and forgotten only when a whole round finds it mended', async () => {
    await ledger.write(async ({ db }) => {
      for (let from = 0; from < WATCH_CLOCKS_MAX + 100; from += 100) {
        const ids = Array.from({ length: 100 }, (_, index) => `c${from + index}`)
        const clock = { book: 'q', caseId: 'c', itemId: null, code: 'LET', basis: 'receivedAt', startAt: 0, dueAt: NOW }
        await db
          .insertInto('clock')
          .values(ids.map((id) => ({ id, ...clock, state: 'running', stoppedAt: null, body: '{}' })))
          .execute()
        const plan = { book: 'q', caseId: 'c', ownerKind: 'clock', nextStepAt: NOW + 1, body: '{}' }
        await db
          .insertInto('plan')
          .values(ids.map((id) => ({ id: `p${id}`, ownerId: id, ...plan })))
          .execute()
      }
    })
    await hang('last', NOW + YEAR_MS, [])
    const dog = watchdog()
    expect([await dog.turn(NOW), found(dog)]).toEqual([false, []])
    expect([await dog.turn(NOW), found(dog)]).toEqual([true, ['last bare']])
    await ledger.write(({ db }) => db.deleteFrom('clock').where('id', '=', 'last').execute())
    await dog.turn(NOW)
    expect(found(dog)).toEqual(['last bare'])
    await dog.turn(NOW)
    expect(found(dog)).toEqual([])
  })
})

it('an overdue clock whose 超时 was told and whose repeats a call has ended is done', async () => {
  await hang('a', NOW - YEAR_MS, [{ next: null, ended: '电话已通，停止重复提醒' }])
  const dog = watchdog()
  await dog.turn(NOW)
  expect(found(dog)).toEqual(['a bare'])
  const alert = { id: 'alert', book: 'q', caseId: 'case a', owner: 'a 0', clockId: 'a', code: 'C48', step: '超时' }
  const rest = { occurrence: 0, firedAt: NOW, late: 0, seq: 1, acknowledged: null, body: '{}' }
  await ledger.write(({ db }) =>
    db
      .insertInto('alert')
      .values({ ...alert, ...rest })
      .execute(),
  )
  await dog.turn(NOW)
  await dog.turn(NOW)
  expect(found(dog)).toEqual([])
})

describe('the beat outside', () => {
  let server: Server
  let beats: string[] = []
  let answer = 200
  const open = async () => {
    beats = []
    answer = 200
    server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += part
      beats.push(`${request.method} ${body}`)
      response.writeHead(answer).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/beat`
  }
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  it('goes out while every clock is watched', async () => {
    const dog = watchdog(await open())
    await hang('a', NOW + 5_000, [{ next: NOW + 1_000 }])
    await dog.turn(NOW)
    expect(await dog.beatOutside(NOW)).toBe(true)
    expect(beats).toEqual([`POST {"at":"${new Date(NOW).toISOString()}","clocks":1}`])
  })

  it('stays away while one is not: silence is the alarm', async () => {
    const dog = watchdog(await open())
    await hang('a', NOW + YEAR_MS, [])
    await dog.turn(NOW)
    expect(await dog.beatOutside(NOW)).toBe(false)
    expect(beats).toEqual([])
  })

  it('says in the heartbeat when nobody took it', async () => {
    const dog = watchdog(await open())
    answer = 500
    expect(await dog.beatOutside(NOW)).toBe(false)
    await dog.beat(NOW)
    expect((await readStatus(ledger.read))[0]?.facts).toMatchObject({ unguarded: 0, outside: 'HTTP 500' })
  })
})
