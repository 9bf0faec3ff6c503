// The words by which a letter is suspected to belong to another procedure, place or level (§14-7, §4.4).
import { needsSuffix, prefectures, provinces } from './gazetteer.ts'

/** The first that fits is told. */
export const procedures: [kind: string, words: RegExp][] = [
  [
    '政府信息公开申请',
    /(?:申请|请求)(?:依法|书面)?(?:公开|获取).{0,40}(?:信息|文件|数据|款|情况|合同|批文|批复|案卷|方案|明细|决定书)|信息公开申请|申请(?:政府)?信息公开|依申请公开|政府信息公开条例/u,
  ],
  ['行政复议', /(?:申请|提起|提出|要求|请求|提交|进行)[^撤]{0,10}复议|(?:行政)?复议申请|复议审查|行政复议法/u],
  [
    '信访事项',
    /(?:申请|请求|要求|提请)(?:信访)?(?:事项)?(?:复查|复核)|不服.{0,20}(?:信访|答复意见|处理意见)|(?:提出|提起).{0,6}信访事项|信访(?:事项)?(?:复查|复核)|终结信访|(?:转|送|寄).{0,4}国家信访局|(?:要求|请求|提请).{0,6}信访局复[核查]/u,
  ],
  [
    '诉讼、仲裁或国家赔偿',
    /我?(?:要|对.{0,8}判决|不服.{0,8}判决)上诉|(?:提起|请求|申请|请.{0,8})(?:再审|强制执行)|再审我的|提起了?(?:行政|民事)?诉讼|请(?:求)?.{0,6}(?:法院|中院|高院|检察院|法官).{0,12}(?:判|再审|明察|开庭|立案|强制执行|监督|抗诉|公正)|国家赔偿|请.{0,4}最高法/u,
  ],
  [
    '上级或其他系统事项',
    /(?:请|转|求|向(?=.{2,8}建议))(?:国家[一-龥]{2,5}[局委署]|(?:教育|财政|工信|民政|住建|公安|交通运输|农业农村|外交|司法|人社|商务|科技|生态环境|水利)部(?!门)|国务院(?!学习)|全国人大|最高(?:人民)?[法检]|证监会|[一-龥]{2,6}总[局署]|民航局|国铁|[一-龥]{2,4}集团总(?:公司|部)|省[一-龥]{2,4}集团|(?:有关)?(?:军队|军区|军方|部队))(?!学习)/u,
  ],
]

const names = (list: string) => list.trim().split(/\s+/)
const ambiguous = new Set(names(needsSuffix))
/** One of these stands in all that `elsewhere` tells of. */
export const city = [...names(provinces), ...names(prefectures)]
  .map((name) => (ambiguous.has(name) ? `${name}(?:市|州|地区|盟|省|县)` : `${name}(?:省|市)?`))
  .join('|')
const place = `(?:${city})(?!路|街|大道|小区|花园|银行|大学|拉面|烤鸭|小吃|菜)[一-龥]{0,6}?`

/** Asks somebody there to act, or tells of what is there as where the writer is, or of what somebody there did. */
export const elsewhere = new RegExp(
  `(?:请|希望|求|转)(?:给|把|将|由|让)?.{0,4}?${place}(?:市长|领导|政府|当地|有关部门|相关部门|部门|住建|城管|人社|教育|公安|市|县|区)?.{0,6}?(?:处理|管|解决|查处|负责|核实|回复)|` +
    `(?:我人?|本人|我现?住?)(?:目前|现)?在(?:${city})[一-龥]{0,24}(?:被|拖欠|骗|跑路|断水|断电|不退)|` +
    `(?:我要?|要)?反映的?(?:是)?(?:${city})[一-龥]{0,4}的|我家在?(?:${city})|我是(${city})[一-龥]{0,30}\\1|` +
    `^(?:请问)?(?:${city})[一-龥]{0,14}(?:被|骗|退不了|拖欠|不管|骂人|不给|跑路|不退)`,
  'u',
)
/** What ties the matter to the place written to, or makes the other one an example. */
export const here =
  /本[市县区地镇乡]|[我咱]们?[市县区镇乡村这](?!长)|咱们|这里|当地的?政策|学习|参考|参照|那样|的做法|来(?:打工|旅游|的)|回来|转学|迁到|朋友|亲戚|户口/u
