// Makes the table of names: node packages/text/src/train/name.ts [--out DIR]. The same dictionary gives the same bytes.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { prefectures, provinces } from '../dictionary/gazetteer.ts'
import { givenLetters, rareSurnames, surnames, wordSurnames } from '../dictionary/name.ts'
import { publicNames } from '../dictionary/name-context.ts'
import { letterCosts, type NameParts, NEVER, packNames, STEPS, wordKey } from '../mask/name-model.ts'

/** A line of nodejieba's dictionary: a word, how often it was counted, what kind of word it is (nr: of a person). */
interface Entry {
  word: string
  count: number
  kind: string
}

/** Words counted less than this are left out, by their letters; fewer where the first letter is a family name. */
const COUNT_MIN = [0, 1, 5, 10, 20]
const COUNT_MIN_FAMILY = [0, 1, 3, 3, 3]
/** A full name counted so often is one of somebody in books or in the news: a word, no private person. */
const FAMOUS_MIN = 60
/** A word of two letters that the dictionary takes for a name though it is none, counted so often. */
const MISTAKEN_MIN = 150
/** What words that only our lists know count as. */
const OWN_COUNT = 300
/** Our list of given letters begins with the usual ones: each counts as so many names more. */
const USUAL_LETTERS = 420
const USUAL_COUNT = 60
const LISTED_COUNT = 15
/** Of a given letter that stands in no name and no list. */
const UNSEEN_COUNT = 0.7

const han = /^[一-龥]+$/

export function makeNames(entries: readonly Entry[], names: readonly Entry[]): NameParts {
  const total = entries.reduce((sum, { count }) => sum + count, 0)
  const families = familyShares()
  const given = countGiven(names, families)
  const words = new Map<number, number>()
  const single = new Map<number, number>()
  for (const { word, count } of entries) {
    const cost = costOf(count / total)
    if (word.length === 1) single.set(word.charCodeAt(0), cost)
    else if (!words.has(wordKey(word))) words.set(wordKey(word), cost)
    else words.set(wordKey(word), Math.min(cost, words.get(wordKey(word)) as number))
  }
  const kept = [...words].sort(([one], [other]) => one - other)
  const units = [...new Set([...single.keys(), ...families.keys(), ...given.flatMap((counts) => [...counts.keys()])])]
  units.sort((a, b) => a - b)
  const sums = given.map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0))
  const shareOf = (which: number, unit: number) =>
    ((given[which] as Map<number, number>).get(unit) ?? UNSEEN_COUNT) / (sums[which] as number)
  const costs = Uint8Array.from(
    units.flatMap((unit) => [
      single.get(unit) ?? NEVER,
      costOf(families.get(unit) ?? 0),
      ...given.map((_, which) => costOf(shareOf(which, unit))),
    ]),
  )
  if (costs.length !== units.length * letterCosts.length) throw new Error('a letter has a cost too many')
  return {
    units: Uint16Array.from(units),
    costs,
    words: Uint32Array.from(kept, ([key]) => key),
    wordCosts: Uint8Array.from(kept, ([, cost]) => cost),
  }
}

const costOf = (share: number): number =>
  share <= 0 ? NEVER : Math.max(0, Math.min(NEVER - 1, Math.round(-Math.log(share) * STEPS)))

/** Shares of family names by their place in our list, which begins with the usual ones; words have less. */
function familyShares(): Map<number, number> {
  const shares = new Map<number, number>()
  for (const letter of rareSurnames) shares.set(letter.charCodeAt(0), RARE_SHARE)
  for (const letter of usualRare) shares.set(letter.charCodeAt(0), USUAL_RARE_SHARE)
  Array.from(surnames).forEach((letter, rank) => {
    const unit = letter.charCodeAt(0)
    const share = FIRST_SHARE / (1 + rank / RANKS) ** FALL
    if ((shares.get(unit) ?? RARE_SHARE) === RARE_SHARE) shares.set(unit, share)
  })
  for (const letter of wordSurnames) {
    const unit = letter.charCodeAt(0)
    shares.set(unit, (shares.get(unit) ?? RARE_SHARE) * WORD_SHARE)
  }
  return shares
}
const FIRST_SHARE = 0.08
const RANKS = 8
const FALL = 1.5
/** Family names that our list calls rare and are not: they are words. */
const usualRare = '付代占'
const USUAL_RARE_SHARE = 0.0008
const RARE_SHARE = 0.0001
const WORD_SHARE = 0.5

/** How often letters stand first, second and alone behind a family name in the names of the dictionary and our list. */
function countGiven(names: readonly Entry[], families: ReadonlyMap<number, number>): Map<number, number>[] {
  const first = new Map<number, number>()
  const second = new Map<number, number>()
  const only = new Map<number, number>()
  const add = (counts: Map<number, number>, unit: number, count: number) =>
    counts.set(unit, (counts.get(unit) ?? 0) + count)
  Array.from(givenLetters).forEach((letter, rank) => {
    for (const counts of [first, second, only])
      add(counts, letter.charCodeAt(0), rank < USUAL_LETTERS ? USUAL_COUNT : LISTED_COUNT)
  })
  for (const { word } of names) {
    if (word.length !== 3 || (families.get(word.charCodeAt(0)) ?? 0) <= RARE_SHARE) continue
    add(first, word.charCodeAt(1), 1)
    add(second, word.charCodeAt(2), 1)
    add(only, word.charCodeAt(2), 1)
  }
  return [first, second, only]
}

/** The dictionary's words that are no private names, and what our own lists know besides. */
export function readEntries(path: string): { entries: Entry[]; names: Entry[]; sha256: string } {
  const file = readFileSync(path, 'utf8')
  const all = file
    .trim()
    .split('\n')
    .map((line) => {
      const [word = '', count, kind = ''] = line.split(' ')
      return { word, count: Number(count), kind }
    })
    .filter(({ word }) => han.test(word) && word.length <= 4)
  const own = `${provinces} ${prefectures} ${publicNames}`.trim().split(/\s+/)
  const listed = own.filter((word) => word.length > 1 && word.length <= 4)
  const entries = [...all.filter(isWord), ...listed.map((word) => ({ word, count: OWN_COUNT, kind: 'n' }))]
  const names = all.filter((entry) => entry.kind === 'nr')
  return { entries, names, sha256: createHash('sha256').update(file).digest('hex') }
}

function isWord({ word, count, kind }: Entry): boolean {
  const isFamily = surnames.includes(word[0] as string)
  if (kind === 'nr' && word.length > 1) {
    if (word.length === 2 && !(isFamily && givenLetters.includes(word[1] as string))) return true
    return count >= (word.length === 2 ? MISTAKEN_MIN : FAMOUS_MIN)
  }
  return count >= ((isFamily ? COUNT_MIN_FAMILY : COUNT_MIN)[word.length] as number)
}

export function dictionaryPath(): string {
  const main = createRequire(import.meta.url).resolve('nodejieba')
  return join(dirname(main), 'submodules', 'cppjieba', 'dict', 'jieba.dict.utf8')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } })
  const out = values.out ?? fileURLToPath(new URL('../../model', import.meta.url))
  const { entries, names, sha256 } = readEntries(dictionaryPath())
  const parts = makeNames(entries, names)
  const bytes = packNames(parts)
  writeFileSync(join(out, 'name.model'), bytes)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const sizes = { letters: parts.units.length, words: parts.words.length }
  const record = { sha256: hash, bytes: bytes.length, dictionary: sha256, ...sizes }
  writeFileSync(join(out, 'name.json'), `${JSON.stringify(record, null, 2)}\n`)
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`)
}
