// `huiying book open`: opens the book in an empty ledger without starting anything; once for services run one by one.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { awaitLedger } from '@huiying/ledger/await'
import { openLog } from '@huiying/runtime/log'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { fillBook } from '../fill.ts'
import { type Streams, writeLine } from '../lines.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
  const [verb, file] = positionals
  if (verb !== 'open') throw new Error('用法：npx huiying book open [文件.yaml]')
  const settings = settingsFromEnvironment()
  const ledger = await awaitLedger(settings, openLog(settings.logLevel))
  try {
    const own = file === undefined ? {} : { bookFile: pathToFileURL(resolve(file)) }
    const filling = { ledger, dataDir: settings.dataDir, kind: '正式', now: real.now() } as const
    const { books, filled } = await fillBook({ ...filling, ...own })
    for (const book of books) await writeLine(streams.output, { book, opened: filled })
  } finally {
    await ledger.close()
  }
  return 0
}
