// The thread that reads attachments: what it cannot read is said in words, and the next letter is read all the same.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SHELF_BYTES_MAX } from '@huiying/ledger/blob'
import type { Ledger } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AttachmentReader, openAttachmentReader } from './attachment-reader.ts'

const nobody = { units: [], contacts: [] }
const MIB = 1024 * 1024
const LINE_CHARS = 76

let folder: string
let ledger: Ledger
let reader: AttachmentReader
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-attachment-'))
  ledger = await openLedger({ dataDir: folder })
  reader = openAttachmentReader(ledger, readSettings({ DATA_DIR: folder }), openLog('silent'))
})
afterEach(async () => {
  await reader.stop()
  await ledger.close()
  rmSync(folder, { recursive: true })
})

function letterOf(count: number, bytesEach: number): Buffer {
  const lines = new RegExp(`.{${LINE_CHARS}}`, 'g')
  const parts = Array.from({ length: count }, (_, at) => {
    const content = Buffer.alloc(bytesEach, at).toString('base64').replace(lines, '$&\r\n')
    const head = `Content-Disposition: attachment; filename=${at + 1}.dat\r\nContent-Transfer-Encoding: base64`
    return `--b\r\n${head}\r\n\r\n${content}\r\n`
  })
  return Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n${parts.join('')}--b--\r\n`)
}

test('hundreds of attachments of a letter of 25 MB are listed for three at once, and the last one read', async () => {
  const count = 300
  const letter = letterOf(count, Math.floor((18 * MIB) / count))
  expect(letter.length).toBeGreaterThan(25_000_000)
  const sha256 = await ledger.blobs.put(letter)
  const lists = await Promise.all(Array.from({ length: 3 }, () => reader.list(sha256, nobody)))
  for (const lines of lists) expect(lines).toHaveLength(count)
  const part = await reader.part(sha256, count)
  expect([part?.name, part?.content.at(-1), part?.picture]).toEqual(['300.dat', (count - 1) % 256, null])
  expect(await reader.part(sha256, count + 1)).toBeNull()
}, 60_000)

test('a sealed letter that was changed or is gone is refused in words, and the next is read', async () => {
  const changed = await ledger.blobs.put(letterOf(1, SHELF_BYTES_MAX))
  const whole = await ledger.blobs.put(letterOf(1, 10))
  const file = join(folder, 'blobs', changed.slice(0, 2), changed)
  const sealed = readFileSync(file)
  writeFileSync(file, Buffer.concat([sealed.subarray(0, -1), Buffer.from([sealed.at(-1)! ^ 1])]))
  const refusal = { status: 422, code: 'unreadable' }
  await expect(reader.list(changed, nobody)).rejects.toMatchObject(refusal)
  await expect(reader.part(changed, 1)).rejects.toMatchObject(refusal)
  await expect(reader.part('0'.repeat(64), 1)).rejects.toMatchObject({ status: 404, code: 'missing' })
  expect(await reader.list(whole, nobody)).toMatchObject([{ number: 1, name: '1.dat', bytes: 10 }])
}, 60_000)
