// The time an arriving letter takes to find its case, with 100,000 open cases over that with 1,000.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Case } from '@huiying/domain/case'
import type { Item, Verdict } from '@huiying/domain/item'
import { insertRows } from '@huiying/ledger/batch'
import { candidatesOf, saveFingerprints } from '@huiying/ledger/candidate/fingerprint'
import { insertItems, type NewItem } from '@huiying/ledger/item/item'
import { saveVerdicts } from '@huiying/ledger/item/verdict'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { fingerprintOf, SAME_WINDOW_MS } from '@huiying/text/same'
import { trackItems } from '@huiying/tracker/track'
import { openProgram, type Program } from '../program.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'
import { readBoth } from './text.ts'

const OPEN = { few: 1_000, many: 100_000 }
/** Letters that arrive in one measured turn. */
const ARRIVING = 200
/** Turns before measuring, so that both sides run compiled and what they read often is at hand. */
const WARM_TURNS = 2
const SEED = 23
const BATCH = 1_000
const START = Date.UTC(2026, 10, 2)
/** All open cases lie within the window in which letters may be the same: 100,000 in 23 days. */
const APART_MS = 20_000
const NOW = START + OPEN.many * APART_MS

/** `value` and `raw` are whole turns of the tracker, writing included; `parts.look` is the search alone. */
export async function run(runs: number): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'))
  const few = await open(join(folder, 'few'))
  const many = await open(join(folder, 'many'))
  const arriving = textsOf(SEED + 1, (WARM_TURNS + runs) * ARRIVING)
  const samples: (Sample & { look: number; rawLook: number; candidates: number; rawCandidates: number })[] = []
  try {
    await openCases(few, OPEN.few)
    await openCases(many, OPEN.many)
    for (let index = 0; index < WARM_TURNS + runs; index++) {
      const letters = arriving
        .slice(index * ARRIVING, (index + 1) * ARRIVING)
        .map((text, at) => letterOf(many, index, at, text))
      const one = [await measure(many, letters), await measure(few, letters)] as const
      if (index < WARM_TURNS) continue
      const [{ ms: value, lookMs: look, candidates }, raw] = one
      samples.push({ value, raw: raw.ms, look, rawLook: raw.lookMs, candidates, rawCandidates: raw.candidates })
    }
  } finally {
    await few.stop()
    await many.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const of = (name: 'look' | 'rawLook' | 'candidates' | 'rawCandidates') => median(samples.map((one) => one[name]))
  const look = { unit: 'ms per letter', value: of('look'), raw: of('rawLook'), ratio: of('look') / of('rawLook') }
  const candidates = { unit: 'per letter', value: of('candidates'), raw: of('rawCandidates') }
  const facts = { bench: 'same', unit: 'ms per letter', n: OPEN.many, distinct: OPEN.many, threads: 1, seed: SEED }
  const bytes = arriving.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return resultOf({ ...facts, bytes, durability: 'ledger synchronous=FULL', parts: { look, candidates } }, samples)
}

function open(dataDir: string): Promise<Program> {
  const bookFile = new URL('../sample/book.yaml', import.meta.url)
  const settings = readSettings({ DATA_DIR: dataDir })
  const time = openTime({ startAt: NOW })
  return openProgram({ settings, time, log: openLog('error'), kind: '正式', bookFile })
}

interface Measured {
  ms: number
  lookMs: number
  /** Items the index offers, on average. */
  candidates: number
}

/** Letters on record before the clock runs; then the look alone, then a whole turn that looks and writes. */
async function measure({ ledger, books }: Program, letters: Letter[]): Promise<Measured> {
  const book = books[0]!
  const items = letters.map((one) => one.item)
  await ledger.write((tx) =>
    insertItems(tx, ledger.sealer, { book, source: 'mailbox', items, cursor: null, backfill: () => false }, NOW),
  )
  const prints = letters.map((one) => one.verdict.fingerprint)
  const began = performance.now()
  const found = await candidatesOf(ledger, book, prints, NOW - SAME_WINDOW_MS)
  const looked = performance.now()
  const verdicts = letters.map((one) => one.verdict)
  await trackItems(ledger, book, verdicts, NOW)
  const ended = performance.now()
  const candidates = found.reduce((sum, list) => sum + list.length, 0) / letters.length
  return { ms: (ended - looked) / letters.length, lookMs: (looked - began) / letters.length, candidates }
}

/** A real case of one letter, then as many like it as are asked for, each with a letter's own words in the index. */
async function openCases(program: Program, count: number): Promise<void> {
  const { ledger, books } = program
  const book = books[0]!
  const model = await firstCase(program)
  let done = 0
  for (const texts of inBatches(textsOf(SEED, count))) {
    const letters = texts.map((text, at) => letterOf(program, -1, done + at, text))
    const cases = letters.map(({ item }, at) => ({
      ...model,
      id: `case-${item.id}`,
      number: `YQ-2025-${String(done + at + 1).padStart(6, '0')}`,
      title: item.title,
    }))
    await ledger.write(async (tx) => {
      const tracked = letters.map(({ item, verdict }) => ({ item, verdict, caseId: `case-${item.id}` }))
      await saveVerdicts(
        tx,
        letters.map((one) => one.verdict),
      )
      await saveFingerprints(tx, book, tracked)
      await insertRows(tx.db, 'caseState', cases.map(rowOf))
    })
    done += texts.length
    if (done % (BATCH * REPORT_EVERY) === 0) process.stderr.write(`${done} 个未结案件\n`)
  }
}

const REPORT_EVERY = 20

async function firstCase({ ledger, books }: Program): Promise<Case> {
  const book = books[0]!
  const [text = ''] = textsOf(SEED + 2, 1)
  const { item, verdict } = letterOf({ books }, -2, 0, text)
  await ledger.write((tx) =>
    insertItems(
      tx,
      ledger.sealer,
      { book, source: 'mailbox', items: [item], cursor: null, backfill: () => false },
      NOW,
    ),
  )
  await trackItems(ledger, book, [verdict], NOW)
  const row = await ledger.read
    .selectFrom('caseState')
    .select('state')
    .where('book', '=', book)
    .executeTakeFirstOrThrow()
  return JSON.parse(row.state) as Case
}

const rowOf = (state: Case) => ({
  id: state.id,
  book: state.book,
  number: state.number,
  version: state.version,
  seq: 1,
  state: JSON.stringify(state),
  status: state.status,
  grade: state.grade,
  restricted: state.restricted,
  openedAt: state.openedAt,
  dueAt: null,
  lead: null,
  title: state.title,
  opinion: 0,
  items: 1,
  heat: 1,
  callFirst: 0,
  inReview: 0,
  asksMore: 0,
})

interface Letter {
  item: NewItem
  verdict: Verdict
}

const textsOf = (seed: number, count: number): string[] =>
  [...generateLetters({ seed, count, startAt: START })].map(({ bytes }) => readBoth(bytes).join('\n'))

function* inBatches(texts: string[]): Generator<string[]> {
  for (let from = 0; from < texts.length; from += BATCH) yield texts.slice(from, from + BATCH)
}

function letterOf({ books }: Pick<Program, 'books'>, turn: number, index: number, text: string): Letter {
  const id = `letter-${turn}-${index}`
  const at = turn < 0 ? START + index * APART_MS : NOW
  const plain: Item = {
    id,
    book: books[0]!,
    source: 'mailbox',
    kind: 'letter',
    ownId: null,
    revision: 1,
    title: text.split('\n', 1)[0] ?? '',
    url: null,
    author: null,
    platform: '信箱',
    publishedAt: null,
    publishedPrecision: null,
    receivedAt: at,
    fetchedAt: at,
    sha256: id,
    flags: [],
    mentions: { units: [], contacts: [] },
  }
  const numbers = { deaths: null, serious: null, injured: null, missing: null }
  const marks = { grade: null, article: null, suspected: false, report: false, early: [], misdirected: null }
  const where = { place: 'none', places: [], own: [] } as const
  const verdict: Verdict = {
    itemId: id,
    topics: [],
    gov: true,
    incident: false,
    type: null,
    ...numbers,
    ...marks,
    ...where,
    places: [],
    own: [],
    version: 'bench',
    fingerprint: fingerprintOf(text),
  }
  return { item: { ...plain, masked: text, clear: text }, verdict }
}
