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
  ])('%s and %s are two', async (a, b) => {
    expect((await compareTexts(a, b)).same).toBe(false)
  })

  it.each([
    ['锦绣家园停水三天了没人管', '锦绣家园从周四开始停水，何时恢复供水', 'one matter in other words'],
    ['锦绣家园三期停工一年', '锦绣家园三期烂尾，停工快一年什么时候复工', 'one matter in other words'],
    ['锦绣家园幼儿园什么时候开学', '锦绣家园幼儿园和小学什么时候开学', 'the one knows the school of the other'],
    ['锦绣家园停水停电三天了', '锦绣家园停电一天了没人管', 'the one knows the matter of the other'],
  ])('%s and %s are one: %s', async (a, b) => {
    expect((await compareTexts(a, b)).same).toBe(true)
  })
})
