// The words by which a letter is taken apart into what it asks.
import { splitWords } from '../tag/lexicon.ts'

/** A sentence that asks or demands. */
export const asks =
  /[？?]|请问|想问|咨询|何时|什么时候|多久|如何|怎么|怎样|为什么|为何|是否|能否|可否|哪里|哪些|多少|吗|(?:请|希望|要求|建议|恳请|请求|盼|望|呼吁|强烈).{0,24}(?:解决|处理|查处|给予|落实|尽快|整改|修|建|增|设|开|取消|降|退|发放|安排|加强|严查|督促|明确|答复|回复|公布|公开|考虑|改)/u
/** Greets or thanks: no point of its own. */
export const greeting = /^(?:尊敬的|敬爱的|您好|你好|谢谢|感谢|此致|恳请领导|望领导|请领导|希望领导)/u
/** What a question asks for, and how an answer to it looks. */
export const needs: { asked: RegExp; given: RegExp }[] = [
  {
    asked: /何时|什么时候|多久|啥时|几时|几月|什么时间|哪天|时间表|进度|工期/u,
    given:
      /\d+月|年底|年内|日前|预计|计划|近期|完工|竣工|启动|已(?:经)?(?:开工|完成|建成|通车|交付|发放)|小时|工作日|暂(?:无|未)|没有.{0,6}(?:计划|规划)/u,
  },
  { asked: /多少|几(?:天|元|个|年|次)|标准/u, given: /\d/u },
  {
    asked: /为什么|为何|凭什么|什么原因|啥原因|合理吗|合法吗|依据/u,
    given: /因|由于|为了?|根据|按照|依据|原因|规定|不存在|不属实|符合|鉴于/u,
  },
  {
    asked: /电话|联系方式|找谁|找哪|哪个部门|什么部门|哪里|何处|在哪/u,
    given: /电话|\d{7,}|局|中心|大厅|窗口|科|地址|部门|派出所|社区/u,
  },
  {
    asked: /材料|手续|流程|程序|条件|(?:怎么|如何|怎样)办/u,
    given: /材料|资料|证|手续|流程|程序|条件|申请|提交|办理/u,
  },
  { asked: /赔偿|补偿|退还|退款|退费/u, given: /赔|补偿|退|费用|协商|返还|资金|发放|支付/u },
  {
    asked: /查处|处罚|严惩|追究|问责|严查/u,
    given: /处罚|查处|立案|责令|约谈|整改|查封|取缔|批评|通报|处理|调查|执法|督促/u,
  },
]
/** Words that stand in any letter: a reply that repeats them has not come to the point. */
export const hollow = new Set(
  splitWords(`
    请问 希望 解决 处理 领导 政府 部门 问题 有关 相关 我们 你们 他们 什么 怎么 如何 是否 能否
    为什么 谢谢 尊敬 现在 没有 可以 还是 已经 一个 这个 这样 那么 应该 需要 进行 给予 情况 反映
    咨询 投诉 建议 请求 居民 市民 百姓 老百姓 群众 生活 时候 时间 知道 自己 但是 因为 所以 如果
    多次 一直 严重 影响 尽快 重视 书记 市长 县长 局长 贵局 贵市 网友 留言 回复 答复
  `),
)
