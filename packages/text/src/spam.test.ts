// Copied pages against pages that only speak of such things; each row by hand, with why.
import { expect, it } from 'vitest'
import { SPAM_SCORE_MIN, scoreSpam } from './spam.ts'

const story = '青河市东湖小区居民反映，小区自来水连续三天发黄，物业称正在联系水务部门检修。'.repeat(8)
const spam: [why: string, text: string, page?: { hidden?: boolean; host?: string }][] = [
  ['a copied story between two advertisements', `澳门葡京娱乐 百家乐\n${story}\n注册送彩金 真人荷官`],
  ['only at its foot', `${story}\n时时彩 北京赛车pk10 开户送88元`],
  ['only at its head', `体育投注首存送100 棋牌平台下载\n${story}`],
  ['vice', `${story}\n成人视频在线 同城约 裸聊`],
  ['forged papers', '代办毕业证，代开正规发票，刻章办证，加微信：13800000'],
  ['private servers', `传奇私服发布 外挂下载 网赚平台日赚500\n${story}`],
  ['loans', '黑户秒下款 无抵押贷款 信用卡提额 点击注册平台'],
  ['in traditional script', `澳門葡京娛樂 百家樂 註冊送彩金\n${story}`],
  ['in full-width figures and letters', `北京赛车ＰＫ１０ 开户送８８元\n${story}`],
  ['words with nothing between', `百家乐时时彩六合彩老虎机${story}`],
  ['one word, but hidden with more', `${story}\n百家乐`, { hidden: true }],
  ['an authority site that was broken into', `澳门太阳城赌场 百家乐 时时彩\n${story}\n真人视讯`, { host: 'x.gov.cn' }],
]
const plain: typeof spam = [
  ['a story', story],
  ['a crackdown', '青河警方打击网络赌博，抓获百家乐平台代理12人，涉案资金三千万元。'],
  ['a warning', '反诈提醒：注册送彩金、开户送88元都是骗局，切勿点击进入平台。'],
  ['a complaint about leaflets', '滨河路电线杆上贴满代开发票、刻章办证的小广告，请城管清理。'],
  ['a court', '法院宣判：制作假毕业证的三人获刑，没收违法所得。'],
  ['a victim', '我在时时彩平台被骗五万元，已向公安报案，请督促办理。'],
  ['a lottery for the public', '福利彩票公益金支持青河市养老院建设。'],
  ['a shop called so', '皇冠蛋糕店食品过期，请市场监管部门核实。'],
  ['a game', '孩子沉迷传奇游戏，学校门口网吧让未成年人上网。'],
  ['a doorplate', '请问身份证丢了在哪里办理身份证补领？'],
  ['one word in passing', `${story}有人说是老虎机房漏水。${story}`],
  ['nothing at all', ''],
]

it.each(spam)('suspected: %s', (_, text, page) => {
  const { score, words } = scoreSpam(text, { hidden: page?.hidden ?? false, host: page?.host ?? null })
  expect(score).toBeGreaterThanOrEqual(SPAM_SCORE_MIN)
  for (const { text: word, start, end } of words) expect(text.slice(start, end)).toBe(word)
})

it.each(plain)('believed: %s', (_, text) => {
  expect(scoreSpam(text, { hidden: false, host: null }).score).toBeLessThan(SPAM_SCORE_MIN)
})
