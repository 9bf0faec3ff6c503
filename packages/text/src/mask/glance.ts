// One look over a text that tells which searches for personal data are worth while: most texts need few of them.

/** Latin letters stand there. */
export const LATIN = 1
/** Digits enough for a telephone of a home. */
export const LONG_NUMBER = 2
/** Figures enough for a mobile phone, in digits or words. */
export const LONG_FIGURE = 4
/** What labels of WeChat and QQ begin with. */
export const WECHAT = 8
/** A dash stands there. */
export const DASH = 16

const FLAGS = LATIN | WECHAT | DASH
/** What a name may stand beside: told where it is. */
const PLACE = 0x40
/** Counted, not marked: a digit counts among the digits and the figures. */
const DIGIT = 0x100
const FIGURE = 0x10000
const DIGITS_MIN = 7
const FIGURES_MIN = 11

const signs = new Int32Array(0x10000)
const mark = (letters: Iterable<string>, sign: number) => {
  for (const letter of letters) signs[letter.charCodeAt(0)] = (signs[letter.charCodeAt(0)] as number) | sign
}
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', LATIN)
mark('0123456789', DIGIT | FIGURE)
mark('零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖', FIGURE)
mark('微薇威扣加VvWwQq', WECHAT)
mark('-—', DASH)
mark(':】男女人叫', PLACE)

export interface Glance {
  /** The marks above that hold. */
  holds: number
  /** Where colons, closing brackets, 男, 女, 人 and 叫 stand. */
  places: readonly number[]
}

const NONE: readonly number[] = []

/** Looks at `text`, a figures copy. */
export function glance(text: string): Glance {
  let found = 0
  let digits = 0
  let figures = 0
  let places: number[] | null = null
  for (let at = 0; at < text.length; at++) {
    const sign = signs[text.charCodeAt(at)] as number
    found |= sign
    digits += (sign >>> 8) & 1
    figures += sign >>> 16
    if ((sign & PLACE) === 0) continue
    places ??= []
    places.push(at)
  }
  const long = (digits >= DIGITS_MIN ? LONG_NUMBER : 0) | (figures >= FIGURES_MIN ? LONG_FIGURE : 0)
  return { holds: (found & FLAGS) | long, places: places ?? NONE }
}
