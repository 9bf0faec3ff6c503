// Reads the fields of an input line, and says in words what is wrong with one.
import { readInstant } from '@huiying/domain/beijing'

type Line = { [field: string]: unknown }

/** A text field; throws when it is missing or no text. */
export function readText(line: Line, name: string): string {
  const value = line[name]
  if (typeof value !== 'string') throw new Error(`缺少文本字段 ${name}`)
  return value
}

/** An ISO 8601 time with offset as UTC milliseconds, or undefined when the field is missing or null. */
export function readTime(line: Line, name: string): number | undefined {
  const value = line[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new Error(`字段 ${name} 应为带时区的 ISO 8601 时间`)
  const read = readInstant(value)
  if ('wrong' in read) throw new Error(`字段 ${name}：${read.wrong}`)
  return read.at
}

const kinds = ['letter', 'article', 'post'] as const

/** What kind of text it is, or undefined when the field is missing or null. */
export function readKind(line: Line, name: string): (typeof kinds)[number] | undefined {
  const value = line[name] ?? undefined
  const kind = kinds.find((one) => one === value)
  if (value !== undefined && kind === undefined) throw new Error(`字段 ${name} 应为 ${kinds.join('、')} 之一`)
  return kind
}

/** The id as given, null when there is none. */
export function readId(line: Line): unknown {
  return line.id ?? null
}
