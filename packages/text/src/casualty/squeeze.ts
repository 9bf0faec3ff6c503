// Draws disguised text together for reading numbers: symbols and spaces go, clause marks and what parts digits stay.
import type { Copy } from '../normalise.ts'

const kept = /[\p{L}\p{N},.。;!?:、()%〔〕[\]~\-—+\n“”"「」《》·]/u
/** Letters or digits parted by one and the same mark, at least five in a row, are one disguised word: 3*人*死*亡. */
const spaced = /[\p{L}\p{N}]([^\p{L}\p{N}\n])(?:[\p{L}\p{N}]\1){3,}[\p{L}\p{N}]?/gu

/** A copy of a figures copy without spaces (but before digits) and ornaments; the map still leads to the original. */
export const squeeze = (copy: Copy): Copy => (isTight(copy.text) ? copy : drawTogether(copy))

/** The same, letter by letter. */
export function drawTogether(copy: Copy): Copy {
  const { text } = copy
  const drop = spacedUnits(text)
  const units: number[] = []
  let squeezed = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (drop.has(i)) continue
    if (isPlain(char) || (kept.test(char) && !isOrnament(text, i))) {
      squeezed += char === '\n' || char === '\r' ? '。' : char
      units.push(copy.map[i] as number)
    } else if (char === ' ' && isDigit(text[i + 1]) && squeezed !== '' && squeezed.at(-1) !== ' ') {
      squeezed += ' '
      units.push(copy.map[i] as number)
    }
  }
  units.push(copy.original.length)
  return { text: squeezed, map: Int32Array.from(units), original: copy.original }
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

function isPlain(char: string): boolean {
  const unit = char.charCodeAt(0)
  return (unit >= 0x4e00 && unit <= 0x9fff) || (unit >= 0x30 && unit <= 0x39)
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

/** A point, dash or plus that parts no digits is ornament ("死.亡"). */
function isOrnament(text: string, index: number): boolean {
  if (!'.·-—~+'.includes(text[index] as string)) return false
  return !(isDigit(text[index - 1]) && isDigit(text[index + 1]))
}

function spacedUnits(text: string): Set<number> {
  const drop = new Set<number>()
  for (const match of text.matchAll(spaced)) {
    if (!/[一-龥]/.test(match[0])) continue
    const mark = match[1] as string
    for (let i = 0; i < match[0].length; i++) if (match[0][i] === mark) drop.add(match.index + i)
  }
  return drop
}
