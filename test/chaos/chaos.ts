// Two of each service on real engines while letters flow in: processes are killed and engines restarted by a seeded
// schedule; tells what stands at the end.
import { join } from 'node:path'
import { startElasticsearch } from '@huiying/infra/engines/elasticsearch'
import { startKafka } from '@huiying/infra/engines/kafka'
import { startPostgres } from '@huiying/infra/engines/postgres'
import { fillBook } from '@huiying/infra/fill'
import { headOf } from '@huiying/ledger/book'
import type { Ledger } from '@huiying/ledger/ledger'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { countOutbox } from '@huiying/ledger/outbox'
import { countParked } from '@huiying/ledger/park'
import { savePerson } from '@huiying/ledger/person/person'
import { real } from '@huiying/runtime/time'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { readStanding, type Standing } from '../kill/standing.ts'
import { openMailServer } from '../mail-server.ts'
import { compareIndex, type Difference } from './documents.ts'
import { type Instance, openInstance, type Service, services } from './instance.ts'
import { dealLetters } from './letters.ts'
import { openProgress } from './progress.ts'
import { INSTANCES, scheduleOf } from './schedule.ts'
import { type Run, strikeAll, until } from './strike.ts'

export interface ChaosOptions {
  folder: string
  letters: number
  kills: number
  seed: number
}

export interface Outcome extends Standing {
  index: Difference
  /** What an index has to hold: letters and cases. */
  documents: number
  parked: number
  /** Exit codes of those that were asked to end. */
  exits: (number | null)[]
  /** Message-IDs in the order the mail server took them. */
  arrived: string[]
  place: LedgerOptions
}

const bookFile = new URL('../book.yaml', import.meta.url)
/** Before the names of our topics, and of our indices. */
const PREFIX = 'chaos.'
const LOGIN = 'limin'

/** `look` is called while everything still stands. */
export async function runChaos(options: ChaosOptions, look: (outcome: Outcome) => Promise<void>): Promise<void> {
  const closing: (() => unknown)[] = []
  try {
    const site = await openSite(options, closing)
    const { ledger, run, mail, urls } = site
    await strikeAll(run)
    const exits = await endInOrder(site)
    const standing = await readStanding(ledger.read)
    await look({
      ...standing,
      documents: standing.items.length + new Set(standing.caseOf.values()).size,
      index: await compareIndex(ledger.read, urls.search, `${urls.elasticsearch}/anew`),
      parked: await countParked(ledger.read),
      exits,
      arrived: mail.arrived.map((one) => one.messageId),
      place: site.place,
    })
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

type Site = Awaited<ReturnType<typeof openSite>>

/** Everything that runs, in order; `closing` gets what ends it. */
async function openSite(options: ChaosOptions, closing: (() => unknown)[]) {
  const say = (line: string) => console.log(line)
  const [kafka, elasticsearch, postgres] = [
    await startKafka({ say }),
    await startElasticsearch({ say }),
    // The server is killed, the machine is not.
    await startPostgres({ say, durable: false }),
  ]
  closing.push(kafka.stop, elasticsearch.stop, postgres.stop)
  const mail = await openMailServer()
  closing.push(mail.close)
  const keyFile = join(options.folder, 'key')
  const place = { dataDir: options.folder, keyFile, ledgerUrl: await postgres.create('chaos') }
  const urls = { search: `${elasticsearch.url}/chaos`, elasticsearch: elasticsearch.url }
  const ledger = await openLedger(place)
  const search = await openSearch({ url: urls.search, file: '', caFile: null, apiKey: null }, searchTerms)
  closing.push(ledger.close, search.close)
  const book = await openBookOf(ledger, options.folder)
  const fell: string[] = []
  const instances = startAll(options.folder, (what) => fell.push(what), {
    HUIYING_KEY_FILE: keyFile,
    LEDGER_URL: place.ledgerUrl,
    BUS_URL: `${kafka.url}?prefix=${PREFIX}&partitions=3&session=6000&rebalance=3000`,
    SEARCH_URL: urls.search,
    MAIL_URL: mail.url,
  })
  closing.push(() => Promise.all(instances.map((one) => one.stop())))
  const places = { ledger, search, book, broker: kafka.plain, prefix: PREFIX, login: LOGIN }
  const progress = await openProgress(places)
  closing.push(progress.close)
  const blows = scheduleOf(options.seed, options.kills)
  const drops = dealLetters(options, 2 * blows.length + 1, real.now())
  const run: Run = { blows, instances, progress, engines: { kafka, elasticsearch, postgres }, fell, drops, dropped: 0 }
  return { options, ledger, search, book, place, run, mail, urls }
}

async function openBookOf(ledger: Ledger, dataDir: string): Promise<string> {
  const { books } = await fillBook({ ledger, dataDir, kind: '正式', now: real.now(), bookFile })
  const book = books[0]!
  const person = { login: LOGIN, book, name: '李敏', roles: ['值班长' as const], unit: null, password: null }
  await savePerson(ledger, person, 'system', real.now())
  return book
}

function startAll(folder: string, fell: (what: string) => void, env: Record<string, string>): Instance[] {
  return services.flatMap((service) =>
    Array.from({ length: INSTANCES }, (_, index) => openInstance({ folder, service, index, env, fell })),
  )
}

/** Waits until nothing is under way, and ends those that write before those that read. */
async function endInOrder({ options, ledger, search, book, run }: Site): Promise<(number | null)[]> {
  const { items, placed } = run.progress
  const waiting = () => ledger.read.selectFrom('delivery').select('id').where('state', '=', 'pending').execute()
  await until(run, 'every letter is on record', async () => (await items()) >= options.letters)
  await until(run, 'every letter is placed', async () => (await placed()) >= options.letters)
  await until(run, 'every mail is sent', async () => (await waiting()).length === 0)
  await until(run, 'the outbox is empty', async () => (await countOutbox(ledger.read)) === 0)
  const end = (groups: Service[]) =>
    Promise.all(run.instances.filter((one) => groups.includes(one.service)).map((one) => one.stop()))
  const exits = await end(['collector', 'tagger', 'tracker', 'notifier'])
  const isLevel = async () => (await search.position(book)) === (await headOf(ledger.read, book)).seq
  await until(run, 'the index is level', isLevel)
  return [...exits, ...(await end(['indexer', 'console']))]
}
