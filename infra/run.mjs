// Runs a TypeScript program of ours on the pinned Node and ends as it ended, passing on the signals that end a program.
import { spawn } from 'node:child_process'
import { availableParallelism, constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { compileCache, pinnedNode, root } from './install.mjs'

const parentLookEveryMs = 1000
// V8's own threads, which compile and collect: four of them on two cores only take those from ours.
const ownThreadsMax = 4
const ownThreads = Math.min(ownThreadsMax, Math.max(1, availableParallelism() - 1))

/** Starts `file` (relative to the root) with the same terminal; this process exits with its code. */
export function runPinned(file, args) {
  const path = `${dirname(pinnedNode)}${delimiter}${process.env.PATH ?? ''}`
  // In the environment, so that threads have it too: each strips and compiles our sources anew without it.
  const env = { NODE_COMPILE_CACHE: compileCache, ...process.env, PATH: path }
  const given = [`--v8-pool-size=${ownThreads}`, join(root, file), ...args]
  const child = spawn(pinnedNode, given, { stdio: 'inherit', env })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) endWithParent(child)
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)))
}

/** npm killed with -9 tells its script nothing: the program would run on, unseen, and hold the data folder. */
function endWithParent(child) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), parentLookEveryMs).unref()
}
