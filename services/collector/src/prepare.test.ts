// What of a letter is made into text to search: a mail somebody sends on, and not one that came back to us.
import { expect, test } from 'vitest'
import { prepareLetter } from './prepare.ts'

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
