// A service started by itself: settings, log, time and the lock of an embedded data folder, until SIGTERM or Ctrl-C.
import { hostname } from 'node:os'
import { type FolderLock, lockFolder } from './lock.ts'
import { type Logger, openLog } from './log.ts'
import { type Settings, settingsFromEnvironment } from './settings.ts'
import { openTime, type Time } from './time.ts'

export interface Alone {
  settings: Settings
  log: Logger
  time: Time
  /** `tracker@host:pid`: how this one names itself in its heartbeats. */
  name: string
}

/** How often what is due is looked for. */
export const TICK_MS = 1_000

/** Runs `start`; what it gives is stopped in the order given. A reason not to start is said in words, with exit 1. */
export async function runAlone(service: string, start: (alone: Alone) => Promise<{ stop(): unknown }[]>) {
  let lock: FolderLock | null = null
  try {
    const settings = settingsFromEnvironment()
    const log = openLog(settings.logLevel)
    lock = lockFolder(settings.dataDir, service)
    const parts = await start({ settings, log, time: openTime(), name: `${service}@${hostname()}:${process.pid}` })
    const stop = async () => {
      for (const part of parts) await part.stop()
      lock?.release()
      process.exit(0)
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    log.info({ service }, 'service runs')
  } catch (error) {
    lock?.release()
    process.stderr.write(`${service} 未能启动：${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
