// The alive panel turns red: a heartbeat that stops, and a clock nobody watches; and green again when mended.
import { readFile } from 'node:fs/promises'
import { beginningLines, holidayLine } from '@huiying/console/status-read'
import type { StatusPage } from '@huiying/console/wire'
import type { YearOfHolidays } from '@huiying/domain/holiday'
import { parsePolicy } from '@huiying/domain/tighten'
import { heartbeat } from '@huiying/ledger/status'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-23 10:00')
  await api.program.drop({ subject: '停电', text: '滨江壹号停电两天。', date: '2026-11-23 09:00' })
})
afterAll(() => api.stop())

async function lineOf(part: string): Promise<string> {
  const { lines } = await api.read<StatusPage>('/api/status', '值班长')
  const line = lines.find((one) => one.part === part)
  return `${line?.state}：${line?.what}`
}

test('a heartbeat late by three is red and says whose; of several of one kind one that lives is enough', async () => {
  const { ledger, time } = api.program
  const now = time.real.now()
  await heartbeat(ledger, 'program', now, {})
  await heartbeat(ledger, 'notifier@one:1', now - 60_000, {})
  await heartbeat(ledger, 'notifier@two:2', now, {})
  expect(await lineOf('程序')).toBe('正常：心跳正常')
  await heartbeat(ledger, 'notifier@two:2', now - 20_000, {})
  expect(await lineOf('程序')).toMatch(/^异常：没有心跳：发信 2\d 秒$/)
})

test('a clock that runs and that nothing will remind of is red, with its deadline', async () => {
  const { ledger, watchdog, time } = api.program
  await watchdog.turn(time.now())
  await watchdog.beat(time.real.now())
  expect(await lineOf('看门狗')).toBe('正常：已看过 1 个在走的时限，都有人提醒')
  const plans = ledger.read.selectFrom('plan').select(['id', 'body', 'nextStepAt']).where('ownerKind', '=', 'clock')
  const [plan] = await plans.execute()
  const ended = JSON.stringify({ ...JSON.parse(plan!.body), ended: '误删' })
  const set = (body: string, nextStepAt: number | null) =>
    ledger.write(({ db }) => db.updateTable('plan').set({ body, nextStepAt }).where('id', '=', plan!.id).execute())
  await set(ended, null)
  await watchdog.turn(time.now())
  await watchdog.beat(time.real.now())
  expect(await lineOf('看门狗')).toBe('异常：1 个在走的时限没有按时提醒：LET 截止 2026年11月30日 24:00')
  await set(plan!.body, plan!.nextStepAt)
})

test('§14-16 from November on, on Mondays, the missing notice of next year’s holidays is asked for', async () => {
  expect(await lineOf('放假安排')).toMatch(/^注意：2027 年的放假通知还没有/)
})

const notice: YearOfHolidays = { year: 2027, doc: '国办发明电〔2026〕9号', off: ['2027-01-01..2027-01-03'], work: [] }
const mondays: [at: string, holidays: YearOfHolidays[], state: string, why: string][] = [
  ['2026-11-30 09:00', [], '注意', 'a Monday'],
  ['2026-12-01 09:00', [], '正常', 'a Tuesday: said, not pressed'],
  ['2026-10-26 09:00', [], '正常', 'a Monday in October: this year has its notice'],
  ['2026-11-30 09:00', [notice], '正常', 'it is in'],
]
test.each(mondays)('on %s with %j the line of the holidays is %s: %s', (at, holidays, state) => {
  const now = Date.parse(`${at.replace(' ', 'T')}:00+08:00`)
  expect(holidayLine({ holidays }, now).state).toBe(state)
})

test('a real book that still says what the clean start shipped is red, until its people have written it', async () => {
  const shipped = await readFile(new URL('../../infra/config/book.yaml', import.meta.url), 'utf8')
  const read = parsePolicy(shipped)
  if (!('policy' in read)) throw new Error('the clean start is no policy')
  const [line, ...more] = beginningLines(read.policy, null)
  expect([line?.state, more]).toEqual(['异常', []])
  for (const word of ['本地地名', '值班室名称', '@localhost', '没有责任单位']) expect(line?.what).toContain(word)
  expect(line?.mend).toContain('policy adopt 文件.yaml --reason 文号或原因 --by 登录名')
  expect(beginningLines(read.policy, '演示')).toEqual([])
  expect((await api.read<StatusPage>('/api/status', '值班长')).lines.map((one) => one.part)).not.toContain('规则')
})
