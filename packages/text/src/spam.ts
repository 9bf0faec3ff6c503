// Pages copied to carry advertising (§6.6): words of gambling, vice, forged papers and private servers, scored by where
// and how densely they stand. A score is a reason to look twice, never to drop.
import type { Evidence } from '@huiying/domain/item'
import { normalise, toOriginal } from './normalise.ts'

export interface SpamScore {
  /** 0 and more; from `SPAM_SCORE_MIN` on the page is suspected. */
  score: number
  words: Evidence[]
}

export const SPAM_SCORE_MIN = 3
/** Copied pages carry it at their head and at their foot: so many characters count as such. */
const EDGE_CHARS = 120
/** Of each kind no more than this counts: one word fifty times is one word. */
const KIND_SCORE_MAX = 4

const kinds: [weight: number, words: RegExp][] = [
  // What nobody writes in earnest: offers, sites, odds.
  [
    2,
    /(?:澳门|葡京|皇冠|太阳城|威尼斯人)(?:娱乐|赌场|体育|新?葡京|国际)|百家乐|时时彩|六合彩|彩票(?:平台|投注|开奖网)|真人(?:荷官|娱乐|视讯)/gu,
  ],
  [
    2,
    /(?:开户|首存|注册)(?:即)?送(?:彩金|\d{1,4}元|\d{2,4})|棋牌(?:平台|下载|代理)|电子竞技投注|体育投注|北京赛车pk10?|老虎机/giu,
  ],
  [
    2,
    /(?:成人|无码|色情|激情)(?:视频|影院|电影|在线|直播|小说|论坛)|一夜情|约炮|裸聊|同城(?:约|上门)|外围(?:女|模特)|援交/gu,
  ],
  [
    2,
    /(?:代办|办理|制作)(?:各类|假)?(?:毕业证|学历证书|驾驶?证|身份证|发票|章)|代开(?:正规)?(?:增值税)?发票|刻章办证/gu,
  ],
  [1.5, /(?:传奇|天龙|奇迹)私服|私服发布|外挂(?:下载|购买)|刷(?:信誉|钻|粉丝|单平台)|网赚(?:平台|项目)|日赚\d{2,}/gu],
  [1.5, /(?:无抵押|免审核|黑户|秒)(?:下款|贷款|放款)|套现平台|信用卡提额|催情|迷药|听话水|增粉神器/gu],
  [
    1,
    /(?:加|添加)(?:客服)?(?:微信|QQ|扣扣|telegram|飞机)号?[:：]?\d{5,}|点击(?:进入|注册|领取)(?:官网|彩金|平台)|最新(?:地址|网址|域名)发布/giu,
  ],
]
/** Who reports on it names it too: a page about a crackdown is no advertisement. */
const report =
  /警方|公安|检察|法院|查处|打击|破获|抓获|举报|整治|反诈|防骗|骗局|被骗|诈骗|涉案|涉嫌|曝光|提醒|投诉|小广告|乱贴|严厉|取缔|赌博罪|宣判/gu

/** `hidden`: the page holds text that nobody sees; `host`: where it comes from, null when unknown. */
export function scoreSpam(text: string, page: { hidden: boolean; host: string | null }): SpamScore {
  const { plain } = normalise(text)
  const words: Evidence[] = []
  let score = 0
  for (const [weight, pattern] of kinds) {
    let ofKind = 0
    for (const { index, 0: found } of plain.text.matchAll(pattern)) {
      const { start, end } = toOriginal(plain, index, index + found.length)
      words.push({ text: text.slice(start, end), start, end })
      const atEdge = index < EDGE_CHARS || index > plain.text.length - EDGE_CHARS
      ofKind += atEdge ? weight : weight / 2
    }
    score += Math.min(ofKind, KIND_SCORE_MAX)
  }
  if (words.length === 0) return { score: 0, words }
  const reports = new Set([...plain.text.matchAll(report)].map(([word]) => word)).size
  if (page.hidden) score += 1
  // A public authority's own site is believed further, though it may have been broken into.
  if (page.host !== null && /(?:^|\.)gov\.cn$/i.test(page.host)) score -= 1
  return { score: Math.max(0, score - 1.5 * reports), words: words.sort((a, b) => a.start - b.start) }
}
