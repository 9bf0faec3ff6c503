// Words of attached documents, and documents that would cost more than they may.
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { Attachment } from '@huiying/letter/body'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { attachmentText, UNPACKED_BYTES_MAX } from './attachment-text.ts'

function attachmentOf(name: string, content: Buffer, type = 'application/octet-stream'): Attachment {
  return {
    name,
    type,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    isShown: false,
  }
}

async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), name)
  zip.end()
  return buffer(zip.outputStream as unknown as NodeJS.ReadableStream)
}

const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

/** The smallest PDF that holds a line of text. */
function pdfOf(text: string): Buffer {
  const stream = `BT /F1 24 Tf 20 100 Td (${text}) Tj ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let out = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = out.length
    out += `${index + 1} 0 obj${object}endobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  return Buffer.from(`${out}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF`)
}

test('a .docx gives its paragraphs', async () => {
  const xml = `<w:document>${paragraph('向阳路停水')}${paragraph('三天 &amp; 三夜')}</w:document>`
  const docx = attachmentOf('说明.docx', await zipOf({ 'word/document.xml': xml, 'word/media/1.png': 'x' }))
  expect(await attachmentText([docx])).toEqual({ text: '〔附件 说明.docx〕\n向阳路停水\n三天 & 三夜', flags: [] })
})

test('an .xlsx gives its texts and figures', async () => {
  const texts = '<sst><si><t>小区</t></si><si><t>户数</t></si></sst>'
  const sheet =
    '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>320</v></c></row></sheetData>'
  const parts = { 'xl/sharedStrings.xml': texts, 'xl/worksheets/sheet1.xml': sheet }
  const { text } = await attachmentText([attachmentOf('户数.xlsx', await zipOf(parts))])
  expect(text.split('\n')).toEqual(['〔附件 户数.xlsx〕', '小区', '户数', '320'])
})

test('a .pdf gives the text of its pages, whatever its name says', async () => {
  const { text, flags } = await attachmentText([attachmentOf('a.bin', pdfOf('No water since Monday'))])
  expect(text).toBe('〔附件 a.bin〕\nNo water since Monday')
  expect(flags).toEqual([])
})

test('a letter sent on as a file and a page are read as what a person sees of them', async () => {
  const inner = `Subject: =?utf-8?B?${Buffer.from('井盖丢失').toString('base64')}?=\r\n\r\n文昌路有人掉下去了\r\n`
  const page = '<html><head><meta charset="utf-8"><style>p{}</style></head><body><p>照片说明</p></body></html>'
  const { text } = await attachmentText([
    attachmentOf('转发.eml', Buffer.from(inner), 'message/rfc822'),
    attachmentOf('说明.html', Buffer.from(page), 'text/html'),
  ])
  expect(text).toBe('〔附件 转发.eml〕\n井盖丢失\n文昌路有人掉下去了\n\n〔附件 说明.html〕\n照片说明')
})

test('a small document that unpacks into a large one is refused, and the next is read', async () => {
  const bomb = await zipOf({ 'word/document.xml': Buffer.alloc(UNPACKED_BYTES_MAX + 1, 32) })
  expect(bomb.length).toBeLessThan(100_000)
  const good = await zipOf({ 'word/document.xml': paragraph('停水') })
  const read = await attachmentText([attachmentOf('a.docx', bomb), attachmentOf('b.docx', good)])
  expect(read).toEqual({ text: '〔附件 b.docx〕\n停水', flags: ['attachment-refused'] })
})

test.each([
  ['a broken .doc', 'a.doc', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
  ['a broken zip', 'a.docx', Buffer.from('PK\u0003\u0004 and nothing behind it')],
  ['a broken PDF', 'a.pdf', Buffer.from('%PDF-1.7 and nothing behind it')],
])('%s is flagged and throws nothing', async (_, name, content) => {
  expect(await attachmentText([attachmentOf(name, content)])).toEqual({ text: '', flags: ['attachment-unread'] })
})

test('pictures and programs are left alone, and it is told that there are some', async () => {
  const png = Buffer.from('\x89PNG', 'latin1')
  const others = [attachmentOf('a.png', png), attachmentOf('a.zip', await zipOf({ a: 'b' }))]
  const misnamed = [attachmentOf('a.png', png, 'text/html'), attachmentOf('b.txt', png, 'text/plain')]
  expect(await attachmentText([...others, ...misnamed])).toEqual({ text: '', flags: ['attachment-unshown'] })
})

test('pictures alone are told as such, whatever they are called, and so is what holds no words', async () => {
  const pictures = ['\x89PNG', '\xff\xd8\xff', 'GIF89a', 'RIFF\x1a\0\0\0WEBP', 'BM', 'II*\0', '\0\0\0\x18ftypheic']
  const all = pictures.map((bytes, n) => attachmentOf(`${n}.dat`, Buffer.from(bytes, 'latin1')))
  const flags = ['attachment-unshown', 'pictures-only']
  expect(await attachmentText(all)).toEqual({ text: '', flags })
  const film = attachmentOf('a.mp4', Buffer.from('\0\0\0\x18ftypisom', 'latin1'))
  expect((await attachmentText([...all, film])).flags).toEqual(['attachment-unshown'])
  expect(await attachmentText([attachmentOf('空.txt', Buffer.alloc(0), 'text/plain')])).toEqual({ text: '', flags: [] })
  const blank = attachmentOf('空白.txt', Buffer.from(' \n'), 'text/plain')
  expect((await attachmentText([blank])).flags).toEqual(['attachment-unshown'])
})
