// Holidays and the working weekends beside them, by year, from the State Council's notices; 2027 on only what the law
// names.
export interface YearOfHolidays {
  year: number
  /** The notice (文号) it rests on. */
  doc: string
  /** YYYY-MM-DD, or `first..last`. */
  off: string[]
  /** 调休上班日. */
  work: string[]
}

export const noticedYears: YearOfHolidays[] = [
  {
    year: 2024,
    doc: '国办发明电〔2023〕7号',
    off: [
      '2024-01-01',
      '2024-02-10..2024-02-17',
      '2024-04-04..2024-04-06',
      '2024-05-01..2024-05-05',
      '2024-06-10',
      '2024-09-15..2024-09-17',
      '2024-10-01..2024-10-07',
    ],
    work: [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
  },
  {
    year: 2025,
    doc: '国办发明电〔2024〕12号',
    off: [
      '2025-01-01',
      '2025-01-28..2025-02-04',
      '2025-04-04..2025-04-06',
      '2025-05-01..2025-05-05',
      '2025-05-31..2025-06-02',
      '2025-10-01..2025-10-08',
    ],
    work: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    doc: '国办发明电〔2025〕7号',
    off: [
      '2026-01-01..2026-01-03',
      '2026-02-15..2026-02-23',
      '2026-04-04..2026-04-06',
      '2026-05-01..2026-05-05',
      '2026-06-19..2026-06-21',
      '2026-09-25..2026-09-27',
      '2026-10-01..2026-10-07',
    ],
    work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
]

/** 除夕至初三、清明、端午、中秋 of years without a notice yet (the days that move with the moon or the sun). */
const movingDays: { [year: number]: string[] } = {
  2027: ['02-05', '02-06', '02-07', '02-08', '04-05', '06-09', '09-15'],
  2028: ['01-25', '01-26', '01-27', '01-28', '04-04', '05-28', '10-03'],
  2029: ['02-12', '02-13', '02-14', '02-15', '04-04', '06-16', '09-22'],
  2030: ['02-02', '02-03', '02-04', '02-05', '04-05', '06-05', '09-12'],
}
/** 春节 (初一) of the noticed years; of later ones it stands among the moving days, behind 除夕. */
const springDays: { [year: number]: string } = { 2024: '02-10', 2025: '01-29', 2026: '02-17' }

/** 初一 of that year, YYYY-MM-DD; null for a year whose calendar is not known here. */
export function springFestivalOf(year: number): string | null {
  const day = springDays[year] ?? movingDays[year]?.[1]
  return day === undefined ? null : `${year}-${day}`
}

const FIXED_DAYS = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']

/** 法定节日 (《全国年节及纪念日放假办法》国务院令第795号): no weekend is guessed to be worked or moved (§14-16). */
export const statutoryYear = (year: number): YearOfHolidays => ({
  year,
  doc: '法定节日（未有国办通知，暂估）',
  off: [...FIXED_DAYS, ...(movingDays[year] ?? [])].map((day) => `${year}-${day}`),
  work: [],
})
