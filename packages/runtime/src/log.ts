// Logs: pino's JSON lines on stderr, with item and case ids and never a text from outside.
import { destination, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

const secretPaths = ['password', 'token', 'key', 'secret', '*.password', '*.token', '*.key', '*.secret']

/** `level` as in pino, `silent` for tests. */
export function openLog(level: string): Logger {
  return pino({ level, redact: secretPaths, base: { pid: process.pid } }, destination({ fd: 2, sync: true }))
}
