// A service started by itself: settings, log, time and the lock of an embedded data folder, until SIGTERM or Ctrl-C.
import { hostname } from 'node:os'
import { type FolderLock, lockFolder } from './lock.ts'
import { type Logger, openLog } from './log.ts'
import type { Measure } from './measure.ts'
import type { ServiceName } from './metric.ts'
import { openProbe, type Part, type Probe } from './probe.ts'
import { openProbeServer } from './probe-server.ts'
import { type Settings, settingsFromEnvironment, slipsInEnvironment } from './settings.ts'
import { openTime, real, type Time } from './time.ts'

export interface Alone {
  settings: Settings
  log: Logger
  time: Time
  /** `tracker@host:pid`: how this one names itself in its heartbeats. */
  name: string
  measure: Measure
  probe: Probe
}

export interface Started {
  /** The engines it works on; asked by /readyz. */
  engines: Part[]
  /** Stopped in this order. */
  parts: { stop(): unknown }[]
}

/** Below the 30 s that compose and Kubernetes give. */
const STOP_MS_MAX = 25_000
/** How often what is due is looked for. */
export const TICK_MS = 1_000

/** Runs `start` beside a listener for its probes. A reason not to start is said in words, with exit 1. */
export async function runAlone(service: ServiceName, start: (alone: Alone) => Promise<Started>) {
  let lock: FolderLock | null = null
  try {
    process.stderr.write(slipsInEnvironment())
    const settings = settingsFromEnvironment()
    const log = openLog(settings.logLevel)
    lock = lockFolder(settings.dataDir, service)
    const probe = openProbe()
    const server = await openProbeServer(probe, settings.metrics)
    const name = `${service}@${hostname()}:${process.pid}`
    const { engines, parts } = await start({ settings, log, time: openTime(), name, measure: probe.measure, probe })
    probe.started(engines)
    const stop = async () => {
      // Whoever ends us kills us soon after: whatever hangs, the lock is let go of before.
      real.after(STOP_MS_MAX, () => end(lock, 1))
      await server.stop()
      end(lock, (await stopAll(parts, log)) ? 0 : 1)
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    log.info({ service, probes: server.url }, 'service runs')
  } catch (error) {
    lock?.release()
    process.stderr.write(`${service} 未能启动：${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

function end(lock: FolderLock | null, code: number): void {
  lock?.release()
  process.exit(code)
}

/** One that cannot end in order, for its engine is away, keeps no other from it. */
async function stopAll(parts: Started['parts'], log: Logger): Promise<boolean> {
  let inOrder = true
  for (const part of parts) {
    try {
      await part.stop()
    } catch (error) {
      inOrder = false
      log.error({ error: error instanceof Error ? error.message : String(error) }, 'not stopped in order')
    }
  }
  return inOrder
}
