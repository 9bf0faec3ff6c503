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
    ['西岭村自来水发黄，请尽快处理', '西岭村村道塌了，请尽快处理'],
    ['西岭村广播喇叭一天到晚响，请尽快处理', '西岭村大坝漏了，请尽快处理'],
    ['锦绣家园停车收费没有公示', '锦绣家园电梯老是坏，关人好几回了'],
    ['锦绣家园蚊子多，绿化带从不打药', '锦绣家园门禁坏了三个月，丢了两辆电动车'],
    ['柳树屯的农机补贴什么时候发', '柳树屯野猪糟蹋玉米地，能不能管管'],
    ['大洼村采石场放炮，房子震裂了', '大洼村积水排不出去，麦子全泡了'],
    // Of one thing two sides.
    ['锦绣家园自来水发黄', '锦绣家园停水一整天'],
    ['锦绣家园电压太低空调带不动', '锦绣家园昨晚停电'],
    ['锦绣家园要求加装电梯', '锦绣家园电梯又坏了'],
    ['锦绣家园开发商捆绑销售车位', '锦绣家园车位被外来车占满'],
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
    ['西岭村自来水发黄，请尽快处理', '西岭村的水又黄又浑，洗菜都不敢用', 'one matter in own words'],
    ['云栖府物业强制装人脸识别，不录脸不让进', '云栖府刷脸进门侵犯隐私，不同意就被拦在外面', 'one matter in own words'],
    [
      '锦绣家园旁边垃圾中转站臭得要命',
      '中转站搬走吧。我们锦绣家园住户天天闻臭，压缩车滴了一路污水，请城管局给个方案。',
      'one in short and one in full',
    ],
    ['锦绣家园停水，水发黄', '锦绣家园停水一整天', 'the one tells both sides'],
    ['锦绣家园停水停电三天了', '锦绣家园停电一天了没人管', 'the one knows the matter of the other'],
  ])('%s and %s are one: %s', async (a, b) => {
    expect((await compareTexts(a, b)).same).toBe(true)
  })
})
