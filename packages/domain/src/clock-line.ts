// One line of `npx huiying clocks`: a grade and three instants in, the response clocks out, or the error in its place.
import { readInstant } from './beijing.ts'
import { defaultClockRules, type Moments, momentAt, startResponseClocks } from './clock.ts'
import { type ClockCode, type Grade, grades } from './word.ts'

export interface ClocksLine {
  id: unknown
  clocks: { code: ClockCode; startAt: string; basis: string; dueAt: string }[]
}

/** Never throws: a bad line gives `{id?, error}`. Times out are UTC with milliseconds. */
export const clocksOf = (line: unknown): ClocksLine | { id?: unknown; error: string } => {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return { error: '每行应为一个 JSON 对象' }
  const input = line as { [key: string]: unknown }
  const head = input.id === undefined ? {} : { id: input.id }
  const wrong = (error: string) => ({ ...head, error })
  const grade = grades.find((each) => each === input.grade)
  if (grade === undefined) return wrong(`未知级别：${JSON.stringify(input.grade) ?? '缺'}，应为 ${grades.join('、')}`)
  const { suspected = false } = input
  if (suspected !== null && typeof suspected !== 'boolean') return wrong('suspected 应为 true 或 false')
  const moments = readMoments(input)
  if ('error' in moments) return wrong(moments.error)
  return { id: input.id ?? null, clocks: reckon(grade, suspected === true, moments) }
}

const reckon = (grade: Grade, suspected: boolean, moments: Moments) =>
  startResponseClocks(
    { caseId: '', grade, suspected, moments, provisional: false, lateAs: '升级补挂超时', turn: 0, makeId: () => '' },
    { clocks: defaultClockRules },
    moments.detectedAt.at,
  ).map(({ code, startAt, basis, dueAt }) => ({
    code,
    startAt: new Date(startAt).toISOString(),
    basis,
    dueAt: new Date(dueAt).toISOString(),
  }))

const readMoments = (input: { [key: string]: unknown }): Moments | { error: string } => {
  const read: { [field: string]: number } = {}
  for (const field of ['occurredAt', 'firstPublishedAt', 'detectedAt'] as const) {
    const value = input[field] ?? null
    if (value === null) continue
    if (typeof value !== 'string') return { error: `${field} 应为带时区的 ISO 8601 时间` }
    const instant = readInstant(value)
    if ('wrong' in instant) return { error: `${field} ${instant.wrong}` }
    read[field] = instant.at
  }
  const { occurredAt, firstPublishedAt, detectedAt } = read
  if (detectedAt === undefined) return { error: '缺 detectedAt' }
  for (const field of ['occurredAt', 'firstPublishedAt'] as const) {
    if ((read[field] ?? detectedAt) > detectedAt) return { error: `${field} 晚于 detectedAt` }
  }
  const moment = (at: number | undefined) => (at === undefined ? null : momentAt(at, 'line', 'second'))
  return {
    occurredAt: moment(occurredAt),
    firstPublishedAt: moment(firstPublishedAt),
    detectedAt: momentAt(detectedAt, 'line', 'second'),
  }
}
