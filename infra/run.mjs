// Runs a TypeScript program of ours on the pinned Node and ends as it ended, passing on the signals that end a program.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pinnedNode, root } from './install.mjs'

/** Starts `file` (relative to the root) with the same terminal; this process exits with its code. */
export function runPinned(file, args) {
  const env = { ...process.env, PATH: `${dirname(pinnedNode)}${delimiter}${process.env.PATH ?? ''}` }
  const child = spawn(pinnedNode, [join(root, file), ...args], { stdio: 'inherit', env })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)))
}
