// One look over a text that tells which searches for personal data are worth while: most texts need few of them.

import { givenLetters, rareSurnames, surnames } from '../dictionary/name.ts'
import { markLetters } from '../letters.ts'
import { beginLetters, nextLetters } from './name-cost.ts'

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
/** What numbers of doors are made of, and the units behind them. */
const NUMERAL = 0x200
const DOOR = 0x400
/** What names of three begin with and go on with. */
const FAMILY = 0x800
const GIVEN = 0x1000
/** What words for private persons end with; those for persons in office (局长, 书记) end otherwise. */
const PERSON = 0x2000
/** The same for bare names, as the table of letters has it. */
const BEGINS = 0x4000
const GOES_ON = 0x8000
/** Counted, not marked: a digit counts among the digits and the figures. */
const DIGIT = 0x100
const FIGURE = 0x10000
const DIGITS_MIN = 7
const FIGURES_MIN = 11

const signs = new Int32Array(0x10000)
markLetters(signs, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', LATIN)
markLetters(signs, '0123456789', DIGIT | FIGURE)
markLetters(signs, '零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖', FIGURE)
markLetters(signs, '微薇威扣加VvWwQq', WECHAT)
markLetters(signs, '0123456789零〇一二三四五六七八九十百ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', NUMERAL)
markLetters(signs, '号栋幢座室房#户梯楼层组排单', DOOR)
markLetters(signs, '人者员户民兵工师生儿子女妻夫属伴板安士客主友商叔伯舅姨姑婶嫂哥弟姐妹爸妈爷奶公婆孙母父亲偶', PERSON)
markLetters(signs, surnames, FAMILY)
markLetters(signs, rareSurnames, FAMILY)
markLetters(signs, givenLetters, GIVEN)
markLetters(signs, beginLetters(), BEGINS)
markLetters(signs, nextLetters(), GOES_ON)
markLetters(signs, '-—', DASH)
markLetters(signs, ':】男女人叫、', PLACE)

export interface Glance {
  /** The marks above that hold. */
  holds: number
  /** Where colons, closing brackets, commas of lists, 男, 女, 人 and 叫 stand. */
  places: readonly number[]
  /** Where a unit of a door stands behind a numeral: 号, 栋, 单元 … */
  doors: readonly number[]
  /** Where three letters begin that could be a name, behind what words for persons end with. */
  shapes: readonly number[]
  /** Where a letter that may begin a name stands before one that may go on with it. */
  names: readonly number[]
}

const NONE: readonly number[] = []

/** Looks at `text`, a figures copy. */
export function glance(text: string): Glance {
  let found = 0
  let digits = 0
  let figures = 0
  let places: number[] | null = null
  let doors: number[] | null = null
  let shapes: number[] | null = null
  let names: number[] | null = null
  let before = 0
  let second = 0
  let third = 0
  for (let at = 0; at < text.length; at++) {
    const sign = signs[text.charCodeAt(at)] as number
    found |= sign
    digits += (sign >>> 8) & 1
    figures += sign >>> 16
    if ((sign & (PLACE | DOOR)) !== 0) {
      if ((sign & PLACE) !== 0) {
        places ??= []
        places.push(at)
      } else if ((before & NUMERAL) !== 0) {
        doors ??= []
        doors.push(at)
      }
    }
    if ((third & PERSON) !== 0 && (second & FAMILY) !== 0 && (sign & before & GIVEN) !== 0) {
      shapes ??= []
      shapes.push(at - 2)
    }
    if ((before & BEGINS) !== 0 && (sign & GOES_ON) !== 0) {
      names ??= []
      names.push(at - 1)
    }
    third = second
    second = before
    before = sign
  }
  const long = (digits >= DIGITS_MIN ? LONG_NUMBER : 0) | (figures >= FIGURES_MIN ? LONG_FIGURE : 0)
  const holds = (found & FLAGS) | long
  return { holds, places: places ?? NONE, doors: doors ?? NONE, shapes: shapes ?? NONE, names: names ?? NONE }
}
