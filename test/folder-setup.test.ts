// Folders of a run of tests: gone when nothing failed, kept where something did.
import { existsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import type { TestProject } from 'vitest/node'
import { setup } from './folder-setup.ts'

afterEach(() => vi.unstubAllEnvs())

/** A run in which these files failed. */
const runOf = (failed: string[]) => ({ vitest: { state: { getFailedFilepaths: () => failed } } }) as TestProject

it.each([
  [[], false],
  [['packages/ledger/src/open.test.ts'], true],
])('a run in which %j failed keeps its folders: %s', (failed, isKept) => {
  vi.stubEnv('TEST_FOLDERS', undefined)
  const place = tmpdir()
  // What it sets is set back with the stub.
  vi.stubEnv('TMPDIR', place)
  const tidyUp = setup(runOf(failed))
  const folder = tmpdir()
  expect(dirname(folder)).toBe(place)
  writeFileSync(join(folder, 'left behind'), '')
  tidyUp?.()
  expect(existsSync(folder)).toBe(isKept)
})

it('the stages have made a place for all their runs: another in it is not made', () => {
  vi.stubEnv('TEST_FOLDERS', 'made')
  expect(setup(runOf([]))).toBeUndefined()
})
