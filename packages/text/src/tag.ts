// Reads one text and says what it is about, with the words that say so: the tagger's one entry point.
import type { Evidence } from '@huiying/domain/item'
import type { Grade, IncidentType } from '@huiying/domain/word'
import { type EarlyCode, earlyCodes, findEarly } from './early.ts'
import type { CustomTopic } from './lexicon.ts'
import { openLexicon } from './lexicon.ts'
import type { Copy } from './normalise.ts'
import { normalise, toOriginal } from './normalise.ts'
import { readPlaces } from './place.ts'
import { suspectsReport } from './report.ts'
import { suggest } from './suggestion.ts'
import type { WordScore } from './topic.ts'
import { enoughPoints, scoreWords } from './topic.ts'

export type { CustomTopic } from './lexicon.ts'

export interface TopicHit {
  id: string
  /** Calibrated probability; 0.5 to 1 from word points for a configured topic. */
  score: number
  evidence: Evidence[]
}

export type { EarlyCode } from './early.ts'

export interface Tagged {
  topics: TopicHit[]
  gov: boolean
  incident: boolean
  type: IncidentType | null
  deaths: number | null
  serious: number | null
  injured: number | null
  missing: number | null
  grade: Grade | null
  /** 文号 and article the grade rests on. */
  article: string | null
  /** 疑似重大 (domain rule §14-1). */
  suspected: boolean
  place: 'home' | 'abroad' | 'none'
  /** Suspected 检举控告. */
  report: boolean
  early: EarlyCode[]
  places: Evidence[]
  version: string
  reasons: string[]
}

export interface Tagger {
  /** Tags a text; `at` (UTC ms, when it was published or received) dates old news. Never throws on odd text. */
  tag(text: string, at?: number): Tagged
  readonly version: string
}

const dictionaryVersion = 'words-1'
/** Evidence shown per topic; more hides the telling ones. */
const EVIDENCE_MAX = 12
const TOPICS_MAX = 3

export function openTagger(options: { topics?: readonly CustomTopic[] } = {}): Tagger {
  const lexicon = openLexicon(options.topics)
  const version = dictionaryVersion
  return {
    version,
    tag(text, at) {
      const copies = normalise(text)
      const { bare } = copies
      const said = suggest(copies, at === undefined ? {} : { at })
      const early = new Set(findEarly(copies).map((hit) => hit.code))
      const hits = lexicon.scan(bare)
      const reading = readPlaces(bare, hits, lexicon)
      const scores = scoreWords(bare, hits, lexicon)
      const topics = pickTopics(bare, scores, lexicon.topicIds)
      const place =
        reading.abroadCount > reading.homeCount
          ? 'abroad'
          : topics.length > 0 || reading.homeCount > 0
            ? 'home'
            : 'none'
      return {
        topics: place === 'abroad' ? [] : topics,
        gov: topics.length > 0 && place !== 'abroad',
        incident: /(事故|火灾|起火|爆炸|坍塌|车祸|遇难|身亡|死亡|受伤|失联|被困|地震|泥石流|溺水|坠)/.test(bare.text),
        type: said.type,
        deaths: said.casualties.deaths,
        serious: said.casualties.serious,
        injured: said.casualties.injured,
        missing: said.casualties.missing,
        grade: said.grade,
        article: said.article,
        suspected: said.suspected && place !== 'abroad',
        place,
        report: suspectsReport(copies),
        early: earlyCodes.filter((code) => early.has(code)),
        places: [...reading.home, ...reading.abroad].sort((a, b) => a.start - b.start),
        version,
        reasons: said.reason === null ? [] : [said.reason],
      }
    },
  }
}

function pickTopics(copy: Copy, scores: readonly WordScore[], ids: readonly string[]): TopicHit[] {
  const order = scores.map((_, topic) => topic).filter((topic) => (scores[topic] as WordScore).points >= enoughPoints)
  order.sort((a, b) => (scores[b] as WordScore).points - (scores[a] as WordScore).points || a - b)
  return order.slice(0, TOPICS_MAX).map((topic) => {
    const { points, hits } = scores[topic] as WordScore
    const evidence = hits.slice(0, EVIDENCE_MAX).map((hit) => {
      const range = toOriginal(copy, hit.start, hit.end)
      return { text: copy.original.slice(range.start, range.end), ...range }
    })
    return { id: ids[topic] as string, score: 1 - 0.5 ** (points / enoughPoints), evidence }
  })
}
