// By when what is promised is to be done: the end of a range, working days by the calendar, near days by the week.
import { expect, test } from 'vitest'
import { dueOf } from './due.ts'
import { findPromises } from './promise.ts'
import { sentencesOf } from './sentence.ts'

test.each([
  ['三五天内', '2026-12-04'],
  ['三到五天内', '2026-12-04'],
  ['3-5天内', '2026-12-04'],
  ['3至5个工作日内', '2026-12-04'],
  ['三五个工作日内', '2026-12-04'],
  ['两三天内', '2026-12-02'],
  ['一两周内', '2026-12-13'],
  ['十五六天内', '2026-12-15'],
  ['二三十日内', '2026-12-29'],
  ['一百二十天内', '2027-03-29'],
  ['10余天内', '2026-12-09'],
  ['数日内联系您，10天内办结', '2026-12-09'],
])('%s from 29 November is by %s', (text, due) => {
  expect(dueOf(text, '2026-11-29')).toEqual({ due, timed: true })
})

test('no number that anybody waits for is reckoned', () => {
  expect(dueOf('数月内完成', '2026-11-29').due).toBeNull()
  expect(dueOf('99999999天内完成', '2026-11-29').due).toBeNull()
})

/** Monday, 30 November 2026. */
const MONDAY = '2026-11-30'

test.each([
  ['第5个工作日内', '2026-12-07'],
  ['于第五个工作日前答复', '2026-12-07'],
  ['于第3个工作日答复您', '2026-12-03'],
  ['5个工作日之内', '2026-12-07'],
  ['十个工作日以内', '2026-12-14'],
  ['不超过5个工作日', '2026-12-07'],
  ['最迟3天', '2026-12-03'],
  ['下一个工作日', '2026-12-01'],
  ['15个自然日内', '2026-12-15'],
  ['半个月内', '2026-12-15'],
  ['半月之内', '2026-12-15'],
  ['一个半月内', '2027-01-14'],
  ['3个半月内', '2027-03-15'],
  ['一个月内', '2026-12-30'],
  ['三个月内', '2027-02-28'],
  ['半年内', '2027-05-30'],
  ['一年半内', '2028-05-30'],
  ['两周内', '2026-12-14'],
  ['两个星期内', '2026-12-14'],
  ['三个礼拜内', '2026-12-21'],
  ['24小时内', '2026-12-01'],
  ['72个小时之内', '2026-12-03'],
  ['2小时内', '2026-11-30'],
  ['月底前', '2026-11-30'],
  ['月末前', '2026-11-30'],
  ['争取月内完成', '2026-11-30'],
  ['下月底前', '2026-12-31'],
  ['次月内', '2026-12-31'],
  ['下个月10日前', '2026-12-10'],
  ['年内完成', '2026-12-31'],
  ['2027年内', '2027-12-31'],
  ['本周五前', '2026-12-04'],
  ['周五下班前', '2026-12-04'],
  ['星期三前', '2026-12-02'],
  ['下周一进场施工', '2026-12-07'],
  ['下下周三前', '2026-12-16'],
  ['本周内', '2026-12-06'],
  ['本周末前', '2026-12-06'],
  ['下周内', '2026-12-13'],
  ['今天下班前', '2026-11-30'],
  ['12月上旬', '2026-12-10'],
  ['12月中旬前', '2026-12-20'],
  ['12月下旬前', '2026-12-31'],
  ['12月末前', '2026-12-31'],
  ['2月中旬前', '2027-02-20'],
  ['2027年2月下旬', '2027-02-28'],
  ['2027年3月上旬前', '2027-03-10'],
  ['明年12月中旬前', '2027-12-20'],
  ['今年12月底前', '2026-12-31'],
  ['本月下旬', '2026-11-30'],
  ['下月上旬', '2026-12-10'],
  ['下个月中旬前', '2026-12-20'],
  ['十二月底前', '2026-12-31'],
  ['十二月中旬前', '2026-12-20'],
  ['三月上旬前', '2027-03-10'],
  ['十二月二十五日前', '2026-12-25'],
  ['明年一月底前', '2027-01-31'],
  ['春节前', '2027-02-05'],
  ['2027年春节前', '2027-02-05'],
  ['明年春节之前', '2027-02-05'],
  ['春节假期前', '2027-02-05'],
  ['预计2027年春节前完成', '2027-02-05'],
  ['春节前已完成排查，12月20日前整改到位', '2026-12-20'],
  ['今年12月10日开工，明年3月15日前完工', '2027-03-15'],
  ['明年1月15日完工，今年12月底开工', '2027-01-15'],
  ['明日18时前', '2026-12-01'],
  ['争取明天恢复供水', '2026-12-01'],
])('%s from Monday, 30 November, is by %s', (text, due) => {
  expect(dueOf(text, MONDAY)).toEqual({ due, timed: true })
})

test.each([
  ['第5个工作日后', 'what begins then'],
  ['每个工作日', 'what is done again and again'],
  ['每周五前', 'again and again'],
  ['每月底前', 'again and again'],
  ['上周五前', 'what has been'],
  ['周一至周五上午', 'hours of an office'],
  ['近三年内未发现', 'what has been'],
  ['第三小学', 'a name'],
  ['24小时值班', 'no span'],
  ['最迟12个人', 'no time'],
  ['说明日期', 'no tomorrow'],
  ['先天后天', 'no day'],
  ['5日前', 'a day that has been, or of an unnamed month'],
  ['每月上旬', 'again and again'],
  ['上月下旬', 'what has been'],
  ['1月中旬已完成', 'what has been'],
  ['春节前后', 'about that time'],
  ['春节期间', 'when others are off'],
  ['春节后', 'what begins then'],
  ['2025年春节前', 'what has been'],
  ['去年春节前', 'what has been'],
  ['去年12月底前', 'what has been'],
  ['春节前已全部发放到位', 'what has been'],
  ['10月20日前全部已完成安装', 'what has been'],
])('%s is no deadline that can be reckoned: %s', (text) => {
  expect(dueOf(text, MONDAY).due).toBeNull()
})

test.each([
  ['第2个工作日内', '2026-12-31', '2027-01-05', 'the first of January and its bridge days are off'],
  ['3个工作日内', '2026-09-30', '2026-10-10', 'after National Day, whose Saturday is worked'],
  ['周三前', '2026-12-03', '2026-12-09', 'Wednesday has gone: the next one'],
  ['本周三前', '2026-12-03', null, 'this one has gone'],
  ['一个月内', '2027-01-31', '2027-02-28', 'no such day in February: its last'],
  ['下月底前', '2026-12-15', '2027-01-31', 'over the year'],
  ['春节前', '2026-02-16', '2026-02-16', 'New Year’s Eve itself is before'],
  ['春节前', '2026-02-17', '2027-02-05', 'this year’s has come: the next one'],
  ['春节前', '2030-03-01', null, 'a calendar that is not known is not guessed'],
  ['今年春节前', '2026-03-01', null, 'this one has gone'],
  ['明年春节前', '2030-03-01', null, 'a calendar that is not known is not guessed'],
  ['本月上旬', '2026-11-15', null, 'these days have gone'],
  ['12月上旬前', '2026-12-15', '2027-12-10', 'gone this year'],
  ['本周日前', '2026-12-06', '2026-12-06', 'a week ends on Sunday'],
])('%s from %s is by %s: %s', (text, from, due, _why) => {
  expect(dueOf(text, from)).toEqual({ due, timed: true })
})

test('without a day to reckon from it is known that a time is named', () => {
  for (const text of ['第5个工作日内', '半个月内', '本周五前', '下月底前', '明天前', '24小时内'])
    expect(dueOf(text, null), text).toEqual({ due: null, timed: true })
})

test.each([
  ['本周五前恢复供水。', '2026-12-04'],
  ['半个月内完成整改。', '2026-12-15'],
  ['春节前发放到位。', '2027-02-05'],
  ['12月中旬恢复通车。', '2026-12-20'],
  ['十二月底前完成改造。', '2026-12-31'],
  ['两个礼拜内更换灯具。', '2026-12-14'],
  ['24小时内恢复供电。', '2026-12-01'],
  ['我们将在第5个工作日内答复您。', '2026-12-07'],
])('a piece of work with such a day is a promise, also without 将: %s', (reply, due) => {
  expect(findPromises(reply, sentencesOf(reply), MONDAY).map((one) => one.due)).toEqual([due])
})

test.each([
  '我局已于本周一完成清理。',
  '该路段上周五前已完成清理。',
  '工作人员周一至周五值班。',
  '应在5日前报送。',
  '拖欠的工资春节前已发放到位。',
  '路灯11月20日前已完成安装。',
])('no promise: %s', (reply) => {
  expect(findPromises(reply, sentencesOf(reply), MONDAY)).toEqual([])
})

test.each([
  ['将于2027年一季度完成改造', '2027-03-31'],
  ['2027年第二季度完成道路改造', '2027-06-30'],
  ['计划2027年上半年完成开工准备', '2027-06-30'],
  ['2027年下半年实施', '2027-12-31'],
  ['纳入2027年度改造计划', '2027-12-31'],
  ['2026年12月启动施工、2027年6月完工', '2027-06-30'],
  ['2026年3月已立项，2027年9月建成', '2027-09-30'],
])('a part of a year and the last of several months: %s', (text, due) => {
  expect(dueOf(text, MONDAY)).toEqual({ due, timed: true })
})
