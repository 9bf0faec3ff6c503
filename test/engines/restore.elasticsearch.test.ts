// An older backup restored beside an index that has read further: the index is made anew, so that nothing is found that
// never happened and nothing new is passed over.
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, restore } from '@huiying/ledger/copy/backup'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestProgram } from '../program.ts'

const TEST_MS = 420_000
const env = { SEARCH_URL: `${process.env.SEARCH_URL}/restore` }
const letterOf = (what: string) => ({ subject: what, date: '2026-11-23 10:50', text: `${what}，请尽快处理。` })
let program: TestProgram
afterEach(() => program.stop())

async function find(text: string): Promise<number> {
  await program.indexer.level()
  const asked = { book: program.book, text, kind: 'item', restricted: true, limit: 9 } as const
  return (await program.indexer.query(asked)).total
}

it('finds what the restored ledger holds and nothing else', { timeout: TEST_MS }, async () => {
  program = await startProgram('2026-11-23 11:00', { env })
  await program.drop(letterOf('滨河小区停水三天'))
  const file = join(mkdtempSync(join(tmpdir(), 'huiying-older-')), 'older.backup')
  await backup(program.place, file)
  await program.drop(letterOf('锦绣家园电梯坏了'))
  expect([await find('停水'), await find('电梯')]).toEqual([1, 1])
  await program.stop()

  const restored = mkdtempSync(join(tmpdir(), 'huiying-restored-'))
  cpSync(join(program.folder, 'key'), join(restored, 'key'))
  await restore(file, { dataDir: restored })
  program = await startProgram('2026-11-23 12:00', { env, folder: restored })
  // More than the lost entries, before the index is looked at: by its number alone it would seem level.
  await program.drop(letterOf('渡口社区路灯不亮'), letterOf('车库渗水没人管'))
  expect([await find('停水'), await find('电梯'), await find('路灯'), await find('渗水')]).toEqual([1, 0, 1, 1])
})
