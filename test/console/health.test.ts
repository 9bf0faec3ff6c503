// How each source is: silent against its own rhythm, garbled, late; on record once and on the panel until it ends.
import type { StatusPage } from '@huiying/console/wire'
import { formatDay, parseDay } from '@huiying/domain/beijing'
import { isWorkday } from '@huiying/domain/calendar'
import { afterEach, expect, it } from 'vitest'
import { beijing } from '../program.ts'
import { startApi, type TestApi } from './api.ts'

const TEST_MS = 120_000
let api: TestApi
afterEach(() => api.stop())

/** Eight weeks of a newsroom that works in office hours, as the program would have counted them. */
async function rememberWeeks(until: string): Promise<void> {
  const last = parseDay(until)!
  const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 3 : 0)).join(',')
  const counts = { book: api.program.book, source: 'news', hours, items: 30, garbled: 0, lagMs: 0, lagged: 0 }
  const days = Array.from({ length: 56 }, (_, back) => last - back).filter((day) => isWorkday(formatDay(day)))
  await api.program.ledger.write(async (tx) => {
    for (const day of days)
      await tx.db
        .insertInto('sourceDay')
        .values({ ...counts, day })
        .execute()
  })
}

async function lookAt(text: string) {
  const { program } = api
  await program.time.set(beijing(text))
  await program.collector.poll(program.time.now())
  await program.collector.listen(program.time.now())
  const { lines } = await api.read<StatusPage>('/api/status', '值班员')
  const line = lines.find((one) => one.part === '采集 · 青河新闻网')
  const rows = await program.ledger.read.selectFrom('entry').select('act').where('act', 'like', 'source.%').execute()
  return { state: line?.state, what: line?.what ?? '', acts: rows.map((row) => row.act) }
}

it(
  'quiet on Sunday is usual, on Monday before noon it is not; told once, and over when it speaks',
  async () => {
    api = await startApi('2026-11-20 17:40')
    await rememberWeeks('2026-11-19')
    await api.program.publish({ title: '青河新建公园', text: '公园开放。', date: '2026-11-20 17:30' })
    for (const quiet of ['2026-11-20 23:00', '2026-11-22 12:00', '2026-11-23 07:59'])
      expect(await lookAt(quiet), quiet).toMatchObject({ state: '正常', acts: [] })
    for (const late of ['2026-11-23 11:00', '2026-11-23 14:00', '2026-11-24 10:00']) {
      const found = await lookAt(late)
      expect(found, late).toMatchObject({ state: '异常', acts: ['source.silent'] })
      expect(found.what).toContain('静默：自 2026年11月20日 17:41 起没有新信息')
    }
    await api.program.publish({ title: '公园闭园', text: '公园今日闭园。', date: '2026-11-24 10:00' })
    expect(await lookAt('2026-11-24 10:30')).toMatchObject({
      state: '正常',
      acts: ['source.silent', 'source.recovered'],
    })
  },
  TEST_MS,
)

it(
  'garbled and late items are counted as they come, and told when they are many',
  async () => {
    api = await startApi('2026-11-24 15:00')
    const articles = (count: number, text: string, date: string) =>
      Array.from({ length: count }, (_, index) => ({ title: `第 ${index} 条`, id: `${text}${index}`, text, date }))
    await api.program.publish(...articles(25, '今日天气', '2026-11-24 14:58'))
    expect(await lookAt('2026-11-24 15:03')).toMatchObject({ state: '正常' })
    await api.program.publish(...articles(5, '六�？�！比蝿盏奈募�', '2026-11-24 15:02'))
    expect((await lookAt('2026-11-24 15:06')).what).toMatch(/近两日 \d+ 条里 5 条疑似乱码/)
    const copied = {
      title: '公园开放 百家乐',
      text: '公园开放。时时彩 真人荷官',
      date: '2026-11-24 15:04',
      id: 'copied',
    }
    await api.program.publish(copied, ...articles(40, '昨日天气', '2026-11-24 09:00'))
    expect((await lookAt('2026-11-24 15:09')).what).toMatch(/近两日平均迟到 2小时/)
    const items = await api.program.ledger.read.selectFrom('item').select(['ownId', 'flags']).execute()
    const spam = items.filter((row) => row.flags.includes('suspected-spam'))
    expect(spam.map((row) => row.ownId)).toEqual(['copied'])
  },
  TEST_MS,
)
