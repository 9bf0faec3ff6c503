// The ledger on a real PostgreSQL under the suite every engine passes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testLedger } from '@huiying/ledger/conformance/conformance'
import { newDatabase } from '../engine.ts'

testLedger({
  name: 'PostgreSQL',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-ledger-'))
    const place = { dataDir: folder, ledgerUrl: await newDatabase(process.env.POSTGRES_URL!) }
    return { place, remove: async () => rmSync(folder, { recursive: true, force: true }) }
  },
})
