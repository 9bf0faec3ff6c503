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
  const file = join(folder, 'lock')
  // The lock appears whole or not at all: another program that looks in between must never read half of it.
  const draft = `${file}.${process.pid}`
  const write = (facts: object) => writeFileSync(draft, JSON.stringify({ pid: process.pid, ...facts }), { mode: 0o600 })
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    write({})
  } catch (error) {
    throw unusable(folder, error)
  }
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

/** By Node's code; what is no fault of the folder itself (a full disk) stays as it is. */
const folderWords: Record<string, string> = {
  EEXIST: '是文件，不是目录',
  ENOTDIR: '的路径中有一段是文件，不是目录',
  EACCES: '没有写入权限',
  EPERM: '没有写入权限',
  EROFS: '在只读的磁盘上',
}

function unusable(folder: string, error: unknown): unknown {
  const words = folderWords[(error as { code?: string }).code ?? '']
  if (words === undefined) return error
  return new Error(`数据目录 ${folder} ${words}。什么都没有改动；请核对 DATA_DIR 和目录的权限，再启动`, {
    cause: error,
  })
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
