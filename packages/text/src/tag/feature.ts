// Turns a text into the features that the model weighs: hashed runs of letters, those of the title and of what is asked
// once more.
import type { Copy } from '../normalise.ts'

/**
 * Features of one text, in shared arrays that the next reading overwrites. Gram `i` is the run of letters of the bare
 * copy that begins at unit `start[i]` and ends before `end[i]`; `row[i]` is what `rowOf` made of its hash.
 */
export interface Features {
  size: number
  row: Uint32Array
  start: Int32Array
  end: Int32Array
  /** Letters read. */
  units: number
  /** Units of the bare copy at which what counts as the title begins and ends. */
  titleStart: number
  titleEnd: number
  /** Units of the bare copy from which on a #话题# goes, and up to which, in turn. */
  tags: number[]
  /** Row of a run's hash; negative for one that is not wanted, nor any that begins with it. */
  readonly rowOf: (hash: number) => number
}

/** A text is read to so many letters; longer ones are annexes and lists. */
const UNITS_MAX = 3000
const GRAM_MAX = 4
const TITLE_GRAM_MAX = 4
/** Letters from the start that are hashed once more as the title. */
const TITLE_UNITS = 26
const TITLE_SEED = 0x5bd1e995
/** A letter's title begins after its greeting, when that stands this near the start. */
const GREETING_UNITS_MAX = 36
const greeting = /(?:你好|您好|尊敬的|领导好|大家好|书记好|市长好)[^您你]{0,2}/g
/** What follows these words is what the writer wants. */
const asking =
  /希望|请问|恳请|请求|请帮|要求|建议|咨询|投诉|举报|反映|呼吁|强烈|能否|是否可以|是否合理|什么时候|为什么|怎么办|如何/g
const ASK_UNITS = 16
const ASKS_MAX = 12
const ASK_GRAM_MAX = 3
const ASK_SEED = 0x68e31da4
const TAG_GRAM_MAX = 3
const TAG_SEED = 0x1b873593
/** Letters between two # that make a tag, and tags read of a text. */
const TAG_UNITS_MAX = 40
const TAGS_MAX = 20

const capacity = UNITS_MAX * (GRAM_MAX + TAG_GRAM_MAX + ASK_GRAM_MAX) + TITLE_UNITS * TITLE_GRAM_MAX + 4096
const codes = new Uint16Array(UNITS_MAX)
const places = new Int32Array(UNITS_MAX + 1)

export function openFeatures(rowOf: (hash: number) => number): Features {
  const row = new Uint32Array(capacity)
  const start = new Int32Array(capacity)
  return { size: 0, row, start, end: new Int32Array(capacity), units: 0, titleStart: 0, titleEnd: 0, tags: [], rowOf }
}

/** Reads the grams of a bare copy into `features`. Case, masked names (A3区) and broken letters make no difference. */
export function readGrams(copy: Copy, features: Features): void {
  const units = readCodes(copy)
  features.size = 0
  features.units = units
  for (let i = 0; i < units; i++) readRuns(features, i, Math.min(units, i + GRAM_MAX), 0)
  const title = findTitle(copy, units)
  const end = Math.min(units, title + TITLE_UNITS)
  features.titleStart = (places[title] as number) ?? 0
  features.titleEnd = units > end ? (places[end] as number) : copy.text.length
  for (let i = title; i < end; i++) readRuns(features, i, Math.min(end, i + TITLE_GRAM_MAX), TITLE_SEED)
  readAsks(copy, features, units)
  features.tags = findTags(copy, units)
  readTags(features, units)
}

/** First unit after a greeting at the start, or 0. */
function findTitle({ text }: Copy, units: number): number {
  let start = 0
  const beginning = text.slice(0, GREETING_UNITS_MAX)
  greeting.lastIndex = 0
  while (greeting.test(beginning)) start = greeting.lastIndex
  let unit = 0
  while (unit < units && (places[unit] as number) < start) unit++
  return units - unit < TITLE_GRAM_MAX ? 0 : unit
}

/** Runs right after a word that asks. */
function readAsks({ text }: Copy, features: Features, units: number): void {
  let asks = 0
  let unit = 0
  let done = 0
  asking.lastIndex = 0
  for (let match = asking.exec(text); match !== null; match = asking.exec(text)) {
    if (asks++ === ASKS_MAX) break
    while (unit < units && (places[unit] as number) < match.index) unit++
    const end = Math.min(units, unit + ASK_UNITS)
    for (let i = Math.max(unit, done); i < end; i++) readRuns(features, i, Math.min(end, i + ASK_GRAM_MAX), ASK_SEED)
    done = Math.max(done, end)
  }
}

/** What stands in a #话题# is often not what the text is about: its runs are features of their own. */
function readTags(features: Features, units: number): void {
  const { tags } = features
  for (let tag = 0, i = 0; tag < tags.length; tag += 2) {
    while (i < units && (places[i] as number) < (tags[tag] as number)) i++
    let end = i
    while (end < units && (places[end] as number) < (tags[tag + 1] as number)) end++
    for (; i < end; i++) readRuns(features, i, Math.min(end, i + TAG_GRAM_MAX), TAG_SEED)
  }
}

function findTags({ original, map }: Copy, units: number): number[] {
  const tags: number[] = []
  let open = original.search(/[#＃]/)
  if (open < 0) return tags
  const unitAt = (offset: number) => {
    let unit = (places[units - 1] ?? -1) + 1
    while (unit > 0 && (map[unit - 1] as number) >= offset) unit--
    return unit
  }
  while (open >= 0 && tags.length < TAGS_MAX * 2) {
    const rest = original.slice(open + 1, open + TAG_UNITS_MAX + 2).search(/[#＃]/)
    if (rest > 1) tags.push(unitAt(open), unitAt(open + 1 + rest))
    const from = rest >= 0 ? open + 1 + rest + (rest > 1 ? 1 : 0) : open + 1
    const next = original.slice(from).search(/[#＃]/)
    open = next < 0 ? -1 : from + next
  }
  return tags
}

/** The runs that begin at a letter, shortest first, up to the first that is not wanted. */
function readRuns(features: Features, from: number, to: number, seed: number): void {
  const { row, start, end, rowOf } = features
  let { size } = features
  let state = seed
  for (let k = from; k < to; k++) {
    state = mix(state, codes[k] as number)
    const found = rowOf(finish(state))
    if (found < 0) break
    row[size] = found
    start[size] = places[from] as number
    end[size++] = (places[k] as number) + 1
  }
  features.size = size
}

/** Adds one more gram that is no run of letters: two senses that meet. */
export function addGram(features: Features, hash: number, start: number, end: number): void {
  const found = features.rowOf(hash)
  if (features.size === capacity || found < 0) return
  features.row[features.size] = found
  features.start[features.size] = start
  features.end[features.size++] = end
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
function readCodes({ text, map, original }: Copy): number {
  let units = 0
  for (let i = 0; i < text.length && units < UNITS_MAX; i++) {
    let code = text.charCodeAt(i)
    if (isBroken(original, map[i] as number)) continue
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
    codes[units] = code
    places[units++] = i
  }
  return units
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** 市 县 区 省 镇 */
function isMaskedPlace(code: number): boolean {
  return code === 0x5e02 || code === 0x53bf || code === 0x533a || code === 0x7701 || code === 0x9547
}

/**
 * Latin letters with marks and signs (™, ¼), Cyrillic and 锟斤拷 烫 屯: what is left where UTF-8 was read as another
 * charset.
 */
function isBroken(original: string, at: number): boolean {
  const code = original.charCodeAt(at)
  if (code < 0x80) return false
  if (code < 0x530 || (code >= 0x2000 && code < 0x2150)) return true
  if (code === 0x951f || code === 0x62f7 || code === 0x70eb) return true
  return code === 0x65a4 && original.charCodeAt(at - 1) === 0x951f
}
