// The thread of thread.test.ts: answers, tells its priority, fails, dies or never ends as asked, or cannot start.
import { getPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { serveThread } from './thread.ts'

const { broken = false, standsBack = true } = (workerData ?? {}) as { broken?: boolean; standsBack?: boolean }
if (broken) throw new Error('cannot start')

interface Ask {
  echo?: unknown
  priority?: boolean
  fail?: { code?: string; errcode?: number; cause?: string }
  die?: boolean
  /** Lists that are filled until memory has run out. */
  hoard?: boolean
  spin?: boolean
}

serveThread(
  ({ echo, priority, fail, die, hoard, spin }: Ask) => {
    if (priority === true) return getPriority()
    if (die === true) {
      // Outside the call: nothing catches it, as with memory that has run out.
      setImmediate(() => {
        throw new Error('asked to die')
      })
      return new Promise(() => undefined)
    }
    if (hoard === true) for (const held: number[][] = []; ; ) held.push(new Array(1_000).fill(held.length))
    if (spin === true) for (;;);
    if (fail === undefined) return echo
    const { cause, ...codes } = fail
    const inner = cause === undefined ? {} : { cause: Object.assign(new Error('inner'), { code: cause }) }
    throw Object.assign(new Error('asked to fail', inner), codes)
  },
  { standsBack },
)
