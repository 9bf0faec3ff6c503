// Slips of the pen in a reply (§8.2 Q14): dates that cannot be, sums that do not add up, another matter, wrong letters.
import { parseDay } from '@huiying/domain/beijing'
import type { Evidence } from '@huiying/domain/item'
import { named, ofAny, sum, wrongLetters } from '../dictionary/reply-slip.ts'
import { evidenceIn, evidenceOf, rangeOf } from './evidence.ts'
import { conflictsOf, figuresOf } from './figure.ts'
import { pairsIn, shareAny } from './pair.ts'
import type { ReplyReading } from './reading.ts'

/** `today`, a Beijing day, tells what cannot have been done yet; without it only the reply's own dates do. */
export function findSlips({ letter, reply }: ReplyReading, today: string | null): Evidence[] {
  const figures = figuresOf(reply)
  const twice = conflictsOf(figures, figures, 'subject').map(rangeOf)
  const found = [...findDates(reply, today), ...findTwoTitles(reply), ...findSums(reply), ...findMatter(letter, reply)]
  const misspelt = evidenceIn(reply, wrongLetters)
  return [...found, ...misspelt, ...twice]
}

const dated = /((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?/gu
const undated = /(?<![\d年])(\d{1,2})月(\d{1,2})[日号]/gu
const two = (text: string | undefined) => (text ?? '').padStart(2, '0')
/** A leap year, so that 2月29日 without a year may stand. */
const SOME_LEAP_YEAR = '2024'
const finished = /已(?:于|经|在)?\s*$/u
const toCome = /(?:将|预计|计划|拟|定)于?\s*$/u
/** What a clause with a day to come may be about: a plan, a term, an invitation. */
const ahead = /将|前|起|至|到|预计|计划|拟|定于|截止|期限|之后|以后|开放|开始|报名|申请|放假|有效|考试|届时|举行|底/u
const CLAUSE_UNITS = 24

/** Impossible dates, things done after the reply was signed or today, and a day to come that has gone by. */
function findDates(reply: string, today: string | null): Evidence[] {
  const days = [...reply.matchAll(dated)].map((one) => ({
    hit: one,
    day: `${one[1]}-${two(one[2])}-${two(one[3] ?? '1')}`,
  }))
  const slips = days.filter(({ day }) => parseDay(day) === null).map(({ hit }) => evidenceOf(hit))
  const signed = days.at(-1)
  const isSigned = signed !== undefined && !/[\p{L}\d]/u.test(reply.slice(signed.hit.index + signed.hit[0].length))
  const now = parseDay((isSigned ? signed.day : today) ?? '')
  for (const { hit, day } of isSigned ? days.slice(0, -1) : days) {
    const at = parseDay(day)
    if (at === null || now === null) continue
    const before = reply.slice(Math.max(0, hit.index - 4), hit.index)
    const lastOf = hit[3] === undefined ? at + 30 : at
    if ((finished.test(before) && at > now) || (toCome.test(before) && lastOf < now)) slips.push(evidenceOf(hit))
  }
  for (const hit of reply.matchAll(undated)) {
    const isThere = parseDay(`${SOME_LEAP_YEAR}-${two(hit[1])}-${two(hit[2])}`) !== null
    if (!isThere || (today !== null && !isSigned && isTooEarly(reply, hit, today))) slips.push(evidenceOf(hit))
  }
  return slips
}

const NEAR_DAYS = 45

/** A day of this year within weeks that a clause tells of as gone by. */
function isTooEarly(reply: string, hit: RegExpExecArray, today: string): boolean {
  const at = parseDay(`${today.slice(0, 4)}-${two(hit[1])}-${two(hit[2])}`)
  const now = parseDay(today)
  if (at === null || now === null || at <= now || at > now + NEAR_DAYS) return false
  const clause = /^[^，。；！？]*/u.exec(reply.slice(hit.index, hit.index + CLAUSE_UNITS))?.[0] ?? ''
  const before = /[^，。；！？]*$/u.exec(reply.slice(Math.max(0, hit.index - CLAUSE_UNITS), hit.index))?.[0] ?? ''
  const isTold = /凌晨|当场|已|查获|查处|到场|现场|违规|发现|上门|完成|查明/u.test(before + clause)
  return isTold && !ahead.test(before + clause)
}

function findTwoTitles(reply: string): Evidence[] {
  const titles = [...reply.matchAll(/(?:^|尊敬的|[\p{Script=Han}]某?)(先生|女士)(?:您好|[：:，,您你])/gu)]
  const kinds = new Set(titles.map((one) => one[1]))
  return kinds.size > 1 ? titles.map(evidenceOf) : []
}

const opposite: Record<string, string[]> = {
  已: ['未', '没'],
  男: ['女'],
  有: ['无', '没'],
  合格: ['不合格'],
  完成: ['未', '没'],
  属实: ['不属实'],
  达标: ['超标', '未'],
}

/** A whole, what is done or has it, and what is not: the two must make the whole. */
function findSums(reply: string): Evidence[] {
  return [...reply.matchAll(sum)].flatMap((hit) => {
    const [, whole, , one = '', first, other = '', second] = hit
    const parts = opposite[one]?.includes(other) === true
    return parts && Number(first) + Number(second) !== Number(whole) ? [evidenceOf(hit)] : []
  })
}

const MATTER_UNITS_MIN = 4
/** A letter of fewer own letters than this does not say enough to tell. */
const LETTER_UNITS_MIN = 4

/** Opens with another matter than the letter's: no two letters side by side that say something stand in both. */
function findMatter(letter: string, reply: string): Evidence[] {
  const hit = named.exec(reply)
  if (hit === null) return []
  const own = pairsOf(hit[1] ?? hit[2] ?? '')
  const asked = pairsOf(letter)
  if (own.size < MATTER_UNITS_MIN / 2 || asked.size < LETTER_UNITS_MIN / 2) return []
  return shareAny(own, asked) ? [] : [evidenceOf(hit)]
}

const pairsOf = (text: string): Set<string> => pairsIn(text.replace(ofAny, '。').split(/[^\p{Script=Han}A-Za-z]/u))
