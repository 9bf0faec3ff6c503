// Erasing a letter: nothing of its body is left in any file of the data folder, and the ledger still verifies.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { runErase } from '@huiying/infra/command/erase'
import { eraseContents } from '@huiying/ledger/erase'
import { savePerson } from '@huiying/ledger/person/person'
import { traceItem } from '@huiying/ledger/trace/trace'
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

/** As `huiying erase` beside a program that has stopped; `opened`: how often what lies beside the ledger was opened. */
async function erase(...args: string[]): Promise<{ code: number; lines: string[]; log: string; opened: number }> {
  const [output, log] = [new PassThrough(), new PassThrough()]
  const said = Promise.all([text(output), text(log)])
  let opened = 0
  const open = async () => {
    opened += 1
    const [mailbox, outbox] = [join(program.folder, 'mailbox'), join(program.folder, 'outbox')]
    return { mailbox, outbox, forget: program.bus.forget, close: async () => undefined }
  }
  const place = { ledger: program.ledger, now: program.time.now() }
  const code = await runErase(args, place, open, { input: new PassThrough(), output, log }).catch((error) => {
    log.write((error as Error).message)
    return 1
  })
  output.end()
  log.end()
  const [out, told] = await said
  return { code, lines: out.split('\n').filter(Boolean), log: told, opened }
}

it('is done by hand, in closed cases alone, by a 值班长; first it only tells what would go', async () => {
  program = await startProgram('2026-11-23 09:00')
  const lead = { login: 'limin', book: program.book, name: '李敏', roles: ['值班长' as const], unit: null }
  await savePerson(program.ledger, { ...lead, password: null }, 'system', program.time.now())
  await program.drop({ subject: '车库渗水', date: '2026-11-23 08:50', text: body })
  const { id, number } = await program.onlyCase()
  const [item] = await program.ledger.read.selectFrom('item').select('id').execute()
  const itemId = item!.id
  const order = ['--rule', '信件原文保存 3 年', '--by', 'limin', '--yes']
  const contents = () => program.ledger.read.selectFrom('content').select('itemId').execute()

  const early = await erase(itemId, ...order)
  expect([early.code, early.log]).toEqual([1, expect.stringContaining(`${number}（待研判） 还没有办结`)])
  await program.done(id, { do: 'letter.refuse', itemId, code: '要素不全无法核实', told: '请补充' })
  await program.done(id, { do: 'case.close', reason: '完成' })
  const refused: [string[], RegExp][] = [
    [[itemId, 'item_nobody', ...order], /台账里没有 item_nobody，没有改动任何东西/],
    [[itemId, '--yes'], /要写明 --rule/],
    [[itemId, '--rule', '到期', '--by', 'wang', '--yes'], /wang 不是本台账册在用的值班长/],
  ]
  for (const [args, words] of refused) expect((await erase(...args)).log).toMatch(words)
  const look = await erase(itemId)
  expect([look.code, look.log, look.opened]).toEqual([0, expect.stringContaining('什么都没有改动；确认请加 --yes'), 0])
  expect(look.lines.map((line) => JSON.parse(line))).toMatchObject([{ id: itemId, number, title: '车库渗水' }])
  expect(await contents()).toHaveLength(1)

  const done = await erase(itemId, ...order)
  expect([done.code, done.log, done.opened]).toEqual([0, expect.stringContaining('已销毁 1 条'), 1])
  expect(await contents()).toEqual([])
  const entries = await program.ledger.read
    .selectFrom('entry')
    .selectAll()
    .where('act', '=', 'content.erased')
    .execute()
  expect(entries.map(({ actor, body: said }) => [actor, JSON.parse(said)])).toMatchObject([
    ['limin', { act: 'content.erased', v: 1, ids: [itemId], rule: '信件原文保存 3 年' }],
  ])
  expect((await program.verify()).map((result) => result.ok)).toEqual([true])
  const { lines } = await traceItem(program.ledger.read, itemId, program.time.now())
  expect(lines.find(({ step }) => step === 'tagged')?.what).toBe('正文和标签已销毁，依据：信件原文保存 3 年（limin）')
  expect((await erase(itemId, ...order)).log).toContain('已经销毁过')
})
