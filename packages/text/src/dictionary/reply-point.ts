// The words by which a letter is taken apart into what it asks.
import { splitWords } from '../tag/lexicon.ts'

/** A clause that asks. */
export const question =
  /[？?]|请问|想问|何时|什么时候|多久|如何|怎么|怎样|为什么|为何|是否|能否|可否|哪里|哪些|多少|吗|是不是|有没有|算不算/u
/** A clause that says that something is asked, and not yet what. */
export const announces =
  /^(?!.*(?:何时|什么|多久|如何|怎[么样]|为何|是否|[能可]否|哪|多少|吗|是不是|有没有|算不算|[？?])).*(?:请问|想问)/u
/** A clause that demands or wishes. */
export const demand = /(?:请|希望|要求|建议|恳请|请求|盼|望|呼吁|强烈|应该|应当)/u
/** Greets or thanks: no point of its own. */
export const greeting = /^(?:尊敬的|敬爱的|您好|你好|谢谢|感谢|此致)/u
/** Asks nobody: a reproach in the form of a question. */
export const reproach =
  /难道|凭什么|天理|良心|何在|哪有|岂|试问|谁来|怎么能|还有没有|如果是[你您]|何必|什么意思|王法|意图|谁给/u
/** Words by which a writer says that an answer is waited for. */
export const inEarnest = /请问|想问|咨询|请教|想了解|想知道|询问|请告知|盼|望.{0,6}(?:回复|答复|告知|解答)/u
/** What kind of thing is asked, the first that fits, and what an answer of that kind holds. */
export const questionKinds = [
  {
    asks: /何时|什么时候|几时|多久|多长时间|什么时间|时间表|哪年|几月/u,
    answers:
      /(?:预计|计划|将于?|拟|力争|争取|之?前|底|起).{0,12}(?:年|月|日|天)|\d+(?:个工作日|天|日)内?|(?:年|月|日)底?[前起至]|(?:未|没有|不能|无法|不)能?(?:最终)?(?:确定|明确)|待.{2,30}(?:后|，)|(?:年|月)(?:开始|启动|开工|完工|竣工)/u,
  },
  {
    asks: /多少|什么标准|标准是|价格|几个人|几天|几元|几块/u,
    answers: /\d+(?:\.\d+)?\s*(?:万|亿|余|多)?(?:元|㎡|平方|亩|%|％|人|户|天|年|个|倍|次|份|分)/u,
  },
  { asks: /为什么|为何|什么原因|怎么(?:就|会)|何以/u, answers: /因|由于|原因|为了|鉴于|导致|考虑到|所以|造成/u },
  {
    asks: /如何|怎么办|怎样|怎么|流程|手续|哪些材料|什么材料|什么条件|哪些条件|程序/u,
    answers: /材料|资料|流程|手续|条件|携带|凭|提供|提交|办理|申请|登记|到.{2,20}(?:办|申|登)/u,
  },
  {
    asks: /哪里|在哪|哪儿|哪个部门|什么部门|找谁|地点|地址/u,
    answers: /到|地址|电话|位于|地点|窗口|中心|办理|[局所]/u,
  },
  {
    asks: /吗|是否|能否|可否|可不可以|能不能|是不是|有没有|算不算|会不会|要不要|属不属/u,
    answers:
      /可以|可(?!能)|不能|无法|不予|不可|属于?|符合|没有|未|暂|尚|不存在|不支持|需|应当|不得|不是|并非|并不|能(?!够)|不会|是(?!否)|有/u,
  },
]
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
