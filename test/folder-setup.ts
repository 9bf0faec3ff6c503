// Every folder that a test makes lies in one of this run: gone when all passed, kept for a look when something failed.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

/** Engines of a test run as nobody where we are root. */
const OPEN_MODE = 0o1777

/**
 * Before the workers start: what they call the place for temporary files is this folder. The stages of `npm test` have
 * made one for all of them; another inside it would make the paths of sockets too long.
 */
export function setup({ vitest }: TestProject): (() => void) | undefined {
  if (process.env.TEST_FOLDERS === 'made') return undefined
  const folder = mkdtempSync(join(tmpdir(), 'huiying-run-'))
  chmodSync(folder, OPEN_MODE)
  process.env.TMPDIR = folder
  return () => {
    const { state } = vitest
    if (state.getFailedFilepaths().length === 0) rmSync(folder, { recursive: true, force: true })
    else console.log(`没有通过的测试留下的文件夹：${folder}`)
  }
}
