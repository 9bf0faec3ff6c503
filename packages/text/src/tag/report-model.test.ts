// What tells on somebody in office without a word of the list is read by a small model: the recorded one, the same each
// time it is trained.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readReportSamples, trainReport } from '../train/report.ts'
import { findReport, findToldReport, suspectsReport } from './report.ts'
import { ordinary, readShipped } from './shipped.fixture.ts'

const { bytes, record } = readShipped('report')
const BYTES_MAX = 200_000

test('the shipped model is the one recorded beside it, fitted to the texts of the project, and small', () => {
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(record.sha256)
  expect(bytes.length).toBe(record.bytes)
  expect(bytes.length).toBeLessThanOrEqual(BYTES_MAX)
  expect(readReportSamples().sha256).toBe(record.samples)
})

test('trained twice on the same texts it is the same', () => {
  const samples = readReportSamples().samples.filter((_, index) => index % 20 === 0)
  const once = trainReport(samples, ordinary, ordinary)
  const again = trainReport(samples, ordinary, ordinary)
  expect(Buffer.from(again.bytes).equals(Buffer.from(once.bytes))).toBe(true)
})

const hinted = [
  '卫生所盖楼的活一天都没贴出来，转眼就是院领导的妹夫在里面指挥，砖头都比别处贵',
  '镇里每年的桌椅都从一家拿，一张凳子三百多，店主管分管的那位叫姑父',
  '名册上有七个巡河的，河边只见过两个，剩下五个的钱年年有人签收，都是村里管事的家里人',
  '要那个证先去他媳妇的足浴店办张卡，卡办了第二天就批，没办的一直说缺材料',
  '我把账的事写给了县里，隔天施工队的人就拿着我的信堵在门口，谁给他们的',
]

const ofService = [
  '社区答复要等上级拨款，物业说不归他们，孩子摔伤了',
  '请问村里的鱼塘承包要满足什么条件，外村的人能不能报名',
  '老板让他小舅子管仓库，少了货就扣我们工资，请劳动部门管管',
  '所长冒雨帮我们把牛从沟里拉上来，连口水都没喝就走了',
  '看了部电视剧，副县长拿了老板的房子，最后妻子把账本交了出去',
  '窗口说材料少一张，跑了四趟还没办下来，能不能一次讲清楚',
  '低保年审什么时候开始，老人走不动可以让邻居代办吗',
  '路修了一半施工队走了，下雨全是泥，什么时候接着干',
]

describe('what no word tells', () => {
  test.each(hinted)('for the discipline office: %s', (text) => {
    expect(findToldReport(text)).toBeNull()
    const hit = findReport(text)
    expect(hit?.text).toBe(text.slice(hit?.start, hit?.end))
    expect(hit?.text.length).toBeGreaterThan(0)
  })

  test.each(ofService)('for the unit: %s', (text) => {
    expect(suspectsReport(text)).toBe(false)
  })

  test('stands in one sentence of a long letter, and that is what is shown', () => {
    const before = '尊敬的领导，我想咨询公积金提取的材料。上次寄来的表格填好了，窗口说还差一份证明，跑了两趟。'
    const hint = hinted[4] as string
    const after = '。请问证明去哪个单位开，周末办不办，能不能网上交，盼复。谢谢你们一直以来的工作。'
    const hit = findReport(before + hint + after)
    expect(hit?.start).toBeGreaterThanOrEqual(before.length)
    expect(hit?.end).toBeLessThanOrEqual(before.length + hint.length)
  })

  test('is nothing where beside it stands that nothing was taken', () => {
    expect(suspectsReport(`廉政教育片里演的：${hinted[4]}`)).toBe(false)
  })
})

test('a word of the list shows itself', () => {
  expect(findReport('质监站负责人多次收受购物卡')?.text).toContain('购物卡')
})

test.each(['', '。', '1', '🐑', ...ordinary])('nobody is told on in “%s”', (text) => {
  expect(findReport(text)).toBeNull()
})

test('of ordinary letters it had not seen, few are suspected', () => {
  expect(record.figures.ordinary).toBeGreaterThan(1_000)
  expect(record.figures.ordinaryMarked).toBeLessThanOrEqual(0.015)
  expect(record.figures.noneMarked).toBeLessThanOrEqual(0.05)
})
