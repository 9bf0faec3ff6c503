// Worker threads: answers, errors that keep their codes over the border, and deaths.
import { constants, getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { failureOf } from './failure.ts'
import { openThread, type Thread } from './thread.ts'
import { breath } from './time.ts'

const url = new URL('./thread.child.ts', import.meta.url)

const openEcho = (workerData?: unknown, heapMibMax?: number): { thread: Thread; deaths: string[] } => {
  const deaths: string[] = []
  const onDeath = (error: Error) => deaths.push(error.message)
  return {
    thread: openThread({ url, workerData, ...(heapMibMax === undefined ? {} : { heapMibMax }), onDeath }),
    deaths,
  }
}
const failureFrom = async (thread: Thread, ask: object) =>
  thread.call(ask).then(
    () => null,
    (error) => failureOf(error),
  )

it('answers each call with its own value, in whatever order', async () => {
  const { thread } = openEcho()
  expect(await Promise.all([1, 2, 3].map((n) => thread.call({ echo: n })))).toEqual([1, 2, 3])
  await thread.stop()
})

it('an error keeps its code, so that the table of failures tells engine from message', async () => {
  const { thread } = openEcho()
  expect(await failureFrom(thread, { fail: { code: 'ENOSPC' } })).toEqual({ kind: 'engine', reason: '磁盘已满' })
  expect(await failureFrom(thread, { fail: { errcode: 5 } })).toEqual({ kind: 'engine', reason: '数据库正被占用' })
  expect(await failureFrom(thread, { fail: { cause: 'ECONNREFUSED' } })).toMatchObject({ reason: '服务未启动' })
  expect(await failureFrom(thread, { fail: {} })).toEqual({ kind: 'message', reason: 'asked to fail' })
  await thread.stop()
})

it('a message that kills its thread is at fault itself, and the next one is answered', async () => {
  const { thread, deaths } = openEcho()
  expect(await failureFrom(thread, { die: true })).toEqual({ kind: 'message', reason: '计算线程中断，将重做' })
  expect(await thread.call({ echo: 'again' })).toBe('again')
  expect(deaths).toEqual(['asked to die'])
  await thread.stop()
})

it('a thread that takes more memory than it may dies alone, and the next call is answered', async () => {
  const { thread, deaths } = openEcho(undefined, 16)
  expect(await failureFrom(thread, { hoard: true })).toEqual({ kind: 'message', reason: '计算线程中断，将重做' })
  expect(await thread.call({ echo: 'again' })).toBe('again')
  expect(deaths).toEqual([expect.stringContaining('memory limit')])
  await thread.stop()
})

it('a thread that computes for ever ends when it is stopped, and what was asked is rejected', async () => {
  const { thread } = openEcho()
  expect(await thread.call({ echo: 1 })).toBe(1)
  const asked = failureFrom(thread, { spin: true })
  await breath()
  await thread.stop()
  expect(await asked).toMatchObject({ kind: 'message' })
})

it('a thread that cannot start is an engine that is down, not a message at fault', async () => {
  const { thread } = openEcho({ broken: true })
  expect(await failureFrom(thread, { echo: 1 })).toEqual({ kind: 'engine', reason: '计算线程不能启动' })
  await thread.stop()
})

it.runIf(process.platform === 'linux')('stands back for the thread that asks, unless people wait for it', async () => {
  const before = getPriority()
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority
  const behind = Math.min(before + PRIORITY_BELOW_NORMAL, PRIORITY_LOW)
  for (const [standsBack, priority] of [
    [true, behind],
    [false, before],
  ]) {
    const { thread } = openEcho({ standsBack })
    expect(await thread.call({ priority: true })).toBe(priority)
    expect(getPriority()).toBe(before)
    await thread.stop()
  }
})
