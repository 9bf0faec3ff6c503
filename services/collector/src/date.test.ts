// Dates as people and machines write them, each with why it reads so; the anchor is the moment of fetching.
import { expect, test } from 'vitest'
import { readDate } from './date.ts'

/** 2026-11-21 15:30 in Beijing. */
const anchor = Date.parse('2026-11-21T07:30:00Z')
/** 2027-01-01 00:05 in Beijing. */
const newYear = Date.parse('2026-12-31T16:05:00Z')

const rows: { why: string; written: string; at: string | null; precision?: string; from?: number | null }[] = [
  { why: 'RFC 822', written: 'Sat, 21 Nov 2026 10:00:00 +0800', at: '2026-11-21T02:00:00.000Z' },
  { why: 'a comment is for people', written: 'Sat, 21 Nov 2026 10:00:00 +0800 (CST)', at: '2026-11-21T02:00:00.000Z' },
  { why: 'named zone', written: 'Thu, 01 Jan 2004 19:48:21 GMT', at: '2004-01-01T19:48:21.000Z' },
  { why: 'a zone of letters', written: 'Wed, 31 Dec 2003 10:14:55 EST', at: '2003-12-31T15:14:55.000Z' },
  { why: 'GMT+8', written: '21 Nov 2026 10:00:00 GMT+8', at: '2026-11-21T02:00:00.000Z' },
  { why: 'two digits of year', written: '21 Nov 26 10:00 +0800', at: '2026-11-21T02:00:00.000Z', precision: 'minute' },
  { why: 'asctime', written: 'Thu Jan  1 19:48:21 2004', at: '2004-01-01T11:48:21.000Z' },
  { why: 'asctime with zone', written: 'Sat Nov 21 10:00:00 GMT 2026', at: '2026-11-21T10:00:00.000Z' },
  { why: 'American', written: 'November 21, 2026 10:05 PM +0800', at: '2026-11-21T14:05:00.000Z', precision: 'minute' },
  { why: 'W3CDTF', written: '2003-12-31T10:14:55Z', at: '2003-12-31T10:14:55.000Z' },
  { why: 'parts of a second', written: '2003-12-31T10:14:55.1234+00:00', at: '2003-12-31T10:14:55.123Z' },
  { why: 'no zone is Beijing', written: '2026-11-21 10:00:00', at: '2026-11-21T02:00:00.000Z' },
  { why: 'a day alone', written: '2026-11-21', at: '2026-11-20T16:00:00.000Z', precision: 'day' },
  { why: 'without marks', written: '20261121', at: '2026-11-20T16:00:00.000Z', precision: 'day' },
  { why: 'slashes', written: '2026/11/21 9:05', at: '2026-11-21T01:05:00.000Z', precision: 'minute' },
  { why: 'seconds since 1970', written: '1795226400', at: '2026-11-21T02:00:00.000Z' },
  { why: 'Chinese', written: '2026年11月21日 10:00', at: '2026-11-21T02:00:00.000Z', precision: 'minute' },
  { why: 'hour only', written: '2026年11月21日下午3时', at: '2026-11-21T07:00:00.000Z', precision: 'hour' },
  { why: 'figures as words', written: '二〇二六年十一月二十一日', at: '2026-11-20T16:00:00.000Z', precision: 'day' },
  {
    why: 'full width',
    written: '２０２６－１１－２１ １０：００',
    at: '2026-11-21T02:00:00.000Z',
    precision: 'minute',
  },
  { why: 'yesterday', written: '昨天 22:10', at: '2026-11-20T14:10:00.000Z', precision: 'minute' },
  {
    why: 'yesterday over the year end',
    written: '昨天 22:10',
    from: newYear,
    at: '2026-12-31T14:10:00.000Z',
    precision: 'minute',
  },
  {
    why: 'today, read after midnight',
    written: '今天 23:50',
    from: newYear,
    at: '2026-12-31T15:50:00.000Z',
    precision: 'minute',
  },
  { why: 'hours ago', written: '3小时前', at: '2026-11-21T04:30:00.000Z', precision: 'hour' },
  { why: 'half an hour ago', written: '半小时前', at: '2026-11-21T07:00:00.000Z', precision: 'minute' },
  { why: 'days ago is a day', written: '2天前', at: '2026-11-18T16:00:00.000Z', precision: 'day' },
  { why: 'no year: this one', written: '11-21 09:00', at: '2026-11-21T01:00:00.000Z', precision: 'minute' },
  { why: 'no year: not in the future', written: '12-25', at: '2025-12-24T16:00:00.000Z', precision: 'day' },
  { why: 'relative without an anchor is unknown', written: '昨天 22:10', from: null, at: null },
  { why: 'no such day', written: 'Mon, 31 Feb 2026 10:00:00 +0800', at: null },
  { why: 'no such month', written: '2026-13-01', at: null },
  { why: 'no such hour', written: '2026-11-21 25:00', at: null },
  { why: 'a word and a figure are no date', written: 'foo 1', at: null },
  { why: 'a month has no day', written: '2026年11月', at: null },
  { why: 'nothing', written: '  ', at: null },
]

test.each(rows)('$why: $written', ({ written, at, precision, from }) => {
  const read = readDate(written, from === undefined ? anchor : from)
  expect(read === null ? null : new Date(read.at).toISOString()).toBe(at)
  if (read !== null) expect(read.precision).toBe(precision ?? 'second')
})
