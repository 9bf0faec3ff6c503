// All dictionaries in one matcher: one pass over the bare copy finds topic words, masked phrases and place names.
import { abroadNames, abroadPlaces, notAbroad } from '../dictionary/abroad.ts'
import { counties } from '../dictionary/county.ts'
import { needsSuffix, prefectures, provinces } from '../dictionary/gazetteer.ts'
import { senseWords } from '../dictionary/sense.ts'
import { epidemicSubtopics, topicWords } from '../dictionary/topic.ts'
import { buildMatcher, type Matcher } from '../matcher.ts'
import type { Copy } from '../normalise.ts'
import { normalise } from '../normalise.ts'

/** A user's own topic: a name and words, no training. */
export interface CustomTopic {
  id: string
  name: string
  words: readonly string[]
  masked?: readonly string[]
}

/** What a word means; a word may have several meanings. `topic` numbers the lexicon's `topicIds`. */
export type Meaning =
  | { kind: 'strong' | 'weak' | 'masked'; topic: number }
  | { kind: 'pair'; topic: number; pair: number; side: 0 | 1 }
  | { kind: 'subtopic'; id: string }
  | { kind: 'sense'; sense: number }
  | { kind: 'province' | 'prefecture' | 'county' | 'abroad' | 'abroadName' | 'notAbroad' }

/** What a word says of a topic; `pair` is -1 for a word that says it alone. */
export interface TopicWord {
  topic: number
  isStrong: boolean
  pair: number
  side: 0 | 1
}

export type PlaceKind = 'home' | 'abroad' | 'abroadName' | 'notAbroad'

/** Hits by increasing end, then by decreasing length; offsets are into the copy that was scanned. */
export interface Hits {
  size: number
  word: Int32Array
  start: Int32Array
  end: Int32Array
}

export interface Lexicon {
  topicIds: readonly string[]
  words: readonly string[]
  meanings: readonly (readonly Meaning[])[]
  /** Of each word its meanings by kind, null where it has none: what reads a text asks for one kind at a time. */
  senses: readonly (Int32Array | null)[]
  topical: readonly (readonly TopicWord[] | null)[]
  /** Topics whose words it masks. */
  masked: readonly (readonly number[] | null)[]
  places: readonly (PlaceKind | null)[]
  /** Scans a copy; the result is overwritten by the next call. At most HITS_MAX hits are kept. */
  scan(copy: Copy): Hits
}

/** A text with more dictionary words than this is a word list; what comes later adds nothing. */
const HITS_MAX = 4096

export function openLexicon(custom: readonly CustomTopic[] = []): Lexicon {
  const topicIds = [...topicWords.map((topic) => topic.id), ...custom.map((topic) => topic.id)]
  if (new Set(topicIds).size < topicIds.length)
    throw new Error('two topics have one id: give the configured topic another')
  const { matcher, ...words } = custom.length === 0 ? shippedWords() : wordsWith(custom)
  const hits: Hits = {
    size: 0,
    word: new Int32Array(HITS_MAX),
    start: new Int32Array(HITS_MAX),
    end: new Int32Array(HITS_MAX),
  }
  const keep = (word: number, start: number, end: number) => {
    if (hits.size === HITS_MAX) return
    hits.word[hits.size] = word
    hits.start[hits.size] = start
    hits.end[hits.size++] = end
  }
  return {
    topicIds,
    ...words,
    scan(copy) {
      hits.size = 0
      matcher.scan(copy.text, keep)
      return hits
    },
  }
}

type Words = Omit<Lexicon, 'topicIds' | 'scan'> & { matcher: Matcher }

let shipped: Words | undefined

/** One for all taggers of a thread that have no topics of their own. */
function shippedWords(): Words {
  shipped ??= wordsWith([])
  return shipped
}

function wordsWith(custom: readonly CustomTopic[]): Words {
  const byWord = new Map<string, Meaning[]>()
  const add = (word: string, meaning: Meaning) => {
    const key = bareWord(word)
    if (key === '') return
    const list = byWord.get(key)
    if (list) list.push(meaning)
    else byWord.set(key, [meaning])
  }
  addTopics(add)
  custom.forEach((topic, index) => {
    for (const word of topic.words) add(word, { kind: 'strong', topic: topicWords.length + index })
    for (const word of topic.masked ?? []) add(word, { kind: 'masked', topic: topicWords.length + index })
  })
  addPlaces(add)
  const words = [...byWord.keys()]
  const meanings = [...byWord.values()]
  return {
    words,
    meanings,
    senses: meanings.map(listSenses),
    topical: meanings.map(listTopics),
    masked: meanings.map(listMasked),
    places: meanings.map(placeKind),
    matcher: buildMatcher(words),
  }
}

function listTopics(meanings: readonly Meaning[]): TopicWord[] | null {
  const found: TopicWord[] = []
  for (const meaning of meanings) {
    if (meaning.kind === 'pair')
      found.push({ topic: meaning.topic, isStrong: true, pair: meaning.pair, side: meaning.side })
    else if (meaning.kind === 'strong' || meaning.kind === 'weak')
      found.push({ topic: meaning.topic, isStrong: meaning.kind === 'strong', pair: -1, side: 0 })
  }
  return found.length > 0 ? found : null
}

function listMasked(meanings: readonly Meaning[]): number[] | null {
  const topics = meanings.flatMap((meaning) => (meaning.kind === 'masked' ? [meaning.topic] : []))
  return topics.length > 0 ? topics : null
}

/** The first of a word's meanings that is a place. */
function placeKind(meanings: readonly Meaning[]): PlaceKind | null {
  for (const { kind } of meanings) {
    if (kind === 'province' || kind === 'prefecture' || kind === 'county') return 'home'
    if (kind === 'abroad' || kind === 'abroadName' || kind === 'notAbroad') return kind
  }
  return null
}

function listSenses(meanings: readonly Meaning[]): Int32Array | null {
  const senses = meanings.flatMap((meaning) => (meaning.kind === 'sense' ? [meaning.sense] : []))
  return senses.length > 0 ? Int32Array.from(senses) : null
}

type Add = (word: string, meaning: Meaning) => void

function addTopics(add: Add): void {
  let pair = 0
  topicWords.forEach((words, topic) => {
    for (const word of splitWords(words.strong)) add(word, { kind: 'strong', topic })
    for (const word of splitWords(words.weak)) add(word, { kind: 'weak', topic })
    for (const word of splitWords(words.masked)) add(word, { kind: 'masked', topic })
    for (const both of splitWords(words.pairs)) {
      const [left = '', right = ''] = both.split('+')
      add(left, { kind: 'pair', topic, pair, side: 0 })
      add(right, { kind: 'pair', topic, pair, side: 1 })
      pair++
    }
  })
  for (const { id, words } of epidemicSubtopics)
    for (const word of splitWords(words)) add(word, { kind: 'subtopic', id })
  Object.values(senseWords).forEach((words, sense) => {
    for (const word of new Set(splitWords(words).map(bareWord))) add(word, { kind: 'sense', sense })
  })
}

function addPlaces(add: Add): void {
  const suffixed = new Set(splitWords(needsSuffix))
  const seen = new Set<string>()
  const place = (word: string, kind: 'province' | 'prefecture' | 'county') => {
    if (!seen.has(word)) add(word, { kind })
    seen.add(word)
  }
  for (const word of splitWords(provinces)) {
    place(word, 'province')
    for (const suffix of ['省', '市', '自治区']) place(word + suffix, 'province')
  }
  for (const word of splitWords(prefectures)) {
    if (!suffixed.has(word)) place(word, 'prefecture')
    for (const suffix of ['市', '地区', '盟', '州', '自治州']) place(word + suffix, 'prefecture')
  }
  for (const word of splitWords(counties)) place(word, 'county')
  for (const word of splitWords(abroadPlaces)) add(word, { kind: 'abroad' })
  for (const word of splitWords(abroadNames)) add(word, { kind: 'abroadName' })
  for (const word of splitWords(notAbroad)) add(word, { kind: 'notAbroad' })
}

export function splitWords(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '')
}

/** A dictionary word in the form in which the bare copy shows it. */
export function bareWord(word: string): string {
  return normalise(word).bare.text.toLowerCase()
}
