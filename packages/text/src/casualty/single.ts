// Finds one person (or a pair) told to be dead without a number: 男子坠楼身亡, 夫妻双双遇难.
import { anyOf } from './pattern.ts'
import { clauseStart, isDenied, type Settings, sentenceStart } from './setting.ts'
import type { WordToken } from './token.ts'

/** One person named and dead without a number: 男子坠楼身亡, 一名工人触电后死亡. */
const onePerson = new RegExp(
  anyOf`
    [男女]子 [男女]孩 [男女]童 [男女]生 [男女]性 女婴 男婴 婴儿 幼童 老人 老太 老汉 大爷 大妈 司机 工人 员工 学生 教师 老师 医生 护士 民警 辅警
    消防员 志愿者 快递员 交警 警察 宿管 专家
    老太 武僧 队员 空姐 模特 院士 教授 歌手 村民 居民 游客 旅客 乘客 患者 环卫工 安装工 外卖员 骑手 业主 [0-9]+岁 少年 少女 孕妇 产妇 儿童 孩子 母亲 父亲 丈夫 妻子 儿子 女儿 弟弟 哥哥
    一人 某某? [爸爹妈] (?<!新)娘 爷爷 奶奶 [我俺他她](?:哥|弟|姐|妹|叔|伯|舅|姑|姨) [男女]主人 工友 同事
    研究生 博主 网红 主播 保安 保洁 农民工 [一-龥]某 飞行员 校长 军官 演员 作家 法官 干部 嫌犯 嫌疑人 当事人 病人 一[名位]
  `,
)
const manyPeople = new RegExp(
  anyOf`
    多[人名] 数[人名] 若干 们 人员 夫妇 夫妻 父子 母女 母子 父女 兄弟 姐妹 人数 率 赔偿 补偿 抚恤 丧葬 遗属 证明 频发 脑$ [猫狗犬猪羊牛马鱼鸟](?:群|只)?[^人男女]{0,3}$
    被传 误传 误认 被认为 提及 谈及 濒临 模仿 迎接 易$ 会$ 为何会 等着 往往
    (?:[02-9二两三四五六七八九十]|[0-9]1|十一)(?:人|名|位|个(?!月|小时))
  `,
)
/** Said of persons only, even without naming one (坠亡案). */
const plainDeath = /^(?:身亡|[溺坠撞]亡|遇害|遇难|丧生|猝死|罹难|殉职|殒命)$/
/** Old age and illness end so; only with a cause is it a happening. */
const quietDeath = /^(?:去世|离世|过世|逝世|病逝|病故|病亡|牺牲)$/
const cause = new RegExp(
  anyOf`
    意外 事故 车祸 溺 坠 输液 手术 医疗 误诊 猝 突发 抢救 触电 中毒 感染 坍塌 火 撞 救人 洪 护理 突然
    疫苗 术后 拔牙 劳累 不幸 误[食吞服] 蜇 中暑 挤压 跳楼 失联 失踪 碾压 确诊 新冠 尸检 倒地 追尾
  `,
)
/** 死了个工人: one, whoever it is. */
const oneDead = /^了?一?个(?:人|工[人友]|民工|司机|孩|娃|学生|[男女老])/
/** What behind the word says that it is another matter, or that beasts died. */
const notDead =
  /^(?:率|人|者|证|赔|补|抚|谷|危机|阴影|陷阱|的?(?:风险|威胁|危险)|了?[0-9一二两三四五六七八九十百]+[只头条匹羽]|了?[^,。]{0,3}[狗猫羊牛猪鸡鸭鱼犬鸟])/
const SINGLE_UNITS = 24
/** How far before, in the same sentence, the person may be named. */
const TOLD_UNITS = 60

export function findSingleDeath(
  text: string,
  words: readonly WordToken[],
  { isSupposed }: Pick<Settings, 'isSupposed'>,
): { start: number; end: number; value: number } | null {
  for (const word of words) {
    const said = text.slice(word.start, word.end)
    if (word.measure !== 'deaths') continue
    if (said.endsWith('死') && oneDead.test(text.slice(word.end, word.end + 5)) && !isSupposed(word.start, word.end))
      return { ...word, value: 1 }
    if (said === '死' || said === '亡') continue
    const clause = text.slice(Math.max(clauseStart(text, word.start), word.start - SINGLE_UNITS), word.start)
    if (notDead.test(text.slice(word.end, word.end + 6))) continue
    if (isDenied(text, word) || isSupposed(word.start, word.end)) continue
    if (said === '双亡' || /双双(?:不幸|被|因病)?$/.test(clause)) return { ...word, value: 2 }
    if (manyPeople.test(clause)) continue
    if (/(?:一同|先后)$/.test(clause)) return { ...word, value: 2 }
    const told = text.slice(Math.max(sentenceStart(text, word.start), word.start - TOLD_UNITS), word.start)
    const named = onePerson.test(clause) || (onePerson.test(told) && !manyPeople.test(told))
    if (quietDeath.test(said) ? !named || !cause.test(told + said) : !plainDeath.test(said) && !named) continue
    return { ...word, value: 1 }
  }
  return null
}
