// Tells the type of an incident (生产安全, 环境 … 刑事) from its words; the type decides which grade table is asked.
import type { IncidentType } from '@huiying/domain/word'
import { anyOf } from '../casualty/pattern.ts'

/** What in the text speaks for a type, and how much. */
const words: [IncidentType, number, string][] = [
  [
    '生产安全',
    3,
    anyOf`
    闪爆 爆炸 坍塌 垮塌 脚手架 塔吊 高处坠落 透水 瓦斯 冒顶 矿难 煤矿 矿井 锅炉 危化品 施工现场 安全事故 安全生产 粉尘 机械伤害 触电 吊篮 有限空间 电梯坠
  `,
  ],
  [
    '生产安全',
    2,
    anyOf`火灾 起火 着火 失火 大火 燃爆 工地 车间 厂房 燃气 工人(?:坠|被埋|被困|死亡|身亡) 缆车 踩踏 窒息 厂 仓库`,
  ],
  [
    '环境',
    3,
    anyOf`
    环境污染 水源(?:地)?(?:被)?污染 污染水源 取水中断 停止取水 水体污染 死鱼 排污 偷排 废水 废气 毒气泄漏 化学品泄漏 泄漏.{0,6}(?:河|江|湖|水库)
    重金属超标 尾矿 污染事件 污染(?:事故|带|团) 危险废物 油污
  `,
  ],
  ['环境', 1, anyOf`污染 泄漏 异味 超标`],
  [
    '食品药品',
    4,
    anyOf`
    食物中毒 食源性 集体中毒.{0,8}(?:食|餐) (?:食堂|聚餐|外卖|学校餐|营养餐|宴席|婚宴|就餐|食用|进食|吃).{0,24}(?:中毒|呕吐|腹泻|上吐下泻|不适)
    (?:中毒|呕吐|腹泻).{0,16}(?:食堂|聚餐|外卖|就餐|食用) 假药 劣药 问题奶粉 毒奶粉 甲醇酒 假酒
  `,
  ],
  [
    '公共卫生',
    3,
    anyOf`
    确诊 疫情 传染病 诺如 流感 霍乱 鼠疫 登革热 布鲁氏菌 布病 不明原因肺炎 聚集性发热 手足口 感染者 炭疽 麻疹 猴痘 病例
  `,
  ],
  [
    '群体',
    3,
    anyOf`
    聚集性?维权 群体性事件 群体事件 围堵 堵(?:路|门|桥) 拉横幅 罢工 罢课 静坐 打砸 械斗 游行 示威 聚众 冲击.{0,4}(?:政府|机关) 集体(?:上访|讨薪|维权)
    [0-9百千数]+(?:余|多)?(?:名|人)?.{0,6}(?:聚集|围观冲突|上街)
  `,
  ],
  [
    '自然灾害',
    4,
    anyOf`
    地震 台风 泥石流 山洪 山体滑坡 山体崩塌 洪水 洪涝 龙卷风 冰雹 雪崩 雷击 森林火灾 山火 草原火灾 干旱 海啸 强降雨 特大暴雨 暴雨 堰塞湖 热带气旋
    强对流 飓风 滑坡
  `,
  ],
  [
    '交通',
    3,
    anyOf`
    车祸 交通事故 追尾 侧翻 相撞 翻车 碾压 肇事 坠机 空难 沉船 翻船 脱轨 撞(?:上|向|倒|死|伤|人) 坠崖.{0,6}车 车.{0,6}坠 高速.{0,8}(?:事故|致) 坠河.{0,4}车 连环撞
  `,
  ],
  [
    '刑事',
    4,
    anyOf`
    命案 故意杀人 杀害 杀人 砍(?:死|伤|人) 捅(?:死|伤|人) 持刀 行凶 枪击 开枪 绑架 抢劫 强奸 投毒 纵火 故意伤害 伤人案 凶手 遇害 殴打致 刺死 勒死 分尸 砍杀
    驾车冲撞 报复社会
  `,
  ],
]
const patterns = words.map(([type, weight, pattern]) => ({ type, weight, pattern: new RegExp(pattern, 'g') }))
/** Each word family counts at most so often, so that one long article does not talk itself into a type. */
const TIMES_MAX = 2
const TYPE_POINTS_MIN = 2

/** Vehicles that carry passengers or goods for hire fall under 国务院令第493号; other traffic has no table (§14-14). */
export const commercialTraffic = new RegExp(
  anyOf`客运 大客车 客车 大巴 公交车 班车 旅游(?:车|大巴) 危化品(?:运输)?车 罐车 槽车 货运 渣土车 泥头车 营运 校车 出租车 网约车 渡轮 客船 游船 货船`,
)

/** The type of the incident in a plain text (NFKC, simplified), null when no words speak for one. */
export function readIncidentType(plain: string): IncidentType | null {
  const points = new Map<IncidentType, number>()
  for (const { type, weight, pattern } of patterns) {
    const hits = plain.match(pattern)?.length ?? 0
    if (hits > 0) points.set(type, (points.get(type) ?? 0) + weight * Math.min(hits, TIMES_MAX))
  }
  let best: IncidentType | null = null
  for (const [type, sum] of points)
    if (sum >= TYPE_POINTS_MIN && sum > (best ? (points.get(best) ?? 0) : 0)) best = type
  return best
}
