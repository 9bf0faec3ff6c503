// When a mailbox is written to again, and when its way counts as broken: by hand, each row with why.
import { expect, test } from 'vitest'
import { type ChannelTest, nextOfTest } from './channel-test.ts'

const minutes = (count: number) => count * 60_000
const sent = (backAt: number | null, failedAt: number | null): ChannelTest => ({ sentAt: 0, backAt, failedAt })

const rows: [why: string, test: ChannelTest | null, now: number, want: 'send' | 'fail' | null][] = [
  ['never tried', null, 0, 'send'],
  ['on its way', sent(null, null), minutes(15), null],
  ['not back in time', sent(null, null), minutes(16), 'fail'],
  ['back: well for a week', sent(minutes(2), null), minutes(6 * 24 * 60), null],
  ['a week later', sent(minutes(2), null), minutes(7 * 24 * 60), 'send'],
  ['broken: told once', sent(null, minutes(16)), minutes(50), null],
  ['broken: tried again after an hour', sent(null, minutes(16)), minutes(60), 'send'],
]

test.each(rows)('%s', (_, row, now, want) => {
  expect(nextOfTest(row, now)).toBe(want)
})
