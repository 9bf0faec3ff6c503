// What looks like a danger of §6.7 by its word and is a complaint by its sentence: smoke of a chimney or an exhaust, a
// lift that often stops with people in it, what is over and told of.
import { anyOf } from '../casualty/pattern.ts'

/** A hit of such words is set aside where `beside` stands in its sentence and `but` does not. */
export interface EarlyAside {
  words: RegExp
  beside: RegExp
  but: RegExp
}

const digit = '[0-9一二两三四五六七八九十几半]'

/** Again and again: what happens so is no alarm of this night. */
const often = anyOf`
  经常 常常 时常 常年 长期 总是 老是 天天 每[天日晚次到周月年回] 一到 动不动 三天两头 隔三[差岔]五 隔几天 隔一阵 频繁 频发 屡[次屡] 不时 多[次回] 好几[次回]
  (?:[0-9]+|[二两三四五六七八九十几])多?[次起回](?!性)
`
/** When a works smokes: by day, by night, when it begins to work. */
const whenever = anyOf`晚上 夜里 夜间 半夜 凌晨 白天 的时候 一(?:开工|生产|起步|踩油门|加煤) (?:这|上|[一二两三四五六七八九十几半0-9]+)个?(?:月|星期|礼拜|年)(?!级) 今年 以来`

const past = anyOf`
  去年 前年 往年 前几年 早几年 早些年 早年 当年 (?<![点号日])以前 (?<![亮黑到来班完])之前 此前 从前 原先 早先 曾(?=[经着起失发被有出漏塌掉冒困淹救因]) (?<![晚早路马网以])上[次回](?!家|来|去|到|村) 上上?个?(?:月|周|星期|礼拜) 前些[天日年] 前阵 年[初前] 那[次回年] 小时候 ${digit}+年前
`

/** It is now, and then nothing of this counts. */
const now = anyOf`
  (?<!到)现在(?=[^。;!?,]{0,6}(?:还[在有没]|正|有人|被|困|关|里面?|漏|烧|冒|塌|淹|出不)) 此刻 眼下 这会儿? 正(?=[冒烧困漏塌在关]) 刚[才刚又被把有塌掉] 突然 救命 快来 (?:快|赶紧|赶快)(?:点|些)?(?:派|来|叫|救) 求救 急急
  还(?:在里|有人|没出来|没救|被?困|被?关) 没(?:有)?(?:出来|救出|人来救) 出不[来去] 人(?:还)?在里 里面?(?:还)?有(?:人|老|孕|孩|小孩|${digit}+[个名])
  (?:分钟|小时|钟头|个多?钟|半天)(?:多)?了 今[天晚早](?:又|刚|上午|下午|中午)? 越来越(?=大|浓|近) 越[冒烧漏涨裂]越
`

const vehicle = anyOf`(?<![骑开坐停动瓶防修])车(?!站|间|库|棚|位|里|主|场) 公交 大巴 三轮 拖拉机 挖掘?机 铲车 农机 收割机 渔船`
/** What smokes by its nature; of a vehicle, when the smoke is said to be its own. */
const smoker = anyOf`
  烟囱 烟筒 烟管 尾气 排气(?!扇) 火炬 冷却塔 烧(?:秸秆|稻草|垃圾|落叶|树叶|电线|塑料|轮胎|麦茬|荒|煤|柴) 焚烧 秸秆 ${vehicle}[^。;!?,楼窗房屋店厂库站]{0,10}[冒排喷拖]
`
const works = anyOf`厂 站 作坊 [饭酒茶]店 工地 园区 化工[园区] 企业 公司 车间 烧烤 油烟 烟道 锅炉 窑 炉 采石场 养殖场 发电机 柴油`
const complaint = anyOf`投诉 举报 环保 排放 偷排 排污 污染 监测 检测 超标 治理 衣服 灰 粉尘 年检 环评`

/** A fire says so beside its smoke. 像着了火 is a likeness. */
const fire = anyOf`
  (?<!像|以为|当成|跟|像是)[着起失]了?火 火光 火苗 明火 火势 火焰 火星 爆了 爆炸 炸 烧(?:起来|着了|穿) 自燃 消防[车员队来] 119 下不[来去] 跑不出 逃 被困 困在 往外[跑跳] 砸窗 跑出 疏散 撤离
  灌 窜 蹿 冲天 冲上 冲出来 有人在?[喊叫] 报警 出事 隔着[江河湖] 停在 隧道 车头 车底 引擎盖 跳车 ${now}
`

export const dangerAsides: readonly EarlyAside[] = [
  { words: /烟/, beside: new RegExp(smoker), but: new RegExp(fire) },
  {
    words: /烟/,
    beside: inEitherOrder(works, anyOf`${often} ${whenever} ${complaint}`),
    but: new RegExp(fire),
  },
  // A lift that stopped with people in it, often or some time ago.
  {
    words: /困|关|坠|掉|冲顶/,
    beside: inEitherOrder('电梯', anyOf`${often} ${past} 困过 关过 困人的 才出来 才救出 事后`),
    but: new RegExp(now),
  },
  // A lift that stands still keeps old people upstairs.
  {
    words: /下不来/,
    beside: /电梯.*(?:停|坏|修|没|进水)|(?:没有?|不给?|加)装?电梯/,
    but: /[火烟塌]|被困|煤气|燃气|水[淹漫]/,
  },
]

/** What is told of as over: by the word 过 behind it, or by a time that is past before it in the same clause. */
const notPassed = '(?![来去路程桥期道河江街年节马分于多高大头滤户敏失剩几后])'
export const over = {
  behind: new RegExp(`^[^。;!?,]{0,2}过${notPassed}`),
  /** Verbs of danger that the model has read. */
  told: new RegExp(`[冒着漏炸塌掉断困摔淹烧滑撞砸]过${notPassed}`),
  // 去年修的堤决口了 tells of a dyke of last year, and 上周开始 of what goes on.
  before: new RegExp(`${past}(?!开始|起|以来|至今|就)(?![^。;!?,]*的[^。;!?,]{0,8}$)`),
  but: new RegExp(`${now}|快|要[塌倒断掉垮爆炸淹沉]|随时|越来越|又|还|再`),
}

function inEitherOrder(one: string, other: string): RegExp {
  return new RegExp(`${one}.*${other}|${other}.*${one}`)
}
