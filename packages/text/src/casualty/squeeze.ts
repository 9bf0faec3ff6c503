// Draws disguised text together for reading numbers: symbols and spaces go, clause marks and what parts digits stay.
import type { Copy } from '../normalise.ts'

const kept = /[\p{L}\p{N},.。;!?:、()%〔〕[\]~\-—+\n“”"「」《》·]/u
/** Letters or digits parted by one and the same mark, at least five in a row, are one disguised word: 3*人*死*亡. */
const spaced = /[\p{L}\p{N}]([^\p{L}\p{N}\n])(?:[\p{L}\p{N}]\1){3,}[\p{L}\p{N}]?/gu

/** The copy last drawn together, and what came of it: several readers of one text ask one after the other. */
let last: { given: Copy; drawn: Copy } | null = null

/** A copy of a figures copy without spaces (but before digits) and ornaments; the map still leads to the original. */
export function squeeze(copy: Copy): Copy {
  if (last?.given !== copy) last = { given: copy, drawn: isTight(copy.text) ? copy : drawTogether(copy) }
  return last.drawn
}

/** The same, letter by letter. */
export function drawTogether(copy: Copy): Copy {
  const { text } = copy
  const drop = spacedUnits(text)
  const map = new Int32Array(text.length + 1)
  let size = 0
  let squeezed = ''
  /** From here on nothing is changed yet: it is taken over in one piece. */
  let from = 0
  let isAfterSpace = true
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const stays = !drop?.has(i) && (tight[unit] === 1 || staysAt(text, i, isAfterSpace))
    if (stays) {
      map[size++] = copy.map[i] as number
      isAfterSpace = unit === SPACE
      if (unit !== LINE_BREAK) continue
    }
    squeezed += text.slice(from, i)
    if (stays) squeezed += '。'
    from = i + 1
  }
  map[size] = copy.original.length
  return { text: squeezed + text.slice(from), map: map.subarray(0, size + 1), original: copy.original }
}

const SPACE = 0x20
const LINE_BREAK = 0x0a

function staysAt(text: string, index: number, isAfterSpace: boolean): boolean {
  const char = text[index] as string
  if (char === ' ') return !isAfterSpace && isDigit(text[index + 1])
  return kept.test(char) && !isOrnament(text, index)
}

/** Letters, digits and marks that stay wherever they stand. */
const tight = new Uint8Array(0x10000)
tight.fill(1, 0x30, 0x3a)
tight.fill(1, 0x41, 0x5b)
tight.fill(1, 0x61, 0x7b)
tight.fill(1, 0x4e00, 0xa000)
const tightMarks = ',。;!?:、()%〔〕[]“”"「」《》'
for (const mark of tightMarks) tight[mark.charCodeAt(0)] = 1

/** Nearly every text: nothing in it is drawn together, and no mark stands twice with one letter between. */
function isTight(text: string): boolean {
  let before = 0
  let last = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (tight[unit] === 0 || (unit === before && tightMarks.includes(text[i] as string))) return false
    before = last
    last = unit
  }
  return true
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

/** A point, dash or plus that parts no digits is ornament ("死.亡"). */
function isOrnament(text: string, index: number): boolean {
  if (!'.·-—~+'.includes(text[index] as string)) return false
  return !(isDigit(text[index - 1]) && isDigit(text[index + 1]))
}

/** Null when there are none. */
function spacedUnits(text: string): Set<number> | null {
  if (!mayBeSpaced(text)) return null
  const drop = new Set<number>()
  for (const match of text.matchAll(spaced)) {
    if (!/[一-龥]/.test(match[0])) continue
    const mark = match[1] as string
    for (let i = 0; i < match[0].length; i++) if (match[0][i] === mark) drop.add(match.index + i)
  }
  return drop
}

/** Marks between five letters are four, each the second from the one before; a letter of two units may hide them. */
function mayBeSpaced(text: string): boolean {
  let [first, second] = [0, 0]
  let [firstTimes, secondTimes] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdfff) return true
    const times = unit === first ? firstTimes + 1 : 1
    if (times === SPACED_MARKS) return true
    ;[first, firstTimes] = [second, secondTimes]
    ;[second, secondTimes] = [unit, times]
  }
  return false
}

const SPACED_MARKS = 4
