// A tree of words by their letters in one table of numbers: what a step says lies beside what leads to it, so that a
// walk makes nothing and asks far memory once a letter.

/** Each step is its place in the table, and one; the walk begins at 0, to which nothing leads. */
export interface Tree {
  /** ENTRY numbers a place: the step before with the letter that leads here, 0 where nothing does, and what is said. */
  entries: Int32Array
  /** Places less one, all bits set. */
  mask: number
}

const ENTRY = 2
const UNIT_BITS = 16
const SIZE_MIN = 1024
/** A step and a letter are one number. */
const SIZE_MAX = 2 ** (31 - UNIT_BITS)
/** Of four places three are taken at most. */
const ROOM = 4 / 3

/** `said`: of each word a number that is not 0. */
export function plantTree(said: ReadonlyMap<string, number>): Tree {
  const beginnings = new Set<string>()
  for (const word of said.keys()) for (let end = 1; end <= word.length; end++) beginnings.add(word.slice(0, end))
  let size = SIZE_MIN
  while (size < beginnings.size * ROOM) size *= 2
  if (size > SIZE_MAX) throw new Error(`${beginnings.size} beginnings in one tree of words, ${SIZE_MAX / ROOM} at most`)
  const tree: Tree = { entries: new Int32Array(size * ENTRY), mask: size - 1 }
  const stepOf = new Map([['', 0]])
  // Shorter ones first: a place is told by the step before.
  for (const word of [...beginnings].sort((one, other) => one.length - other.length)) {
    const key = keyOf(stepOf.get(word.slice(0, -1)) as number, word.charCodeAt(word.length - 1))
    const place = placeOf(tree, key)
    tree.entries[place * ENTRY] = key
    tree.entries[place * ENTRY + 1] = said.get(word) ?? 0
    stepOf.set(word, place + 1)
  }
  return tree
}

/** The step one letter on, or 0. */
export function childOf(tree: Tree, step: number, unit: number): number {
  const key = keyOf(step, unit)
  const place = placeOf(tree, key)
  return tree.entries[place * ENTRY] === key ? place + 1 : 0
}

/** The step at which a word ends, 0 where it is not in the tree. */
export function stepAt(tree: Tree, word: string): number {
  let step = 0
  for (let at = 0; at < word.length; at++) {
    step = childOf(tree, step, word.charCodeAt(at))
    if (step === 0) break
  }
  return step
}

/** Every step is a smaller number than this. */
export const stepsOf = ({ mask }: Tree): number => mask + 2

/** What was said of the word that ends at a step, 0 for none; of the one at which the walk begins nothing is. */
export const saidAt = ({ entries }: Tree, step: number): number => entries[(step - 1) * ENTRY + 1] as number

const keyOf = (step: number, unit: number): number => (step << UNIT_BITS) | unit

/** Place of a key, or of the free one that it would take. */
function placeOf({ entries, mask }: Tree, key: number): number {
  let place = (Math.imul(key, 0x9e3779b1) >>> UNIT_BITS) & mask
  while (entries[place * ENTRY] !== key && entries[place * ENTRY] !== 0) place = (place + 1) & mask
  return place
}
