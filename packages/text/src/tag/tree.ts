// A tree of words by their letters: each step lies in one table of numbers, so that a walk makes nothing.

export interface Tree<T> {
  /** What a word leads to; several things may share one word. */
  add(word: string, value: T): void
  /** The step one letter on, or 0; the walk begins at 0. */
  child(step: number, unit: number): number
  /** What the words lead to that end at a step. */
  endsAt(step: number): readonly T[]
  /** Steps there are, with the first. */
  size(): number
}

/** A step and a letter make one number. */
const UNIT_BITS = 16
const STEPS_MAX = 2 ** (31 - UNIT_BITS)
const SIZE_MIN = 1024

export function openTree<T>(): Tree<T> {
  const ends: T[][] = [[]]
  let keys = new Int32Array(SIZE_MIN)
  let steps = new Uint16Array(SIZE_MIN)
  /** Place of a key in the table, or of the free one that it would take; no key is 0, as no word has the letter 0. */
  const placeOf = (key: number): number => {
    const mask = keys.length - 1
    let place = (Math.imul(key, 0x9e3779b1) >>> UNIT_BITS) & mask
    while (keys[place] !== key && keys[place] !== 0) place = (place + 1) & mask
    return place
  }
  const grow = () => {
    const [oldKeys, oldSteps] = [keys, steps]
    keys = new Int32Array(oldKeys.length * 2)
    steps = new Uint16Array(keys.length)
    oldKeys.forEach((key, index) => {
      if (key === 0) return
      const place = placeOf(key)
      keys[place] = key
      steps[place] = oldSteps[index] as number
    })
  }
  const enter = (key: number): number => {
    if (ends.length * 2 > keys.length) grow()
    const place = placeOf(key)
    if (keys[place] === key) return steps[place] as number
    if (ends.length === STEPS_MAX) throw new Error(`more than ${STEPS_MAX} steps in one tree of words`)
    keys[place] = key
    steps[place] = ends.length
    return ends.push([]) - 1
  }
  return {
    add(word, value) {
      let step = 0
      for (let at = 0; at < word.length; at++) step = enter((step << UNIT_BITS) | word.charCodeAt(at))
      ends[step]?.push(value)
    },
    child: (step, unit) => steps[placeOf((step << UNIT_BITS) | unit)] as number,
    endsAt: (step) => ends[step] as T[],
    size: () => ends.length,
  }
}
