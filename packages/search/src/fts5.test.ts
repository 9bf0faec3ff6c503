// The embedded search engine under the suite every engine passes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testSearch } from './conformance.ts'
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
