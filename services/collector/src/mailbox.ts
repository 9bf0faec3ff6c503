// The watched mailbox folder: one .eml a letter; a file is taken when it is whole and moved only after it is on record.
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface MailFile {
  name: string
  bytes: Buffer
}

/** Files of one batch; one transaction records them. */
export const BATCH_FILES_MAX = 250
/** Larger files are left where they are, with the reason in the source's status. */
export const LETTER_BYTES_MAX = 50 * 1024 * 1024

export interface Mailbox {
  /** Whole files in the order of their names; what is still being written waits for the next look. */
  take(): Promise<MailFile[]>
  done(names: string[]): Promise<void>
}

/** `in/` is watched, `done/` keeps what was read. A size that changes between two looks is a file not yet whole. */
export function openMailbox(folder: string): Mailbox {
  const inbox = join(folder, 'in')
  const read = join(folder, 'done')
  let sizes = new Map<string, string>()
  /** Taken and not yet done. */
  const held = new Set<string>()
  return {
    async take() {
      mkdirSync(inbox, { recursive: true, mode: 0o700 })
      const names = readdirSync(inbox)
        .filter((name) => name.endsWith('.eml') && !held.has(name))
        .sort()
      const seen = new Map<string, string>()
      const whole: string[] = []
      for (const name of names.slice(0, BATCH_FILES_MAX * 2)) {
        const facts = statSync(join(inbox, name))
        if (facts.size > LETTER_BYTES_MAX) continue
        const mark = `${facts.size} ${facts.mtimeMs}`
        seen.set(name, mark)
        if (sizes.get(name) === mark && facts.size > 0 && whole.length < BATCH_FILES_MAX) whole.push(name)
      }
      sizes = seen
      for (const name of whole) held.add(name)
      // Small local files: the call itself costs less than a trip through the thread pool.
      return whole.map((name) => ({ name, bytes: readFileSync(join(inbox, name)) }))
    },
    async done(names) {
      mkdirSync(read, { recursive: true, mode: 0o700 })
      for (const name of names) {
        renameSync(join(inbox, name), join(read, name))
        held.delete(name)
      }
    },
  }
}
