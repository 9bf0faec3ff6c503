// Attachments out of letters as strangers make them: every one has a line in words, and none does anything.
import { expect, test } from 'vitest'
import { attachmentAt, listAttachments } from './attachment-part.ts'

const nobody = { units: [], contacts: [] }
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const GIF = Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1')
const WEBP = Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\0', 'latin1')
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100', 'hex')
const zip = (flags: number) => Buffer.from([0x50, 0x4b, 3, 4, 20, 0, flags, 0, 0, 0, ...Buffer.alloc(20)])

type File = { name: string; content: Buffer | string; type?: string; coding?: string }

function letterOf(files: File[], { from = '来信人 <l@mail.example>', text = '路塌了，见附件。' } = {}): Buffer {
  const parts = files.map(({ name, content, type = 'application/octet-stream', coding = 'base64' }) =>
    [
      '--b',
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      `Content-Transfer-Encoding: ${coding}`,
      '',
      typeof content === 'string' ? content : content.toString('base64'),
    ].join('\r\n'),
  )
  const head = [`From: ${from}`, 'Subject: 路塌了', 'Content-Type: multipart/mixed; boundary=b']
  const body = ['--b', 'Content-Type: text/plain; charset=utf-8', '', text]
  return Buffer.from([...head, '', ...body, ...parts, '--b--', ''].join('\r\n'))
}

const kinds: [string, File, { kind: string | RegExp; isPicture?: boolean; saved: string }][] = [
  ['PNG by its bytes', { name: '路.png', content: PNG }, { kind: 'PNG 图片', isPicture: true, saved: '路.png' }],
  [
    'a picture called a program',
    { name: 'a.exe', content: JPEG },
    { kind: 'JPEG 图片', isPicture: true, saved: 'a.exe' },
  ],
  ['GIF', { name: 'a.gif', content: GIF }, { kind: 'GIF 图片', isPicture: true, saved: 'a.gif' }],
  ['WebP', { name: 'a', content: WEBP }, { kind: 'WebP 图片', isPicture: true, saved: 'a' }],
  [
    'a page called a picture',
    { name: 'a.png', type: 'image/png', content: Buffer.from('<!-- --><html><script>1</script>') },
    { kind: '网页，不在此显示', saved: 'a.png.bin' },
  ],
  [
    'SVG called a picture',
    { name: 'a.jpg', type: 'image/jpeg', content: Buffer.from('\ufeff<?xml version="1.0"?>\n<svg onload="1"/>') },
    { kind: 'SVG 图形，不在此显示', saved: 'a.jpg.bin' },
  ],
  ['SVG packed', { name: 'a.svgz', content: zip(0) }, { kind: 'SVG 图形，不在此显示', saved: 'a.svgz.bin' }],
  ['a program', { name: '发票.pdf', content: Buffer.from('MZ\x90') }, { kind: /程序/, saved: '发票.pdf.bin' }],
  ['a script', { name: '通知.vbs', content: Buffer.from('x=1') }, { kind: /程序/, saved: '通知.vbs.bin' }],
  ['an encrypted zip', { name: '证据.zip', content: zip(1) }, { kind: '压缩包（有密码）', saved: '证据.zip' }],
  ['a zip', { name: '证据.zip', content: zip(0) }, { kind: '压缩包', saved: '证据.zip' }],
  ['PDF', { name: '合同.pdf', content: Buffer.from('%PDF-1.4') }, { kind: 'PDF 文档', saved: '合同.pdf' }],
  ['nothing', { name: '空.txt', content: '' }, { kind: '空文件', saved: '空.txt' }],
  ['base64 that is none', { name: '坏.jpg', content: '！！！' }, { kind: '编码已坏，读不出内容', saved: '坏.jpg' }],
  [
    'a picture of four thousand million pixels',
    { name: 'a.png', content: Buffer.concat([PNG.subarray(0, 16), Buffer.from('0000ffff0000ffff', 'hex')]) },
    { kind: 'PNG 图片（展开后太大，只能下载）', saved: 'a.png' },
  ],
  [
    'a picture that does not say its size',
    { name: 'a.jpg', content: Buffer.from('ffd8ffe0', 'hex') },
    { kind: 'JPEG 图片（残缺，只能下载）', saved: 'a.jpg' },
  ],
  ['text', { name: '说明.txt', content: Buffer.from('停水三天') }, { kind: '文本', saved: '说明.txt' }],
  ['noise', { name: 'x.dat', content: Buffer.from([0, 1, 254]) }, { kind: '其他文件', saved: 'x.dat' }],
]

test.each(kinds)('%s is told in words and named so that nothing runs', (_what, file, { kind, isPicture, saved }) => {
  const letter = letterOf([file])
  const [line] = listAttachments(letter, nobody)
  expect(line).toMatchObject({ number: 1, isPicture: isPicture ?? false })
  expect(line?.kind).toMatch(typeof kind === 'string' ? new RegExp(`^${kind}$`) : kind)
  const part = attachmentAt(letter, 1)
  expect([part?.name, part?.picture !== null, part?.content.length]).toEqual([saved, isPicture ?? false, line?.bytes])
})

const names: [string, string][] = [
  ['../../etc/passwd', 'passwd'],
  ['C:\\桌面\\现场.jpg', '现场.jpg'],
  ['照片\u202egpj.exe', '照片gpj.exe'],
  ['a\r\nSet-Cookie: x\u0000.png', 'a Set-Cookie_ x.png'],
  ['con.png', '_con.png'],
  ['. . .', '附件1'],
  ['', '附件1'],
  [`${'长'.repeat(300)}.jpg`, `${'长'.repeat(96)}.jpg`],
  ['\u200b\u2066\u2069', '附件1'],
]
test.each(names)('%j is saved as %s', (name, saved) => {
  expect(attachmentAt(letterOf([{ name, content: PNG }]), 1)?.name).toBe(saved)
})

test('names are masked like the letter: numbers, its people, its sender', () => {
  const files = ['13812345678现场.jpg', '陈立新身份证.jpg', '周晓梅.png'].map((name) => ({ name, content: PNG }))
  const letter = letterOf(files, { from: '周晓梅 <z@mail.example>', text: '我叫陈立新，路塌了。' })
  const shown = listAttachments(letter, nobody).map((line) => line.name)
  expect(shown).toEqual(['138****5678现场.jpg', '陈**身份证.jpg', '周**.png'])
})

test('what hangs on a letter sent on comes behind it, winmail.dat before what it holds, broken or not', () => {
  const inner = letterOf([{ name: '内.png', content: PNG }])
    .toString()
    .replace(/boundary=b|^--b/gm, '$&c')
  const files = [
    { name: '转发.eml', type: 'message/rfc822', coding: '8bit', content: inner },
    { name: 'winmail.dat', type: 'application/ms-tnef', content: Buffer.from('789f3e22', 'hex') },
  ]
  const letter = letterOf(files)
  const lines = listAttachments(letter, nobody)
  expect(lines.map(({ name, kind }) => [name, kind.slice(0, 10)])).toEqual([
    ['转发.eml', '邮件（转发的来信），'],
    ['内.png', 'PNG 图片'],
    ['winmail.dat', 'Outlook 打包'],
  ])
  expect(Buffer.from(attachmentAt(letter, 2)?.content ?? []).equals(PNG)).toBe(true)
})

test('of more than five hundred files the first are there, and each is found again by its number', () => {
  const many = Array.from({ length: 600 }, (_, at) => ({
    name: `${at + 1}.txt`,
    content: Buffer.from(`file ${at + 1}`),
  }))
  const letter = letterOf(many)
  const lines = listAttachments(letter, nobody)
  expect([lines.length, lines.at(-1)?.number]).toEqual([500, 500])
  expect(Buffer.from(attachmentAt(letter, 321)?.content ?? []).toString()).toBe('file 321')
  expect(attachmentAt(letter, 501)).toBeNull()
})

test('noise, nothing and a letter cut in its last file throw nothing', () => {
  const cut = letterOf([{ name: 'a.png', content: PNG }]).subarray(0, -60)
  expect(listAttachments(Buffer.alloc(0), nobody)).toEqual([])
  expect(listAttachments(Buffer.from([0, 255, 13, 10, 0]), nobody)).toEqual([])
  expect(listAttachments(cut, nobody)).toHaveLength(1)
  expect(attachmentAt(Buffer.from('x'), 1)).toBeNull()
})
