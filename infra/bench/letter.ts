// Seeded letters of known happenings for benches and whole-program tests: invented places, all topics, no two alike.
import { openRandom } from '@huiying/runtime/random'

export interface GeneratedLetter {
  /** Index of the happening it tells of; letters of one happening belong in one case. */
  happening: number
  topic: string
  /** Major: tells of ten or more deaths, so that it rings and mails go out. */
  major: boolean
  bytes: Uint8Array
  messageId: string
}

export interface GenerateOptions {
  seed: number
  count: number
  /** Letters for each happening; 1 makes every letter a case of its own. */
  lettersPerHappening?: number
  /** Every so many happenings one is major; 0 for none. */
  majorEvery?: number
  /** UTC milliseconds of the first letter. */
  startAt: number
  /** Between one letter and the next; a minute when nothing is said. */
  everyMs?: number
}

const first = '金银玉翠碧青紫红晨星云霞枫柏桐榆槐柳梅兰竹菊荷莲芳馨嘉瑞祥福康泰宁和顺盛兴旺东西南北'
const second = '湖泉溪潭湾港洲岭峰谷坡岗原野林苑庭阁轩榭台桥渡津关塔寺井坊巷里园圃池塘江河海川'
const third = ['花园', '家园', '新村', '小区', '雅苑', '公寓', '华府', '名都', '广场', '佳苑']
const roads = [
  '建设路',
  '人民路',
  '解放路',
  '文化路',
  '新华街',
  '和平街',
  '胜利路',
  '环城路',
  '滨江路',
  '学府路',
  '工业路',
  '朝阳街',
]

interface Story {
  topic: string
  titles: string[]
  facts: string[]
  asks: string[]
}

const stories: Story[] = [
  {
    topic: 'realestate',
    titles: ['逾期交房一直没有说法', '停工烂尾业主着急', '预售资金监管账户情况不明'],
    facts: [
      '合同约定的交房日期已经过去{n}个月，开发商还是交不了房',
      '工地上只剩{n}个看门的人，塔吊几个月没动过',
      '我们{n}户业主每月照还房贷，房子却没有影子',
      '售楼部说要等资金，监管账户里还剩多少没人肯讲',
    ],
    asks: ['请住建局查一查监管资金', '请给出复工和交房的准确时间', '请约谈开发商并公开结果'],
  },
  {
    topic: 'wages',
    titles: ['工地欠薪盼解决', '讨要辛苦钱', '项目部拖欠工资'],
    facts: [
      '我们{n}个工友干了大半年，工资一分没给',
      '包工头说总包没结账，电话也打不通了',
      '欠条写着一共欠{n}万多元，到现在没有兑现',
      '找过项目部{n}次，每次都让回去等',
    ],
    asks: ['请劳动监察帮我们要回工资', '请督促总包单位先行垫付', '请告诉我们走什么程序'],
  },
  {
    topic: 'environment',
    titles: ['工厂夜里偷排废气', '河水发黑发臭', '施工噪音扰民'],
    facts: [
      '每天半夜{n}点以后就有刺鼻气味飘进来，窗户不敢开',
      '门前那条河发黑，死鱼漂了{n}多条',
      '烟囱白天不冒晚上冒黑烟，衣服晾出去一层灰',
      '夜间施工到凌晨，{n}栋楼的人都睡不着',
    ],
    asks: ['请生态环境局夜里来查', '请公布监测数据', '请责令整改并回复我们'],
  },
  {
    topic: 'foodsafe',
    titles: ['买到变质食品', '学校食堂卫生差', '外卖吃出异物'],
    facts: [
      '在超市买的熟食过期{n}天还在卖',
      '孩子吃完食堂午饭拉肚子，班里有{n}个人不舒服',
      '外卖里吃出虫子，商家只肯退{n}元',
      '后厨地上全是污水，冰柜里的肉已经发臭',
    ],
    asks: ['请市场监管局去检查', '请依法处理商家', '请告知检验结果'],
  },
  {
    topic: 'education',
    titles: ['幼儿园乱收费', '学区划片不明白', '培训机构跑路退费难'],
    facts: [
      '开学又多收了{n}元服务费，不交就被点名',
      '我们小区离学校只有{n}百米，却被划到另一所',
      '培训机构关门，{n}节课的学费退不回来',
      '老师要求统一买平板，一台要{n}千多元',
    ],
    asks: ['请教育局核实并退费', '请公开划片依据', '请给家长一个答复'],
  },
  {
    topic: 'medical',
    titles: ['医保报销被拒', '医院多收检查费', '卫生院没有常用药'],
    facts: [
      '住院{n}天，出院结算时医保报不了',
      '一次开了{n}项检查，多数用不着',
      '卫生院缺药已经{n}个月，老人得坐车去城里',
      '排队{n}个小时，医生只看了两分钟',
    ],
    asks: ['请医保局说明政策', '请卫健委调查', '请帮忙协调药品'],
  },
  {
    topic: 'elderly',
    titles: ['高龄津贴没有到账', '养老院收费不透明', '养老金少发'],
    facts: [
      '老人今年{n}十多岁，津贴停了没有通知',
      '养老院每月加收{n}百元护理费说不清用途',
      '退休金比上月少了{n}百元，社保窗口查不出原因',
      '认证要刷脸，老人跑了{n}趟都没通过',
    ],
    asks: ['请民政局核查', '请人社局给出计算依据', '请安排上门办理'],
  },
  {
    topic: 'safety',
    titles: ['消防通道被堵死', '电梯经常困人', '楼道充电有隐患'],
    facts: [
      '消防通道停满车，上个月着火消防车晚到{n}分钟',
      '电梯这个月困人{n}次，维保单位不来',
      '一楼楼道里{n}辆电动车飞线充电，夜里冒过烟',
      '外墙砖掉了{n}块，差点砸到孩子',
    ],
    asks: ['请应急和消防部门来看看', '请督促物业整改', '请尽快排除隐患'],
  },
  {
    topic: 'hardship',
    titles: ['低保被取消想问原因', '残疾人补贴没发', '公租房申请没有消息'],
    facts: [
      '家里{n}口人，只有一人打零工，低保却停了',
      '残疾补贴{n}个月没有到账',
      '公租房申请交了{n}年，一直没有轮到',
      '大病花了{n}万多元，救助申请没有回音',
    ],
    asks: ['请民政局复核', '请残联帮忙查一下', '请告诉我还差什么材料'],
  },
  {
    topic: 'none',
    titles: ['路灯坏了没人修', '公交线路太少', '小区停车难'],
    facts: [
      '门口的路灯坏了{n}盏，晚上黑得看不见路',
      '公交{n}分钟才来一趟，上班总迟到',
      '车位只有{n}个，天天为停车吵架',
      '人行道砖松了{n}处，下雨一脚泥',
    ],
    asks: ['请尽快维修', '请考虑增加班次', '请协调解决'],
  },
]

/** Makes the letters in order; a generator, so that 200,000 of them need no memory. */
export function* generateLetters(options: GenerateOptions): Generator<GeneratedLetter> {
  const per = options.lettersPerHappening ?? 1
  for (let index = 0; index < options.count; index++) {
    const happening = Math.floor(index / per)
    const place = placeOf(options.seed, happening)
    const major = (options.majorEvery ?? 0) > 0 && happening % options.majorEvery! === options.majorEvery! - 1
    const random = openRandom(options.seed * 7919 + index)
    const told = major
      ? tellMajor(place, happening, random)
      : tellStory(place, stories[happening % stories.length]!, happening, random)
    const at = options.startAt + index * (options.everyMs ?? 60_000)
    const messageId = `g${options.seed}-${index}@mail.example`
    yield {
      happening,
      topic: major ? 'safety' : stories[happening % stories.length]!.topic,
      major,
      messageId,
      bytes: emlOf(told, at, messageId),
    }
  }
}

/** Distinct for every happening: 600,000 names, a road and a number that counts up. */
function placeOf(seed: number, happening: number): string {
  let left = happening * 9_973 + seed
  const next = (list: string | string[]): string => {
    const picked = list[left % list.length]!
    left = Math.floor(left / list.length)
    return picked
  }
  const name = next(first) + next(second) + next(first) + next(third)
  const road = roads[(happening + seed) % roads.length]!
  return `${road}${happening + 1}号${name}`
}

const pick = <T>(list: T[], random: () => number): T => list[Math.floor(random() * list.length)]!

function tellStory(
  place: string,
  story: Story,
  happening: number,
  random: () => number,
): { title: string; text: string } {
  const title = `${place}${story.titles[happening % story.titles.length]!}`
  const number = String(2 + Math.floor(random() * 7))
  const start = Math.floor(random() * story.facts.length)
  const facts = story.facts.map((_, offset) =>
    story.facts[(start + offset) % story.facts.length]!.replaceAll('{n}', number),
  )
  const opening = pick(['市长您好，', '领导好，', '您好，', '尊敬的市领导：'], random)
  const since = pick(['今年春天以来', '上个月开始', '这半年', '最近两个星期', '入秋以后'], random)
  const [ask, more] = random() < 0.5 ? story.asks : [...story.asks].reverse()
  const surname = pick(['周', '吴', '郑', '王', '冯', '陈'], random)
  const phone = `139${10_000_000 + Math.floor(random() * 89_999_999)}`
  const told = `${since}，${facts.slice(0, 3).join('，')}。${ask}，${more}`
  const text = `${opening}我们住在青河市${place}。${told}。这件事反映过好几次都没有下文，我们等着回信，谢谢。联系人${surname}先生，电话${phone}。`
  return { title, text }
}

function tellMajor(place: string, happening: number, random: () => number): { title: string; text: string } {
  const dead = 10 + (happening % 15)
  const title = `${place}旁边的厂房爆炸，已有${dead}人死亡`
  const when = pick(['刚才', '今天中午', '一个小时前'], random)
  const who = pick(['现场已经确认', '消防员说', '医院里传来消息'], random)
  const what = pick(['周围玻璃全震碎了', '还在冒烟', '路已经封了'], random)
  const fire = `${when}发生爆炸起火，${who}造成${dead}人死亡，${what}`
  const text = `青河市${place}旁边的厂房${fire}，请政府尽快发布消息。`
  return { title, text }
}

function emlOf(told: { title: string; text: string }, at: number, messageId: string): Uint8Array {
  const subject = `=?UTF-8?B?${Buffer.from(told.title).toString('base64')}?=`
  const date = new Date(at).toUTCString().replace('GMT', '+0000')
  const body = Buffer.from(told.text).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(
    `Received: from mail.example by mx.qinghe.example; ${date}\r\nFrom: <${messageId.split('@')[0]}@mail.example>\r\n` +
      'To: <shizhang@qinghe.example>\r\n' +
      `Subject: ${subject}\r\nDate: ${date}\r\nMessage-ID: <${messageId}>\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`,
  )
}
