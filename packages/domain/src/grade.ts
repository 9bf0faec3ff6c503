// The grading tables by type of incident: what the numbers suggest, with the article; a person confirms (§3, §14-14).
import type { Grade, IncidentType } from './word.ts'

/** What a text says, null when it says nothing. 重伤 counts 危重 and acute poisoning; 受伤 only counts as injured (§3.8). */
export interface Measures {
  deaths: number | null
  serious: number | null
  injured: number | null
  /** Direct loss in yuan. */
  lossYuan: number | null
  evacuated: number | null
  /** People taking part in a 群体性事件. */
  participants: number | null
  /** A school, or a national or regional great event (food only). */
  school: boolean
  /** Whose centralised drinking water intake was cut (environment only). */
  waterCut: '设区的市' | '县级' | '乡镇' | null
}

export interface GradeSuggestion {
  /** null: no table for this type, or nothing in it was reached. */
  grade: Exclude<Grade, '非突发' | '待定'> | null
  /** 文号 and article, or who is asked to grade it. */
  article: string
  /** The measure that decided, in words. */
  because: string | null
}

export const noMeasures: Measures = {
  deaths: null,
  serious: null,
  injured: null,
  lossYuan: null,
  evacuated: null,
  participants: null,
  school: false,
  waterCut: null,
}

type Level = Exclude<Grade, '非突发' | '待定'>
type Numeric = 'deaths' | 'serious' | 'injured' | 'lossYuan' | 'evacuated' | 'participants'
/** Least numbers for 特别重大, 重大, 较大 and 一般, each included (「以上」含本数); null: the measure does not reach it. */
type Thresholds = [number, number, number, number | null]

const levels: Level[] = ['特别重大', '重大', '较大', '一般']
const WAN = 10_000
const YI = 100_000_000

interface GradeTable {
  article: string
  numbers: { [measure in Numeric]?: Thresholds }
}

/** Local plans may set other numbers; these are the national ones, named beside every suggestion (§11-6). */
const tables: { [type in IncidentType]?: GradeTable } = {
  生产安全: {
    article: '生产安全事故报告和调查处理条例（国务院令第493号）第三条',
    numbers: {
      deaths: [30, 10, 3, 1],
      serious: [100, 50, 10, 1],
      lossYuan: [YI, 5000 * WAN, 1000 * WAN, 1],
      // Slight injuries never raise the grade beyond 一般.
      injured: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1],
    },
  },
  环境: {
    article: '国家突发环境事件应急预案附件1（国办函〔2014〕119号）',
    numbers: {
      deaths: [30, 10, 3, 1],
      serious: [100, 50, 10, 1],
      evacuated: [5 * WAN, WAN, 5000, 1],
      lossYuan: [YI, 2000 * WAN, 500 * WAN, 1],
    },
  },
  食品药品: {
    article: '食品安全事故应急预案（省级口径，各地可调）',
    numbers: { deaths: [Number.POSITIVE_INFINITY, 10, 1, null] },
  },
  群体: {
    article: '群体性事件分级标准（国务院分级标准的地方转载，各地可调）',
    numbers: {
      deaths: [10, 3, 1, null],
      injured: [30, 10, 1, null],
      participants: [5000, 1000, 300, 5],
    },
  },
}

const askedOf: { [type in IncidentType]?: string } = {
  公共卫生: '请卫健部门定级',
  自然灾害: '请应急管理部门定级',
  交通: '请公安、交通部门定级',
  刑事: '请公安机关定级',
}

const measureWords: { [measure in Numeric]: string } = {
  deaths: '死亡',
  serious: '重伤',
  injured: '受伤',
  lossYuan: '直接经济损失',
  evacuated: '疏散',
  participants: '参与',
}

/** The highest any measure reaches. `types` are those the book has tables for (policy.gradeTypes). */
export const suggestGrade = (
  type: IncidentType | null,
  measures: Measures,
  types: readonly IncidentType[] = ['生产安全', '环境', '食品药品', '群体'],
): GradeSuggestion => {
  if (type === null) return { grade: null, article: '未判明类型，请人工定级', because: null }
  const table = types.includes(type) ? tables[type] : undefined
  if (table === undefined) return { grade: null, article: askedOf[type] ?? '未装分级表，请人工定级', because: null }
  const found = [...numericLevels(table, measures), ...specialLevels(type, measures)]
  const best = found.sort((a, b) => a.level - b.level)[0]
  return best === undefined
    ? { grade: null, article: table.article, because: null }
    : { grade: levels[best.level]!, article: table.article, because: best.because }
}

interface Reached {
  level: number
  because: string
}

const numericLevels = (table: GradeTable, measures: Measures): Reached[] =>
  Object.entries(table.numbers).flatMap(([name, thresholds]) => {
    const measure = name as Numeric
    // Those injured in a mass incident include the badly hurt.
    const value = measure === 'injured' ? peopleHurt(measures) : measures[measure]
    if (value === null) return []
    const level = thresholds.findIndex((least) => least !== null && value >= least)
    return level < 0 ? [] : [{ level, because: `${measureWords[measure]} ${value}` }]
  })

/** Rules that join two measures, or that name a place. */
const specialLevels = (type: IncidentType, measures: Measures): Reached[] => {
  if (type === '环境' && measures.waterCut !== null) {
    const level = ['设区的市', '县级', '乡镇'].indexOf(measures.waterCut)
    return [{ level, because: `${measures.waterCut}集中式饮用水水源地取水中断` }]
  }
  if (type !== '食品药品') return []
  const hurt = peopleHurt(measures) ?? 0
  const deaths = measures.deaths ?? 0
  if ((hurt >= 100 && deaths > 0) || (hurt >= 50 && measures.school)) return [{ level: 1, because: `伤害 ${hurt}` }]
  if (hurt >= 100) return [{ level: 2, because: `伤害 ${hurt}` }]
  return hurt >= 30 ? [{ level: 3, because: `伤害 ${hurt}` }] : []
}

const peopleHurt = ({ serious, injured }: Measures): number | null =>
  serious === null && injured === null ? null : (serious ?? 0) + (injured ?? 0)

export const SUSPECT_DEATHS = 10
export const SUSPECT_HURT = 50

/** 疑似重大 by number (§14-1); place, drill, old news and denial are judged before by the tagger. */
export const isSuspectedMajor = (
  grade: Grade | null,
  measures: Pick<Measures, 'deaths' | 'serious' | 'injured'>,
): boolean =>
  grade === '特别重大' ||
  grade === '重大' ||
  (measures.deaths ?? 0) >= SUSPECT_DEATHS ||
  (measures.serious ?? 0) + (measures.injured ?? 0) >= SUSPECT_HURT
