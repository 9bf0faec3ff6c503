// One service as a process of its own, as it runs at scale: started on the engines' addresses, killed, started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const services = ['collector', 'tagger', 'tracker', 'indexer', 'notifier', 'console'] as const
export type Service = (typeof services)[number]

export interface Instance {
  service: Service
  /** `tracker-1`; its data folder and its log are named so. */
  name: string
  dataDir: string
  /** Resolves when the process that was started last says that it runs; rejects when it ends before. */
  runs(): Promise<void>
  /** Where it answers; only a console does. */
  url(): string
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  start(): void
  /** SIGTERM; its exit code. */
  stop(): Promise<number | null>
}

export interface InstanceOptions {
  /** Its data folder and its log lie in it. */
  folder: string
  service: Service
  index: number
  env: Record<string, string>
  /** Told of a process that ended without being asked. */
  fell(what: string): void
}

export function openInstance({ folder, service, index, env, fell }: InstanceOptions): Instance {
  const name = `${service}-${index}`
  const dataDir = join(folder, name)
  mkdirSync(dataDir, { recursive: true })
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' })
  let current = startProcess(service, { ...env, DATA_DIR: dataDir }, log)
  const watch = ({ child }: Running) =>
    child.once('close', (code, signal) => {
      if (child === current.child && !current.asked) fell(`${name} ended by itself (${code ?? signal}): ${log.path}`)
    })
  watch(current)
  const end = (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    current.asked = true
    current.child.kill(signal)
    return current.gone
  }
  return {
    service,
    name,
    dataDir,
    runs: () => current.runs,
    url: () => current.url,
    kill: async () => {
      await end('SIGKILL')
    },
    start() {
      current = startProcess(service, { ...env, DATA_DIR: dataDir }, log)
      watch(current)
    },
    stop: () => end('SIGTERM'),
  }
}

interface Running {
  child: ChildProcess
  runs: Promise<void>
  gone: Promise<number | null>
  url: string
  asked: boolean
}

function startProcess(service: Service, env: Record<string, string>, log: NodeJS.WritableStream): Running {
  const file = new URL(`../../services/${service}/src/main.ts`, import.meta.url).pathname
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let saysSo: () => void = () => undefined
  const runs = new Promise<void>((resolve, reject) => {
    saysSo = resolve
    child.once('close', (code) => reject(new Error(`${service} ended before it ran (${code})`)))
  })
  // It may be killed while nobody waits for it.
  runs.catch(() => undefined)
  const running: Running = {
    child,
    runs,
    gone: new Promise((resolve) => child.once('close', resolve)),
    url: '',
    asked: false,
  }
  createInterface({ input: child.stdout! }).on('line', (line) => {
    running.url = /http:\/\/[^/\s]+/.exec(line)?.[0] ?? running.url
  })
  createInterface({ input: child.stderr! }).on('line', (line) => {
    log.write(`${line}\n`)
    if (line.includes('service runs')) saysSo()
  })
  return running
}
