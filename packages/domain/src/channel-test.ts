// 渠道自测: a marked letter to each mailbox every week, back within a quarter of an hour or 通道故障. Pure: no clock.
import { DAY_MS, HOUR_MS, MINUTE_MS } from './beijing.ts'

const TEST_EVERY_MS = 7 * DAY_MS
/** A letter that takes longer has eaten a part of the five hours. */
export const TEST_BACK_MS = 15 * MINUTE_MS
/** A way that failed is tried again after this, so that it is seen when it is mended. */
const TEST_AGAIN_MS = HOUR_MS

export interface ChannelTest {
  sentAt: number
  /** When it came back; null: not yet. */
  backAt: number | null
  /** Since when the way has failed, over several letters; null: it is well. */
  failedAt: number | null
}

/** What is to be done about a mailbox now; `test` null: none was ever sent. */
export function nextOfTest(test: ChannelTest | null, now: number): 'send' | 'fail' | null {
  if (test === null) return 'send'
  const age = now - test.sentAt
  if (test.backAt === null && test.failedAt === null) return age > TEST_BACK_MS ? 'fail' : null
  return age >= (test.failedAt === null ? TEST_EVERY_MS : TEST_AGAIN_MS) ? 'send' : null
}
