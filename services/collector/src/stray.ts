// What lies in the mailbox folder and is no letter: told and moved aside when nobody has touched it for a while.
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, type Stats } from 'node:fs'
import { extname, join } from 'node:path'
import type { RefusedFile, StrayKind } from '@huiying/domain/refused'
import { LETTER_BYTES_MAX } from './letter.ts'
import { isLetter } from './mailbox.ts'

export interface Stray extends RefusedFile {
  name: string
  /** Another when it is written to, or is another file of the same name. */
  mark: string
}

/** A copy under way changes sooner, and a name it is given at the end comes sooner. */
export const STRAY_WAIT_MS = 10 * 60_000
/** Told in one look; the others are in the next. */
const STRAYS_MAX = 100
const ENDING_CHARS_MAX = 12

export interface Strays {
  /** Those that are as they were `STRAY_WAIT_MS` ago. */
  look(now: number): Stray[]
  /** Moves it to `refused/` under its own name, or that name with a number when it is taken. */
  setAside(name: string): void
}

export function openStrays(folder: string): Strays {
  const inbox = join(folder, 'in')
  const refused = join(folder, 'refused')
  /** As they were first seen, and when. */
  let seen = new Map<string, { mark: string; since: number }>()
  return {
    look(now) {
      mkdirSync(inbox, { recursive: true, mode: 0o700 })
      const found: Stray[] = []
      const still = new Map<string, { mark: string; since: number }>()
      for (const name of readdirSync(inbox).sort()) {
        const facts = lstatSync(join(inbox, name), { throwIfNoEntry: false })
        const kind = facts === undefined ? null : kindOf(name, facts)
        if (facts === undefined || kind === null) continue
        const mark = `${facts.size} ${facts.mtimeMs} ${facts.ino}`
        const before = seen.get(name)
        const since = before?.mark === mark ? before.since : now
        still.set(name, { mark, since })
        if (now - since >= STRAY_WAIT_MS && found.length < STRAYS_MAX)
          found.push({ name, mark, kind, ...tellOf(join(inbox, name), facts) })
      }
      seen = still
      return found
    },
    setAside(name) {
      mkdirSync(refused, { recursive: true, mode: 0o700 })
      const taken = new Set(readdirSync(refused))
      let to = name
      for (let number = 2; taken.has(to); number++) to = `${number}-${name}`
      try {
        renameSync(join(inbox, name), join(refused, to))
      } catch (error) {
        // Somebody took it away meanwhile.
        if ((error as { code?: string }).code !== 'ENOENT') throw error
      }
      seen.delete(name)
    },
  }
}

/** Null for a letter, and for what a program keeps there for itself (.DS_Store). */
function kindOf(name: string, facts: Stats): StrayKind | null {
  if (name.startsWith('.')) return null
  if (facts.isDirectory()) return '文件夹'
  if (!isLetter(name) || !facts.isFile()) return '其他文件'
  return facts.size === 0 ? '空文件' : null
}

function tellOf(path: string, facts: Stats): Omit<RefusedFile, 'kind'> {
  const ending = facts.isDirectory() ? '' : extname(path).slice(0, ENDING_CHARS_MAX)
  const isRead = facts.isFile() && facts.size <= LETTER_BYTES_MAX
  return { ending, bytes: facts.isFile() ? facts.size : 0, sha256: isRead ? hashOf(path) : null }
}

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
