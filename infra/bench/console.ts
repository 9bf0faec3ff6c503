// Twenty desks hear of a change and read their queue; a large case, a bulk act and a long export beside bare queries.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLetter } from '@huiying/collector/letter'
import { startConsole } from '@huiying/console/console'
import type { Verdict } from '@huiying/domain/item'
import { act } from '@huiying/ledger/act'
import { letter, verdictOf } from '@huiying/ledger/conformance/conformance-fact'
import { insertItems, type NewItem } from '@huiying/ledger/item/item'
import { saveVerdicts } from '@huiying/ledger/item/verdict'
import { savePerson } from '@huiying/ledger/person/person'
import { createSession } from '@huiying/ledger/person/session'
import { ledgerRows } from '@huiying/ledger/projection/row'
import { listItems } from '@huiying/ledger/queue-fact'
import { openLog } from '@huiying/runtime/log'
import { openProbe } from '@huiying/runtime/probe'
import { readSettings } from '@huiying/runtime/settings'
import { openTime, real } from '@huiying/runtime/time'
import { fingerprintOf } from '@huiying/text/same'
import { openProgram } from '../program.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'
import { type Desk, openDesk } from './screen.ts'

const DESKS = 20
const CHANGES = 20
const OPEN_CASES = 300
const CASE_ITEMS = 5_000
const BULK_ITEMS = 200
const EXPORT_ROWS = 100_000
const PAGE_ROWS = 500
const SEED = 13
const SHARE = 0.99

type Program = Awaited<ReturnType<typeof openProgram>>

export async function run(runs: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
  const settings = readSettings({ DATA_DIR: join(folder, 'data'), PORT: '0' })
  const [time, log] = [openTime(), openLog('error')]
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const program = await openProgram({ settings, time, log, kind: '正式', bookFile })
  const { ledger, bus, mark } = program
  const console = await startConsole({ probe: openProbe(), settings, time, log, ledger, bus, mark })
  try {
    const ids = await fillQueue(program, time.now())
    const desks = await Promise.all(
      Array.from({ length: DESKS }, (_, desk) => enter(program, console.url, `desk${desk}`)),
    )
    const samples: Sample[] = []
    for (let index = 0; index < runs; index++) {
      const sample = await changeOn(program, desks, ids)
      samples.push(sample)
      say(`第 ${index + 1}/${runs} 轮：p99 ${Math.round(sample.value)} 毫秒，裸查询 ${Math.round(sample.raw)} 毫秒`)
    }
    const desk = desks[0]!
    const parts = {
      case: await openCase(program, desk, ids[0]!, runs),
      bulk: await leaveMany(program, desk, runs),
      export: await exportAll(program, desk, runs),
    }
    await Promise.all(desks.map((one) => one.close()))
    const facts = { bench: 'console', unit: 'ms p99', n: DESKS * CHANGES, distinct: OPEN_CASES, bytes: 0 }
    return { ...resultOf({ ...facts, threads: 3, durability: 'ledger synchronous=FULL', seed: SEED }, samples), parts }
  } finally {
    await console.stop()
    await program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const say = (text: string) => process.stderr.write(`${text}\n`)

/** Each desk is a person of its own: how often one may ask is counted by person. */
async function enter({ ledger, books }: Program, url: string, login: string): Promise<Desk> {
  const person = { login, book: books[0]!, name: login, roles: ['值班长' as const], unit: null, password: null }
  await savePerson(ledger, person, 'system', real.now())
  return openDesk(url, `huiying=${await createSession(ledger, login, real.now())}`)
}

/** Letters through the whole program, one case each. */
async function fillQueue(program: Program, now: number): Promise<string[]> {
  const letters = [...generateLetters({ seed: SEED, count: OPEN_CASES, lettersPerHappening: 1, startAt: now })]
  const read = await Promise.all(letters.map((letter) => readLetter(letter.bytes)))
  const items = read.map(({ title, text }, index) =>
    itemOf(program, `letter-${index}`, `${title}\n${text}`, 'letter', now),
  )
  await putItems(program, items, now)
  await program.feedAgain()
  await program.idle()
  const rows = await program.ledger.read.selectFrom('caseState').select('id').limit(OPEN_CASES).execute()
  if (rows.length === 0) throw new Error('没有立案，不能测')
  return rows.map((row) => row.id)
}

/** One change at a time: until each desk has heard of it and has its queue again; beside one bare read of the queue. */
async function changeOn(program: Program, desks: Desk[], ids: string[]): Promise<Sample> {
  const delays: number[] = []
  const bare: number[] = []
  for (let change = 0; change < CHANGES; change++) {
    const id = ids[change % ids.length]!
    const heard = desks.map((desk) => desk.hears(id))
    const at = performance.now()
    const order = { do: 'note.add', kind: '核实', text: `第${change}次` } as const
    const commandId = `bench-${performance.now()}`
    await act(
      program.ledger,
      id,
      { commandId, actor: 'system', expectedVersion: null, ...order },
      Date.UTC(2026, 10, 24),
    )
    const times = await Promise.all(heard.map((one, desk) => one.then(() => desks[desk]!.readQueue())))
    delays.push(...times.map((time) => time - at))
    const from = performance.now()
    await program.ledger.read.selectFrom('caseState').select('state').orderBy('dueAt').limit(200).execute()
    bare.push(performance.now() - from)
  }
  return { value: shareOf(delays), raw: shareOf(bare) }
}

/** A case with thousands of items: its page and the first page of items, beside the same two reads by hand. */
async function openCase(program: Program, desk: Desk, id: string, runs: number) {
  const { ledger, books } = program
  const now = Date.UTC(2026, 10, 24)
  const items = Array.from({ length: CASE_ITEMS }, (_, index) =>
    itemOf(program, `repost-${index}`, `转发第${index}条：路灯不亮`, 'post', now + index),
  )
  await putItems(program, items, now)
  const ids = items.map((item) => item.id)
  await ledger.write(({ db }) => db.updateTable('item').set({ caseId: id }).where('id', 'in', ids).execute())
  const samples: Sample[] = []
  for (let index = 0; index < runs; index++) {
    const value = await spanOf(() => desk.read(`/api/cases/${id}`, `/api/items?caseId=${id}&limit=30`))
    const filter = { book: books[0]!, restricted: true, caseIds: [id] }
    const raw = await spanOf(() => listItems(ledger.read, filter, 30, null))
    samples.push({ value, raw })
  }
  say('五千条信息的案件：测完')
  return { n: CASE_ITEMS, unit: 'ms', ...mediansOf(samples) }
}

/** Items put aside at once, beside the bare update of their rows. */
async function leaveMany(program: Program, desk: Desk, runs: number) {
  const { ledger } = program
  const now = Date.UTC(2026, 10, 24)
  const samples: Sample[] = []
  for (let index = 0; index < runs; index++) {
    const items = Array.from({ length: BULK_ITEMS }, (_, at) =>
      itemOf(program, `lane-${index}-${at}`, `公告第${at}条`, 'post', now),
    )
    await putItems(program, items, now)
    const ids = items.map((item) => item.id)
    const place = (lane: string) =>
      ledger.write(({ db }) => db.updateTable('item').set({ lane }).where('id', 'in', ids).execute())
    const raw = await spanOf(() => place('待核信息'))
    const value = await spanOf(() => desk.send('/api/items/leave', { ids, reason: '一般讨论' }))
    samples.push({ value, raw })
  }
  say('成批办理：测完')
  return { n: BULK_ITEMS, unit: 'ms', ...mediansOf(samples) }
}

/** The 台账 as .xlsx, beside reading the same rows page by page; RSS is what the export added at its height. */
async function exportAll(program: Program, desk: Desk, runs: number) {
  const { ledger, books } = program
  const book = books[0]!
  const [template] = await ledger.read.selectFrom('caseRow').selectAll().where('toSeq', 'is', null).limit(1).execute()
  if (template === undefined) throw new Error('没有台账行，不能测')
  for (let from = 0; from < EXPORT_ROWS; from += PAGE_ROWS) {
    const rows = Array.from({ length: PAGE_ROWS }, (_, at) => {
      const openedAt = from + at
      const row = JSON.stringify({ ...(JSON.parse(template.row) as object), openedAt })
      return { ...template, caseId: `row-${openedAt}`, openedAt, row }
    })
    await ledger.write(({ db }) => db.insertInto('caseRow').values(rows).execute())
  }
  const samples: Sample[] = []
  say('台账行已写入')
  let rssBytesMax = 0
  for (let index = 0; index < Math.min(runs, 3); index++) {
    const before = process.memoryUsage.rss()
    const value = await spanOf(() =>
      desk.download('/api/rows.xlsx?version=internal', () => {
        rssBytesMax = Math.max(rssBytesMax, process.memoryUsage.rss() - before)
      }),
    )
    const raw = await spanOf(() => readAll(program, book))
    samples.push({ value, raw })
  }
  return { n: EXPORT_ROWS, unit: 'ms', ...mediansOf(samples), rssBytes: rssBytesMax }
}

async function readAll({ ledger }: Program, book: string): Promise<void> {
  const filter = { book, asOfSeq: Number.MAX_SAFE_INTEGER, restricted: true }
  let after: { openedAt: number; number: string } | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof ledgerRows>> = await ledgerRows(ledger.read, filter, after, PAGE_ROWS)
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    after = { openedAt: last.openedAt, number: last.number }
  }
}

async function putItems({ ledger, books }: Program, items: NewItem[], now: number): Promise<void> {
  await ledger.write(async (tx) => {
    const batch = { book: books[0]!, source: 'mailbox', items, cursor: null, backfill: () => false }
    await insertItems(tx, ledger.sealer, batch, now)
    if (items[0]?.kind === 'post')
      await saveVerdicts(
        tx,
        items.map((item) => plainVerdict(item.id)),
      )
  })
}

/** One of the conformance suite's items, told in other words. */
function itemOf({ books }: Program, id: string, text: string, kind: 'letter' | 'post', at: number): NewItem {
  const title = text.split('\n', 1)[0] ?? ''
  const own = { book: books[0]!, kind, title, ownId: null, platform: '信箱', sha256: id, masked: text, clear: text }
  return letter(id, { ...own, receivedAt: at, fetchedAt: at })
}

const plainVerdict = (itemId: string): Verdict => ({
  ...verdictOf(itemId),
  topics: [],
  place: 'none',
  version: 'bench',
  fingerprint: fingerprintOf(itemId),
})

async function spanOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

const shareOf = (delays: number[]): number =>
  delays.sort((a, b) => a - b)[Math.ceil(delays.length * SHARE) - 1] ?? Number.NaN

function mediansOf(samples: Sample[]): { value: number; raw: number; ratio: number } {
  const value = median(samples.map((one) => one.value))
  const raw = median(samples.map((one) => one.raw))
  return { value, raw, ratio: value / raw }
}
