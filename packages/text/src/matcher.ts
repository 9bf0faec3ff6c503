// Finds every word of a list in one pass over a text (Aho-Corasick over UTF-16 units).

import { addPair, hasPair, type Letters, openLetters } from './letters.ts'

/** Called for each hit with the word's number in the list and its range in the text. */
export type OnHit = (word: number, start: number, end: number) => void

export interface Matcher {
  /** All hits, overlapping ones too, by increasing end; ASCII letters match in either case. */
  scan(text: string, onHit: OnHit): void
  readonly words: readonly string[]
}

/** Builds the matcher; `words` must be distinct once lower-cased and not empty. */
export function buildMatcher(words: readonly string[]): Matcher {
  const trie = buildTrie(words)
  const { root, slots, mask, fail, output, outputLink, pairs } = trie
  const lengths = Uint16Array.from(words, (word) => word.length)
  return {
    words,
    scan(text, onHit) {
      let state = 0
      let before = 0
      for (let i = 0; i < text.length; i++) {
        const unit = lower(text.charCodeAt(i))
        // Two letters that stand side by side in no word: whatever was begun ends here.
        if (state !== 0 && !hasPair(pairs, before, unit)) state = 0
        before = unit
        let next = 0
        for (;;) {
          if (state === 0) {
            next = root[unit] as number
            break
          }
          next = find(slots, mask, state, unit)
          if (next !== 0) break
          state = fail[state] as number
        }
        state = next
        let at = (output[state] as number) >= 0 ? state : (outputLink[state] as number)
        while (at !== 0) {
          const word = output[at] as number
          onHit(word, i + 1 - (lengths[word] as number), i + 1)
          at = outputLink[at] as number
        }
      }
    },
  }
}

interface Trie {
  /** First step from the root, by unit. */
  root: Int32Array
  /** Table of the other steps, SLOT numbers each: state, unit, where they lead; a free one has state 0. */
  slots: Int32Array
  mask: number
  fail: Int32Array
  /** Number of the word that ends in a state, or -1. */
  output: Int32Array
  /** Nearest state on the failure path in which a word ends, or 0. */
  outputLink: Int32Array
  /** Every two letters that stand side by side in a word. */
  pairs: Letters
}

/** Places for some ten thousand pairs; what none of them takes is told without a look into the table. */
const PAIR_BITS = 18

function buildTrie(words: readonly string[]): Trie {
  let units = 1
  for (const word of words) units += word.length
  let size = 1024
  while (size < units * 2) size *= 2
  const mask = size - 1
  const trie: Trie = {
    root: new Int32Array(0x10000),
    slots: new Int32Array(size * SLOT),
    mask,
    fail: new Int32Array(units),
    output: new Int32Array(units).fill(-1),
    outputLink: new Int32Array(units),
    pairs: openLetters(PAIR_BITS),
  }
  const parents: number[] = [0]
  const letters: number[] = [0]
  words.forEach((word, number) => {
    if (word === '') throw new Error('a matcher word is empty')
    let state = 0
    for (let i = 0; i < word.length; i++) {
      const unit = lower(word.charCodeAt(i))
      if (i > 0) addPair(trie.pairs, lower(word.charCodeAt(i - 1)), unit)
      let next = step(trie, state, unit)
      if (next === 0) {
        next = parents.length
        parents.push(state)
        letters.push(unit)
        if (state === 0) trie.root[unit] = next
        else insert(trie, state, unit, next)
      }
      state = next
    }
    if (trie.output[state] !== -1) throw new Error(`the matcher word ${word} stands twice`)
    trie.output[state] = number
  })
  linkFailures(trie, parents, letters)
  return trie
}

/** States are visited by depth; a child is numbered after its parent, but not after all that are less deep. */
function linkFailures(trie: Trie, parents: number[], letters: number[]): void {
  const byDepth: number[][] = []
  const depth = new Int32Array(parents.length)
  for (let state = 1; state < parents.length; state++) {
    const at = (depth[parents[state] as number] as number) + 1
    depth[state] = at
    byDepth[at] ??= []
    byDepth[at]?.push(state)
  }
  const order = byDepth.flat()
  for (const state of order) {
    const parent = parents[state] as number
    if (parent === 0) continue
    const unit = letters[state] as number
    let back = trie.fail[parent] as number
    let next = step(trie, back, unit)
    while (next === 0 && back !== 0) {
      back = trie.fail[back] as number
      next = step(trie, back, unit)
    }
    trie.fail[state] = next
    trie.outputLink[state] = (trie.output[next] as number) >= 0 ? next : (trie.outputLink[next] as number)
  }
}

function step(trie: Trie, state: number, unit: number): number {
  return state === 0 ? (trie.root[unit] as number) : find(trie.slots, trie.mask, state, unit)
}

const SLOT = 3

function find(slots: Int32Array, mask: number, state: number, unit: number): number {
  let slot = slotOf(state, unit) & mask
  for (;;) {
    const held = slots[slot * SLOT] as number
    if (held === state && slots[slot * SLOT + 1] === unit) return slots[slot * SLOT + 2] as number
    if (held === 0) return 0
    slot = (slot + 1) & mask
  }
}

function insert({ slots, mask }: Trie, state: number, unit: number, target: number): void {
  let slot = slotOf(state, unit) & mask
  while (slots[slot * SLOT] !== 0) slot = (slot + 1) & mask
  slots.set([state, unit, target], slot * SLOT)
}

function slotOf(state: number, unit: number): number {
  const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit
}
