// `huiying engines up|run`: real engines on this machine without containers, for a command or until Ctrl-C.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import { environmentWith } from '@huiying/runtime/settings'
import type { Engine, EngineOptions } from '../engines/engine.ts'
import type { Streams } from '../lines.ts'

interface Kind {
  setting: string
  start(options: EngineOptions): Promise<Engine>
}

const kinds: Record<string, Kind> = {
  kafka: {
    setting: 'BUS_URL',
    start: async (options) => (await import('../engines/kafka.ts')).startKafka(options),
  },
  elasticsearch: {
    setting: 'SEARCH_URL',
    start: async (options) => (await import('../engines/elasticsearch.ts')).startElasticsearch(options),
  },
  postgres: {
    setting: 'LEDGER_URL',
    start: async (options) => (await import('../engines/postgres.ts')).startLedger(options),
  },
}
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ends as the command ended; `up` ends with 0 at Ctrl-C. Whatever happens, the engines started here are ended. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const asked = readArgs(args)
  const say = (line: string) => streams.log.write(`${line}\n`)
  const started: Engine[] = []
  const { signal, listen } = openSignals()
  try {
    const settings: Record<string, string> = {}
    for (const name of asked.names) {
      const port = asked.ports[name]
      const engine = await kinds[name]!.start({ say, ...(port === undefined ? {} : { port }) })
      started.push(engine)
      settings[kinds[name]!.setting] = engine.url
    }
    if (asked.what === 'run') return await runCommand(asked.command, settings, listen)
    for (const [name, url] of Object.entries(settings)) streams.output.write(`${name}=${url}\n`)
    say('引擎已就绪，按 Ctrl+C 停止；数据在临时目录，停止后清除')
    await signal
    return 0
  } finally {
    for (const engine of started.reverse()) await engine.stop()
  }
}

const usage = '用法：npx huiying engines up|run [kafka] [elasticsearch] [postgres] [-- 命令 …]'

function readArgs(args: string[]) {
  const cut = args.indexOf('--')
  const own = cut === -1 ? args : args.slice(0, cut)
  const command = cut === -1 ? [] : args.slice(cut + 1)
  const options = {
    'kafka-port': { type: 'string' },
    'elasticsearch-port': { type: 'string' },
    'postgres-port': { type: 'string' },
  } as const
  const { values, positionals } = parseArgs({ args: own, allowPositionals: true, options })
  const [what, ...names] = positionals
  if ((what !== 'up' && what !== 'run') || (what === 'run') !== command.length > 0) throw new Error(usage)
  const strange = names.find((name) => !(name in kinds))
  if (strange !== undefined) throw new Error(`没有引擎 ${strange}；可用：${Object.keys(kinds).join('、')}`)
  const ports: Record<string, number> = {}
  for (const name of Object.keys(kinds)) {
    const port = values[`${name}-port` as keyof typeof values]
    if (port !== undefined) ports[name] = Number(port)
  }
  return { what, names: names.length > 0 ? names : Object.keys(kinds), command, ports }
}

/** Signals end the command first, and us after it: until then they are only noted and passed on. */
function openSignals() {
  const listeners = new Set<(signal: NodeJS.Signals) => void>()
  let note: () => void = () => undefined
  const signal = new Promise<void>((resolve) => {
    note = resolve
  })
  for (const name of signals) {
    process.on(name, () => {
      note()
      for (const listener of listeners) listener(name)
    })
  }
  return { signal, listen: (listener: (signal: NodeJS.Signals) => void) => listeners.add(listener) }
}

async function runCommand(
  [command, ...args]: string[],
  settings: Record<string, string>,
  listen: (listener: (signal: NodeJS.Signals) => void) => unknown,
): Promise<number> {
  const child = spawn(command!, args, { stdio: 'inherit', env: environmentWith(settings) })
  listen((signal) => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`不能运行 ${command}：${error.message}`, { cause: error })))
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 1)))
  })
}
