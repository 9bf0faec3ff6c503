// A tree of words by their letters: its steps lie in one table of numbers, so that a walk makes nothing.

/** Each step and letter is one number in `keys`, 0 where none is; `steps` has the step it leads to. */
export interface Tree<T> {
  keys: Int32Array
  steps: Uint16Array
  /** What the words lead to that end at each step; the walk begins at 0. */
  ends: T[][]
}

const UNIT_BITS = 16
const STEPS_MAX = 2 ** (31 - UNIT_BITS)
const SIZE_MIN = 1024

export const openTree = <T>(): Tree<T> => ({
  keys: new Int32Array(SIZE_MIN),
  steps: new Uint16Array(SIZE_MIN),
  ends: [[]],
})

/** Several things may share one word. */
export function addBranch<T>(tree: Tree<T>, word: string, value: T): void {
  let step = 0
  for (let at = 0; at < word.length; at++) step = enter(tree, (step << UNIT_BITS) | word.charCodeAt(at))
  tree.ends[step]?.push(value)
}

/** The step one letter on, or 0. */
export const childOf = ({ keys, steps }: Tree<unknown>, step: number, unit: number): number =>
  steps[placeOf(keys, (step << UNIT_BITS) | unit)] as number

/** Place of a key, or of the free one that it would take. */
function placeOf(keys: Int32Array, key: number): number {
  const mask = keys.length - 1
  let place = (Math.imul(key, 0x9e3779b1) >>> UNIT_BITS) & mask
  while (keys[place] !== key && keys[place] !== 0) place = (place + 1) & mask
  return place
}

function enter<T>(tree: Tree<T>, key: number): number {
  const { ends } = tree
  if (ends.length * 2 > tree.keys.length) grow(tree)
  const place = placeOf(tree.keys, key)
  if (tree.keys[place] === key) return tree.steps[place] as number
  if (ends.length === STEPS_MAX) throw new Error(`more than ${STEPS_MAX} steps in one tree of words`)
  tree.keys[place] = key
  tree.steps[place] = ends.length
  return ends.push([]) - 1
}

function grow(tree: Tree<unknown>): void {
  const { keys, steps } = tree
  tree.keys = new Int32Array(keys.length * 2)
  tree.steps = new Uint16Array(keys.length * 2)
  keys.forEach((key, index) => {
    if (key === 0) return
    const place = placeOf(tree.keys, key)
    tree.keys[place] = key
    tree.steps[place] = steps[index] as number
  })
}
