// Makes the three readable copies of a text (plain, bare, figures), each with a map back to the text as given.
import simplified from 'opencc-js/dict/TSCharacters'

/**
 * One copy: `map[i]` is the UTF-16 offset in `original` of unit i of `text`; `map[text.length]` is the original's
 * length.
 */
export interface Copy {
  readonly text: string
  readonly map: Int32Array
  readonly original: string
}

export interface Normalised {
  readonly original: string
  /** NFKC, traditional → simplified, no zero-width or combining marks: for words. */
  readonly plain: Copy
  /**
   * As plain, letters and digits only (no punctuation, space, symbol, emoji, enclosed number): for dictionary words
   * only.
   */
  readonly bare: Copy
  /**
   * As plain, but ① ² ㈠ ㎡ and the like are spaces, so that "①3人死亡" is three and not thirteen: for numbers, dates,
   * amounts.
   */
  readonly figures: Copy
}

/** The three copies, each made when first asked for. Never throws; lone surrogates become U+FFFD. */
export function normalise(text: string): Normalised {
  // Getters are made once for all: an object with getters of its own costs as much as a copy.
  const copies = Object.create(lazily) as Held
  copies.original = text
  copies.made = {}
  return copies
}

interface Held extends Normalised {
  original: string
  made: { plain?: Copy; bare?: Copy; figures?: Copy }
}

const lazily = {
  get plain() {
    const { original, made } = this as unknown as Held
    made.plain ??= makeCopy(original, tables.plain)
    return made.plain
  },
  get bare() {
    const { original, made } = this as unknown as Held
    made.bare ??= makeCopy(original, tables.bare)
    return made.bare
  },
  get figures() {
    const { original, made, plain } = this as unknown as Held
    // Nearly every text has no sign that figures would show otherwise: one copy is both.
    made.figures ??= hasEnclosed(original) ? makeCopy(original, tables.figures) : plain
    return made.figures
  },
}

/** The one copy, where the others are not asked for. */
export const figuresOf = (text: string): Copy => makeCopy(text, tables.figures)

/**
 * Range of the original that units [start, end) of a copy came from; what was dropped after the last unit is left out.
 */
export function toOriginal(copy: Copy, start: number, end: number): { start: number; end: number } {
  const from = copy.map[start] ?? copy.original.length
  if (end <= start) return { start: from, end: from }
  const last = copy.map[end - 1] ?? copy.original.length
  const wide = isHigh(copy.original.charCodeAt(last)) && isLow(copy.original.charCodeAt(last + 1))
  return { start: from, end: Math.min(copy.original.length, last + (wide ? 2 : 1)) }
}

type Kind = 'plain' | 'bare' | 'figures'
interface Table {
  kind: Kind
  /** Per UTF-16 unit: ≥ 0 the one unit it becomes, or one of the marks below. Filled when a unit is first met. */
  units: Int32Array
  /** What units and pairs become that turn into several units. */
  longer: Map<string, string>
}

const UNKNOWN = -1
const DROP = -2
const LONGER = -3
const PAIR = -4
const REPLACEMENT = 0xfffd
const SPACE = 0x20
const KEYCAP = 0x20e3
/** A unit becomes at most so many (U+FDFA expands to 18). */
const EXPANSION_MAX = 18

const toSimplified = readSimplified()
const tables = { plain: newTable('plain'), bare: newTable('bare'), figures: newTable('figures') }
let outScratch = new Uint16Array(4096)
let outBytes = Buffer.from(outScratch.buffer)
let mapScratch = new Int32Array(4096)
let identity = countUp(4096)

function makeCopy(original: string, table: Table): Copy {
  const length = original.length
  reserve(length + EXPANSION_MAX)
  let size = 0
  let shifted = false
  for (let i = 0; i < length; i++) {
    const unit = original.charCodeAt(i)
    let to = table.units[unit] as number
    if (to === UNKNOWN) to = learnUnit(table, unit)
    if (to >= 0) {
      outScratch[size] = to
      mapScratch[size++] = i
      continue
    }
    if (to === DROP) {
      if (unit === KEYCAP && table.kind === 'figures') blankKeycap(size)
      shifted = true
      continue
    }
    const pair = to === PAIR && isLow(original.charCodeAt(i + 1)) && isHigh(unit)
    const text = to === LONGER ? (table.longer.get(String.fromCharCode(unit)) as string) : pairText(table, original, i)
    if (size + text.length + length - i + EXPANSION_MAX > outScratch.length) reserve(outScratch.length * 2)
    for (let k = 0; k < text.length; k++) {
      outScratch[size] = text.charCodeAt(k)
      mapScratch[size++] = i
    }
    if (pair) i++
    if (text.length !== (pair ? 2 : 1)) shifted = true
    else if (pair) mapScratch[size - 1] = i
  }
  const text = outBytes.toString('utf16le', 0, size * 2)
  if (!shifted) return { text, map: identityMap(length), original }
  mapScratch[size] = length
  return { text, map: keepMap(size + 1), original }
}

/** Units of the maps that lie side by side in one array; longer ones have their own. */
const SHELF_UNITS = 16_384
const SHELVED_UNITS_MAX = SHELF_UNITS / 8
let shelf = new Int32Array(0)
let shelved = 0

/** The map just written: to make an array of its own costs a short text more than to fill it. */
function keepMap(units: number): Int32Array {
  if (units > SHELVED_UNITS_MAX) return mapScratch.slice(0, units)
  if (shelved + units > shelf.length) {
    shelf = new Int32Array(SHELF_UNITS)
    shelved = 0
  }
  const map = shelf.subarray(shelved, shelved + units)
  for (let i = 0; i < units; i++) map[i] = mapScratch[i] as number
  shelved += units
  return map
}

/** An enclosing keycap makes the digit before it a list number ("1️⃣3人" is three). */
function blankKeycap(size: number): void {
  if (size > 0) outScratch[size - 1] = SPACE
}

function pairText(table: Table, original: string, index: number): string {
  const point = original.codePointAt(index) as number
  if (point < 0x10000) return table.kind === 'bare' ? '' : String.fromCharCode(REPLACEMENT)
  const char = String.fromCodePoint(point)
  let text = table.longer.get(char)
  if (text === undefined) {
    text = convert(char, table.kind)
    table.longer.set(char, text)
  }
  return text
}

function learnUnit(table: Table, unit: number): number {
  let to: number
  if (unit >= 0xd800 && unit <= 0xdfff) to = PAIR
  else {
    const char = String.fromCharCode(unit)
    const text = convert(char, table.kind)
    if (text.length === 1) to = text.charCodeAt(0)
    else if (text.length === 0) to = DROP
    else {
      table.longer.set(char, text)
      to = LONGER
    }
  }
  table.units[unit] = to
  return to
}

/** One character of the text as given → what stands for it in a copy (perhaps nothing). */
function convert(char: string, kind: Kind): string {
  if (/[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0]/u.test(char)) return ''
  if (isEnclosedNumber(char.codePointAt(0) as number)) {
    if (kind === 'bare') return ''
    if (kind === 'figures') return ' '
  }
  let text = ''
  for (const part of char.normalize('NFKC')) {
    if (/[\p{Cf}\p{Mn}\p{Me}]/u.test(part)) continue
    const simple = toSimplified.get(part) ?? part
    if (kind === 'bare' && !/[\p{L}\p{N}]/u.test(simple)) continue
    text += /\p{Cc}/u.test(simple) && !/[\t\n\r]/.test(simple) ? ' ' : simple
  }
  return text
}

/**
 * Numbers in circles, brackets or small type, fractions and squared units, which NFKC would glue to the digits beside
 * them.
 */
function isEnclosedNumber(point: number): boolean {
  return (
    point === 0xb2 ||
    point === 0xb3 ||
    point === 0xb9 ||
    (point >= 0xbc && point <= 0xbe) ||
    (point >= 0x2070 && point <= 0x209f) ||
    (point >= 0x2150 && point <= 0x215f) ||
    point === 0x2189 ||
    (point >= 0x2460 && point <= 0x249b) ||
    (point >= 0x24ea && point <= 0x24ff) ||
    (point >= 0x2776 && point <= 0x2793) ||
    (point >= 0x3192 && point <= 0x3195) ||
    (point >= 0x3220 && point <= 0x3229) ||
    (point >= 0x3248 && point <= 0x325f) ||
    (point >= 0x3280 && point <= 0x3289) ||
    (point >= 0x32b1 && point <= 0x32cb) ||
    (point >= 0x3358 && point <= 0x3370) ||
    (point >= 0x3371 && point <= 0x33fe) ||
    (point >= 0x1f100 && point <= 0x1f10c)
  )
}

/** Whether any unit may be one of these, or the keycap around a digit; half of a pair counts as one. */
function hasEnclosed(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xb2 || (unit >= 0x3400 && unit < 0xd800) || unit >= 0xe000) continue
    if (unit >= 0xd800 || unit === KEYCAP || isEnclosedNumber(unit)) return true
  }
  return false
}

function readSimplified(): Map<string, string> {
  const map = new Map<string, string>()
  for (const pair of simplified.split('|')) {
    const [from, to] = pair.split(' ')
    if (from && to) map.set(from, to)
  }
  // 著 stands for 着 in traditional text, but 著名 and 著作 are simplified as written.
  for (const kept of ['著', '瞭']) map.delete(kept)
  return map
}

function newTable(kind: Kind): Table {
  return { kind, units: new Int32Array(0x10000).fill(UNKNOWN), longer: new Map() }
}

/** Makes room for `units` more, keeping what is written. */
function reserve(units: number): void {
  if (outScratch.length >= units) return
  const size = Math.max(units, outScratch.length * 2)
  const out = new Uint16Array(size)
  out.set(outScratch)
  outScratch = out
  outBytes = Buffer.from(out.buffer)
  const map = new Int32Array(size)
  map.set(mapScratch)
  mapScratch = map
}

/** 0, 1, 2 … length: shared by all copies in which no unit moved; nobody may write to it. */
function identityMap(length: number): Int32Array {
  if (identity.length <= length) identity = countUp(Math.max(length + 1, identity.length * 2))
  return identity.subarray(0, length + 1)
}

function countUp(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i)
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
