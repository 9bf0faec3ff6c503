// `huiying reindex`: fills a new index from the ledger and puts it in the old one's place; searches go on meanwhile.
import { join } from 'node:path'
import { fillIndex } from '@huiying/indexer/index-entries'
import { askRebuild, isRebuildAsked } from '@huiying/indexer/rebuild'
import { openLedgerReadOnly, placeOf } from '@huiying/ledger/open'
import { type FolderLock, lockFolder } from '@huiying/runtime/lock'
import { type Settings, settingsFromEnvironment } from '@huiying/runtime/settings'
import { pause, real } from '@huiying/runtime/time'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { type Streams, writeLine } from '../lines.ts'
import { takesNothing } from '../misuse.ts'

const LOOK_MS = 500
const SAY_EVERY = 5_000

export async function run(args: string[], streams: Streams): Promise<number> {
  takesNothing(args)
  const settings = settingsFromEnvironment()
  const file = join(settings.dataDir, 'search.db')
  const began = real.now()
  const lock = settings.search.url === null ? tryLock(settings.dataDir) : null
  const entries =
    settings.search.url === null && lock === null
      ? await rebuildByProgram(file, streams)
      : await rebuildHere(settings, file, streams)
  lock?.release()
  await writeLine(streams.output, { ok: true, entries, seconds: Math.round((real.now() - began) / 1000) })
  return 0
}

/** null when the program runs: it holds the embedded index, and rebuilds it itself. */
function tryLock(dataDir: string): FolderLock | null {
  try {
    return lockFolder(dataDir)
  } catch (error) {
    if (error instanceof Error && error.message.includes('正由进程')) return null
    throw error
  }
}

async function rebuildByProgram(file: string, { log }: Streams): Promise<null> {
  log.write('程序正在运行，由它重建检索；其间检索照常\n')
  askRebuild(file)
  while (isRebuildAsked(file)) await pause(LOOK_MS)
  return null
}

async function rebuildHere(settings: Settings, file: string, { log }: Streams): Promise<number> {
  const ledger = await openLedgerReadOnly(placeOf(settings))
  const search = await openSearch({ ...settings.search, file }, searchTerms)
  let [entries, said] = [0, 0]
  try {
    await search.rebuild((fresh) =>
      fillIndex(ledger.read, fresh, {
        onStep(read) {
          entries = read
          if (read - said < SAY_EVERY) return
          said = read
          log.write(`已读 ${read} 条台账记录\n`)
        },
      }),
    )
  } finally {
    await search.close()
    await ledger.close()
  }
  return entries
}
