// `npm start`: every service in one process on the embedded engines, until SIGTERM or Ctrl-C.
import { parseArgs } from 'node:util'
import { startConsole } from '@huiying/console/console'
import { failureOf } from '@huiying/runtime/failure'
import { lockFolder } from '@huiying/runtime/lock'
import { openLog } from '@huiying/runtime/log'
import { openProbe } from '@huiying/runtime/probe'
import { settingsFromEnvironment, slipsInEnvironment } from '@huiying/runtime/settings'
import { openTime, real } from '@huiying/runtime/time'
import type { FolderKind } from './fill.ts'
import { engineWords, wordsOfPath, wordsOfUsage } from './misuse.ts'
import { openProgram } from './program.ts'
import { runProgram } from './run-program.ts'

const STOP_MS_MAX = 9_000

try {
  const { values } = parseArgs({ options: { empty: { type: 'boolean' }, 'mail-to': { type: 'string' } } })
  await main(values.empty === true ? '正式' : '演示', values['mail-to'] ?? null)
} catch (error) {
  process.stderr.write(`未能启动：${whyNot(error)}\n`)
  process.exit(1)
}

/** What an engine or the disk says is put into words; everything else of ours says what to do by itself. */
function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${wordsOfUsage(message, code)}。可用的选项：--empty（正式册）`
  if (code === 'EADDRNOTAVAIL') return 'HOST 写的地址不是本机的。数据未受影响；请改成本机的地址，或去掉它（127.0.0.1）'
  const { kind, reason } = failureOf(error)
  if (kind === 'message') return wordsOfPath(error) ?? reason
  return engineWords(reason)
}

/** An empty folder becomes `kind` and stays so; a folder in use keeps what it is. */
async function main(kind: FolderKind, onlyTo: string | null): Promise<void> {
  process.stderr.write(slipsInEnvironment())
  const settings = settingsFromEnvironment()
  const log = openLog(settings.logLevel)
  const time = openTime()
  const lock = lockFolder(settings.dataDir)
  const probe = openProbe()
  const { measure } = probe
  const program = await openProgram({ settings, time, log, measure, kind, onlyTo })
  const console = await startConsole({
    settings,
    time,
    log,
    ledger: program.ledger,
    bus: program.bus,
    search: program.indexer,
    probe,
    mark: program.mark,
    warning: program.warning,
  })
  program.linkTo(settings.publicUrl ?? console.url, settings.publicUrl === null)
  lock.note({ url: console.url })
  const running = runProgram(program, time, log, measure)
  probe.started(program.engines)
  const stop = async () => {
    real.after(STOP_MS_MAX, () => process.exit(1))
    await running.stop()
    await console.stop()
    await program.stop()
    lock.release()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdout.write(`Huiying 回应 ready: ${await console.firstLink()}\n`)
  // Beside what programs read of us: one line stands there, and it is the one above.
  const second = await console.secondLink()
  if (second !== null) process.stderr.write(`示例册的接班人（值班员王晓），请用另一个浏览器或无痕窗口打开：${second}\n`)
}
