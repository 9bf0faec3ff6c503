// The embedded ledger under the suite every engine passes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testLedger } from '../conformance/conformance.ts'

const oneProgram = 'one program has the file: a lock in the data folder refuses the second'

testLedger({
  name: 'SQLite',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-ledger-'))
    return { place: { dataDir: folder }, remove: async () => rmSync(folder, { recursive: true, force: true }) }
  },
  skip: [
    { test: 'two relays never carry the same row', reason: oneProgram },
    { test: 'of two turns that want one name, one has it and the other does not wait', reason: oneProgram },
    { test: 'a turn on one book does not wait for another book', reason: `${oneProgram}; its turns are serial` },
  ],
})
