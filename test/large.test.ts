// A letter larger than 50 MB: read by its beginning, so that its writer is answered in time; why stands on record.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eraseContents } from '@huiying/ledger/erase'
import { expect, it } from 'vitest'
import { startProgram } from './program.ts'

const MEGABYTE = 1024 * 1024
const TEST_MS = 180_000
const head = [
  'From: <w@mail.example>',
  'Message-ID: <large@mail.example>',
  'Date: Mon, 23 Nov 2026 09:00:00 +0800',
  `Subject: =?utf-8?B?${Buffer.from('东湖小区停水三天').toString('base64')}?=`,
  'Content-Type: multipart/mixed; boundary=qh',
  '',
  '--qh',
  'Content-Type: text/plain; charset=utf-8',
  '',
  '东湖小区停水三天，视频见附件。',
  '--qh',
  'Content-Type: video/mp4; name=1.mp4',
  'Content-Transfer-Encoding: base64',
  '',
  '',
].join('\r\n')

it(
  'is no letter lost: case, deadline, reason and the original aside; erased, the original goes too',
  async () => {
    const program = await startProgram('2026-11-23 10:00')
    const box = join(program.folder, 'mailbox')
    const put = (name: string) => {
      mkdirSync(join(box, 'in'), { recursive: true })
      writeFileSync(join(box, 'in', name), Buffer.concat([Buffer.from(head), Buffer.alloc(51 * MEGABYTE, 'A')]))
    }
    put('1.eml')
    await program.settle()
    put('2.eml')
    await program.settle()
    const items = await program.ledger.read.selectFrom('item').selectAll().execute()
    expect(items.map((row) => JSON.parse(row.flags))).toEqual([expect.arrayContaining(['letter-cut'])])
    const entries = await program.ledger.read.selectFrom('entry').select('body').where('act', '=', 'item.cut').execute()
    expect(entries).toHaveLength(1)
    expect(entries[0]!.body).toContain('原件超过 50 MB，只收下开头 1 MB')
    expect(entries[0]!.body).toContain(`"bytes":${51 * MEGABYTE + Buffer.byteLength(head)}`)
    expect((await program.onlyCase()).letters).toMatchObject({ open: 1, total: 1 })
    const kept = () => ['in', 'done', 'refused'].map((name) => readdirSync(join(box, name)).length)
    expect(kept()).toEqual([0, 0, 1])
    const erasing = {
      book: program.book,
      ids: items.map((row) => row.id),
      rule: '来信原件三年',
      actor: 'wang',
      mailbox: box,
      outbox: join(program.folder, 'outbox'),
    }
    await eraseContents(program.ledger, { ...erasing, forget: async () => undefined }, program.time.now())
    expect(kept()).toEqual([0, 0, 0])
    await program.stop()
  },
  TEST_MS,
)
