// The data folder's lock: a second program is refused and told who is first; the lock of a dead one is taken over.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FolderLock {
  /** Tells others where this program answers. */
  note(facts: { url: string }): void
  release(): void
}

/**
 * Throws when another living process holds the folder, naming it. `service`: who asks runs one service alone, which on
 * the embedded engines only one process may do.
 */
export function lockFolder(folder: string, service: string | null = null): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'lock')
  // The lock appears whole or not at all: another program that looks in between must never read half of it.
  const draft = `${file}.${process.pid}`
  const write = (facts: object) => writeFileSync(draft, JSON.stringify({ pid: process.pid, ...facts }), { mode: 0o600 })
  write({})
  for (;;) {
    try {
      linkSync(draft, file)
      rmSync(draft)
      break
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder !== null && isAlive(holder.pid)) {
      rmSync(draft)
      const where = holder.url === undefined ? '' : `，地址 ${holder.url}`
      const apart = service === null ? '' : '；几个服务分开运行要共用外部引擎，内置引擎只容一个进程'
      throw new Error(
        `数据目录 ${folder} 正由进程 ${holder.pid} 使用${where}。请用那一个，或先停止它，或另设 DATA_DIR${apart}`,
      )
    }
    rmSync(file, { force: true })
  }
  return {
    note(facts) {
      write(facts)
      renameSync(draft, file)
    },
    release() {
      if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

function readHolder(file: string): { pid: number; url?: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // Gone meanwhile, or cut short by a crash in the middle of the first writing: nobody holds it.
    if (error instanceof SyntaxError || (error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
