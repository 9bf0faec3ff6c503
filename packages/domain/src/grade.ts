// Suggests the grade of an incident by the national tables; a person confirms (§3.8).
import type { Grade, IncidentType } from './word.ts'

/** What the tables ask for; null or left out when unknown. `loss` in yuan, the rest people. */
export interface GradeMeasures {
  deaths?: number | null
  /** 重伤, including acute poisoning; 受伤 and 送医 never stand here (§14-14). */
  serious?: number | null
  injured?: number | null
  ill?: number | null
  evacuated?: number | null
  loss?: number | null
  participants?: number | null
  /** A public drinking water intake was shut, of a place of this rank. */
  water?: 'city' | 'county' | 'township' | null
  /** At a school, or at a great public occasion. */
  school?: boolean
}

export type TabledGrade = Extract<Grade, '特别重大' | '重大' | '较大' | '一般'>

export interface SuggestedGrade {
  grade: TabledGrade
  /** 文号 and article, as people quote it. */
  article: string
  /** The measures that reached the grade, for the reason shown. */
  by: (keyof GradeMeasures)[]
}

/** 疑似重大 by numbers of people alone, whatever the type (§14-1). */
export const SUSPECTED_DEATHS = 10
export const SUSPECTED_HURT = 50

/**
 * The highest grade that any measure reaches ("以上" includes the number, 国务院令第493号第三条末款), or null when no table
 * is loaded for the type (natural disaster, public health, crime, private traffic) or nothing is known to measure.
 */
export function suggestGrade(type: IncidentType, measures: GradeMeasures): SuggestedGrade | null {
  const table = tables[type]
  if (!table) return null
  for (const { grade, article, steps, also } of table) {
    const by: (keyof GradeMeasures)[] = steps
      .filter(([each, least]) => reaches(measures, each, least))
      .map(([each]) => each)
    for (const { needs, when } of also ?? []) if (when(measures)) by.push(needs)
    if (by.length > 0) return { grade, article, by: [...new Set(by)] }
  }
  return null
}

/** Types whose grade only their own department may say, with whom to ask (§14-14). */
export const gradeHints: Partial<Record<IncidentType, string>> = {
  自然灾害: '请应急定级',
  公共卫生: '请卫健定级',
  交通: '请公安定级',
  刑事: '请公安定级',
}

type Counted = 'deaths' | 'serious' | 'injured' | 'ill' | 'evacuated' | 'loss' | 'participants'

interface Step {
  grade: TabledGrade
  article: string
  /** Any one of these at its least value is enough. */
  steps: [Counted, number][]
  also?: { needs: keyof GradeMeasures; when: (measures: GradeMeasures) => boolean }[]
}

const WAN = 10_000
const YI = 100_000_000
const count = (value: number | null | undefined) => value ?? 0

function reaches(measures: GradeMeasures, measure: Counted, least: number): boolean {
  return count(measures[measure]) >= least
}

/** 国务院令第493号（2007）第三条. 一般 has no lower bound: anybody hurt or anything lost is at least 一般. */
const production = '《生产安全事故报告和调查处理条例》（国务院令第493号）第三条'
const productionTable: Step[] = [
  {
    grade: '特别重大',
    article: `${production}第一项`,
    steps: [
      ['deaths', 30],
      ['serious', 100],
      ['loss', YI],
    ],
  },
  {
    grade: '重大',
    article: `${production}第二项`,
    steps: [
      ['deaths', 10],
      ['serious', 50],
      ['loss', 5000 * WAN],
    ],
  },
  {
    grade: '较大',
    article: `${production}第三项`,
    steps: [
      ['deaths', 3],
      ['serious', 10],
      ['loss', 1000 * WAN],
    ],
  },
  {
    grade: '一般',
    article: `${production}第四项`,
    steps: [
      ['deaths', 1],
      ['serious', 1],
      ['injured', 1],
      ['loss', 1],
    ],
  },
]

/** 国办函〔2014〕119号 附件1; the version of 2006 had other numbers and is not mixed in. */
const environment = '《国家突发环境事件应急预案》（国办函〔2014〕119号）附件1'
const environmentTable: Step[] = [
  {
    grade: '特别重大',
    article: `${environment}第一条`,
    steps: [
      ['deaths', 30],
      ['serious', 100],
      ['evacuated', 5 * WAN],
      ['loss', YI],
    ],
    also: [{ needs: 'water', when: ({ water }) => water === 'city' }],
  },
  {
    grade: '重大',
    article: `${environment}第二条`,
    steps: [
      ['deaths', 10],
      ['serious', 50],
      ['evacuated', WAN],
      ['loss', 2000 * WAN],
    ],
    also: [{ needs: 'water', when: ({ water }) => water === 'county' }],
  },
  {
    grade: '较大',
    article: `${environment}第三条`,
    steps: [
      ['deaths', 3],
      ['serious', 10],
      ['evacuated', 5000],
      ['loss', 500 * WAN],
    ],
    also: [{ needs: 'water', when: ({ water }) => water === 'township' }],
  },
  {
    grade: '一般',
    article: `${environment}第四条`,
    steps: [
      ['deaths', 1],
      ['serious', 1],
      ['injured', 1],
      ['evacuated', 1],
      ['loss', 1],
    ],
  },
]

/** A provincial plan's wording; places differ, so a local rule package may replace it (§3.3). */
const food = '省级食品安全事故应急预案分级标准（各地不同，以本地预案为准）'
const harmed = ({ ill, injured, serious }: GradeMeasures) => Math.max(count(ill), count(injured) + count(serious))
const foodTable: Step[] = [
  {
    grade: '重大',
    article: `${food}Ⅱ级`,
    steps: [['deaths', 10]],
    also: [
      { needs: 'ill', when: (measures) => harmed(measures) >= 100 && count(measures.deaths) > 0 },
      { needs: 'school', when: (measures) => harmed(measures) >= 50 && measures.school === true },
    ],
  },
  {
    grade: '较大',
    article: `${food}Ⅲ级`,
    steps: [['deaths', 1]],
    also: [{ needs: 'ill', when: (measures) => harmed(measures) >= 100 }],
  },
  {
    grade: '一般',
    article: `${food}Ⅳ级`,
    steps: [],
    also: [{ needs: 'ill', when: (measures) => harmed(measures) >= 30 }],
  },
]

/** 国务院《特别重大、重大突发公共事件分级标准（试行）》 for the upper two; the lower two are common local numbers. */
const mass = '《特别重大、重大突发公共事件分级标准（试行）》社会安全事件·群体性事件'
const massLocal = '地方群体性事件应急预案常见口径（以本地预案为准）'
const hurt = ({ injured, serious }: GradeMeasures) => count(injured) + count(serious)
const massTable: Step[] = [
  {
    grade: '特别重大',
    article: `${mass}（特别重大）`,
    steps: [
      ['participants', 5000],
      ['deaths', 10],
    ],
    also: [{ needs: 'injured', when: (measures) => hurt(measures) >= 30 }],
  },
  {
    grade: '重大',
    article: `${mass}（重大）`,
    steps: [
      ['participants', 1000],
      ['deaths', 3],
    ],
    also: [{ needs: 'injured', when: (measures) => hurt(measures) >= 10 }],
  },
  {
    grade: '较大',
    article: massLocal,
    steps: [
      ['participants', 300],
      ['deaths', 1],
    ],
    also: [{ needs: 'injured', when: (measures) => hurt(measures) >= 3 }],
  },
  {
    grade: '一般',
    article: massLocal,
    steps: [
      ['participants', 5],
      ['injured', 1],
      ['serious', 1],
    ],
  },
]

const tables: Partial<Record<IncidentType, readonly Step[]>> = {
  生产安全: productionTable,
  环境: environmentTable,
  食品药品: foodTable,
  群体: massTable,
}
