// Turns a text into the features that the model weighs: hashed runs of letters, those of the title once more.
import type { Copy } from './normalise.ts'

/**
 * Features of one text, in shared arrays that the next reading overwrites. Gram `i` is the run of letters of the bare
 * copy that begins at unit `start[i]` and ends before `end[i]`, hashed to 32 bits; `segment[i]` is the sentence it
 * begins in, 0 being the title or first sentence.
 */
export interface Features {
  size: number
  hash: Uint32Array
  start: Int32Array
  end: Int32Array
  segment: Uint16Array
  segments: number
  /** Letters read. */
  units: number
  /** Unit of the bare copy at which what counts as the title ends. */
  titleEnd: number
}

/** A text is read to so many letters; longer ones are annexes and lists. */
export const UNITS_MAX = 3000
const GRAM_MAX = 5
const TITLE_GRAM_MAX = 4
/** Letters from the start that are hashed once more as the title. */
const TITLE_UNITS = 26
/** A sentence shorter than this goes on in the next. */
const SEGMENT_UNITS_MIN = 10
/** A sentence longer than this ends at any mark. */
const SEGMENT_UNITS_LONG = 40
export const SEGMENTS_MAX = 64
const TITLE_SEED = 0x5bd1e995

const capacity = UNITS_MAX * GRAM_MAX + TITLE_UNITS * TITLE_GRAM_MAX + 4096
const codes = new Uint16Array(UNITS_MAX)
const places = new Int32Array(UNITS_MAX + 1)
const segmentOf = new Uint16Array(UNITS_MAX)

export function openFeatures(): Features {
  return {
    size: 0,
    hash: new Uint32Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    segment: new Uint16Array(capacity),
    segments: 0,
    units: 0,
    titleEnd: 0,
  }
}

/** Reads the grams of a bare copy into `features`. Case, masked names (A3区) and broken letters make no difference. */
export function readGrams(copy: Copy, features: Features): void {
  const units = readCodes(copy)
  features.units = units
  features.titleEnd = units > TITLE_UNITS ? (places[TITLE_UNITS] as number) : copy.text.length
  features.segments = cutSegments(copy, units)
  let size = 0
  const { hash, start, end, segment } = features
  for (let i = 0; i < units; i++) {
    let state = 0
    let titleState = TITLE_SEED
    const last = Math.min(units, i + GRAM_MAX)
    for (let k = i; k < last; k++) {
      state = mix(state, codes[k] as number)
      hash[size] = finish(state)
      start[size] = places[i] as number
      end[size] = (places[k] as number) + 1
      segment[size++] = segmentOf[i] as number
      if (k >= TITLE_UNITS || k - i >= TITLE_GRAM_MAX) continue
      titleState = mix(titleState, codes[k] as number)
      hash[size] = finish(titleState)
      start[size] = places[i] as number
      end[size] = (places[k] as number) + 1
      segment[size++] = segmentOf[i] as number
    }
  }
  features.size = size
}

/** Adds one more gram that is no run of letters (two senses that meet); it belongs to no sentence. */
export function addGram(features: Features, hash: number, start: number, end: number): void {
  if (features.size === capacity) return
  features.hash[features.size] = hash
  features.start[features.size] = start
  features.end[features.size] = end
  features.segment[features.size++] = SEGMENTS_MAX
}

/** A hash for a feature that is named by two numbers. */
export function hashPair(left: number, right: number): number {
  return finish(mix(mix(0x2545f491, left), right))
}

function mix(state: number, code: number): number {
  const next = Math.imul(state ^ code, 0x9e3779b1)
  return next ^ (next >>> 15)
}

function finish(state: number): number {
  const next = Math.imul(state, 0x85ebca6b)
  return (next ^ (next >>> 13)) >>> 0
}

/** Letters in lower case, `A市`, `K3县` and the like as `a市`, `a县`; what a wrong charset leaves is skipped. */
function readCodes(copy: Copy): number {
  const { text } = copy
  let units = 0
  for (let i = 0; i < text.length && units < UNITS_MAX; i++) {
    let code = text.charCodeAt(i)
    if (code >= 0x41 && code <= 0x5a) {
      code += 32
      let next = i + 1
      while (next < i + 3 && isDigit(text.charCodeAt(next))) next++
      if (isMaskedPlace(text.charCodeAt(next))) {
        codes[units] = 0x61
        places[units++] = i
        i = next - 1
        continue
      }
    }
    if (isBroken(code)) continue
    codes[units] = code
    places[units++] = i
  }
  return units
}

function cutSegments(copy: Copy, units: number): number {
  let segment = 0
  let length = 0
  for (let k = 0; k < units; k++) {
    if (k > 0 && length >= SEGMENT_UNITS_MIN && segment < SEGMENTS_MAX - 1) {
      const from = (copy.map[places[k - 1] as number] as number) + 1
      const to = copy.map[places[k] as number] as number
      if (to > from && endsSentence(copy.original, from, to, length >= SEGMENT_UNITS_LONG)) {
        segment++
        length = 0
      }
    }
    segmentOf[k] = segment
    length++
  }
  return segment + 1
}

function endsSentence(text: string, from: number, to: number, anyMark: boolean): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x3002 || code === 0xff01 || code === 0xff1f || code === 0x0a || code === 0x21 || code === 0x3f)
      return true
    if (anyMark && (code === 0xff0c || code === 0xff1b || code === 0x2c || code === 0x3b || code === 0x3a)) return true
  }
  return false
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** 市 县 区 省 镇 */
function isMaskedPlace(code: number): boolean {
  return code === 0x5e02 || code === 0x53bf || code === 0x533a || code === 0x7701 || code === 0x9547
}

/** Latin letters with marks, 锟 斤 拷 烫 屯 and what else is left of a wrong charset. */
function isBroken(code: number): boolean {
  return (code >= 0xaa && code <= 0x24f) || code === 0x951f || code === 0x62f7 || code === 0x70eb || code === 0xfffd
}
