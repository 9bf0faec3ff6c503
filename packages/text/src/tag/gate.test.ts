// A gate finds what its patterns find, and tries them only where they can begin.
import { describe, expect, test } from 'vitest'
import { alternativesOf, beginningsOf } from '../beginning.ts'
import { earlyCues } from '../dictionary/early.ts'
import { openGate } from './gate.ts'

const words = Object.values(earlyCues).map((cue) => cue.words)
const texts = [
  '三天之内不解决我们就集体上访，几百人到市政府门口拉横幅',
  '孩子在幼儿园被老师虐待，夜里一直哭，小孩身上有扎针的痕迹',
  '电梯里还困着人，煤气正在泄漏，快塌了，救命',
  '再不给工资我就从楼顶跳下去，活不下去了，同归于尽',
  '网传水厂投毒，请大家转发扩散，速看',
  '人行道的砖松了，下雨天一脚泥，盼尽快维修，谢谢',
  '两',
  '',
]

describe('a gate', () => {
  test.each(texts)('finds in “%s” every match of every pattern, in order', (text) => {
    const gate = openGate(words)
    gate.look(text)
    const found = words.map((_, number) => {
      const starts: [number, string][] = []
      for (let match = gate.next(number, 0); match !== null; match = gate.next(number, match.index + match[0].length))
        starts.push([match.index, match[0]])
      return starts
    })
    const plain = words.map((source) => [...text.matchAll(new RegExp(source, 'g'))].map((one) => [one.index, one[0]]))
    expect(found).toEqual(plain)
  })

  test('tries a pattern at every letter it can begin with alone', () => {
    const gate = openGate(['快.{0,3}塌'])
    gate.look('墙快要塌了')
    expect(gate.next(0, 0)?.index).toBe(1)
  })

  test('is shut to an alternative whose other words stand nowhere in the text', () => {
    const gate = openGate(['[0-9]+人.{0,4}(?:聚集|堵路)|停水'])
    expect([gate.look('来了9人登记'), gate.look('来了9人聚集'), gate.look('9人停水')]).toEqual([false, true, true])
    expect(gate.next(0, 0)?.index).toBe(2)
  })

  test('knows nothing of the text before', () => {
    const gate = openGate(['快.{0,3}(?:塌|倒)'])
    expect(['快来', '快要塌了', '快来', '快要倒了', ''].map((text) => gate.look(text))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ])
    expect(gate.next(0, 0)).toBe(null)
  })

  test('tries the alternatives of a group and those behind it in their order, each for itself', () => {
    const gate = openGate(['(?:孩子丢|孩子|[0-9]+岁走)|(?:孩子丢了|走失)'])
    gate.look('孩子丢了，13岁走失')
    const found: string[] = []
    for (let match = gate.next(0, 0); match !== null; match = gate.next(0, match.index + match[0].length))
      found.push(match[0])
    expect(found).toEqual(['孩子丢', '13岁走'])
  })

  test('begins with a number at its first digit only', () => {
    const gate = openGate(['[0-9]{1,2}天不修|12345没用'])
    gate.look('电话13800012345没用，113天不修，13天不修')
    expect(gate.next(0, 0)?.[0]).toBe('13天不修')
    expect(gate.look('打12345没用')).toBe(true)
  })

  test('looks loosely by the loose patterns, and strictly again after that', () => {
    const gate = openGate(['快[^。]{0,3}塌', '漏[,]?水'], (source) => source.replace('[^。]', '.').replace('[,]?', ''))
    const found = (text: string, isLoose: boolean) => {
      gate.look(text)
      return [0, 1].map((number) => gate.next(number, 0, isLoose)?.[0])
    }
    expect(found('快。要塌，漏,水', true)).toEqual(['快。要塌', undefined])
    expect(found('快。要塌，漏,水', false)).toEqual([undefined, '漏,水'])
  })

  test('says of a text in which nothing can begin that there is nothing to look for', () => {
    const gate = openGate(['停水|停电', '(?:煤|燃)气泄漏'])
    expect([gate.look('公交车晚点'), gate.look('停车难'), gate.look('昨夜停电')]).toEqual([false, false, true])
  })
})

describe('the beginnings of a pattern', () => {
  const digits = '一二三四五六七八九十两半0123456789'
  const units = '天日周月年时刻分'
  const pairs = [...digits].flatMap((one) => [...digits, ...units].map((other) => one + other))
  const cases: [pattern: string, beginnings: string[], why: string][] = [
    ['停水|停电通知', ['停水', '停电通'], 'three letters at most'],
    ['没有?活路', ['没活路', '没有活'], 'what may be left out'],
    ['(?:我|你)(?:们)?走', ['我们走', '我走', '你们走', '你走'], 'groups'],
    ['[一二]天', ['一天', '二天'], 'a class of few letters'],
    ['快.{0,3}塌', ['快', '快塌'], 'any letter may come next'],
    ['人+来', ['人人人', '人人来', '人来'], 'again and again'],
    [`[${digits}]+[${units}]`, pairs, 'two letters of longer ones where there would be too many'],
    ['被困(?!难)', ['被困'], 'a look ahead narrows only'],
  ]
  test.each(cases)('%s → %j: %s', (pattern, beginnings) => {
    expect([...beginningsOf(pattern)].sort()).toEqual([...beginnings].sort())
  })

  test('are refused where a match may begin with anything', () => {
    expect(() => beginningsOf('.{0,2}跳楼')).toThrow(/may begin with anything/)
  })
})

describe('what an alternative of a pattern needs', () => {
  const cases: [pattern: string, needs: string[][][], why: string][] = [
    ['快.{0,3}(?:塌了|倒下|垮)', [[['快'], ['塌了', '倒下', '垮']]], 'two letters of each part'],
    [
      '(?:停水?|断(?:电|网))',
      [[['停']], [['断'], ['电', '网']]],
      'a single group is its alternatives; 水 may be left out',
    ],
    [
      '(?:一|二)天|明天',
      [
        [['天'], ['一', '二']],
        [['明'], ['天']],
      ],
      'alternatives outside a group',
    ],
    [
      '(?:停水|(?:断|跳)电)|停气',
      [
        [['停'], ['水']],
        [['电'], ['断', '跳']],
        [['停'], ['气']],
      ],
      'groups beside others',
    ],
    ['(?<=被)困(?!难)', [[['困']]], 'looking ahead or back asks for nothing'],
    [
      '[|(]快|慢\\)',
      [
        [['快'], ['|', '(']],
        [['慢'], [')']],
      ],
      'signs in a class and escaped ones stand for themselves',
    ],
  ]
  test.each(cases)('%s → %j: %s', (pattern, needs) => {
    expect(alternativesOf(pattern).map((one) => one.needs)).toEqual(needs)
  })
})
