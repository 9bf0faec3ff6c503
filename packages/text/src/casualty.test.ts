// Tests of reading casualties: invented sentences with what they say, and why.
import { describe, expect, test } from 'vitest'
import type { Measure } from './casualty.ts'
import { readCasualties } from './casualty.ts'

type Row = { text: string; says: Partial<Record<Measure, number | null>>; why: string }
const rows: Row[] = [
  { text: '①3人死亡', says: { deaths: 3 }, why: 'a number in a circle is a list number' },
  { text: '１．３人死亡', says: { deaths: 3 }, why: 'a list number with a point' },
  { text: '化工厂闪爆3死5伤', says: { deaths: 3, injured: 5 }, why: 'headline form' },
  { text: '两死一伤', says: { deaths: 2, injured: 1 }, why: 'in words' },
  { text: '火灾已致3死', says: { deaths: 3 }, why: '致 n 死' },
  { text: '已造成 12 人遇难', says: { deaths: 12 }, why: 'spaces round the number' },
  { text: '遇难者升至12人', says: { deaths: 12 }, why: 'a revised count' },
  { text: '死亡人数由3人升至9人', says: { deaths: 9 }, why: 'the revised count stands' },
  { text: '死亡3人，重伤2人，轻伤8人', says: { deaths: 3, serious: 2, injured: 8 }, why: 'word before number' },
  { text: '造成3人死亡5人受伤', says: { deaths: 3, injured: 5 }, why: 'number before word' },
  { text: '死亡12人受伤30人', says: { deaths: 12, injured: 30 }, why: 'no comma between' },
  { text: '10人受伤，其中2人重伤', says: { injured: 10, serious: 2 }, why: '重伤 is not 受伤' },
  { text: '23人送医，均无生命危险', says: { injured: 23, serious: null, deaths: null }, why: '送医 is injured only' },
  { text: '大巴相撞后送医29人', says: { injured: 29 }, why: 'the count behind' },
  { text: '受伤的十七人里有三人伤情较重', says: { injured: 17, serious: 3 }, why: 'said of some of them' },
  { text: '抬出来三个，都没救过来，还有2人在ICU', says: { deaths: 3, serious: 2 }, why: 'as people say it' },
  { text: '塔吊倒了，一个当场没了，一个腿断了', says: { deaths: 1 }, why: 'no word of death' },
  { text: '当场没有答复，当场不行就改天', says: { deaths: null }, why: 'nobody died' },
  { text: '山洪过后点名，3人仍未找到', says: { missing: 3 }, why: 'still to be found' },
  { text: '渔船翻了，船上4名船员至今没有消息', says: { missing: 4 }, why: 'still to be found' },
  { text: '三个人还没找到工作', says: { missing: null }, why: 'nobody is missing' },
  { text: '五个人在冷库里面出不来了', says: { trapped: 5 }, why: 'as people say it' },
  { text: '电梯故障，7名被困人员全部安全救出', says: { trapped: null }, why: 'out again' },
  { text: '本月救助被困群众87人', says: { trapped: null }, why: 'out again, told of a month' },
  { text: '外墙砖脱落砸伤2人', says: { injured: 2 }, why: 'the count behind' },
  { text: '男童遭犬咬伤2人被刑拘', says: { injured: null }, why: 'those who were taken' },
  { text: '有23人在医院观察', says: { injured: 23 }, why: 'where they are' },
  { text: '1人危重', says: { serious: 1, injured: null }, why: '危重 is serious' },
  { text: '一氧化碳中毒，致11人中毒', says: { serious: 11 }, why: 'acute poisoning counts as serious' },
  { text: '食堂就餐后57名学生出现呕吐腹泻', says: { ill: 57, serious: null }, why: 'ill' },
  { text: '十余人受伤', says: { injured: 10 }, why: '余: at least' },
  { text: '数千名群众就医很不方便', says: { injured: null }, why: 'where to see a doctor, not who was hurt' },
  { text: '近百人送医', says: { injured: 100 }, why: '近百' },
  { text: '数十人被困', says: { trapped: 20, deaths: null }, why: '数十, and trapped are not dead' },
  { text: '12名矿工失联', says: { missing: 12, deaths: null }, why: 'missing are not dead' },
  { text: '疏散群众5000余人', says: { evacuated: 5000 }, why: 'evacuated' },
  { text: '转移安置1.2万人', says: { evacuated: 12000 }, why: '万 with a fraction' },
  { text: '直接经济损失约6000万元', says: { loss: 60_000_000 }, why: 'loss in yuan' },
  { text: '损失1.2亿元', says: { loss: 120_000_000 }, why: '亿' },
  { text: '一家三口遇难', says: { deaths: 3 }, why: 'counted by mouths' },
  { text: '兄弟二人溺亡', says: { deaths: 2 }, why: 'a drowned pair' },
  { text: '3名工人，经抢救无效死亡', says: { deaths: 3 }, why: 'over a comma' },
  { text: '3人当场死亡，另有2人送医后死亡', says: { deaths: 5 }, why: 'added, not revised' },
  { text: '男子坠楼身亡', says: { deaths: 1 }, why: 'one person without a number' },
  { text: '无人员伤亡', says: { deaths: 0, injured: 0 }, why: 'denied' },
  { text: '事故无人死亡，3人受伤', says: { deaths: 0, injured: 3 }, why: 'one denied, one counted' },
  { text: '网传造成12人死亡系谣言', says: { deaths: 0 }, why: 'refuted' },
  { text: '多人死亡，伤亡情况正在核实', says: { deaths: null }, why: '多人 is no number' },
  { text: '应急演练模拟30人遇难', says: { deaths: null }, why: 'a drill' },
  { text: '造成3人以上死亡的事故为较大事故', says: { deaths: null }, why: 'a law text' },
  { text: '一旦倒塌可能造成20人死亡', says: { deaths: null }, why: 'a fear' },
  { text: '这天气热死了，挤死人', says: { deaths: null }, why: 'a manner of speaking' },
  { text: '死亡证明办了3天', says: { deaths: null }, why: 'a paper' },
  { text: '工伤认定、伤残等级5级', says: { injured: null }, why: 'not counted people' },
  { text: '造成３人死亡', says: { deaths: 3 }, why: 'full width' },
  { text: '造成3人遇難、5人受傷', says: { deaths: 3, injured: 5 }, why: 'traditional script' },
  { text: '3\u200b人死\u200b亡', says: { deaths: 3 }, why: 'zero width inside' },
  { text: '3*人*死*亡', says: { deaths: 3 }, why: 'parted by marks' },
  { text: '市民千千去世，家属发声', says: { deaths: null }, why: '千千 is a name' },
  { text: '吸烟每年造成10万人死亡', says: { deaths: null }, why: 'a yearly figure is no happening' },
  { text: '每3个小时就有1人死亡', says: { deaths: null }, why: 'a rate is no happening' },
  { text: '每一小区搜救后确认3人死亡', says: { deaths: 3 }, why: '小区 is no hour' },
  { text: '9人吃河豚中毒身亡', says: { deaths: 9, serious: null }, why: 'dead of poisoning, not poisoned' },
  { text: '41岁男子误食鱼骨三日后身亡', says: { deaths: 1 }, why: 'a fish bone is no fish' },
  { text: '小区门口的流浪狗被撞死', says: { deaths: null }, why: 'a dog' },
  { text: '志愿者周某不幸逝世', says: { deaths: 1 }, why: 'named, and the word says misfortune' },
  { text: '一名工人在车间倒地，抢救无效离世', says: { deaths: 1 }, why: 'the person stands a clause before' },
  { text: '伤者被传身亡，官方否认', says: { deaths: null }, why: 'only said to be dead' },
  { text: '电梯困人时遇难题无人应答', says: { deaths: null }, why: '遇难题 is a difficulty' },
  { text: '300多名危重病人在市医院得到救治', says: { serious: null }, why: 'patients of a hospital are no casualties' },
  { text: '两名学生死亡', says: { deaths: 2 }, why: '生死 is no word here' },
  { text: '船上5人均已遇难', says: { deaths: 5 }, why: '人均 is no word here' },
  { text: '此前通报死亡6人，经核实更正为5人', says: { deaths: 5 }, why: 'corrected' },
  { text: '确认死亡人数由7人增加到11人，失联人数不明', says: { deaths: 11 }, why: 'revised, and another word behind' },
  { text: '司机和两名乘客死亡', says: { deaths: 3 }, why: 'one more before the count' },
  { text: '8名被困矿工全部遇难', says: { deaths: 8, trapped: null }, why: 'all of the trapped are dead' },
  { text: '失踪的两名驴友已遇难', says: { deaths: 2, missing: null }, why: 'no longer missing' },
  { text: '一人当场身亡，两人送医后死亡', says: { deaths: 3 }, why: 'added' },
  { text: '父子俩触电身亡', says: { deaths: 2 }, why: 'a pair of kin' },
  { text: '俩男孩玩火烧死宠物狗', says: { deaths: null }, why: 'a dog' },
  { text: '村民烧荒引燃山林，羊圈里烧死43只羊', says: { deaths: null }, why: 'sheep' },
  { text: '死了个工人', says: { deaths: 1 }, why: '个 is one' },
  { text: '失联男子遗体已找到', says: { deaths: 1, missing: null }, why: 'the body' },
  { text: '现场4人死亡系谣言，实际1人轻伤', says: { deaths: 0, injured: 1 }, why: 'what is true stands behind' },
  { text: '某地地震致3人死亡？假', says: { deaths: 0 }, why: 'refuted in a word' },
  { text: '一高三学生晕倒猝死', says: { deaths: 1 }, why: '高三 is a class' },
  { text: '村民3.2万群众连夜转移', says: { evacuated: 32_000 }, why: 'counted by what they are' },
  { text: '转移危险区群众4.6万余人', says: { evacuated: 46_000 }, why: '余 behind 万' },
  { text: '损失三十余万元', says: { loss: 300_000 }, why: '余 before 万' },
  { text: '损失一万二', says: { loss: 12_000 }, why: 'without its unit' },
  { text: '损失共计人民币壹佰贰拾万元', says: { loss: 1_200_000 }, why: 'as bankers write' },
  { text: '万一摔伤谁负责', says: { injured: null }, why: '万一 is a chance' },
  { text: '今天停水，物业说明天恢复', says: { deaths: null, injured: null, loss: null }, why: 'nothing said' },
]

describe('casualties are read with their reasons', () => {
  test.each(rows)('$text ($why)', ({ text, says }) => {
    expect(readCasualties(text)).toMatchObject(says)
  })

  test('offsets point into the text as given', () => {
    const text = '②青河化工：造成 １２ 人遇难'
    const [said] = readCasualties(text).statements
    expect(said?.text).toBe('１２ 人遇难')
    expect(text.slice(said?.start, said?.end)).toBe('１２ 人遇难')
  })

  test('an old case keeps its number and is marked', () => {
    const at = Date.UTC(2026, 5, 1)
    expect(readCasualties('2015年该厂爆炸致15人死亡', at)).toMatchObject({ deaths: 15, old: true })
    expect(readCasualties('事故十周年，当年12人遇难', at)).toMatchObject({ deaths: 12, old: true })
    expect(readCasualties('2015年曾致15人死亡。今天又有2人死亡', at)).toMatchObject({ deaths: 2, old: false })
  })

  test('hearsay and drills are marked', () => {
    expect(readCasualties('网传工地塌了死亡12人')).toMatchObject({ deaths: 12, hearsay: true })
    expect(readCasualties('应急演练：模拟30人遇难')).toMatchObject({ drill: true })
    expect(readCasualties('10人受伤，其中2人重伤').nested).toBe(true)
  })
})

/** One telling in the disguises that platforms and writers put on it (issue: numbers kept under each). */
const disguises: Record<string, (text: string) => string> = {
  'full width': (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  'zero width': (text) => [...text].join('\u200b'),
  'traditional script': (text) => text.replace(/[伤亡遇难联厂处爆员]/g, (char) => traditional[char] ?? char),
  'split by spaces': (text) => [...text].join(' '),
  'split by marks': (text) => [...text].join('*'),
  emoji: (text) => `🔥${text.replace('，', '🙏，')}😢`,
  'brackets stripped': (text) => text.replace(/[【】]/g, ''),
  'mojibake in the rest': (text) => `${text}。锟斤拷烫烫烫ï»¿`,
}
const traditional: Record<string, string> = { 伤: '傷', 难: '難', 联: '聯', 厂: '廠', 处: '處', 员: '員' }
const places = [
  '柳树镇',
  '化工园区',
  '城东路口',
  '矿区',
  '东湖工地',
  '三号码头',
  '北站货场',
  '青河大桥',
  '粮库',
  '老城区',
]
const told: [string, (a: number, b: number) => Partial<Record<Measure, number>>][] = [
  ['【突发】PLACE发生爆炸，已致A人死亡，B人受伤', (a, b) => ({ deaths: a, injured: b })],
  ['PLACE坍塌，A人遇难B人失联', (a, b) => ({ deaths: a, missing: b })],
  ['PLACE起火，A人重伤，B人被困', (a, b) => ({ serious: a, trapped: b })],
  ['PLACE车祸A死B伤', (a, b) => ({ deaths: a, injured: b })],
]

describe('counts are kept under each disguise', () => {
  test.each(Object.keys(disguises))('%s: at least 99 in 100', (name) => {
    const cases = told.flatMap(([form, says]) =>
      places.map((place, i) => {
        const [a, b] = [i + 2, 3 * i + 4]
        const text = form.replace('PLACE', place).replace('A', String(a)).replace('B', String(b))
        return { text: (disguises[name] as (text: string) => string)(text), says: says(a, b) }
      }),
    )
    const lost = cases.filter(({ text, says }) => {
      const read = readCasualties(text)
      return Object.entries(says).some(([measure, value]) => read[measure as Measure] !== value)
    })
    expect(lost.length / cases.length, lost.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.01)
  })
})
