// What of a letter a reply passes over, rule by rule, with a look-alike beside each; all invented.
import { describe, expect, test } from 'vitest'
import { concerns } from '../dictionary/reply-concern.ts'
import { checkReply } from '../reply.ts'
import { answered, passedOver } from './coverage.fixture.ts'
import { coverageOf } from './coverage.ts'
import { itemsOf } from './listing.ts'
import { pointsOf } from './point.ts'
import { readReply } from './reading.ts'

const shownOf = (letter: string, reply: string) => coverageOf(readReply(letter, reply)).shown.map(({ text }) => text)
const codesOf = (letter: string, reply: string) => checkReply(letter, reply).hints.map(({ code }) => code)

describe('questions', () => {
  const openOf = (letter: string, answer: string) =>
    pointsOf(letter, answer).flatMap((one) => (one.isOpen ? [one.text] : []))

  test.each([
    ['何时复工？', '锦绣家园复工由开发商负责。', '锦绣家园预计12月复工。'],
    ['何时复工？', '锦绣家园复工由开发商负责。', '复工时间尚未确定，待资金到位后公布。'],
    ['租金多少？', '公租房租金由住建局核定。', '公租房租金每月260元。'],
    ['为什么取消夜班车？', '夜班车原有车辆2台。', '夜班车客流每日3人，因客流过少取消。'],
    ['低保怎么办理？', '低保是兜底保障。', '低保由本人提交户口簿和收入证明。'],
    ['老年卡在哪里年审？', '老年卡免费乘车。', '老年卡可到公交总站窗口年审。'],
    ['外地户口能否申请？', '户口申请人数每年增加。', '外地户口参保满两年可以申请。'],
  ])('%s is open after %s and not after %s', (question, beside, answer) => {
    const letter = `咨询一件事。${question}`
    expect(openOf(letter, beside)).toEqual([question])
    expect(openOf(letter, answer)).toEqual([])
  })

  test('an answer of the kind about something else leaves a question open', () => {
    expect(openOf('咨询滨江大道。何时通车？', '学府街预计12月通行。')).toEqual(['何时通车？'])
  })

  test('a reproach in the form of a question waits for no answer', () => {
    expect(openOf('咨询夜市。难道没人管夜市吗？', '您好。')).toEqual([])
    expect(openOf('咨询夜市。有没有人管夜市？', '您好。')).toEqual(['有没有人管夜市？'])
  })

  test('who complains waits for an answer where he says so', () => {
    expect(openOf('投诉夜市。为何半夜还在营业？', '您好。')).toEqual([])
    expect(openOf('投诉夜市。请问为何半夜还在营业？', '您好。')).toEqual(['请问为何半夜还在营业？'])
  })

  test('a clause that says only that something is asked is one with the question', () => {
    expect(openOf('咨询夜市。想问一下贵局，夜市几时收摊？', '您好。')).toEqual(['想问一下贵局，夜市几时收摊？'])
  })
})

describe('concerns', () => {
  test.each(concerns.map(({ raised, taken }) => [raised.source.split('|')[0] as string, raised, taken] as const))(
    '%s is left out by a reply that does not speak of it, and taken up by one that does',
    (word, raised, taken) => {
      const named = word.replace(/\(\?.*?\)/gu, '')
      const letter = `各位领导。此处${named}，${named}。`
      expect(letter.match(raised)).not.toBeNull()
      expect(shownOf(letter, '您好，我们已知道。')).toContain(`此处${named}`)
      expect(taken.test((taken.source.split('|')[0] as string).replace(/\(\?.*?\)/gu, ''))).toBe(true)
    },
  )

  const reply = '经查，石料厂采矿许可证在有效期内，放炮作业由有资质的公司承担。'
  test('what the office calls by its own word is taken up', () => {
    const letter = '投诉石料厂。灰尘落满菜地，灰尘很大。'
    expect(shownOf(letter, reply)).toEqual(['灰尘落满菜地'])
    expect(shownOf(letter, `${reply}石料厂已装降尘喷淋12组。`)).toEqual(['投诉石料厂。'])
  })

  test('what is named once in passing is background, what is demanded is not', () => {
    expect(shownOf('投诉石料厂放炮。我家在幼儿园旁边住。', reply)).toEqual(['投诉石料厂放炮。'])
    expect(shownOf('投诉石料厂放炮。请赔偿我家。', reply)).toEqual(['请赔偿我家'])
  })

  test('the place to find it is where it is demanded, then where it is told, then the title', () => {
    const told = '反映噪声。这个厂噪声很大，请处理噪声。'
    expect(shownOf(told, reply)).toEqual(['请处理噪声'])
    expect(shownOf(told.replace('，请处理噪声', ''), reply)).toEqual(['这个厂噪声很大'])
    expect(shownOf('反映噪声。', reply)).toEqual(['反映噪声'])
  })
})

describe('lists', () => {
  test.each([
    ['1、漏水；2、没电；3、无人管。', 3],
    ['（一）漏水。（二）没电。', 2],
    ['问题一：漏水。问题二：没电。', 2],
    ['①漏水②没电', 2],
    ['每平方米1.2元，第3条写明2.5元。', 0],
    ['物业费一是不透明，二是太高。', 0],
  ])('%s numbers %i', (text, count) => {
    expect(itemsOf(text)).toBe(count)
  })

  const letter = '反映12路公交。一、司机拒载老人；二、车厢脏；三、末班车提前收车；四、站牌掉了。'
  test('the items that the reply does not speak of are shown, without a word of demand', () => {
    expect(shownOf(letter, '12路末班车收车时间为21时30分。')).toEqual([
      '一、司机拒载老人',
      '二、车厢脏；',
      '四、站牌掉了。',
    ])
  })

  test('who asks for an answer besides is not told as a point of his own', () => {
    const asked = `${letter}请公交公司逐条答复。`
    expect(shownOf(asked, '12路末班车收车时间为21时30分。')).toEqual(shownOf(letter, '12路末班车收车时间为21时30分。'))
  })

  test('an item of which the answer says a part is not shown beside those of which it says nothing', () => {
    expect(shownOf(letter, '司机已停班学习，站牌11月9日补上。')).not.toContain('四、站牌掉了。')
    expect(shownOf(letter, '司机已停班学习，站牌11月9日补上。')).toContain('二、车厢脏；')
  })

  test('a list answered with one sentence counts, one answered item by item does not', () => {
    const isShort = (reply: string) => coverageOf(readReply(letter, reply)).traits[4]
    expect(isShort('12路末班车收车时间为21时30分。')).toBe(1)
    expect(isShort('一、司机已停班。二、车厢已清洗。三、末班车21时30分收车。四、站牌已补。')).toBe(0)
  })
})

describe('receipts', () => {
  const asked = '咨询优待证补办要多久。请问证丢了怎么补？'
  test.each([
    ['Q5', '您好，请您到退役军人事务局咨询。', 'who is told whom to ask has no answer'],
    ['Q5', '感谢您的理解与支持！', 'thanks alone do not say that the letter came'],
    ['Q3', '您好，来信收悉。', 'this says so'],
    ['Q3', '您的来信已转退役军人事务局办理。您还可以拨打0531-88120011咨询。', 'handed on, and a number besides'],
    ['Q3', '请您与优抚科联系，告知办证时间等信息，以便核实。', 'the writer is asked for particulars'],
  ])('%s for %s: %s', (code, reply, _why) => {
    expect(codesOf(asked, reply).filter((one) => one === 'Q3' || one === 'Q5')).toEqual([code])
  })

  test('who complains and is told where to complain is not told so as passed over', () => {
    const complaint = '投诉滨河路夜市噪音扰民。'
    expect(codesOf(complaint, '您好，建议您向市城管局反映。')).not.toContain('Q5')
    expect(codesOf(complaint, '您好，建议您向市城管局咨询。')).toContain('Q5')
  })
})

describe('whole letters', () => {
  const isTold = ([letter, reply]: [string, string]) => codesOf(letter, reply).includes('Q5')

  test('of two dozen replies that pass over the main thing more than half are told', () => {
    expect(passedOver.filter(isTold).length).toBeGreaterThan(passedOver.length / 2)
  })

  test.each(answered)('an answer is told of nothing passed over: %s', (letter, reply) => {
    expect(isTold([letter, reply])).toBe(false)
  })
})
