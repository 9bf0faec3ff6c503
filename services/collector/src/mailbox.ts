// The watched mailbox folder: one .eml a letter; a file is taken when it is whole and moved only after it is on record.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LETTER_BYTES_MAX, LETTER_HEAD_BYTES } from './letter.ts'
import type { LetterFile } from './letter-file.ts'
import { type Move, moveFiles } from './move.ts'

export interface MailFile {
  name: string
  /** As it was at both looks; who reads it finds out whether it still is. */
  file: LetterFile
  /** Its own size when it is larger than a letter may be: only its beginning is read. Null when it is read whole. */
  cutFrom: number | null
}

/** Files of one batch; one transaction records them. */
export const BATCH_FILES_MAX = 500
/** Of the first batch of many: it is on the queue while the next is read; each one after is twice as large. */
export const FIRST_FILES_MAX = 60
/** Of one batch in memory, but for the last file. */
const BATCH_BYTES_MAX = 64 * 1024 * 1024

export interface Mailbox {
  /** At most `max` whole files, the earliest named first; what is still being written waits for the next look. */
  take(max?: number): MailFile[]
  /** Moves what is on record out of the way; a file somebody has taken away meanwhile is no fault. */
  done(names: string[]): Promise<void>
  /** Deletes what must not lie here in the clear. */
  remove(names: string[]): void
  /** Moves a file that was not read whole to `refused/`, named by the SHA-256 of its beginning: erasing finds it so. */
  refuse(name: string, sha256: string): void
  /** What was taken and could not be recorded is there to be taken again. */
  release(): void
}

/**
 * `in/` is watched, `done/` keeps what was read, `refused/` what was too large. A size that changes between two looks
 * is a file not yet whole. `move` moves a batch at once; a thread may do it.
 */
export function openMailbox(folder: string, move: (moves: Move[]) => unknown = moveFiles): Mailbox {
  const inbox = join(folder, 'in')
  const read = join(folder, 'done')
  const refused = join(folder, 'refused')
  /** Seen once, with the size and time it had then. */
  const seen = new Map<string, string>()
  /** Taken and not yet done. */
  const held = new Set<string>()
  /** Names of the last listing not looked at yet: a folder of thousands is not listed anew for every batch. */
  let listed: string[] = []
  const list = () => {
    for (const made of [inbox, read, refused]) mkdirSync(made, { recursive: true, mode: 0o700 })
    const found = readdirSync(inbox).filter((name) => isLetter(name) && !held.has(name) && !seen.has(name))
    // From the end, so that the next names are popped off.
    listed = found.sort().reverse()
  }
  /** The file when it is as it was at the last look, else null. */
  const wholeFile = (name: string): LetterFile | null => {
    const path = join(inbox, name)
    const facts = statSync(path, { throwIfNoEntry: false })
    const before = seen.get(name)
    seen.delete(name)
    // What has nothing in it yet is looked at with the next listing: hundreds of such must not hold up the others.
    if (facts === undefined || facts.size === 0) return null
    const { size, mtimeMs } = facts
    const mark = `${size} ${mtimeMs}`
    if (before === mark) return { path, size, mtimeMs }
    seen.set(name, mark)
    return null
  }
  return {
    take(max = BATCH_FILES_MAX) {
      const whole: MailFile[] = []
      let bytes = 0
      for (const name of [...seen.keys()]) {
        if (whole.length === max || bytes >= BATCH_BYTES_MAX) break
        const file = wholeFile(name)
        if (file === null) continue
        const isLarge = file.size > LETTER_BYTES_MAX
        whole.push({ name, file, cutFrom: isLarge ? file.size : null })
        bytes += isLarge ? LETTER_HEAD_BYTES : file.size
      }
      for (const { name } of whole) held.add(name)
      if (listed.length === 0) list()
      for (let name = listed.pop(); name !== undefined; name = listed.pop()) {
        wholeFile(name)
        if (seen.size >= BATCH_FILES_MAX) break
      }
      return whole
    },
    async done(names) {
      if (names.length === 0) return
      await move(names.map((name) => ({ from: join(inbox, name), to: join(read, name) })))
      for (const name of names) held.delete(name)
    },
    remove(names) {
      for (const name of names) {
        rmSync(join(inbox, name), { force: true })
        held.delete(name)
      }
    },
    refuse(name, sha256) {
      moveFiles([{ from: join(inbox, name), to: join(refused, `${sha256}.eml`) }])
      held.delete(name)
    },
    release() {
      held.clear()
    },
  }
}

/** Programs on Windows also write .EML; what has another name is no letter, or one that is still being copied. */
export const isLetter = (name: string): boolean => name.toLowerCase().endsWith('.eml')
