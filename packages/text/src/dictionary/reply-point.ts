// The words by which a letter is taken apart into what it asks.
import { splitWords } from '../tag/lexicon.ts'

/** A clause that asks. */
export const question =
  /[？?]|请问|想问|何时|什么时候|多久|如何|怎么|怎样|为什么|为何|是否|能否|可否|哪里|哪些|多少|吗|是不是|有没有|算不算/u
/** A clause that demands or wishes. */
export const demand = /(?:请|希望|要求|建议|恳请|请求|盼|望|呼吁|强烈|应该|应当)/u
/** Greets or thanks: no point of its own. */
export const greeting = /^(?:尊敬的|敬爱的|您好|你好|谢谢|感谢|此致)/u
/** Wants somebody called to account, and what of that kind an answer may say. */
export const punish = {
  asked: /查处|追责|严惩|问责|彻查|严肃/u,
  given: /处罚|查处|立案|责令|约谈|问责|追究|通报批评|处分/u,
}
/** Wants a reason, and what a reason begins with. */
export const why = {
  asked: /为什么|为何|凭什么|怎么(?:就)?(?:会|能|可以|通过)/u,
  given: /因|由于|原因|根据|按照|依据/u,
}
/** Words that stand in any letter: a reply that repeats them has not come to the point. */
export const hollow = new Set(
  splitWords(`
    请问 希望 解决 处理 领导 政府 部门 问题 有关 相关 我们 你们 他们 什么 怎么 如何 是否 能否
    为什么 谢谢 尊敬 现在 没有 可以 还是 已经 一个 这个 这样 那么 应该 需要 进行 给予 情况 反映
    咨询 投诉 建议 请求 居民 市民 百姓 老百姓 群众 生活 时候 时间 知道 自己 但是 因为 所以 如果
    多次 一直 严重 影响 尽快 重视 书记 市长 县长 局长 贵局 贵市 网友 留言 回复 答复
    关注 解答 告知 帮忙 帮助 支持 感谢 百忙 办法 盼复 拜托 业主 县政府 市政府 市委 职能部门 单位
    督促 落实 解释 调查 核实 早日 合法权益 公道 家庭 小孩 孩子 父母 本人 大家 各位 您好 你好 难道
    究竟 到底 真的 必须 要求 恳请 强烈 呼吁 关于 地方 方面 事情 目前 今年 去年 明年 能够 可能 觉得
    网上 查处 严查 彻查 责令 整改 上级 上面
  `),
)
