// Says of an incident its type, a suggested grade with its article, and whether it is suspected to be 重大.
import type { SuggestedGrade } from '@huiying/domain/grade'
import { gradeHints, SUSPECTED_DEATHS, SUSPECTED_HURT, suggestGrade } from '@huiying/domain/grade'
import type { IncidentType } from '@huiying/domain/word'
import { amountPattern, readAmount } from '../casualty/numeral.ts'
import { anyOf } from '../casualty/pattern.ts'
import type { Casualties } from '../casualty.ts'
import { readCasualties } from '../casualty.ts'
import type { Normalised } from '../normalise.ts'
import { normalise } from '../normalise.ts'
import { commercialTraffic, readIncidentType } from './incident-type.ts'

export interface Suggestion {
  type: IncidentType | null
  casualties: Casualties
  /** Suggested only, never set by the machine; null without a table, without numbers, for drills and for old cases. */
  grade: SuggestedGrade['grade'] | null
  /** 文号 and article the grade rests on. */
  article: string | null
  /** 请…定级, where another department says the grade. */
  hint: string | null
  /** 疑似重大 (§14-1). The caller withholds it for a happening that is plainly abroad or elsewhere. */
  suspected: boolean
  /** Why the grade or the suspicion: the statements said so. */
  reason: string | null
}

export interface SuggestionContext {
  /** UTC ms of publication or receipt, tells old years. */
  at?: number
  /** What the model says; a type is given only to an incident. Left out: words decide. */
  incident?: boolean
  /** The text's own, where they are read already. */
  casualties?: Casualties
}

/** Reads type, casualties, grade and suspicion from a text. Deterministic, never throws. */
export function suggest(given: string | Normalised, context: SuggestionContext = {}): Suggestion {
  const copies = typeof given === 'string' ? normalise(given) : given
  const casualties = context.casualties ?? readCasualties(copies, context.at)
  if (context.incident === false && casualties.statements.length === 0) return { ...nothing, casualties }
  const plain = copies.plain.text
  const counted = casualties.statements.some(({ measure, drill }) => measure !== 'loss' && !drill)
  const happened = context.incident ?? (counted || happening.test(plain))
  const type = happened || counted ? readIncidentType(plain) : null
  const idle = casualties.drill || isDrill(plain) || casualties.old || refuted.test(plain)
  const graded = type === null || idle ? null : gradeOf(type, plain, casualties)
  const hurt = countHurt(casualties, type)
  const suspected =
    !idle &&
    (graded?.grade === '重大' ||
      graded?.grade === '特别重大' ||
      ((casualties.deaths ?? 0) >= SUSPECTED_DEATHS && !weatherToll.test(plain)) ||
      hurt >= SUSPECTED_HURT)
  return {
    type,
    casualties,
    grade: graded?.grade ?? null,
    article: graded?.article ?? null,
    hint: type === null || graded !== null ? null : (gradeHints[type] ?? null),
    suspected,
    reason: graded || suspected ? casualties.statements.map((one) => one.text).join('、') : null,
  }
}

/** No incident, and nobody counted: there is nothing to suggest, whatever words stand there. */
const nothing = { type: null, grade: null, article: null, hint: null, suspected: false, reason: null }

const happening = new RegExp(
  anyOf`
    事故 火灾 起火 着火 爆炸 坍塌 垮塌 车祸 侧翻 追尾 泄漏 中毒 遇难 身亡 伤亡 失联 被困 泥石流 山洪 滑坡 地震 溺水 聚集 围堵 械斗 疫情 确诊 演练 污染事件
    取水中断 踩踏
  `,
)
const refuted = /(?:系|是|为|均属|纯属)(?:谣言|不实|虚假)|不实信息|辟谣|[?？]\s*假(?:的|$)/

/** Cold and heat kill here one and there one; a sum of them over days and towns is no one happening. */
const weather = anyOf`寒流 寒潮 低温 严寒 高温 热浪`
const weatherToll = new RegExp(
  `${weather}[^。；;！!？?]{0,16}(?:猝死|热死|冻死)|(?:猝死|热死|冻死)[^。；;！!？?]{0,16}${weather}`,
)

/** The text as a whole is a drill when it says so in its first lines. */
const DRILL_LEAD_UNITS = 60
function isDrill(plain: string): boolean {
  return /演练|演习|桌面推演|模拟(?:事故|发生|演)/.test(plain.slice(0, DRILL_LEAD_UNITS))
}

/** Hurt with the poisoned; the seriously hurt are counted once when they are among the hurt. */
function countHurt({ injured, serious, ill, nested }: Casualties, type: IncidentType | null): number {
  const people = nested ? Math.max(injured ?? 0, serious ?? 0) : (injured ?? 0) + (serious ?? 0)
  return Math.max(people, type === '食品药品' ? (ill ?? 0) : 0)
}

function gradeOf(type: IncidentType, plain: string, casualties: Casualties): SuggestedGrade | null {
  const { deaths, serious, injured, ill, evacuated, loss } = casualties
  const measures = {
    deaths,
    serious,
    injured,
    ill,
    evacuated,
    loss,
    water: readWater(plain),
    school: /学校|小学|中学|幼儿园|高校|大学|学院|校园|学生/.test(plain),
    participants: type === '群体' ? readParticipants(plain) : null,
  }
  if (type === '交通') return commercialTraffic.test(plain) ? suggestGrade('生产安全', measures) : null
  return suggestGrade(type, measures)
}

function readWater(plain: string): 'city' | 'county' | 'township' | null {
  const shut = /(?:水源地?|水厂|取水口)[^。；;]{0,20}(?:取水中断|停止取水|中断取水|停止供水|停水)/.exec(plain)
  if (!shut || !/污染|泄漏|超标/.test(plain)) return null
  const around = plain.slice(Math.max(0, shut.index - 30), shut.index + shut[0].length)
  if (/[县旗]/.test(around)) return 'county'
  if (/[镇乡村]/.test(around)) return 'township'
  return /市/.test(around) ? 'city' : null
}

const gathered = new RegExp(
  `(?<n>${amountPattern})(?:名|位|个)?(?:人|群众|工人|村民|业主|居民|民工|家长|学生|出租车司机)[^。；;，,0-9]{0,10}` +
    anyOf`聚集 围堵 堵路 堵门 堵住 拉横幅 罢工 游行 静坐 参与 上街 集体 冲击 打砸 械斗 讨薪`,
  'g',
)

function readParticipants(plain: string): number | null {
  const counts = [...plain.matchAll(gathered)].map((match) => readAmount(match.groups?.n ?? '')?.value ?? 0)
  return counts.length > 0 ? Math.max(...counts) : null
}
