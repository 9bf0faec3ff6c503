// The embedded search engine under the suite every engine passes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { cutPairs, testSearch } from './conformance.ts'
import { openFts5 } from './fts5.ts'

testSearch({
  name: 'SQLite FTS5',
  async open(cut) {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-search-'))
    const file = join(folder, 'search.db')
    let search = openFts5(file, cut)
    return {
      search,
      async reopen() {
        await search.close()
        search = openFts5(file, cut)
        return search
      },
      async remove() {
        await search.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})

it('makes an index of another version of terms anew, so that the ledger feeds it from the beginning', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-search-'))
  const file = join(folder, 'search.db')
  const before = openFts5(file, cutPairs)
  await before.moveTo('qinghe', 7, 'hash-of-7')
  await before.close()
  const raw = new DatabaseSync(file)
  raw.exec('pragma user_version = 4')
  raw.close()
  const after = openFts5(file, cutPairs)
  expect(await after.mark('qinghe')).toEqual({ seq: 0, hash: null })
  await after.close()
  rmSync(folder, { recursive: true })
})
