// Scores topics by their dictionary words: masked phrases first, context for ambiguous words, pairs in one sentence.
import { contextByTopic, contextReach, contextRules } from '../dictionary/context.ts'
import { topicWords } from '../dictionary/topic.ts'
import type { Copy } from '../normalise.ts'
import type { Hits, Lexicon, TopicWord } from './lexicon.ts'
import { bareWord, splitWords } from './lexicon.ts'

export interface WordHit {
  word: number
  start: number
  end: number
  points: number
}

/**
 * What the dictionary says of one topic: its points (strong 3, weak 1, pair 3) and the words that gave them, in the
 * bare copy.
 */
export interface WordScore {
  points: number
  hits: WordHit[]
}

const strongPoints = 3
const weakPoints = 1
/** Points at which words alone make a topic (used for configured topics, which have no model). */
export const enoughPoints = 3

/** Scores every topic of a lexicon in a copy and its hits; the result is indexed like `lexicon.topicIds`. */
export type Scorer = (copy: Copy, hits: Hits) => WordScore[]

export function openScorer(lexicon: Lexicon): Scorer {
  const { topicIds, topical } = lexicon
  const contexts = topical.map((says, word) => contextsOf(lexicon, word, says))
  return (copy, hits) => {
    const scores: WordScore[] = []
    for (let topic = 0; topic < topicIds.length; topic++) scores.push(NOTHING)
    const masks = readMasks(hits, lexicon)
    let pairs: Pair[] | null = null
    for (let i = 0; i < hits.size; i++) {
      const word = hits.word[i] as number
      const says = topical[word] as readonly TopicWord[] | null
      if (says === null) continue
      for (let k = 0; k < says.length; k++) {
        const { topic, isStrong, pair, side } = says[k] as TopicWord
        const points = isStrong ? strongPoints : weakPoints
        const hit = { word, start: hits.start[i] as number, end: hits.end[i] as number, points }
        if (masks !== null && isMasked(masks.get(topic), hit)) continue
        if (pair >= 0) {
          pairs ??= []
          keepSide(pairs, pair, topic, side, hit)
        } else if (hasContext(copy.text, hit, contexts[word]?.[k] ?? null)) keepLongest(scoreOf(scores, topic), hit)
      }
    }
    if (pairs !== null) for (const { topic, sides } of pairs) addPair(copy, scoreOf(scores, topic), sides)
    for (const score of scores)
      for (let k = 0; k < score.hits.length; k++) score.points += (score.hits[k] as WordHit).points
    return scores
  }
}

/** Most topics have none of their words in a text: they share this score, and a first hit makes one of its own. */
const NOTHING: WordScore = { points: 0, hits: [] }

function scoreOf(scores: WordScore[], topic: number): WordScore {
  const score = scores[topic] as WordScore
  if (score !== NOTHING) return score
  const own = { points: 0, hits: [] }
  scores[topic] = own
  return own
}

/** Of a pair of words the first hit of each, in the order in which pairs are met. */
interface Pair {
  pair: number
  topic: number
  sides: [WordHit | null, WordHit | null]
}

function keepSide(pairs: Pair[], pair: number, topic: number, side: 0 | 1, hit: WordHit): void {
  for (const { pair: known, sides } of pairs)
    if (known === pair) {
      sides[side] ??= hit
      return
    }
  pairs.push({ pair, topic, sides: side === 0 ? [hit, null] : [null, hit] })
}

type Masks = Map<number, { start: number; end: number }[]>

/** Null for most texts: no masked phrase stands there. */
function readMasks(hits: Hits, lexicon: Lexicon): Masks | null {
  let masks: Masks | null = null
  for (let i = 0; i < hits.size; i++) {
    const topics = lexicon.masked[hits.word[i] as number] as readonly number[] | null
    if (topics === null) continue
    masks ??= new Map()
    const range = { start: hits.start[i] as number, end: hits.end[i] as number }
    for (const topic of topics) {
      const list = masks.get(topic)
      if (list) list.push(range)
      else masks.set(topic, [range])
    }
  }
  return masks
}

/** A masked phrase takes every word that touches it, but not a longer word around it. */
function isMasked(masks: { start: number; end: number }[] | undefined, hit: WordHit): boolean {
  if (!masks) return false
  return masks.some(
    (mask) => hit.start < mask.end && hit.end > mask.start && !(hit.start <= mask.start && hit.end >= mask.end),
  )
}

/** Hits come by increasing end, the longest of one end first; covered letters count once. */
function keepLongest({ hits: kept }: WordScore, hit: WordHit): void {
  let last = kept.at(-1)
  while (last && last.start >= hit.start && hit.points >= last.points) {
    kept.pop()
    last = kept.at(-1)
  }
  if (!last || last.end <= hit.start) kept.push(hit)
}

/** A pair counts when both words stand in one sentence of the text as given. */
function addPair(copy: Copy, score: WordScore, [left, right]: [WordHit | null, WordHit | null]): void {
  if (!left || !right) return
  const from = Math.min(left.end, right.end)
  const to = Math.max(left.start, right.start)
  if (to - from > 40) return
  if (from < to && /[。！？!?\n]/.test(copy.original.slice(copy.map[from], copy.map[to]))) return
  const free = (hit: WordHit) => !score.hits.some((other) => hit.start < other.end && hit.end > other.start)
  if (free(left)) score.hits.push(left)
  if (free(right)) score.hits.push({ ...right, points: 0 })
}

interface ContextRule {
  any: string[] | null
  byTopic: Map<string, string[]>
}
const rules = readRules()

function readRules(): Map<string, ContextRule> {
  const map = new Map<string, ContextRule>()
  for (const [word, list] of Object.entries(contextRules))
    map.set(bareWord(word), { any: splitWords(list), byTopic: new Map() })
  for (const [word, topics] of Object.entries(contextByTopic)) {
    const rule: ContextRule = { any: null, byTopic: new Map() }
    for (const [topic, list] of Object.entries(topics)) rule.byTopic.set(topic, splitWords(list))
    map.set(bareWord(word), rule)
  }
  return map
}

const builtIn = topicWords.length

/** Of each thing a word says the words of which one must stand near, null for those that need none. */
function contextsOf(
  { words, topicIds }: Lexicon,
  word: number,
  says: readonly TopicWord[] | null,
): (string[] | null)[] | null {
  const rule = rules.get(words[word] as string)
  if (says === null || rule === undefined) return null
  return says.map(({ topic, isStrong }) => {
    if (!isStrong || topic >= builtIn) return null
    return rule.any ?? rule.byTopic.get(topicIds[topic] as string) ?? null
  })
}

function hasContext(text: string, hit: WordHit, needed: readonly string[] | null): boolean {
  if (needed === null) return true
  const before = text.slice(Math.max(0, hit.start - contextReach), hit.start)
  const after = text.slice(hit.end, hit.end + contextReach)
  return needed.some((word) => before.includes(word) || after.includes(word))
}
