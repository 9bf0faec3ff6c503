// Working days: Monday to Friday less holidays plus 调休上班日; a year without a notice is an estimate (§14-16).
import { type Day, formatDay, parseDay } from './beijing.ts'
import { noticedYears, statutoryYear, type YearOfHolidays } from './holiday.ts'

export interface WorkdayCount {
  due: Day
  /** 暂估: a day that was counted lies in a year the State Council has not arranged yet. */
  estimated: boolean
}

/** Ten years of working days and more; a larger number is a typing error, not a deadline. */
const WORKDAYS_MAX = 3_660

interface YearTable {
  off: Set<number>
  work: Set<number>
  noticed: boolean
}

/**
 * The `add`-th working day after `fromDay`, which is itself not counted (民法典第二百零一条).
 * Throws on an impossible day or an `add` that is no integer from 1 to WORKDAYS_MAX.
 * `imported` are the notices of the book's policy: they replace built-in years.
 */
export const addWorkdays = (fromDay: Day, add: number, imported: YearOfHolidays[] = []): WorkdayCount => {
  if (!Number.isInteger(add) || add < 1 || add > WORKDAYS_MAX) {
    throw new Error(`add 应为 1 到 ${WORKDAYS_MAX} 的整数`)
  }
  const tables = tablesOf(imported)
  let index = dayIndex(fromDay)
  let estimated = !tables(yearOf(index)).noticed
  for (let left = add; left > 0; ) {
    index += 1
    const table = tables(yearOf(index))
    estimated ||= !table.noticed
    if (isWorkIn(table, index)) left -= 1
  }
  return { due: formatDay(index), estimated }
}

export const isWorkday = (day: Day, imported: YearOfHolidays[] = []): boolean =>
  isWorkIndex(dayIndex(day), tablesOf(imported))

/** The working day `back` working days before `day` (0: `day` itself, or the last working day before it). */
export const workdayBefore = (day: Day, back: number, imported: YearOfHolidays[] = []): Day => {
  const tables = tablesOf(imported)
  let index = dayIndex(day)
  for (let left = back; left > 0 || !isWorkIndex(index, tables); ) {
    index -= 1
    if (left > 0 && isWorkIndex(index, tables)) left -= 1
  }
  return formatDay(index)
}

/** Working days after `from` up to and including `to`. */
export const countWorkdays = (from: Day, to: Day, imported: YearOfHolidays[] = []): number => {
  const tables = tablesOf(imported)
  let count = 0
  for (let index = dayIndex(from) + 1; index <= dayIndex(to); index += 1) if (isWorkIndex(index, tables)) count += 1
  return count
}

/** Whether a notice is there for the year; from November on the desk is asked every Monday to import the next. */
export const hasNotice = (year: number, imported: YearOfHolidays[] = []): boolean => tablesOf(imported)(year).noticed

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => weekdayAt(dayIndex(day))

const yearOf = (index: number): number => {
  const known = years.get(index)
  if (known !== undefined) return known
  const year = Number(formatDay(index).slice(0, 4))
  if (years.size < DAYS_KEPT_MAX) years.set(index, year)
  return year
}

// Every letter counts its days, and nearly all of them the same ones.
const DAYS_KEPT_MAX = 20_000
const years = new Map<number, number>()

const dayIndex = (day: Day): number => {
  const index = parseDay(day)
  if (index === null) throw new Error(`没有这一天：${day}`)
  return index
}

/** 0 is Sunday; 1970-01-01 was a Thursday, so index 2 is a Saturday. */
const weekdayAt = (index: number): number => (((index + 4) % 7) + 7) % 7

const isWorkIndex = (index: number, tables: (year: number) => YearTable): boolean =>
  isWorkIn(tables(yearOf(index)), index)

const isWorkIn = (table: YearTable, index: number): boolean => {
  if (table.work.has(index)) return true
  const weekday = weekdayAt(index)
  return weekday !== 0 && weekday !== 6 && !table.off.has(index)
}

const builtIn = new Map<number, YearTable>()

/** The years of a policy's notices, as long as the policy lives: a letter asks for them five times. */
const ownTables = new WeakMap<YearOfHolidays[], Map<number, YearTable>>()

const tablesOf = (imported: YearOfHolidays[]): ((year: number) => YearTable) => {
  if (imported.length === 0) return builtInTable
  const own = ownTables.get(imported) ?? new Map(imported.map((entry) => [entry.year, tableOf(entry, true)]))
  ownTables.set(imported, own)
  return (year) => own.get(year) ?? builtInTable(year)
}

const builtInTable = (year: number): YearTable => {
  const known = builtIn.get(year)
  if (known) return known
  const noticed = noticedYears.find((entry) => entry.year === year)
  const table = tableOf(noticed ?? statutoryYear(year), noticed !== undefined)
  builtIn.set(year, table)
  return table
}

const tableOf = (entry: YearOfHolidays, noticed: boolean): YearTable => ({
  off: new Set(entry.off.flatMap(daysIn)),
  work: new Set(entry.work.flatMap(daysIn)),
  noticed,
})

const daysIn = (span: string): number[] => {
  const [first, last] = span.split('..') as [Day, Day | undefined]
  const from = dayIndex(first)
  const to = last === undefined ? from : dayIndex(last)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset)
}

/** One line of `npx huiying workdays`: `{id, from, add}` → `{id, due, estimated}` or `{id?, error}`. */
export const workdaysOf = (
  line: unknown,
): { id: unknown; due: Day; estimated: boolean } | { id?: unknown; error: string } => {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return { error: '每行应为一个 JSON 对象' }
  const { id, from, add } = line as { [key: string]: unknown }
  const head = id === undefined ? {} : { id }
  if (typeof from !== 'string') return { ...head, error: 'from 应为 YYYY-MM-DD' }
  if (parseDay(from) === null) return { ...head, error: `from 不是日期：${from}` }
  if (typeof add !== 'number' || !Number.isInteger(add) || add < 1 || add > WORKDAYS_MAX) {
    return { ...head, error: `add 应为 1 到 ${WORKDAYS_MAX} 的整数` }
  }
  return { id: id ?? null, ...addWorkdays(from, add) }
}
