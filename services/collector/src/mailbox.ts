// The watched mailbox folder: one .eml a letter; a file is taken when it is whole and moved only after it is on record.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface MailFile {
  name: string
  bytes: Buffer
}

/** Files of one batch; one transaction records them. */
export const BATCH_FILES_MAX = 500
/** Larger files are left where they are, with the reason in the source's status. */
export const LETTER_BYTES_MAX = 50 * 1024 * 1024

export interface Mailbox {
  /** Whole files, the earliest named first; what is still being written waits for the next look. */
  take(): MailFile[]
  /** Moves what is on record out of the way; a file somebody has taken away meanwhile is no fault. */
  done(names: string[]): void
  /** Deletes what must not lie here in the clear. */
  remove(names: string[]): void
  /** What was taken and could not be recorded is there to be taken again. */
  release(): void
}

/** `in/` is watched, `done/` keeps what was read. A size that changes between two looks is a file not yet whole. */
export function openMailbox(folder: string): Mailbox {
  const inbox = join(folder, 'in')
  const read = join(folder, 'done')
  /** Seen once, with the size and time it had then. */
  const seen = new Map<string, string>()
  /** Taken and not yet done. */
  const held = new Set<string>()
  /** Names of the last listing not looked at yet: a folder of thousands is not listed anew for every batch. */
  let listed: string[] = []
  const list = () => {
    for (const made of [inbox, read]) mkdirSync(made, { recursive: true, mode: 0o700 })
    const found = readdirSync(inbox).filter((name) => name.endsWith('.eml') && !held.has(name) && !seen.has(name))
    // From the end, so that the next names are popped off.
    listed = found.sort().reverse()
  }
  /** True when the file is as it was at the last look. */
  const isWhole = (name: string): boolean => {
    const facts = statSync(join(inbox, name), { throwIfNoEntry: false })
    const before = seen.get(name)
    seen.delete(name)
    if (facts === undefined || facts.size > LETTER_BYTES_MAX) return false
    const mark = `${facts.size} ${facts.mtimeMs}`
    if (before === mark && facts.size > 0) return true
    seen.set(name, mark)
    return false
  }
  return {
    take() {
      const whole: string[] = []
      for (const name of [...seen.keys()]) if (whole.length < BATCH_FILES_MAX && isWhole(name)) whole.push(name)
      for (const name of whole) held.add(name)
      if (listed.length === 0) list()
      for (let name = listed.pop(); name !== undefined; name = listed.pop()) {
        isWhole(name)
        if (seen.size >= BATCH_FILES_MAX) break
      }
      return whole.flatMap((name) => readWhole(join(inbox, name), name))
    },
    done(names) {
      for (const name of names) {
        move(join(inbox, name), join(read, name))
        held.delete(name)
      }
    },
    remove(names) {
      for (const name of names) {
        rmSync(join(inbox, name), { force: true })
        held.delete(name)
      }
    },
    release() {
      held.clear()
    },
  }
}

/** Small local files: the call itself costs less than a trip through the thread pool. */
function readWhole(path: string, name: string): MailFile[] {
  try {
    return [{ name, bytes: readFileSync(path) }]
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
  }
}
