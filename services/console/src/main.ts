// Starts the console alone, on the data folder of the settings, until SIGTERM or Ctrl-C.
import { join } from 'node:path'
import { openSqliteBus } from '@huiying/bus/sqlite'
import { listBooks } from '@huiying/ledger/book'
import { openLedger } from '@huiying/ledger/open'
import { park } from '@huiying/ledger/park'
import { openLog } from '@huiying/runtime/log'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { openTime } from '@huiying/runtime/time'
import { startConsole } from './console.ts'

const settings = settingsFromEnvironment()
const log = openLog(settings.logLevel)
const time = openTime()
const ledger = await openLedger(settings)
const bus = openSqliteBus(join(settings.dataDir, 'bus.db'), {
  park: async ({ topic, key, body }, reason) => {
    await park(ledger, { book: null, topic, key, body: JSON.parse(body), reason }, time.now())
  },
})
const [book] = await listBooks(ledger.read)
const mark = book?.drill ? '演练' : book?.sample ? '演示' : null
const running = await startConsole({ settings, time, log, ledger, bus, mark })
const stop = async () => {
  await running.stop()
  await bus.close()
  await ledger.close()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
process.stdout.write(`${await running.firstLink()}\n`)
