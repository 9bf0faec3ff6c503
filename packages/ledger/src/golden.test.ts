// A book of golden entries, of every type and version: written, read back and rebuilt to the states of its time.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Case } from '@huiying/domain/case'
import type { Entry } from '@huiying/domain/entry'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBook } from './book.ts'
import { readCase } from './case.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open.ts'
import { replaceProjections } from './rebuild.ts'

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'node_modules', '@huiying', 'domain', 'golden', name), 'utf8')
const entries = golden('entries.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry)
const states = JSON.parse(golden('states.json')) as { [caseId: string]: Case }
let folder = ''
let ledger: Ledger
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-golden-'))
  ledger = await openLedger({ dataDir: folder })
  const book = { id: 'qh', name: '青河', sample: false, drill: false }
  await ledger.write((tx) => openBook(tx, book, 'book: qh', entries[0]!.at, 'system'))
})
afterEach(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

async function expectStates(): Promise<void> {
  for (const [id, recorded] of Object.entries(states))
    expect(await readCase(ledger.read, id), id).toMatchObject(recorded)
}

it('are taken one by one, and a rebuild from the chain gives the same', async () => {
  for (const { at, actor, caseId, body } of entries) {
    await ledger.write((tx) => tx.append('qh', at, actor, [{ caseId, body }]))
  }
  await expectStates()
  await ledger.write((tx) => replaceProjections(tx.db, 'qh'))
  await expectStates()
})
