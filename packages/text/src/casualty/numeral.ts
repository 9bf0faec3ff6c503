// Reads numbers as people write them: 12, 1.2万, 三十二, 两百余, 近百, 数十, 三五, 十五六.

/** How a number was qualified: 余 多 超 逾 至少 say at least, 近 says almost, 约 about. */
export type Bound = 'exact' | 'atLeast' | 'almost' | 'about'

export interface Amount {
  value: number
  bound: Bound
}

/** A number with its qualifiers, as one group for a larger pattern; a digit or 第 before it is refused. */
export const amountPattern =
  '(?<![0-9.第零〇一二三四五六七八九十百千])' +
  '(?:至少|不少于|超过|超|逾|多达|高达|将?近|约|大约|上(?=[百千万]))?' +
  '(?:[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?[余多来]?[十百千]?[余多来几]?[万亿]?|[零〇一二三四五六七八九十百千万亿两俩仨数几]+(?:[余多来][万亿]+)?)' +
  '[余多来几]?'

const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const scales: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }

/**
 * The number a text matched by `amountPattern` stands for, its lower bound where it is open (数十 is 20, 几百 is 200,
 * 十五六 is 15); null when it names none (数人, 几).
 */
export function readAmount(text: string): Amount | null {
  const [least] = eitherOf(text)
  return least === undefined ? readOne(text) : { ...least, bound: 'atLeast' }
}

/** The highest number that such a text may stand for: 5 for 三五, 16 for 十五六. */
export function readMost(text: string): number | null {
  return (eitherOf(text).at(-1) ?? readOne(text))?.value ?? null
}

/** Two digits side by side of which the one or the other is meant: 三四 is not 34, 十五六 neither 15 nor 16 for sure. */
const pair =
  /^(.*?)(?<![零〇一二三四五六七八九])(一[二两]|[二两]三|三[两四五]|四五|五六|六七|七八|八九)(?![零〇一二三四五六七八九])(.*)$/

/** Both numbers of such a pair, the lower first; nothing where there is none. */
function eitherOf(text: string): Amount[] {
  const [, before, either, behind] = pair.exec(text) ?? []
  const both = [...(either ?? '')].flatMap((digit) => readOne(`${before}${digit}${behind}`) ?? [])
  return both.sort((a, b) => a.value - b.value)
}

function readOne(text: string): Amount | null {
  const bound = boundOf(text)
  const bare = text
    .replace(/^(?:至少|不少于|超过|超|逾|多达|高达|将?近|大约|约|上)/, '')
    .replace(/[余多来,]|(?<=[十百千])几(?=[万亿])/g, '')
  const value = readValue(bare)
  return value === null ? null : { value, bound }
}

function boundOf(text: string): Bound {
  if (/^(?:将?近)/.test(text)) return 'almost'
  if (/^大?约/.test(text)) return 'about'
  if (/^(?:至少|不少于|超|逾|上)|[余多来几数]/.test(text)) return 'atLeast'
  return 'exact'
}

function readValue(text: string): number | null {
  const arabic = /^([0-9]+(?:\.[0-9]+)?)([十百千]?)几?([万亿]?)$/.exec(text)
  if (arabic) {
    const value = Number(arabic[1]) * (scales[arabic[2] as string] ?? 1) * large(arabic[3] as string)
    return Number.isFinite(value) ? Math.round(value) : null
  }
  if (text === '俩') return 2
  if (text === '仨') return 3
  const open = /^[数几](十|百|千|万|亿)?(万)?$/.exec(text)
  if (open) return open[1] ? 2 * (scales[open[1]] ?? large(open[1])) * large(open[2] ?? '') : null
  return readChinese(text.replace(/[数几]$/, ''))
}

function large(scale: string): number {
  return scale === '亿' ? 100_000_000 : scale === '万' ? 10_000 : 1
}

/** 一万二 is 12,000, 三千五 3,500: a digit left over behind a scale counts tenths of it. */
function lastScale(text: string): number {
  const scale = /([百千万亿])[一二两三四五六七八九]$/.exec(text)?.[1]
  return scale === undefined ? 1 : (scales[scale] ?? large(scale)) / 10
}

function readChinese(text: string): number | null {
  // 千千 and 百百 are names, and no one writes a number so.
  // 万一 is a chance.
  if (text === '' || text === '万一' || /[数几俩仨]|([十百千])\1/.test(text)) return null
  if (/^[零〇一二三四五六七八九]{2,}$/.test(text)) return Number([...text].map((digit) => digits[digit]).join(''))
  let total = 0
  let section = 0
  let digit: number | null = null
  for (const char of text) {
    if (char in digits) digit = digits[char] as number
    else if (char in scales) {
      section += (digit ?? 1) * (scales[char] as number)
      digit = null
    } else {
      total = (total + section + (digit ?? 0) || 1) * large(char)
      section = 0
      digit = null
    }
  }
  return total + section + (digit ?? 0) * lastScale(text)
}
