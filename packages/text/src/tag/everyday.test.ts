// Everyday complaints that nobody need be rung up for, and what is happening now in the same words.
import { readFileSync } from 'node:fs'
import { expect, it, test } from 'vitest'
import { findEarly, findWords } from './early.ts'
import { suspectsReport } from './report.ts'
import { pressing } from './told-model.ts'

interface Line {
  want: 'danger' | 'life' | 'minor' | 'none'
  /** What is complained of, where nothing is happening. */
  kind?: string
  text: string
}

const lines = readFileSync(new URL('./everyday.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)
const complaints = lines.filter(({ want }) => want === 'none').map(({ text }) => text)
const rings = (hits: ReturnType<typeof findEarly>) => hits.some(({ code }) => pressing.some((name) => name === code))

const RUNG_MAX = 0.05
const SUSPECTED_MAX = 0.03

test('no word of the list makes an everyday complaint ring', () => {
  expect(complaints.filter((text) => rings(findWords(text)))).toEqual([])
})

test('with the model few everyday complaints ring', () => {
  const wrong = complaints.filter((text) => rings(findEarly(text)))
  expect(wrong.length / complaints.length, wrong.join('\n')).toBeLessThanOrEqual(RUNG_MAX)
})

test('few are taken for a report on somebody in office, money between private people among them', () => {
  const wrong = complaints.filter((text) => suspectsReport(text))
  expect(wrong.length / complaints.length, wrong.join('\n')).toBeLessThanOrEqual(SUSPECTED_MAX)
})

it.each(lines.filter(({ want }) => want !== 'none'))('$want: $text', ({ want, text }) => {
  expect(findEarly(text).map(({ code }) => code)).toContain(want)
})

const beside: [why: string, complaint: string, danger: string][] = [
  ['a chimney, a fire', '砖厂烟囱又冒黑烟了，环保不管', '砖厂仓库冒黑烟，火光冲天'],
  ['a works at night, a works now', '工厂一到半夜就冒黑烟，不敢开窗', '工厂刚才冒黑烟，工人都往外跑'],
  ['an exhaust, a vehicle on fire', '货车冒黑烟，环保限行形同虚设', '货车冒黑烟，车头着火了'],
  ['riding past is no exhaust', '公交车尾气冒黑烟', '骑车路过看见楼顶冒黑烟'],
  ['a park of works, seen from afar', '化工园经常冒黑烟，投诉没人管', '化工园那边冒黑烟，隔着江都能看见'],
  ['how often, and now', '电梯这个月困了3次', '电梯这个月困了3次，刚才又困住两个老人'],
  ['a habit, somebody in it', '电梯经常困人', '有人困在电梯里'],
  ['some time ago, half an hour', '老人上次被困电梯半小时，要求赔偿', '老人被困电梯半小时了还没人来'],
  ['what smoked once', '楼道充电，夜里冒过烟，外墙砖掉了', '楼道充电，屋里正冒烟'],
  ['a fire of last year', '去年着过火的仓库又开张了', '前年着过火的仓库今天着火了'],
  ['a dyke of last year', '去年这段堤决口了一次，请加固', '去年修的堤坝决口了'],
  ['last time, home at night', '上回有人倒地不起，请装个扶手', '晚上回家有人倒地不起'],
  ['once, and somebody of that name', '工地曾有人触电了，请检查线路', '曾师傅在工地触电了'],
  ['old people upstairs', '电梯停了三天，八楼老人下不来', '楼道着火，八楼老人下不来'],
  ['what lost children leave', '孩子的校园卡丢了', '孩子丢了'],
  ['a building left unfinished', '工地上只剩3个看门的人，塔吊几个月没动过', '塔吊歪了，底下压着人'],
]

it.each(beside)('%s: “%s” does not ring, “%s” does', (_why, complaint, danger) => {
  expect(rings(findEarly(complaint))).toBe(false)
  expect(rings(findEarly(danger))).toBe(true)
})
