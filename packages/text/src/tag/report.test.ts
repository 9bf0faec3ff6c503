// A report about somebody in office against a complaint about a service: each row says why.
import { expect, it } from 'vitest'
import { suspectsReport } from './report.ts'

const table: [string, string, boolean][] = [
  ['money taken by a chief', '举报住建局局长收受开发商贿赂', true],
  ['gifts taken by a section head', '反映质监站负责人多次收受购物卡，科长睁一只眼闭一只眼', true],
  ['a village secretary and the poor relief', '柳溪村村支书优亲厚友，低保都给了自家亲戚', true],
  ['revenge on somebody who wrote before', '上次写信后镇长打击报复，停了我家的补贴', true],
  ['an accusation of a person in office, however it goes on', '实名举报市住建局局长杨志远，他把工程都给了自家人', true],
  ['an accusation of a shop is for the market office', '举报这家店无证经营，希望所长重视', false],
  ['an unpolite counter is a service', '医保窗口工作人员态度不好，推来推去', false],
  ['wages are a service of the labour office', '包工头拖欠工资，请人社局帮忙', false],
  ['a bribe without anybody in office', '开发商给中介行贿拿客源', false],
  ['praise', '感谢民政局工作人员上门服务', false],
]

it.each(table)('%s', (_why, text, expected) => {
  expect(suspectsReport(text)).toBe(expected)
})
