// The watched mailbox folder: one .eml a letter; a file is taken when it is whole and moved only after it is on record.
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface MailFile {
  name: string
  bytes: Buffer
}

/** Files of one batch; one transaction records them. */
export const BATCH_FILES_MAX = 250
/** Larger files are left where they are, with the reason in the source's status. */
export const LETTER_BYTES_MAX = 50 * 1024 * 1024
const READS_AT_ONCE = 16

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
      await mkdir(inbox, { recursive: true, mode: 0o700 })
      const names = (await readdir(inbox)).filter((name) => name.endsWith('.eml') && !held.has(name)).sort()
      const seen = new Map<string, string>()
      const whole: string[] = []
      for (const name of names.slice(0, BATCH_FILES_MAX * 2)) {
        const facts = await stat(join(inbox, name))
        if (facts.size > LETTER_BYTES_MAX) continue
        const mark = `${facts.size} ${facts.mtimeMs}`
        seen.set(name, mark)
        if (sizes.get(name) === mark && facts.size > 0 && whole.length < BATCH_FILES_MAX) whole.push(name)
      }
      sizes = seen
      for (const name of whole) held.add(name)
      return readAll(inbox, whole)
    },
    async done(names) {
      await mkdir(read, { recursive: true, mode: 0o700 })
      for (const name of names) {
        await rename(join(inbox, name), join(read, name))
        held.delete(name)
      }
    },
  }
}

async function readAll(folder: string, names: string[]): Promise<MailFile[]> {
  const files: MailFile[] = new Array(names.length)
  let next = 0
  const work = async () => {
    for (let index = next++; index < names.length; index = next++) {
      files[index] = { name: names[index]!, bytes: await readFile(join(folder, names[index]!)) }
    }
  }
  await Promise.all(Array.from({ length: READS_AT_ONCE }, work))
  return files
}
