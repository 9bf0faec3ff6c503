// `huiying bench scale`: letters a second from disk to visible with two of each service on Kafka, Elasticsearch and
// PostgreSQL, beside one of each on the same engines in the same run.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { headOf } from '@huiying/ledger/book'
import { countLetterLane } from '@huiying/ledger/letter'
import { openLedger } from '@huiying/ledger/open'
import { environmentWith } from '@huiying/runtime/settings'
import { pause, real, settleWithin, startWatch } from '@huiying/runtime/time'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { startElasticsearch } from '../engines/elasticsearch.ts'
import type { Engine } from '../engines/engine.ts'
import { startKafka } from '../engines/kafka.ts'
import { startPostgres } from '../engines/postgres.ts'
import { fillBook } from '../fill.ts'
import { inFolder } from './folder.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, resultOf, type Sample } from './result.ts'

const LETTERS = 4_000
const SEED = 31
const PARTITIONS = 6
const LOOK_EVERY_MS = 500
/** A service that has not said by then that it runs has failed. */
const START_MS_MAX = 120_000
const services = ['collector', 'tagger', 'tracker', 'indexer', 'notifier', 'console'] as const
const bookFile = new URL('../sample/book.yaml', import.meta.url)

interface Engines {
  bus: string
  search: string
  ledger(name: string): Promise<string>
}

/** `value`: with two of each; `raw`: with one of each. They share the machine with the engines. */
export async function run(runs: number): Promise<BenchResult> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const started: Engine[] = []
  const keep = <E extends Engine>(engine: E): E => {
    started.push(engine)
    return engine
  }
  const samples: Sample[] = []
  try {
    const kafka = keep(await startKafka({ say, pace: 'run' }))
    const elasticsearch = keep(await startElasticsearch({ say, pace: 'run' }))
    const postgres = keep(await startPostgres({ say }))
    const engines = { bus: kafka.url, search: elasticsearch.url, ledger: postgres.create }
    for (let index = 0; index < runs; index++) {
      const raw = await inFolder((folder) => letterRate(folder, engines, 1))
      const value = await inFolder((folder) => letterRate(folder, engines, 2))
      samples.push({ value, raw })
      say(`第 ${index + 1}/${runs} 轮：各两个 ${value.toFixed(0)} 封/秒，各一个 ${raw.toFixed(0)} 封/秒`)
    }
  } finally {
    for (const engine of started.reverse()) await engine.stop()
  }
  const facts = { bench: 'scale', unit: 'letters/s', n: LETTERS, distinct: LETTERS, bytes: 0, threads: 2, seed: SEED }
  return resultOf({ ...facts, durability: `PostgreSQL fsync on; Kafka acks=all, ${PARTITIONS} partitions` }, samples)
}

/** On names of its own, so that nothing of a run before is met; until each letter has its clock, the index is level. */
async function letterRate(folder: string, engines: Engines, instances: number): Promise<number> {
  const name = `scale${randomUUID().slice(0, 8)}`
  const place = { dataDir: folder, keyFile: join(folder, 'key'), ledgerUrl: await engines.ledger(name) }
  const ledger = await openLedger(place)
  const url = `${engines.search}/${name}`
  const search = await openSearch({ url, file: '', caFile: null, apiKey: null }, searchTerms)
  const { books } = await fillBook({ ledger, dataDir: folder, kind: '正式', now: real.now(), bookFile })
  const book = books[0]!
  const env = {
    HUIYING_KEY_FILE: place.keyFile,
    LEDGER_URL: place.ledgerUrl,
    BUS_URL: `${engines.bus}?prefix=${name}.&partitions=${PARTITIONS}`,
    SEARCH_URL: url,
  }
  const dataDirs = Array.from({ length: instances }, (_, index) => join(folder, String(index)))
  const all = dataDirs.flatMap((dataDir) => services.map((service) => startService(service, dataDir, env)))
  try {
    await Promise.all(all.map((one) => one.runs))
    dropLetters(dataDirs)
    const watch = startWatch()
    const filter = { book, restricted: true, lane: '待答复', now: 0, soon: 0 } as const
    await until(all, async () => (await countLetterLane(ledger.read, filter)) >= LETTERS)
    await until(all, async () => (await search.position(book)) >= (await headOf(ledger.read, book)).seq)
    return LETTERS / (watch() / 1000)
  } finally {
    await Promise.all(all.map(({ child }) => stopped(child)))
    await search.close()
    await ledger.close()
  }
}

/** In turns, one to each collector; whole or not at all. */
function dropLetters(dataDirs: string[]): void {
  let index = 0
  for (const { bytes } of generateLetters({ seed: SEED, count: LETTERS, startAt: real.now() - 3_600_000 })) {
    const inbox = join(dataDirs[index % dataDirs.length]!, 'collector', 'mailbox', 'in')
    mkdirSync(inbox, { recursive: true })
    const file = join(inbox, `${String(index++).padStart(6, '0')}.eml`)
    writeFileSync(`${file}.part`, bytes)
    renameSync(`${file}.part`, file)
  }
}

async function until(all: Running[], isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    const gone = all.find(({ child }) => child.exitCode !== null || child.signalCode !== null)
    if (gone !== undefined) throw new Error(`${gone.service} ended by itself (${gone.child.exitCode})`)
    await pause(LOOK_EVERY_MS)
  }
}

interface Running {
  service: string
  child: ChildProcess
  /** Resolves when it says that it runs. */
  runs: Promise<void>
}

function startService(service: (typeof services)[number], dataDir: string, env: Record<string, string>): Running {
  const file = new URL(`../../services/${service}/src/main.ts`, import.meta.url).pathname
  const own = { DATA_DIR: join(dataDir, service), PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info' }
  const child = spawn(process.execPath, [file], {
    env: environmentWith({ ...own, ...env }),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return { service, child, runs: runsOf(service, child) }
}

function runsOf(service: string, child: ChildProcess): Promise<void> {
  const runs = new Promise<void>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`${service} ended before it ran (${code})`)))
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (line.includes('service runs')) resolve()
    })
  })
  return settleWithin(runs, START_MS_MAX)
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('close', () => resolve())
    child.kill('SIGTERM')
  })
}
