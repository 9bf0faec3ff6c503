// Erasing a letter: nothing of its body is left in any file of the data folder, and the ledger still verifies.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eraseContents } from '@huiying/ledger/erase'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

const body =
  '青河市滨江壹号五号楼地下车库连续渗水，积水没过脚踝，物业说要等开发商，开发商说要等汛期过去，请住建局到现场看一看。'
const WINDOW = 12

it('leaves no twelve characters of the body in any file, and verify and rebuild still hold', async () => {
  program = await startProgram('2026-11-23 09:00')
  await program.drop({ subject: '车库渗水', date: '2026-11-23 08:50', text: body })
  await program.drop({ subject: '另一封信', date: '2026-11-23 08:55', text: '渡口社区的公交站牌倒了半个月没人扶。' })
  const [item] = await program.ledger.read.selectFrom('item').select('id').where('title', '=', '车库渗水').execute()
  const erasing = { book: program.book, ids: [item!.id], rule: '信件原文保存 3 年（本单位规则）', actor: 'limin' }
  const [mailbox, outbox] = [join(program.folder, 'mailbox'), join(program.folder, 'outbox')]
  await program.idle()
  // As if the tagger had just read it once more, and the tracker had not come to it yet.
  const { hashes } = program.ledger
  hashes.keep(item!.id, body, 'its hash')
  expect(
    await eraseContents(
      program.ledger,
      { ...erasing, mailbox, outbox, forget: program.bus.forget },
      program.time.now(),
    ),
  ).toBe(1)
  expect(hashes.take(item!.id, body)).toBeNull()
  await program.idle()
  await program.indexer.level()
  expect(
    (await program.indexer.query({ book: program.book, text: '渗水', restricted: true, limit: 9 })).hits.map(
      (hit) => hit.kind,
    ),
  ).toEqual(['case'])
  await program.ledger.scrub()
  expect(filesWith(program.folder)).toEqual([])
  expect((await program.verify()).map((result) => result.ok)).toEqual([true])
})

/** Files that hold any window of the body, as text or as base64 of it. */
function filesWith(folder: string): string[] {
  const windows = Array.from({ length: body.length - WINDOW }, (_, at) => Buffer.from(body.slice(at, at + WINDOW)))
  const encoded = Buffer.from(body).toString('base64').slice(0, 60)
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.filter((file) => {
    const bytes = readFileSync(file)
    return bytes.includes(encoded) || windows.some((window) => bytes.includes(window))
  })
}
