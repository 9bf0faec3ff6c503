// One server process of ours: started until it says that it is ready, ended by its own pid, its last lines kept.
import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { environmentWith } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'

/** On a machine that many programs share a Java takes minutes to start. */
const READY_MS_MAX = 600_000
const STOP_MS_MAX = 20_000
const LOG_LINES_KEPT = 12
/** `nobody` on Debian and most others. */
const UNPRIVILEGED_ID = 65_534

export interface ServerOptions {
  name: string
  command: string
  args: string[]
  cwd: string
  env: Record<string, string>
  /** Started as root, it runs as `nobody`, to whom `cwd` is given. */
  refusesRoot?: boolean
  /** What asks it to end at once and in order; SIGTERM where nothing else is said. */
  endSignal?: NodeJS.Signals
  /** Whether a line of its output says that it is ready. */
  isReady(line: string): boolean
}

export interface Server {
  end(how?: 'kill'): Promise<void>
}

/** Resolves when the server is ready; rejects with its last lines when it ends before or takes too long. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { name, command, args, cwd, env } = options
  const drops = options.refusesRoot === true && process.getuid?.() === 0
  if (drops) chownSync(cwd, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  const child = spawn(command, args, {
    cwd,
    env: environmentWith({ ...env, ...(drops ? { HOME: cwd } : {}) }),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: Ctrl-C reaches the command first, and we end the engine after it.
    detached: true,
    ...(drops ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}),
  })
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve())
    child.on('error', () => resolve())
  })
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => {
      tooLong.cancel()
      reject(new Error(`${name} ${what}，没有留下进程：\n${lines.map((line) => `  │ ${line}`).join('\n')}`))
    }
    const tooLong = real.after(READY_MS_MAX, () => {
      signalGroup(child, 'SIGKILL')
      fail(`${READY_MS_MAX / 1000} 秒内没有就绪`)
    })
    child.on('error', (error) => fail(`不能启动（${error.message}）`))
    child.on('close', (code) => fail(`启动时退出（${code}）`))
    // Whole lines: what comes at once may end in the middle of the one that is waited for.
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        // A stack would push out the line that says why.
        if (line !== '' && !/^\s+at /.test(line)) lines.push(line)
        lines.splice(0, Math.max(0, lines.length - LOG_LINES_KEPT))
        if (!options.isReady(line)) return
        tooLong.cancel()
        resolve()
      })
  })
  return { end: (how) => endServer(child, ended, how === 'kill' ? 'SIGKILL' : (options.endSignal ?? 'SIGTERM')) }
}

async function endServer(child: ChildProcess, ended: Promise<void>, how: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  signalGroup(child, how)
  const tooLong = real.after(STOP_MS_MAX, () => signalGroup(child, 'SIGKILL'))
  await ended
  tooLong.cancel()
}

/** The whole group: Elasticsearch's launcher has a child that is the server. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal)
  } catch {
    // It has ended by itself, which is what was wanted.
  }
}
