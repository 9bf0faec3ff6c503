// Logs: pino's JSON lines on stderr, with item and case ids and never a text from outside.
import { destination, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

const secretPaths = ['password', 'token', 'key', 'secret', '*.password', '*.token', '*.key', '*.secret']

/** `level` as in pino, `silent` for tests; `to` takes the lines instead of stderr. */
export function openLog(level: string, to?: { write(line: string): void }): Logger {
  return pino({ level, redact: secretPaths, base: { pid: process.pid } }, to ?? destination({ fd: 2, sync: true }))
}
