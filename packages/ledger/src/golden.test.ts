// A book of golden entries, of every type and version: written, read back and rebuilt to the states of its time.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Case } from '@huiying/domain/case'
import type { Body, Entry } from '@huiying/domain/entry'
import { EVOLVE_VERSION } from '@huiying/domain/evolve'
import { openLog } from '@huiying/runtime/log'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { alertById } from './alert.ts'
import { awaitLedger } from './await.ts'
import { openBook } from './book.ts'
import { queue, readCase } from './case.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open.ts'
import { replaceProjections } from './verify/rebuild.ts'

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'node_modules', '@huiying', 'domain', 'golden', name), 'utf8')
const entries = golden('entries.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry)
const states = JSON.parse(golden('states.json')) as { [caseId: string]: Case }
/** From here on alerts are of version 2. */
const TYPED_SEQ = 169
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

it('an alert written before its cause was typed marks its case after the upgrade, as its words say', async () => {
  const { at } = entries.at(-1)!
  const stored = entries.filter(({ seq }) => seq < TYPED_SEQ)
  for (const { actor, caseId, body } of stored)
    await ledger.write((tx) => tx.append('qh', at, actor, [{ caseId, body }]))
  const alert = {
    owner: 'case:case/g1',
    plan: null,
    clockId: null,
    code: null,
    step: '新案',
    occurrence: 7,
    late: false,
  }
  const said = {
    id: 'alert/old',
    dueAt: null,
    firedAt: at,
    skipped: [],
    reason: '来信涉及生命安全或正在发生的险情，先打电话',
  }
  const body = { act: 'alert.fired', v: 1, alert: { ...alert, ...said }, deliveries: [], calls: [] }
  await ledger.write((tx) => tx.append('qh', at, 'system', [{ caseId: 'case/g1', body: body as unknown as Body }]))
  await ledger.write((tx) =>
    tx.db
      .updateTable('projection')
      .set({ version: EVOLVE_VERSION - 1 })
      .execute(),
  )
  await ledger.close()
  ledger = await awaitLedger({ dataDir: folder }, openLog('silent'))
  const { version } = await ledger.read.selectFrom('projection').select('version').executeTakeFirstOrThrow()
  expect(version).toBe(EVOLVE_VERSION)
  const filter = { book: 'qh', restricted: true, lane: '全部', soon: at, now: at } as const
  expect((await queue(ledger.read, filter, 100)).flatMap((row) => (row.callFirst ? [row.state.id] : []))).toEqual([
    'case/g1',
  ])
  expect((await alertById(ledger.read, 'alert/old'))?.cause).toBe('先打电话')
})
