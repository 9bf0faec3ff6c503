// Tests of masking: a table of forms, then some 600 invented strings, half of them decoys, made by a seeded generator.
import { describe, expect, test } from 'vitest'
import { isId, passesLuhn } from './mask/digits.ts'
import type { Personal } from './mask.ts'
import { findPersonal, mask } from './mask.ts'

const forms: { given: string; masked: string; why: string }[] = [
  {
    given: '我叫王建国，电话13812345678。',
    masked: '我叫王**，电话138****5678。',
    why: 'the family name and both ends stay',
  },
  { given: '联系人:张伟', masked: '联系人:张*', why: 'a name of two' },
  { given: '老周（周德贵）说', masked: '老周（周**）说', why: 'called so, with the name behind' },
  { given: '老人（高龄）补贴', masked: '老人（高龄）补贴', why: 'no name of an old man' },
  { given: '“小燕子”（真名闫燕）', masked: '“小燕子”（真名闫*）', why: 'the true one' },
  {
    given: '电话一三九，八八六六，二二一零',
    masked: '电话一三九******二二一零',
    why: 'as it is spoken, with pauses',
  },
  { given: '分一三、四五、六七、八九、二三、四', masked: '分一三、四五、六七、八九、二三、四', why: 'a list' },
  { given: '我叫欧阳志远，', masked: '我叫欧阳**，', why: 'a family name of two' },
  { given: '身份证11010119900307867X', masked: '身份证110***********867X', why: 'X is a check digit' },
  { given: '卡号6210812430000000016', masked: '卡号6210***********0016', why: 'a label outweighs a mistyped digit' },
  { given: '１３８１２３４５６７８', masked: '１３８****５６７８', why: 'full width keeps its width' },
  { given: '138\u200b1234\u200b5678', masked: '138******5678', why: 'zero width inside' },
  { given: '青A12345的车', masked: '青A***45的车', why: 'a plate' },
  { given: '住建设路18号院3号楼2单元501室', masked: '住建设路**号院*号楼*单元***室', why: 'the road stays' },
  {
    given: '住渡口社区3号楼201室，电话0399-5551208',
    masked: '住渡口社区*号楼***室，电话039*****1208',
    why: 'behind a home',
  },
  {
    given: '咨询城乡居民高龄津贴怎么领，村民高大山也问',
    masked: '咨询城乡居民高龄津贴怎么领，村民高**也问',
    why: 'an allowance is nobody; one of that family name is',
  },
  { given: '柳湾小区3栋2单元502', masked: '柳湾小区*栋*单元***', why: '小区 stays' },
  { given: 'abc123@example.com', masked: 'a*****@example.com', why: 'the host stays' },
  { given: '微信号：qh_2020xy', masked: '微信号：q*******y', why: 'a WeChat id' },
  { given: '谢谢！\n李晓梅\n2024年3月5日', masked: '谢谢！\n李**\n2024年3月5日', why: 'a signature line' },
  { given: '此致敬礼！陈大勇 2024.3.5', masked: '此致敬礼！陈** 2024.3.5', why: 'a signature in the last line' },
  { given: '我家电话0399-5551208', masked: '我家电话039*****1208', why: 'a telephone said to be of the home' },
  { given: '家里座机88231947没人接', masked: '家里座机88****47没人接', why: 'a home without its area code' },
  {
    given: '业主李芳，电话 0391-6213456。',
    masked: '业主李*，电话 039*****3456。',
    why: 'of a private person by name',
  },
  { given: '本人张建国，家住东街5号，电话6213456', masked: '本人张**，家住东街*号，电话62***56', why: 'behind a home' },
  {
    given: '昨天，王小明先生和欧阳建国女士',
    masked: '昨天，王**先生和欧阳**女士',
    why: 'a full name before a title',
  },
  { given: '投诉人王女士，电话：6213456', masked: '投诉人王女士，电话：62***56', why: 'of one who complains' },
  {
    given: '联系人：住建局李科长，电话 6213456',
    masked: '联系人：住建局李科长，电话 6213456',
    why: 'a 联系人 may be of an office',
  },
  { given: '村委会主任王强，电话 6213456', masked: '村委会主任王强，电话 6213456', why: 'an office' },
  { given: '业主委员会电话 6213456', masked: '业主委员会电话 6213456', why: 'a committee' },
  { given: '物业电话 6213456 没人接', masked: '物业电话 6213456 没人接', why: 'nobody is named' },
  { given: '护照号E12345678', masked: '护照号E12**5678', why: 'a passport' },
  { given: 'my passport No. EK1234567', masked: 'my passport No. EK1**4567', why: 'a passport in English' },
  { given: '港澳通行证C12345678', masked: '港澳通行证C12**5678', why: 'a pass' },
  {
    given: '值班室电话88231947，型号E12345678',
    masked: '值班室电话88231947，型号E12345678',
    why: 'public, and a product',
  },
  { given: '委托人王建国，受托人见附件', masked: '委托人王**，受托人见附件', why: 'a party' },
  { given: '我舅舅李大山在工地摔伤', masked: '我舅舅李**在工地摔伤', why: 'kin, and something told of him' },
  { given: '欠薪人员：王建国、李晓梅、张伟', masked: '欠薪人员：王**、李**、张*', why: 'a list behind a label' },
  { given: '住户有王建国、李晓梅、张伟等', masked: '住户有王**、李**、张*等', why: 'a list of names' },
  { given: '领导王建国、李晓梅出席', masked: '领导王建国、李晓梅出席', why: 'persons in office' },
  { given: '环卫工人王建国三个月没发工资', masked: '环卫工人王**三个月没发工资', why: 'a word for a person' },
  { given: '局长王建国表示年底完成', masked: '局长王建国表示年底完成', why: 'a person in office' },
  { given: '土建工程建设和师范大学', masked: '土建工程建设和师范大学', why: '工 and 师 are parts of words' },
  { given: '王建国，男，汉族', masked: '王**，男，汉族', why: 'before the sex' },
  { given: '打13812345678（王建国）', masked: '打138****5678（王**）', why: 'behind a telephone' },
  { given: '龙津河、白马河河道变窄', masked: '龙津河、白马河河道变窄', why: 'rivers' },
  { given: '业主和学生都在', masked: '业主和学生都在', why: 'words that begin like names' },
  { given: '住东村6组42号', masked: '住东村*组**号', why: 'a group of a village' },
  { given: '东村6组的路没修', masked: '东村6组的路没修', why: 'a place in the village' },
  { given: '幸福小区3号楼电梯坏了', masked: '幸福小区3号楼电梯坏了', why: 'nobody lives in a lift' },
  { given: '建设路66号银行门口积水', masked: '建设路66号银行门口积水', why: 'a bank' },
  { given: '建了一栋三层的楼', masked: '建了一栋三层的楼', why: 'what stands there, not which' },
  { given: '家庭电话：(0399)5551208', masked: '家庭电话：(0399)55***08', why: 'the code in brackets' },
  { given: '幺三八一二三四五六七八', masked: '幺三八****五六七八', why: 'a number in words' },
]

describe('masks keep the length and the readable ends', () => {
  test.each(forms)('$given ($why)', ({ given, masked }) => {
    expect(mask(given).text).toBe(masked)
    expect(mask(given).text).toHaveLength(given.length)
  })

  test('offsets point into the text as given', () => {
    const text = '①我叫王建国②手机１３８-1234-5678'
    expect(findPersonal(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['name', '王建国'],
      ['phone', '１３８-1234-5678'],
    ])
  })

  test('a masked text has nothing more to mask but what stays readable', () => {
    for (const { given } of forms) expect(mask(mask(given).text).text).toHaveLength(given.length)
  })
})

/** Small seeded generator (mulberry32): the same strings on every machine. */
function seeded(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(next() * 10)).join('')
  return { pick, digits, below: (n: number) => Math.floor(next() * n) }
}
const { pick, digits, below } = seeded(20260726)
const words = (list: string) => list.split(' ')
const roads = words('建设路 滨河东路 学府街 柳湾大道 向阳巷')
const estates = words('柳湾小区 翠湖花园 锦绣家园 春江名苑 北岸公寓')
const surnames = words('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 田 方 石 邱 夏 钟 向 常 万')
const given = words('建国 伟 晓梅 秀英 志强 丽 军 桂兰 海燕 子涵 雨桐 国庆 春花 文博 小龙 俊杰 芳 德明 玉兰 鑫')
const name = () => pick(surnames) + pick(given)
const two = (n: number) => String(n).padStart(2, '0')
const phone = () => `1${pick(['38', '59', '76', '89', '99', '37', '50', '66'])}${digits(8)}`

function id(): string {
  for (;;) {
    const birth = `${1940 + below(70)}${two(1 + below(12))}${two(1 + below(28))}`
    const head = `${pick(words('110101 430102 610113 511902 370203'))}${birth}${digits(3)}`
    const found = [...'0123456789X'].map((check) => head + check).find(isId)
    if (found) return found
  }
}
function card(): string {
  const head = `62${pick(['1081', '2848', '1700', '2262'])}${digits(12)}`
  return [...'0123456789'].map((check) => head + check).find(passesLuhn) as string
}
const grouped = (text: string, sizes: number[], sep: string) => {
  let at = 0
  return sizes
    .map((size) => {
      at += size
      return text.slice(at - size, at)
    })
    .join(sep)
}
const door = () =>
  pick([
    () => `${pick(estates)}${1 + below(30)}栋${1 + below(4)}单元${101 + below(900)}室`,
    () => `${pick(estates)}${1 + below(30)}号楼${101 + below(2000)}`,
    () => `${pick(roads)}${1 + below(400)}号`,
    () => `${pick(roads)}${1 + below(400)}号${1 + below(9)}幢${101 + below(900)}房`,
    () => `${pick(estates)}${1 + below(30)}-${1 + below(4)}-${101 + below(900)}`,
    () => `${pick(estates)}B${1 + below(9)}栋二单元${101 + below(900)}`,
    () => `柳树村三组${1 + below(90)}号`,
  ])()
const plate = () => {
  const tail = `${digits(2)}${pick(words('A K 7 Q'))}${digits(2)}`
  return `${pick(words('青 京 沪 粤 川 豫'))}${pick(words('A B C F'))}${pick(['', '·'])}${tail}`
}

type Kind = Personal['kind']
const positives: Record<Kind, () => string> = {
  phone: () =>
    pick([
      () => `我的电话是${phone()}，请回电`,
      () => `手机：${grouped(phone(), [3, 4, 4], pick([' ', '-']))}`,
      () => `请打+86${phone()}找我`,
      () => `物业经理${phone()}不接电话`,
      () => `微信同号${phone()}`,
      () => `联系方式${phone()}或${phone()}`,
    ])(),
  id: () =>
    pick([() => `身份证号${id()}`, () => `证件 ${grouped(id(), [6, 8, 4], ' ')}。`, () => `（${id()}）本人到场`])(),
  card: () =>
    pick([
      () => `卡号${card()}`,
      () => `钱打到${grouped(card(), [4, 4, 4, 4, 3], ' ')}里了`,
      () => `工行${card()}，`,
    ])(),
  plate: () => pick([() => `车牌${plate()}的货车`, () => `${plate()}占道`, () => `一辆（${plate()}）逆行`])(),
  address: () =>
    pick([
      () => `我住${door()}，`,
      () => `家住青河市${door()}。`,
      () => `地址：青河市青山区${door()}`,
      () => `${door()}的邻居`,
    ])(),
  name: () =>
    pick([
      () => `我叫${name()}，今年五十岁`,
      () => `联系人：${name()} 电话见附件`,
      () => `本人${name()}，青河市人`,
      () => `姓名：${name()}`,
      () => `投诉人:${name()}，`,
      () => `我是${name()}，家住柳湾`,
      () => `来信请处理，谢谢。\n${name()}`,
      () => `我母亲${name()}，女，八十岁`,
      () => `柳树村村民${name()}，`,
      () => `此致\n敬礼！\n${name()}\n2026年3月${1 + below(28)}日`,
      () => `申请人：${name()}（签字）`,
      () => `患者${name()}，男，`,
    ])(),
  email: () =>
    `邮箱${pick(['lily', 'zhang.san', 'a_b-c'])}${digits(3)}@${pick(['163.com', 'qq.com', 'example.com.cn'])}，`,
  wechat: () =>
    pick([() => `微信：qh${digits(5)}`, () => `加我vx ab_${digits(4)}`, () => `QQ号${1 + below(9)}${digits(8)}`])(),
}

const decoys: (() => string)[] = [
  () => `办公电话0${pick(['731', '29', '10'])}-${1 + below(8)}${digits(7)}`,
  () => `请拨打12345或${pick(['96', '12', '11'])}${digits(3)}`,
  () => `客服400-${digits(3)}-${digits(4)}`,
  () => `国办发〔20${10 + below(15)}〕${1 + below(99)}号`,
  () => `青政发[20${10 + below(15)}]${1 + below(99)}号文件`,
  () => `订单号${phone()}`,
  () => `工单编号：20${digits(18)}`,
  () => `受理编号2026${digits(12)}`,
  () => `合计1${pick(['38', '59'])}${digits(8)}元`,
  () => `快递单号SF${digits(13)}`,
  () => `统一社会信用代码91${digits(6)}MA${digits(8)}`,
  () => `2026年${1 + below(12)}月${1 + below(28)}日${1 + below(12)}号楼电梯停运`,
  () => `地铁${1 + below(12)}号线${1 + below(4)}号口`,
  () => `1${digits(2)}国道${1 + below(9)}号桥`,
  () => `${pick(['教学楼', '住院部'])}${1 + below(9)}楼`,
  () => `全村${1 + below(90)}户${100 + below(300)}人`,
  () => `政务服务中心地址：${pick(roads)}${1 + below(300)}号`,
  () => `请到${pick(roads)}${1 + below(300)}号政务服务大厅办理`,
  () => `公众邮箱${pick(['wxb', 'xfj'])}@qinghe.gov.cn`,
  () => `关注微信公众号qinghe_${digits(3)}`,
  () => `本人${pick(words('于 向 高中 马上 常年 时常 单位 全家 白天 何时 安置'))}已多次反映`,
  () => `我是${pick(words('高三学生 方便面厂职工 商户 古稀老人 文化站职工 单亲妈妈 温泉镇居民'))}，`,
  () => `我叫${pick(words('车 外卖 物业 不到车 了三次'))}都没来`,
  () => `联系人：${pick(words('办公室 值班室 王主任 信访局 李女士 张先生'))}`,
  () => `业主${pick(words('代表 游行 高兴 强烈要求 都说 全体 万分着急'))}，`,
  () => `建筑面积${digits(5)}平方米，投资${1 + below(9)}${digits(9)}元`,
  () => `坐标${100 + below(20)}.${digits(8)}`,
  () => `第${1 + below(30)}号台风，${1 + below(30)}号早上停水`,
  () => `居民${pick(words('反映 安全 管理 小区 生活 用水'))}问题`,
  () => `市民${pick(words('陈先生 王女士 林师傅'))}说`,
  () => `项目代码${2020 + below(7)}-${digits(6)}-${digits(2)}-${digits(2)}-${digits(6)}`,
  () => `新冠疫苗批号${2020 + below(6)}${digits(6)}`,
  () => `此致\n敬礼！\n${pick(words('柳湾小区全体业主 一名学生家长 青河市市民'))}`,
]

const PER_KIND = 40
const PER_DECOY = 10

describe('several hundred invented strings', () => {
  const goals: [Kind, number][] = [
    ['phone', 0.99],
    ['id', 0.99],
    ['card', 0.99],
    ['plate', 0.95],
    ['email', 0.99],
    ['wechat', 0.95],
    ['name', 0.95],
    ['address', 0.95],
  ]
  test.each(goals)('%s is found in at least %d', (kind, goal) => {
    const strings = Array.from({ length: PER_KIND }, positives[kind])
    const missed = strings.filter((text) => !findPersonal(text).some((found) => found.kind === kind))
    expect(missed.length / PER_KIND, missed.join('\n')).toBeLessThanOrEqual(1 - goal + 1e-9)
  })

  test('at most one decoy in fifty is masked', () => {
    const strings = decoys.flatMap((decoy) => Array.from({ length: PER_DECOY }, decoy))
    const hit = strings.filter((text) => mask(text).text !== text)
    expect(strings.length).toBeGreaterThanOrEqual(200)
    expect(hit.length / strings.length, hit.map((text) => mask(text).text).join('\n')).toBeLessThanOrEqual(0.02)
  })
})
