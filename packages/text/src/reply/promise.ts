// Finds what a reply promises and by when; a promise without a day is one that nobody can hold.

import { anyOf } from '../casualty/pattern.ts'
import { someDay } from '../dictionary/reply-hint.ts'
import { dueOf } from './due.ts'
import type { Sentence } from './sentence.ts'

export interface Promised {
  text: string
  start: number
  end: number
  /** Beijing day by which it is to be done, or null when the reply names none that can be reckoned. */
  due: string | null
  /** Something about the time is said, if only 年底前 without a year to reckon it from. */
  timed: boolean
  /** Holds only if something happens first: 如发现…，我们将查处. */
  conditional: boolean
  /** Told by its day alone, without 将: no sign that the matter goes on. */
  byDay: boolean
}

const subject = anyOf`我 我们 市 县 区 镇 乡 局 办 委 院 街道 社区 村 公司 学校 单位 部门 中队 大队 处 司 站 队 园 方 并 也 还 便 就 仍 均
  后 时 中 来 ， , 、 ^`
const act = anyOf`会 继续 进一步 逐步 适时 尽快 及时 第一时间 按 对 在 与 把 组织 加大 加强 督促 敦促 协调 予以 根据 严格 启动 不断 联合 安排
  持续 全面 积极 努力 立即 合理 陆续 于 向 要求 密切 制定 提供 充分 认真 结合 采取 开展 配合 完成 实施 进行 考虑 严肃 依法 从严 会同
  择期 依 统一 提请 充分 引导 加快 派 提高 公开 公布 更新 推进`
/** What somebody in office says he will do. */
const promising = new RegExp(
  [
    `(?:下一步|下阶段|下一阶段|今后|接下来|届时|随后)[^。]{0,40}?(?:将|会|要|拟|加强|加大|督促|协调|推进|组织|继续|完善|考虑|对)`,
    `${subject}(?:一定|均|还|也|仍|都)?(?:将|会)${act}`,
    `将${act}`,
    `力争|争取(?:早日|尽早|尽快|在|于|按期|年|今年|明年|\\d)`,
    `预计|计划(?:于|在|今年|明年|年底|下|\\d)|拟(?:于|在|对)`,
    `尽快|择期|逐步(?:解决|推进|实施)`,
    `(?:马上|即将|近期)(?:就)?(?:会|可以|能)?(?:施工|动工|开工|启动|实施|建设)`,
    `后(?:即|就可以|马上|便可?)(?:搬|实施|施工|启动|开工|办理|进行|予以)`,
    `(?:待|等).{2,30}后[，,]?.{0,12}(?:即|再|将)(?:予以|进行|启动|实施|公示|回复|组织|开工)`,
    `决定(?:于|在|将)?.{2,12}[后前](?:组织|召开|启动|实施|开展)`,
    `(?:作|做|采取)?如下(?:改进|整改|措施)`,
    `待[^。]{2,24}后[，,]?(?:及时|再)?(?:予以|给予|向您|进行)(?:回复|答复|反馈|公布|办理)`,
    `在(?:以后|今后)的工作中`,
    someDay.source,
  ].join('|'),
  'u',
)
/** How a day, or a span of days, ends. */
const dayEnd = /日|号|月|旬|春节|底|末|季度|半年|[年天周月期拜时头半]内|[之以]内|[周期拜][一二三四五六天末]|[今明后]天/u
/** A day to come for a piece of work is a promise also without 将: 12月20日前安装, 一周内进场. */
const dated = new RegExp(
  `(?<!(?:已|曾|应|须|责令|要求)[^，。]{0,14})(?:${dayEnd.source})(?:之|以)?(?:前|起|内)?[^，。；]{0,8}${anyOf`
    完成 完工 安装 换装 更换 恢复 建成 修复 打入 打到 发放 到位 公布 公开 答复 反馈 通车 开放 启用 补发 告知 办结 结束 改造 供应 进场 投用 移交 拆除 退还 寄出 换 整改 派
  `}`,
  'u',
)
/** What is done by a day that is said to be the last, or the first, is promised whatever work it is: 11月24日前拨付. */
const datedBy = new RegExp(
  `(?<!(?:已|曾|应|须|责令|要求|请)[^，,。]{0,14})[日号月旬底末](?:之|以)?[前起][^，,。；;]{0,10}${anyOf`
    支付 拨付 上线 开工 施工 通[电水气] 铺[油装设] 加装 增[设加] 补[齐种发办] 拆分 排查 检查 夜查 巡查 作出 公示 领证 入地 交[房付] 竣工
    验收 投入 入户 上门 清[运理淤掏] 退[清费款] 疏通 维修 检修 招标 复核 复查 试?运行 组织 开展 启动 处[理置] 落实 出具 送达 约谈 回访
  `}`,
  'u',
)
/** How items of a list begin: 一、 一是 1. （一）; what the items of 下一步…：一、… say is promised as the first is. */
const itemStyles = [/^[一二三四五六]、/u, /^[一二三四五六]是/u, /^[(（]?[1-6][)）.、．]/u, /^[(（][一二三四五六][)）]/u]
/** Told as a rule, a fact of the past or a plea to the writer: no promise. */
const told =
  /^(?:根据|按照|依据|由于)|(?:规定|要求)[：:]|将(?:您|你)(?:反映|的)|请(?:您|你)|将(?:被|其|该|有关情况|情况|以上)|原(?:计划|拟)|曾(?:计划|拟)/u
/** 请您关注 behind what is promised asks for nothing. */
const plea = /[，,]请[您你](?:继续|耐心|放心|持续)?(?:关注|放心|等待|等候|留意|监督|理解).{0,8}$/u
const condition = /如(?![下期实何今同])果?|若|一旦|一经|凡|只要|发现.{0,24}(?:立即|及时|将|予以)/u

/** Clauses that promise something, in order; `from` is the day from which 15日内 is reckoned. */
export function findPromises(reply: string, sentences: Sentence[], from: string | null): Promised[] {
  const found: Promised[] = []
  let list: Promised[] = []
  let style: RegExp | undefined
  sentences.forEach((sentence, place) => {
    const isItem = style?.test(sentence.text) ?? false
    const { due, timed } = dueOf(sentence.text, from)
    const said = promisedAt(sentence, isItem)
    const at = said ?? (due === null ? null : datedAt(sentence))
    if (at === null) return
    const start = sentence.start + at
    const { end } = sentence
    const hit = promising.exec(sentence.text)
    const conditional = hit !== null && condition.test(sentence.text.slice(0, hit.index + hit[0].length))
    const promise = { text: reply.slice(start, end), start, end, due, timed, conditional, byDay: said === null }
    found.push(promise)
    const opened = styleOfList(sentence.text, sentences[place + 1]?.text ?? '')
    if (isItem) list.push(promise)
    else if (opened !== undefined) list = [promise]
    style = opened ?? style
    // The items of a list are one plan: a day in one of them is the plan's.
    if (list.some((one) => one.timed)) for (const one of list) one.timed = true
  })
  return found
}

/** Where in the sentence a promise begins, or null when it is none; a later item of a promised list is one whole. */
function promisedAt({ kind, text }: Sentence, isItem: boolean): number | null {
  if (kind === 'courtesy' || kind === 'referral') return null
  if (kind === 'handed' && !/(?:待|将|予以|后).{0,16}(?:回复|答复|反馈)/u.test(text)) return null
  const hit = promising.exec(text)
  if (told.test(text.replace(plea, '')) && !/下一步|力争|争取|预计/u.test(text)) return null
  if (hit === null) return isItem ? 0 : null
  return clauseStart(text, hit.index)
}

function datedAt({ kind, text }: Sentence): number | null {
  const hit = kind === 'content' && !told.test(text) ? (dated.exec(text) ?? datedBy.exec(text)) : null
  return hit === null ? null : clauseStart(text, hit.index)
}

/** How the items begin of the list that a sentence opens with its last colon. */
function styleOfList(text: string, next: string): RegExp | undefined {
  const parts = text.split(/[：:]/u)
  if (parts.length === 1) return undefined
  const first = parts.at(-1)?.trim() || next
  return itemStyles.find((style) => style.test(first))
}

function clauseStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('，', at), text.lastIndexOf(',', at)) + 1
}
