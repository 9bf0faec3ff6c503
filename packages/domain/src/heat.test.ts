// What heat advises: tables with their why, after §6.7.
import { describe, expect, it } from 'vitest'
import { adviseHeat, type HeatReading, heatAt, talkOf } from './heat.ts'

const now = Date.parse('2026-11-23T12:00:00+08:00')
const ago = (minutes: number, talk: number, reads = 0, itemId = 'a'): HeatReading => ({
  ...{ itemId, at: now - minutes * 60_000, comments: talk, reposts: 0, likes: null, reads },
  publishedAt: now - 240 * 60_000,
})
const born = (minutes: number, reading: HeatReading) => ({ ...reading, publishedAt: now - minutes * 60_000 })

describe('advice', () => {
  it.each<[string, HeatReading[], string[], '橙' | '红' | null]>([
    ['200 new comments within the hour', [ago(70, 10), ago(0, 210)], [], '橙'],
    ['199 are one too few', [ago(70, 10), ago(0, 209)], [], null],
    ['the same growth over two hours is slow', [ago(130, 10), ago(61, 210), ago(0, 210)], [], null],
    ['growth of two items adds up', [ago(70, 0), ago(70, 0, 0, 'b'), ago(0, 120), ago(0, 90, 0, 'b')], [], '橙'],
    ['100,000 reads within three hours', [ago(200, 0, 5_000), ago(0, 0, 105_000)], [], '橙'],
    ['99,999 are one too few', [ago(200, 0, 5_000), ago(0, 0, 104_999)], [], null],
    ['a first count of what came out half an hour ago is growth', [born(30, ago(0, 300))], [], '橙'],
    ['a first count of what has been out for hours is not', [ago(0, 300)], [], null],
    ['on a hot list', [], ['抖音本地热榜'], '橙'],
    ['asked by a central medium', [], ['新华社客户端'], '红'],
    ['nothing counted, nowhere listed', [], ['青河新闻网'], null],
  ])('%s', (_, readings, words, colour) => {
    expect(adviseHeat(readings, words, now)?.colour ?? null).toBe(colour)
  })
})

it('counts an item as it was last counted at that time', () => {
  const readings = [ago(120, 5), ago(60, 9), ago(0, 30), born(95, ago(90, 4, 0, 'b'))]
  expect(heatAt(readings, now - 60 * 60_000, talkOf)).toBe(13)
  expect(heatAt(readings, now - 180 * 60_000, talkOf)).toBe(5)
  expect(heatAt(readings, now - 300 * 60_000, talkOf)).toBe(0)
})
