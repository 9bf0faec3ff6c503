// Where a sentence begins and ends that tells in what setting a count is said.
import { expect, test } from 'vitest'
import { clauseStart, openSettings, sentenceStart } from './setting.ts'

test('a sentence without a mark ends after a thousand letters: of no count is the whole of a long text read', () => {
  const text = `网传${'死亡3人'.repeat(5_000)}`
  expect([sentenceStart(text, 15_000), clauseStart(text, 15_000)]).toEqual([14_000, 14_000])
  const settings = openSettings(text, undefined)
  expect(settings.read(15_000, 15_004).hearsay).toBe(false)
  expect(settings.read(12, 16).hearsay).toBe(true)
})

test('a sentence that is kept says of each count only what stands where it may say it', () => {
  const text = '如果超速会死亡1人,今日2019年死亡2人,2021年死亡3人,演练后死亡4人,网传死亡5人,实际死亡6人,另有死亡7人'
  const settings = openSettings(text, Date.UTC(2020, 5, 1))
  const said = (count: number) => {
    const start = text.indexOf(`死亡${count}人`)
    return { ...settings.read(start, start + 4), supposed: settings.isSupposed(start, start + 4) }
  }
  const plain = { drill: true, old: false, hearsay: false, more: false, refuted: false, supposed: false }
  expect(said(7)).toEqual({ ...plain, hearsay: true, more: true })
  expect(said(1)).toEqual({ ...plain, supposed: true })
  expect(said(2)).toEqual({ ...plain, old: true })
  expect(said(3)).toEqual(plain)
  expect(said(5)).toEqual({ ...plain, hearsay: true })
})

test('a drill, a year and a rumour of one sentence are none of the next, whichever is asked first', () => {
  const text = `网传演练中2019年死亡1人不实。${'今天上午路段已恢复通行,'.repeat(8)}今天死亡2人`
  for (const order of [
    [1, 2, 1],
    [2, 1, 2],
  ]) {
    const settings = openSettings(text, Date.UTC(2020, 5, 1))
    const read = order.map((count) => settings.read(text.indexOf(`死亡${count}`), text.indexOf(`死亡${count}`) + 4))
    const refuted = { drill: true, old: true, hearsay: true, more: false, refuted: true }
    const other = { drill: false, old: false, hearsay: false, more: false, refuted: false }
    expect(read).toEqual(order.map((count) => (count === 1 ? refuted : other)))
  }
})
