// Letters as the world writes them: charsets as they really are, broken MIME, dates that are none.
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { type Letter, readLetter } from './letter.ts'

const gb = (text: string) => iconv.encode(text, 'gb18030')
const join = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as Buffer)))
const body = '我们小区从星期一开始停水，到今天已经三天了，请问什么时候能来水？'

const rows: { why: string; raw: Buffer; want: Partial<Letter> }[] = [
  {
    why: 'GBK that nobody declared, in header and body',
    raw: join('From: ', gb('李青'), ' <l@example.com>\r\nSubject: ', gb('停水三天了没人管'), '\r\n\r\n', gb(body)),
    want: { title: '停水三天了没人管', fromName: '李青', text: body, flags: ['charset-guessed', 'no-date'] },
  },
  {
    why: 'GBK that says UTF-8',
    raw: join('Content-Type: text/plain; charset=utf-8\r\n\r\n', gb(body)),
    want: { text: body },
  },
  {
    why: 'gb2312 that is gb18030',
    raw: join('Content-Type: text/plain; charset=gb2312\r\n\r\n', gb('镕堃喆𠮷')),
    want: { text: '镕堃喆𠮷' },
  },
  {
    why: 'UTF-8 that says us-ascii',
    raw: join('Content-Type: text/plain; charset=us-ascii\r\n\r\n', body),
    want: { text: body },
  },
  {
    why: 'GBK in base64 without a charset',
    raw: join('Content-Transfer-Encoding: base64\r\n\r\n', gb(body).toString('base64')),
    want: { text: body },
  },
  {
    why: 'an encoded word cut in the middle of a character',
    raw: join('Subject: =?utf-8?B?5YGc5rC05LqG5b?=\r\n =?utf-8?B?6I5LmF?=\r\n\r\nx'),
    want: { title: '停水了很久' },
  },
  {
    why: 'HTML only: line breaks stay, what nobody sees goes',
    raw: join('Content-Type: text/html; charset=utf-8\r\n\r\n<p>一</p>二<br>三<i hidden>毒</i>'),
    want: { text: '一\n二\n三', flags: ['hidden-text', 'no-date'] },
  },
  {
    why: 'a date with its zone',
    raw: join('Date: Sat, 21 Nov 2026 10:00:00 +0800 (CST)\r\n\r\nx'),
    want: { at: 1795226400000, flags: [] },
  },
  { why: 'no date is invented', raw: join('Subject: x\r\n\r\nx'), want: { at: null, flags: ['no-date'] } },
  { why: 'a word and a figure', raw: join('Date: foo 1\r\n\r\nx'), want: { at: null, flags: ['bad-date'] } },
  {
    why: 'no such day',
    raw: join('Date: Mon, 31 Feb 2026 10:00:00 +0800\r\n\r\nx'),
    want: { at: null, flags: ['bad-date'] },
  },
  {
    why: 'the topmost Received counts',
    raw: join(
      'Received: by a; Sat, 21 Nov 2026 10:00:00 +0800\r\nReceived: by b; Sat, 21 Nov 2026 09:00:00 +0800\r\n\r\nx',
    ),
    want: { receivedAt: 1795226400000 },
  },
  {
    why: 'words in ISO-2022-JP that were put together',
    raw: join('Subject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\r\n =?ISO-2022-JP?B?GyRCOGwbKEI=?=\r\n\r\nx'),
    want: { title: '日本語' },
  },
  {
    why: 'a domain in its own letters',
    raw: join('From: li@xn--fiqs8s.example\r\nReply-To: <li@XN--FIQS8S.example>\r\n\r\nx'),
    want: { from: 'li@中国.example', replyTo: 'li@中国.example' },
  },
  {
    why: 'UTF-8 that says so and was cut keeps what is whole',
    raw: join('Content-Type: text/plain; charset=utf-8\r\n\r\n', body, Buffer.from([0xe6, 0xb0])),
    want: { text: `${body}\uFFFD` },
  },
  {
    why: 'a blank before a soft break is meant, one before the end of a line was added on the way',
    raw: join('Content-Transfer-Encoding: quoted-printable\r\n\r\nunit =\r\n 3  \r\nend=20\r\n.'),
    want: { text: 'unit  3\nend \n.' },
  },
  {
    why: 'name and brackets encoded in one; an address alone that is encoded is none',
    raw: join(
      `To: =?utf-8?B?${Buffer.from('"李青" <l@q.example>').toString('base64')}?=, b@q.example\r\n`,
      `From: =?utf-8?B?${Buffer.from('mayor@q.example').toString('base64')}?=\r\n\r\nx`,
    ),
    want: { to: ['l@q.example', 'b@q.example'], from: null },
  },
  {
    why: 'an encoded @ makes no other sender',
    raw: join('From: =?utf-8?q?=40mayor.example?=@q.example\r\n\r\nx'),
    want: { from: null },
  },
  {
    why: 'of two dates the one that is a date',
    raw: join('Date: Sat, 21 Nov 2026 10:zz\r\nDate: Sat, 21 Nov 2026 10:00:00 +0800\r\n\r\nx'),
    want: { at: 1795226400000 },
  },
  {
    why: 'the byte A0 within a character is no blank, nor is one at the end of a line',
    raw: join('From: 增 . 加 <l@q.example>\r\nSubject: 停水次数\r\n 增加\r\n\r\nx'),
    want: { title: '停水次数 增加', fromName: '增 . 加', from: 'l@q.example' },
  },
  {
    why: 'blanks before the colon, as the old syntax allows: the sender is no line of a mail folder',
    raw: join('From  : Li Qing <l@gate(number 2).  q.example>\r\nSubject  : x\r\n\r\nx'),
    want: { from: 'l@gate.q.example', title: 'x' },
  },
  {
    why: 'a wide blank in a title is as written',
    raw: join('Subject: 关于　停水\r\n\r\nx'),
    want: { title: '关于　停水' },
  },
  {
    why: 'a comment before the transfer coding is for people',
    raw: join('Content-Transfer-Encoding: (by gate) base64\r\n\r\n', Buffer.from(body).toString('base64')),
    want: { text: body },
  },
  {
    why: 'words behind the padding of base64 are no code',
    raw: join('Content-Transfer-Encoding: base64\r\n\r\n', Buffer.from('停水').toString('base64'), '== scanned'),
    want: { text: '停水' },
  },
  { why: 'a Message-ID as written', raw: join('Message-ID:  <a@q.example>\r\n\r\nx'), want: { id: '<a@q.example>' } },
  { why: 'nothing at all', raw: Buffer.alloc(0), want: { id: null, title: '', text: '' } },
  { why: 'noise', raw: Buffer.from([0, 255, 254, 13, 10, 0, 0, 1]), want: { id: null } },
]

test.each(rows)('$why', async ({ raw, want }) => {
  expect(await readLetter(raw)).toMatchObject(want)
})

test('attachments keep their bytes and their names, in the charset nobody declared and in RFC 2231', async () => {
  const head = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n'
  const named = (name: Buffer | string) =>
    join('--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename', name, '\r\n\r\n')
  const raw = join(
    head,
    named(join('="', gb('证明材料.pdf'), '"')),
    Buffer.from([0xd6, 0xa4]),
    '\r\n',
    named("*=utf-8''%E9%99%84%E4%BB%B6.pdf"),
    'abc\r\n--b--\r\n',
  )
  const { attachments, text } = await readLetter(raw)
  expect(text).toBe('x')
  expect(attachments.map(({ name, content }) => [name, content.toString('hex')])).toEqual([
    ['证明材料.pdf', 'd6a4'],
    ['附件.pdf', '616263'],
  ])
})

test('a text with a name behind the first is a file, the first is the letter', async () => {
  const part = (name: string, text: string) =>
    `--b\r\nContent-Type: text/plain; charset=utf-8; name=${name}\r\nContent-Disposition: inline\r\n\r\n${text}\r\n`
  const parts = [
    part('正文.txt', '停水三天'),
    '--b\r\n\r\n请尽快来修\r\n',
    part('楼栋 "最终".txt', '一号楼'),
    '--b--\r\n',
  ]
  const { text, attachments } = await readLetter(join('Content-Type: multipart/mixed; boundary=b\r\n\r\n', ...parts))
  expect(text).toBe('停水三天\n请尽快来修')
  expect(attachments.map(({ name, content }) => [name, content.toString()])).toEqual([['楼栋 最终.txt', '一号楼']])
})

test('four hundred parts within each other are read without a throw', async () => {
  const parts = Array.from(
    { length: 400 },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  )
  await expect(readLetter(join(...parts, '\r\nx'))).resolves.toMatchObject({ id: null })
})
