// Finds the marks of classified papers (绝密★, 机密★, 秘密★): such an item stops at the collector (§14-9).
import type { Evidence } from '@huiying/domain/item'
import type { Normalised } from './normalise.ts'
import { normalise, toOriginal } from './normalise.ts'

export interface Classified extends Evidence {
  level: '绝密' | '机密' | '秘密'
}

/**
 * The level and its star as written on the paper, or 密级 as a field, also read without its colon; 秘密* needs its term
 * (GB/T 9704-2012, 7.2.2).
 */
const mark = new RegExp(
  '([绝機机秘])\\s{0,4}密\\s{0,4}(?:[★☆⭐✭✮⚝🌟]|[*※]\\s{0,2}(?:\\d{1,3}\\s{0,2}(?:年|个?月)|长期))|' +
    '密\\s{0,2}级(?:\\s{0,2}[:：]\\s{0,4}([绝机秘])\\s{0,2}密(?!码)|' +
    '\\s{1,4}([绝机秘])密(?=\\s{0,4}(?:(?:保密)?期限|份号)))',
  'u',
)

/** The first mark in a letter, article or attachment; a mere mention (国家秘密, 商业秘密) is none. */
export function findClassified(given: string | Normalised): Classified | null {
  // No other character stands for this one, in any script: a text without it needs no copy.
  if (!(typeof given === 'string' ? given : given.original).includes('密')) return null
  const { plain } = typeof given === 'string' ? normalise(given) : given
  const match = mark.exec(plain.text)
  if (!match) return null
  const letter = match[1] ?? match[2] ?? match[3]
  const range = toOriginal(plain, match.index, match.index + match[0].length)
  const level = letter === '绝' ? '绝密' : letter === '秘' ? '秘密' : '机密'
  return { level, text: plain.original.slice(range.start, range.end), ...range }
}
