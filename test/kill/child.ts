// The whole program without its console, to be killed: business time goes on from a fixed start across restarts.
import { pathToFileURL } from 'node:url'
import { openProgram } from '@huiying/infra/program'
import { runProgram } from '@huiying/infra/run-program'
import { openLog } from '@huiying/runtime/log'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { openTime, real } from '@huiying/runtime/time'

const [startAt = 0, elapsedMs = 0] = process.argv.slice(2, 4).map(Number)
const own = process.argv[4]
const settings = settingsFromEnvironment()
const time = openTime({ startAt: startAt + elapsedMs })
const log = openLog('error')
const bookFile = own === undefined ? new URL('../book.yaml', import.meta.url) : pathToFileURL(own)
const program = await openProgram({ settings, time, log, kind: '正式', bookFile })
const running = runProgram(program, time, log)
process.send?.('ready')
program.ledger.onCommit(() => process.send?.('commit'))
process.on('message', async (word) => {
  if (word === 'idle') {
    await program.idle()
    process.send?.('idle')
  }
  if (word !== 'stop') return
  await running.stop()
  await program.stop()
  real.after(0, () => process.exit(0))
})
