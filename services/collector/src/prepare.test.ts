// What of a letter is made into text to search: a mail somebody sends on, and not one that came back to us.
import { expect, test } from 'vitest'
import { prepareLetter, prepareLetters } from './prepare.ts'

const names = { units: [], contacts: [] }

/** A mail with another one in it; `held` is how that is to be shown. */
const holding = (type: string, held: string) =>
  Buffer.from(
    [
      'From: <MAILER-DAEMON@q.example>',
      'Subject: Undelivered Mail',
      `Content-Type: multipart/${type}; report-type=delivery-status; boundary=qh`,
      '',
      '--qh',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '这封邮件没有送到。',
      '--qh',
      'Content-Type: message/delivery-status',
      '',
      'Final-Recipient: rfc822; w@mail.example',
      'Action: failed',
      '--qh',
      'Content-Type: message/rfc822',
      `Content-Disposition: ${held}`,
      '',
      'From: <mayor@q.example>',
      'Subject: =?utf-8?B?5Zue5aSN?=',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '您反映的锅炉已经修好。',
      '--qh--',
    ].join('\r\n'),
  )

test.each([
  {
    why: 'the mail that a bounce brings back is no text of the bounce',
    type: 'report',
    held: 'attachment',
    read: false,
  },
  { why: 'nor where it is to be shown within it', type: 'report', held: 'inline', read: false },
  { why: 'what somebody sends on is read, hanging on his mail', type: 'mixed', held: 'attachment', read: true },
  { why: 'and within it', type: 'mixed', held: 'inline', read: true },
])('$why', async ({ type, held, read }) => {
  const { clear } = await prepareLetter(holding(type, held), names)
  expect(clear).toContain('这封邮件没有送到。')
  expect(clear.includes('您反映的锅炉已经修好。')).toBe(read)
})

test('letters of a batch are each what they are alone, whatever came before them', async () => {
  const letter = (from: string, text: string) =>
    Buffer.from(`From: ${from}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`)
  const raws = [
    letter('=?utf-8?B?6LW16ZO25rKz?= <z@mail.example>', '我叫李芳，住建局的周敏说等通知，赵银河也在。电话13800138000'),
    holding('mixed', 'inline'),
    letter('l@mail.example', '赵银河和周敏没有回话，机密★'),
  ]
  const book = { units: [{ word: '住建局', id: 'zhujian' }], contacts: [{ word: '周敏', id: 'zhou' }] }
  const together = await prepareLetters(raws, book)
  const alone: unknown[] = []
  for (const raw of raws) alone.push(await prepareLetter(raw, book))
  expect(together).toEqual(alone)
  const masked = together.map((one) => one.masked.trim())
  expect(masked[0]).toBe('我叫李*，住建局的周*说等通知，赵**也在。电话138****8000')
  expect(masked[2]).toBe('赵银河和周*没有回话，机密★')
  expect(together.map((one) => [...one.mentions.units, ...one.mentions.contacts])).toEqual([
    ['zhujian', 'zhou'],
    [],
    ['zhou'],
  ])
})
