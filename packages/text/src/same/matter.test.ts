// Letters of one estate about two matters are two happenings, however alike they are otherwise.
import { describe, expect, it } from 'vitest'
import { compareTexts } from '../same.ts'

describe('two letters of one estate', () => {
  it.each([
    ['锦绣家园停水三天了没人管', '锦绣家园三期停工快一年了，什么时候能交房'],
    ['滨江壹号停水三天了没人管', '滨江壹号停电一天了没人管'],
    ['锦绣家园停暖三天了', '锦绣家园停气三天了'],
    ['锦绣家园停水三天', '锦绣家园电梯坏了三天没人修'],
    ['锦绣家园停水三天', '锦绣家园停车费涨价'],
    ['反映锦绣家园幼儿园的一些问题', '咨询锦绣家园小学的一些问题'],
    // Short ones that end alike: of one village everything of a month lay in one case.
    ['西岭村33号井盖缺失，已经5天，请尽快处理', '西岭村12号养老院护工态度差，已经17天，请尽快处理'],
    ['西岭村路灯不亮，已经5天，请尽快处理', '西岭村垃圾堆发臭，已经17天，请尽快处理'],
    ['西岭村公交改线，请尽快处理', '西岭村低保名额不公，请尽快处理'],
    ['柳林镇医保窗口排队，请尽快处理', '柳林镇自来水发黄，请尽快处理'],
  ])('%s and %s are two', async (a, b) => {
    expect((await compareTexts(a, b)).same).toBe(false)
  })

  it.each([
    ['锦绣家园停水三天了没人管', '锦绣家园从周四开始停水，何时恢复供水', 'one matter in other words'],
    ['锦绣家园三期停工一年', '锦绣家园三期烂尾，停工快一年什么时候复工', 'one matter in other words'],
    ['锦绣家园幼儿园什么时候开学', '锦绣家园幼儿园和小学什么时候开学', 'the one knows the school of the other'],
    [
      '青河市实验二小食堂饭菜致多名学生呕吐',
      '青河市实验二小多名学生呕吐送医院',
      'one accident, told by two of its things',
    ],
    ['西岭村井盖缺失三天没人管', '西岭村33号门口井盖缺失，孩子差点掉下去', 'one matter in other words'],
    ['锦绣家园停水停电三天了', '锦绣家园停电一天了没人管', 'the one knows the matter of the other'],
  ])('%s and %s are one: %s', async (a, b) => {
    expect((await compareTexts(a, b)).same).toBe(true)
  })
})
