// Replies as units write them, all invented: kinds of statement, substance, promises, and what each hint is for and not
// for.
import { describe, expect, test } from 'vitest'
import type { Beside } from './reply/beside.ts'
import { cases } from './reply/case.fixture.ts'
import type { HintCase } from './reply/hint-case.fixture.ts'
import { readReply } from './reply/reading.ts'
import { checkReply } from './reply.ts'

const codesOf = (one: HintCase) =>
  checkReply(one.letter ?? '投诉滨河路夜市噪音扰民。', one.reply, one.beside as Beside).hints.map((hint) => hint.code)

describe.each(cases)('$code $name', ({ code, hits, misses }) => {
  test.each(hits)('tells of: $reply', (one) => {
    expect(codesOf(one)).toContain(code)
  })

  test.each(misses)('is silent about: $reply', (one) => {
    expect(codesOf(one)).not.toContain(code)
  })

  test('has at least twelve of either', () => {
    expect(Math.min(hits.length, misses.length)).toBeGreaterThanOrEqual(12)
  })
})

const letter = '投诉锦绣家园三期延期交房。合同约定2026年3月交房，至今停工，请问何时复工？请住建局督促开发商。'

describe('statement and substance', () => {
  test.each([
    ['受理告知', '空话', '您好，来信收悉，您反映的问题已转市住建局调查处理。'],
    ['受理告知', '空话', '网友：您好！您反映的问题我局正在核实处理中。2026年11月20日'],
    ['受理告知', '空话', '感谢您的来信，我们将尽快给您回复。'],
    [
      '进展',
      '实质',
      '您好！来信收悉，现回复如下：经市住建局11月18日到现场核查，锦绣家园三期因资金紧张于9月停工，您反映的情况属实。' +
        '住建局已约谈青河锦绣置业负责人，责令其11月25日前恢复施工，目前正在筹措资金，预计2027年3月31日前交付。' +
        '联系人：住建局房产科，电话0531-88120033。',
    ],
    [
      '结果',
      '实质',
      '来信收悉。经查，滨河路夜市经营至次日1时，属实。11月19日城管中队已责令3户摊主停止使用音响，处罚款500元；' +
        '20日、21日夜间复查未发现扰民。11月22日电话告知您，您表示满意。如再发现，可拨打0531-88126600。',
    ],
  ] as const)('%s, %s: %s', (statement, substance, reply) => {
    const { statement: found, substance: how } = checkReply(letter, reply)
    expect([found, how]).toEqual([statement, substance])
  })

  test('what can be checked makes it 实质: numbers and days, not a visit, nor figures of another matter', () => {
    const went = '经核实，我局到现场查看了滨河路夜市，并与您电话沟通。'
    const told = '夜市有摊位62个，11月19日起每晚22时收摊，现场分贝由71降到52。'
    expect(checkReply('投诉滨河路夜市噪音扰民。', went).substance).toBe('一般')
    expect(checkReply('投诉滨河路夜市噪音扰民。', told).substance).toBe('实质')
    expect(checkReply(letter, told).substance).toBe('一般')
  })

  test.each([
    ['投诉滨河路夜市噪音扰民。', '经核实，我局到现场查看了滨河路夜市。', ['事实结论', '数字', '日期', '已采取措施']],
    ['咨询公租房怎么申请。', '您好，公租房面向住房困难家庭。', ['法律政策依据', '办理路径', '联系方式或救济途径']],
    ['投诉滨河路夜市噪音扰民。', '夜市有摊位62个，11月19日起每晚22时收摊，现场分贝由71降到52。', []],
  ])('what would make it 实质 is named while it is not: %s → %s', (of, reply, lacks) => {
    expect(checkReply(of, reply).lacks).toEqual(lacks)
  })

  test('A7: 空话 and Q3 for a letter answered with receipt alone; thanks are no fault', () => {
    const check = checkReply(letter, '您好，来信收悉，我们高度重视，已转相关部门，将尽快处理，感谢您的关注。')
    expect(check.statement).toBe('受理告知')
    expect(check.substance).toBe('空话')
    expect(check.hints.map((hint) => hint.code)).toContain('Q3')
  })

  test('A8: 来信收悉 before facts, measures and a day is no fault', () => {
    const reply =
      '来信收悉。经现场核查，锦绣家园三期1至4号楼9月停工属实，原因是预售资金被挪用。我局已立案并于11月18日责令复工，' +
      '2026年12月20日前完成外墙，联系电话0531-88120033。感谢您的监督。'
    const check = checkReply(letter, reply)
    expect(check.substance).toBe('实质')
    expect(check.hints.map((hint) => hint.code)).toEqual([])
  })
})

const hintsOf = (reply: string, of = letter) => checkReply(of, reply).hints.map((hint) => hint.code)

describe('what goes on and what is left open', () => {
  test.each([
    ['进展', '您好，经村委会核实，该路段拟列入2027年通组道路计划，先由村组铺设碎石。'],
    ['进展', '经查，双方争议已久，镇司法所多次组织调解，始终没有达成一致，下次调解时间另行通知双方代表。'],
    ['受理告知', '您好，我局已将您举报的问题反馈至城北分局，因时间原因先行回复。'],
  ])('%s: %s', (statement, reply) => {
    expect(checkReply(letter, reply).statement).toBe(statement)
  })

  test.each([
    [
      'a day for one promise is no day for another',
      '项目正在招标，将于2027年3月底前开工。下一步，我局将加快推进验收工作。',
    ],
    ['an answer is promised once something is known', '您反映的问题已转交住建部门，待查明情况后予以回复。'],
    ['thanks go on to say what will be done', '谢谢您提的意见，我局将认真调研，逐步改进。'],
    ['如下 is no 如果', '经查，问题属实，该校食堂作如下改进：设立意见箱，领导陪餐，每周公示菜价。'],
  ])('Q8, since %s', (_why, reply) => {
    expect(hintsOf(reply)).toContain('Q8')
  })

  test('no Q8 where the one promise has its day, nor for thanks that wish', () => {
    expect(hintsOf('项目正在招标，将于2027年3月底前开工。感谢您的建议，祝您生活愉快。')).not.toContain('Q8')
  })

  test('Q9: a wish that a wrong may end is owed a contact, a wish for something new is not', () => {
    const reply = '经查属实，已于11月19日责令经营者停止排放。'
    expect(hintsOf(reply, '希望解决滨河路烧烤摊油烟污染问题。天天无法开窗。')).toContain('Q9')
    expect(hintsOf('已列入2027年计划，3月动工。', '希望在滨河路建一座过街天桥。')).not.toContain('Q9')
  })
})

describe('what concludes and what goes on', () => {
  const asked = '请问夜市摊位备案怎么办？我想在滨河路摆摊。'
  const wished = '希望滨河路与学府街路口装红绿灯。'
  test.each([
    [
      asked,
      '结果',
      '一般',
      '您好，来信收悉。摊位备案请到东湖街道便民中心登记即可。',
      'where to apply answers a question',
    ],
    [asked, '受理告知', '空话', '您好，来信收悉。请您向市城管局咨询。', 'a desk to ask is none'],
    [
      letter,
      '进展',
      '一般',
      '经了解，围挡是前任总包所设，并非开发商。我们已将此事转城管中队处理。',
      'found, then handed on',
    ],
    [
      wished,
      '结果',
      '一般',
      '经实地勘察，该路口高峰通过210辆，不具备设置信号灯的条件。下一步，我们将适时增派民警巡逻。',
      'a plain no',
    ],
  ] as const)('%s → %s, %s: %s (%s)', (of, statement, substance, reply, _why) => {
    const check = checkReply(of, reply)
    expect([check.statement, check.substance]).toEqual([statement, substance])
  })

  test('Q8: what is promised in place of what was declined has no day either', () => {
    expect(
      hintsOf('经实地勘察，该路口高峰通过210辆，不具备设置信号灯的条件。下一步，我们将适时增派民警巡逻。', wished),
    ).toContain('Q8')
    expect(
      hintsOf('经实地勘察，该路口高峰通过210辆，不具备设置信号灯的条件，标线已于11月3日补划。', wished),
    ).not.toContain('Q8')
  })
})

describe('what a letter asks and a reply passes over', () => {
  const asked = '反映12路公交。为什么取消夜班车？老年卡在哪里年审？请恢复夜班车。'
  const evidenceOf = (reply: string) =>
    checkReply(asked, reply)
      .hints.filter((hint) => hint.code === 'Q5')
      .flatMap(({ evidence }) => evidence.map((one) => one.text))

  test('shows the questions that the answer does not speak of, as they stand in the letter', () => {
    expect(evidenceOf('您好，12路公交现有车辆8台，每日运送乘客。')).toContain('老年卡在哪里年审？')
  })

  test('a reply that tells the letter again has not answered it by that', () => {
    const told = '您来信说12路公交为什么取消夜班车、老年卡在哪里年审、请恢复夜班车。'
    expect(readReply(asked, `${told}夜班车客流每日3人。`).answer).toBe('夜班车客流每日3人。')
  })

  test('nothing was asked where there is no letter', () => {
    expect(hintsOf('请您向城管局咨询。', '')).not.toContain('Q5')
  })

  test('a receipt passes nothing over: what was asked is still to be answered', () => {
    expect(evidenceOf('您好，来信收悉，已转公交公司办理。')).toEqual([])
  })
})

describe('what kind of letter it is', () => {
  const reply = '经查属实，已于11月19日责令经营者停止排放。'
  test.each([
    ['a wish behind a comma is a wish', '青河市南岭镇石桥村通组公路建设，请求支援。修好了就没有扬尘污染。', false],
    ['who complains in so many words complains', '希望改善东湖小区供水。水黄了两周，特此投诉水务集团。', true],
    ['who wants somebody called to account complains', '请求合理利用老农贸市场。望彻查，还百姓一个公道。', true],
    ['申请 asks for nothing', '公租房申请怎么办理。', true],
    ['what begins 咨询 asks, whatever it hopes for', '咨询夜班车能否延到22点。', true],
  ])('Q9: %s', (_why, of, isOwed) => {
    expect(hintsOf(reply, of).includes('Q9')).toBe(isOwed)
  })

  test('a desk without a name is no contact, a named one is', () => {
    expect(hintsOf(`${reply}您也可以向有关部门反映。`, letter)).toContain('Q9')
    expect(hintsOf(`${reply}您也可以到东湖街道城管中队反映。`, letter)).not.toContain('Q9')
  })

  test('Q4: who asked where to apply is told where; who asked for an answer is sent away', () => {
    expect(hintsOf('摊位备案请到东湖街道便民中心办理即可。', '请问夜市摊位备案怎么办？')).not.toContain('Q4')
    expect(hintsOf('具体请到城管局咨询。备案请到便民中心办理。', '请问夜市摊位备案怎么办？')).toContain('Q4')
  })

  test('Q6: the writer’s own words between marks are no policy, nor is policy brought home to him', () => {
    const words = '夜市62个摊位每晚音响开到次日1时，孩子睡不着，老人血压升高，请换成小音箱或者提早收摊'
    const told = `关于您说的“${words}”，经我中队到夜市看过，声音来自河对岸的广场舞，摊主没有音响，请予理解和支持，再次感谢您对城市管理工作的关心。`
    expect(hintsOf(told, words)).not.toContain('Q6')
    expect(hintsOf(told.replace('经我中队到夜市看过，', ''), '投诉夜市。')).toContain('Q6')
  })

  test.each([
    ['您可以向东湖街道便民中心申请。', false],
    ['因您名下已有房屋120平方米，此次不在其列。', false],
    ['具体以文件为准。', true],
  ])('Q6: policy is brought home by a word on the writer: %s', (last, isTold) => {
    const rule =
      '根据《青河市住房保障办法》第八条规定，申请人应当具有本市户籍满三年，家庭人均住房建筑面积低于15平方米，人均可支配' +
      '收入低于上年度标准。根据第九条规定，申请由街道受理，住房保障中心审核，结果公示七日。'
    expect(hintsOf(`${rule}${last}`, '咨询公租房。').includes('Q6')).toBe(isTold)
  })

  test('a telephone of three digits is one', () => {
    expect(hintsOf(`${reply}如再发现，可直接拨打110。`, letter)).not.toContain('Q9')
  })
})

test('a law or a document named is a basis, what somebody above wants is none', () => {
  const hasBasis = (reply: string) => readReply(letter, reply).elements.has('法律政策依据')
  expect(hasBasis('根据《青河市夜市管理办法》，夜市每晚22时收摊。')).toBe(true)
  expect(hasBasis('按照上级的有关要求，夜市每晚22时收摊。')).toBe(false)
})

describe('what is promised in a list', () => {
  const list = '经查属实。下一步，我局将做好三项工作：一、清运积存垃圾。二、增设垃圾桶。三、每周公示清运记录。'
  test('each item is promised as the first is', () => {
    expect(checkReply(letter, list).promises.map((one) => one.text)).toEqual([
      '下一步，我局将做好三项工作：一、清运积存垃圾。',
      '二、增设垃圾桶。',
      '三、每周公示清运记录。',
    ])
  })

  test('a day in one item is the plan’s, so there is no Q8', () => {
    expect(hintsOf(list)).toContain('Q8')
    expect(hintsOf(list.replace('增设垃圾桶', '12月10日前增设垃圾桶'))).not.toContain('Q8')
  })

  test('a section of the reply numbered in another way is no item', () => {
    const reply = '关于垃圾，我局将开展两项工作：1、清运积存垃圾。二、关于路灯，路灯因电缆被盗不亮。'
    expect(checkReply(letter, reply).promises).toHaveLength(1)
  })

  test('a meeting that was decided on is promised', () => {
    const reply = '经查属实，经与业主委员会商议，决定春节后召开协调会。'
    expect(checkReply(letter, reply).promises.map((one) => one.text)).toEqual(['决定春节后召开协调会。'])
  })
})

describe('what is only meant, and what is said besides', () => {
  test('to look into it, with no work named, is a receipt', () => {
    const meant = checkReply(letter, '感谢您的建议。我局将认真调研，积极衔接，努力改进。')
    expect([meant.statement, meant.substance]).toEqual(['受理告知', '空话'])
    expect(checkReply(letter, '我局将认真调研，12月10日前在夜市增设分类垃圾桶20个。').statement).toBe('进展')
  })

  test('an answer that names whom to call besides is an answer', () => {
    expect(checkReply(letter, '滨河路夜市每晚22时收摊，如有超时可拨打0531-88126600。').statement).toBe('结果')
    expect(checkReply(letter, '因您反映的地点不详，请您拨打0531-88126600反映。').statement).toBe('受理告知')
  })

  test('an office that has answered elsewhere answers nothing here; one that answered and did something does', () => {
    expect(checkReply(letter, '您好，您反映的问题住建局已答复。').statement).toBe('受理告知')
    expect(checkReply(letter, '水务局已答复三户村民，11月3日更换水表12只。').statement).toBe('结果')
  })

  test('a dated receipt behind an answer hands nothing on', () => {
    const answer = '经查，夜市62个摊位均有备案，每晚22时收摊。'
    expect(checkReply(letter, `${answer}2026年11月20日尊敬的网友：您反映的问题已转城管局办理。`).statement).toBe('结果')
  })
})

describe('promises', () => {
  test.each([
    ['我局将于2026年12月20日前完成整改。', '2026-12-20'],
    ['预计2027年3月底前竣工。', '2027-03-31'],
    ['我局将在15个工作日内给予书面答复。2026年11月20日', '2026-12-11'],
    ['我们将在7日内安排上门维修。2026年11月20日', '2026-11-27'],
    ['市政处计划年底前更换路灯。2026年11月20日', '2026-12-31'],
    ['我镇将把该路段纳入2027年改造计划。2026年11月20日', '2027-12-31'],
    ['下一步，街道将进一步加强巡查。', null],
  ])('%s is due %s', (reply, due) => {
    expect(checkReply(letter, `经查属实，已责令整改。${reply}`).promises.map((one) => one.due)).toEqual([due])
  })

  test.each([
    ['我局将于12月10日前修复。', '2026-12-10', 'a day without a year is reckoned from today'],
    ['我局将于1月10日前修复。', '2027-01-10', 'by a day that is past is by that of next year'],
    ['预计3月底前竣工。', '2027-03-31', 'and so is by the end of a month'],
    ['我局将在15日内答复您。', '2026-12-14', 'so many days begin today'],
    ['我局于11月3日现场查看，将尽快修复。', null, 'the day of what was done is no deadline'],
    ['我局于2026年11月3日现场查看，将尽快修复。', null, 'nor with its year, and it signs nothing'],
    ['我局将于12月10日前修复。2025年11月29日', '2025-12-10', 'an older reply is reckoned from its own day'],
  ])('typed today, %s is due %s: %s', (reply, due, _why) => {
    const { promises } = checkReply(letter, `经查属实，已责令整改。${reply}`, { today: '2026-11-29' })
    expect(promises.map((one) => one.due)).toEqual([due])
  })

  test('a rule, a plea to the writer and what was done are no promises', () => {
    const reply = '根据《条例》规定，应当按期交付。请您耐心等待。我局已于11月3日完成整改。原计划5月交付。'
    expect(checkReply(letter, reply).promises).toEqual([])
  })
})

test('every range is what stands at its place, of the reply or of the letter where it says so', () => {
  const replies = cases.flatMap(({ hits, misses }) => [...hits, ...misses])
  for (const one of replies) {
    const { letter: written = letter, reply } = one
    const check = checkReply(written, reply, one.beside as Beside)
    for (const { evidence } of check.hints) {
      expect(evidence.length).toBeGreaterThan(0)
      for (const { text, start, end, of } of evidence)
        expect((of ?? reply) === reply ? reply.slice(start, end) : written.slice(start, end)).toBe(text)
    }
    for (const { text, start, end } of check.promises) expect(reply.slice(start, end)).toBe(text)
  }
})
