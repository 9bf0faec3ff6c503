// The whole program in one process: every service wired by hand on the engines that the settings name.
import { join } from 'node:path'
import type { Bus } from '@huiying/bus/bus'
import { openCarriedBus } from '@huiying/bus/carry'
import { measureLag } from '@huiying/bus/measure'
import { busPart } from '@huiying/bus/ready'
import { startCollector } from '@huiying/collector/collector'
import { type Indexer, startIndexer } from '@huiying/indexer/indexer'
import { measureIndex } from '@huiying/indexer/measure'
import { awaitLedger } from '@huiying/ledger/await'
import { markOf, needBooks } from '@huiying/ledger/book'
import { releaseLeases } from '@huiying/ledger/delivery'
import type { Ledger } from '@huiying/ledger/ledger'
import { measureAppends, measureDeliveries, measureItems, measurePlans, measureSources } from '@huiying/ledger/measure'
import { placeOf } from '@huiying/ledger/open'
import { outboxOf } from '@huiying/ledger/outbox'
import { policyOf } from '@huiying/ledger/policy'
import { ledgerPart } from '@huiying/ledger/ready'
import { testChannels } from '@huiying/notifier/channel-test'
import { startNotifier } from '@huiying/notifier/notifier'
import { notifyOptionsOf } from '@huiying/notifier/options'
import { openSeals } from '@huiying/notifier/seal'
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import type { Part } from '@huiying/runtime/probe'
import type { Settings } from '@huiying/runtime/settings'
import type { Thread } from '@huiying/runtime/thread'
import { pause, type Time } from '@huiying/runtime/time'
import { startTagger } from '@huiying/tagger/tagger'
import { feedAgain, isIdle } from '@huiying/tracker/feed-again'
import { startTracker } from '@huiying/tracker/tracker'
import { openWatchdog } from '@huiying/tracker/watchdog'
import { type FolderKind, fillBook } from './fill.ts'

export interface ProgramOptions {
  settings: Settings
  time: Time
  log: Logger
  measure?: Measure
  kind: FolderKind
  onlyTo?: string | null
  /** This authority's own YAML; by default the sample's, or the clean start. */
  bookFile?: URL
  /** A tagger's thread that outlives this program; by default it starts its own. */
  tagging?: Thread
}

const IDLE_LOOK_MS = 2

/** Opens everything in order; `stop` closes in the reverse one. Nothing runs on its own until `runProgram`. */
export async function openProgram(options: ProgramOptions) {
  const { settings, time, log, measure } = options
  const { dataDir } = settings
  const ledger = await awaitLedger(settings, log)
  const filling = { ledger, dataDir, kind: options.kind, now: time.now() }
  const { books } = await fillBook({ ...filling, ...(options.bookFile ? { bookFile: options.bookFile } : {}) })
  const [book] = await needBooks(ledger.read)
  const mark = markOf(book)
  const { sealDir } = settings
  const carried = await openCarriedBus(settings, outboxOf(ledger, time.now), log, measure)
  const { bus, relay } = carried
  const tagger = startTagger({ ledger, bus, log, ...(options.tagging ? { thread: options.tagging } : {}) })
  const measured = measure === undefined ? {} : { measure }
  const tracker = startTracker({ ledger, bus, time, log, ...measured })
  const outside = mark === null
  const watchdog = openWatchdog({ ledger, log, url: outside ? settings.watchdogUrl : null, ...measured })
  const place = placeOf(settings)
  const collector = startCollector({ ledger, place, log, books, outside })
  const address = { ...settings.search, file: join(dataDir, 'search.db') }
  const indexer = startIndexer({ bus, log, place, address })
  const notifying = notifyOptionsOf({ ledger, settings, log, ...measured, mark, onlyTo: options.onlyTo ?? null })
  const notifier = startNotifier(notifying)
  const seals = await openSeals(notifying, sealDir)
  const warning = (): string | null => seals.warning()
  if (warning() !== null) log.error({ warning: warning() }, 'seals do not guard the ledger')
  // With several programs on one ledger the others hold leases of their own, which end by themselves.
  if (!ledger.isShared) await releaseLeases(ledger)
  relay.wake()
  if (measure !== undefined) measureProgram(measure, { ledger, bus, indexer, now: time.now })
  return {
    ledger,
    bus,
    books,
    mark,
    warning,
    collector,
    tracker,
    notifier,
    indexer,
    watchdog,
    engines: enginesOf(ledger, bus, indexer, books[0]!),
    /** Resolves when all threads are up, all dictionaries are loaded and the rules of all books are read. */
    async warm() {
      const rules = books.map((book) => policyOf(ledger.read, book))
      await Promise.all([collector.warm(), tagger.warm(), indexer.warm(), ...rules])
    },
    /** Mails link here from now on. A link that reaches this machine only never goes out by SMTP. */
    linkTo(base: string, local: boolean) {
      const reaches = !local || notifying.transport.kind === 'file'
      notifying.links = reaches ? { base, local, key: ledger.sealer.linkKey } : null
    },
    /** 渠道自测: a marked letter to each mailbox, once a week. */
    testChannels: (now: number) => testChannels(notifying, now),
    /** Seals the heads of all books into SEAL_DIR and mails them to the auditors. */
    seal: (now: number) => seals.turn(now),
    /** What it tells of itself with its heartbeat. */
    facts: () => seals.facts(),
    /** Feeds items without a verdict to the tagger again; after topics were lost, nothing else is needed. */
    feedAgain: () => feedAgain(ledger, bus),
    idle: () => untilIdle(ledger, bus, relay),
    async stop() {
      for (const part of [collector, indexer, tagger, tracker, notifier, carried]) await part.stop()
      await ledger.close()
    },
  }
}

/** As the console alone: without the ledger there is nothing to show, without the others the desk works on. */
const enginesOf = (ledger: Ledger, bus: Bus, indexer: Indexer, book: string): Part[] => [
  ledgerPart(ledger.read),
  busPart(bus, false),
  { name: 'search', ask: () => indexer.position(book), needed: false },
]

/** All that the services alone measure, each once. */
function measureProgram(
  measure: Measure,
  { ledger, bus, indexer, now }: { ledger: Ledger; bus: Bus; indexer: Indexer; now: () => number },
): void {
  measureAppends(measure, ledger)
  measureSources(measure, ledger.read)
  measureItems(measure, ledger.read, now)
  measurePlans(measure, ledger.read, now)
  measureDeliveries(measure, ledger.read, now)
  measureLag(measure, bus)
  measureIndex(measure, { read: ledger.read, position: indexer.position, now })
}

/** Resolves when nothing is under way: outbox, topics and handlers are empty. */
async function untilIdle(ledger: Ledger, bus: Bus, relay: { idle(): Promise<void> }): Promise<void> {
  for (;;) {
    await relay.idle()
    if (await isIdle(ledger, bus)) return
    // A short breath: asking without one takes the processor from those that are waited for.
    await pause(IDLE_LOOK_MS)
  }
}

export type Program = Awaited<ReturnType<typeof openProgram>>
