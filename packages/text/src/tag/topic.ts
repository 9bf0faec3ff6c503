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

/** Scores every topic of the lexicon; the result is indexed like `lexicon.topicIds`. */
export function scoreWords(copy: Copy, hits: Hits, lexicon: Lexicon): WordScore[] {
  const scores: WordScore[] = lexicon.topicIds.map(() => ({ points: 0, hits: [] }))
  const masks = readMasks(hits, lexicon)
  const pairs = new Map<number, { topic: number; sides: [WordHit | null, WordHit | null] }>()
  for (let i = 0; i < hits.size; i++) {
    const word = hits.word[i] as number
    const says = lexicon.topical[word] as readonly TopicWord[] | null
    if (says === null) continue
    for (const { topic, isStrong, pair: number, side } of says) {
      const points = isStrong ? strongPoints : weakPoints
      const hit = { word, start: hits.start[i] as number, end: hits.end[i] as number, points }
      if (isMasked(masks?.get(topic), hit)) continue
      if (number >= 0) {
        const pair = pairs.get(number) ?? { topic, sides: [null, null] }
        pair.sides[side] ??= hit
        pairs.set(number, pair)
      } else if (!isStrong || hasContext(copy.text, hit, lexicon, topic))
        keepLongest((scores[topic] as WordScore).hits, hit)
    }
  }
  for (const { topic, sides } of pairs.values()) addPair(copy, scores[topic] as WordScore, sides)
  for (const score of scores) for (const hit of score.hits) score.points += hit.points
  return scores
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
function keepLongest(kept: WordHit[], hit: WordHit): void {
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

function hasContext(text: string, hit: WordHit, lexicon: Lexicon, topic: number): boolean {
  if (topic >= builtIn) return true
  const rule = rules.get(lexicon.words[hit.word] as string)
  if (!rule) return true
  const needed = rule.any ?? rule.byTopic.get(lexicon.topicIds[topic] as string)
  if (!needed) return true
  const before = text.slice(Math.max(0, hit.start - contextReach), hit.start)
  const after = text.slice(hit.end, hit.end + contextReach)
  return needed.some((word) => before.includes(word) || after.includes(word))
}
