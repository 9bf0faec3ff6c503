// Reads one text and says what it is about, with the words that say so: the tagger's one entry point.
import type { Evidence } from '@huiying/domain/item'
import type { Grade, IncidentType } from '@huiying/domain/word'
import { type Casualties, readCasualties } from './casualty.ts'
import { type Copy, type Normalised, normalise, toOriginal } from './normalise.ts'
import { type EarlyCode, type EarlyHit, earlyCodes, findEarly } from './tag/early.ts'
import { findSpans } from './tag/evidence.ts'
import type { CustomTopic, Lexicon, Meaning } from './tag/lexicon.ts'
import { openLexicon } from './tag/lexicon.ts'
import { type Model, openModel, probabilityOf } from './tag/model.ts'
import {
  ABROAD_HEAD,
  type Calibration,
  GOV_HEAD,
  HOME_HEAD,
  heads,
  INCIDENT_HEAD,
  TOPIC_HEADS,
} from './tag/model-file.ts'
import { openReader, type Reading } from './tag/reading.ts'
import { findReport } from './tag/report.ts'
import { suggest } from './tag/suggestion.ts'
import type { WordScore } from './tag/topic.ts'
import { enoughPoints } from './tag/topic.ts'

export type { CustomTopic } from './tag/lexicon.ts'

export interface TopicHit {
  id: string
  /** Calibrated probability; 0.5 to 1 from word points for a configured topic. */
  score: number
  evidence: Evidence[]
  /** Of 疫情防控: the parts that words name (隔离管控, 疫苗接种 …). */
  subtopics?: string[]
}

export type { EarlyCode } from './tag/early.ts'

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
  /** 疑似重大 (§14-1). */
  suspected: boolean
  place: 'home' | 'abroad' | 'none'
  /** Suspected 检举控告. */
  report: boolean
  /** The words that it is suspected for; left out where it is not. */
  told?: Evidence
  early: EarlyCode[]
  places: Evidence[]
  version: string
  reasons: string[]
}

export interface Tagger {
  /**
   * Tags a text; `at` (UTC ms, when it was published or received) dates old news. `alarm`: what `readAlarm` gave for
   * the same text and time, where somebody has read it already. Never throws on odd text.
   */
  tag(given: string | Normalised, at?: number, about?: About, alarm?: Alarm): Tagged
  readonly version: string
}

/** What is known of a text beside its words. */
export interface About {
  /** It names a place or unit of the book's own, so that an estate called 柏林西苑 does not put it abroad. */
  own?: boolean
  /** Somebody wrote it to the government: few letters of it say more than as many of a headline. */
  letter?: boolean
}

/** Topics of one text at most; the likeliest stay. */
const TOPICS_MAX = 3
/** Words shown for a configured topic. */
const WORDS_MAX = 12

export function openTagger(options: { topics?: readonly CustomTopic[]; model?: Model } = {}): Tagger {
  const lexicon = openLexicon(options.topics)
  const model = options.model ?? openModel()
  const read = openReader(lexicon, model.findRow)
  return {
    version: model.version,
    tag(given, at, { own = false, letter = false } = {}, alarm) {
      const copies = typeof given === 'string' ? normalise(given) : given
      const { early, casualties, told } = alarm ?? readAlarm(copies, at)
      const reading = read(copies)
      const margins = model.weigh(reading.features, reading.dense)
      const isBrief = letter && reading.features.units < BRIEF_UNITS
      const judged = isBrief ? { ...model, calibrations: briefly(model) } : model
      const chances = readChances(judged, margins)
      const says = (head: number) => (chances[head] as number) >= (model.calibrations[head] as Calibration).threshold
      const topics = pickTopics(judged, reading, lexicon, copies.bare, margins, chances)
      const place = readPlace(chances, own)
      const incident = says(INCIDENT_HEAD)
      const said = suggest(copies, { incident, casualties, ...(at === undefined ? {} : { at }) })
      const suspected = said.suspected && mayRing(reading, place, own, chances)
      const { home, abroad } = reading.places
      return {
        topics: [...topics, ...pickConfigured(reading, lexicon, copies.bare)],
        gov: says(GOV_HEAD) || (topics.length > 0 && place === 'home'),
        incident,
        type: said.type,
        deaths: casualties.deaths,
        serious: casualties.serious,
        injured: casualties.injured,
        missing: casualties.missing,
        grade: said.grade,
        article: said.article,
        suspected,
        // What rings though it may be abroad is of an unknown place, which silences nothing (§14-14).
        place: suspected && place === 'abroad' ? 'none' : place,
        report: told !== null,
        ...(told === null ? {} : { told }),
        early: early.length === 0 ? [] : earlyCodes.filter((code) => early.some((hit) => hit.code === code)),
        places: home.length + abroad.length === 0 ? [] : [...home, ...abroad].sort((a, b) => a.start - b.start),
        version: model.version,
        reasons: said.reason === null ? [] : [said.reason],
      }
    },
  }
}

/** What is read of a text without the model: words and numbers that may not wait. */
export interface Alarm {
  early: EarlyHit[]
  casualties: Casualties
  /** The words of a suspected 检举控告. */
  told: Evidence | null
}

/** `at` as for `tag`. Who tags many texts reads this of all of them first: what it goes by stays near then. */
export const readAlarm = (copies: Normalised, at?: number): Alarm => ({
  early: findEarly(copies),
  casualties: readCasualties(copies, at),
  told: findReport(copies),
})

/**
 * A letter shorter than this is told like a headline by its length, and headlines seldom have a topic: its topics are
 * judged by this much more of the logit. Of 451 real letters so short the figures stay, of invented ones far more are
 * found (README).
 */
const BRIEF_UNITS = 60
const BRIEF_LOGIT = 1

const briefs = new WeakMap<Model, readonly Calibration[]>()

function briefly(model: Model): readonly Calibration[] {
  const known = briefs.get(model)
  if (known !== undefined) return known
  const made = model.calibrations.map((one, head) =>
    head < TOPIC_HEADS ? { ...one, offset: one.offset + BRIEF_LOGIT } : one,
  )
  briefs.set(model, made)
  return made
}

/** The probability of each head. */
function readChances({ calibrations }: Model, margins: Float32Array): number[] {
  const chances: number[] = []
  for (let head = 0; head < calibrations.length; head++)
    chances.push(probabilityOf(margins[head] as number, calibrations[head] as Calibration))
  return chances
}

/** A short text is plainly no incident below this probability; in a long one the incident may be one sentence. */
const RING_MIN_SHORT = 0.4
const RING_MIN_LONG = 0.05
const SHORT_UNITS = 150

/** Abroad by the sound of a text alone, no place named, is less sure than this where the firm may be one of ours. */
const ABROAD_MIN_UNNAMED = 0.7

/** Whether numbers may ring (§14-1): not abroad, not old news or sums over years; an unknown place may ring. */
function mayRing({ places, features }: Reading, place: Tagged['place'], own: boolean, chances: number[]): boolean {
  const { abroadCount, homeCount } = places
  const sure = abroadCount > 0 || (chances[ABROAD_HEAD] as number) >= ABROAD_MIN_UNNAMED
  if (!own && ((place === 'abroad' && sure) || abroadCount > homeCount)) return false
  return (chances[INCIDENT_HEAD] as number) >= (features.units < SHORT_UNITS ? RING_MIN_SHORT : RING_MIN_LONG)
}

const placeOfHead = ['home', 'abroad', 'none'] as const

function readPlace(chances: readonly number[], own: boolean): Tagged['place'] {
  let best = 0
  for (let k = 1; k < placeOfHead.length; k++) {
    if (own && placeOfHead[k] === 'abroad') continue
    if ((chances[HOME_HEAD + k] as number) > (chances[HOME_HEAD + best] as number)) best = k
  }
  return placeOfHead[best] as Tagged['place']
}

/** The topics the model is sure enough of, the likeliest first, each with the words that carried the decision. */
function pickTopics(
  model: Model,
  reading: Reading,
  lexicon: Lexicon,
  copy: Copy,
  margins: Float32Array,
  chances: readonly number[],
): TopicHit[] {
  const found: number[] = []
  for (let head = 0; head < TOPIC_HEADS; head++)
    if ((chances[head] as number) >= (model.calibrations[head] as Calibration).threshold) found.push(head)
  found.sort((a, b) => (chances[b] as number) - (chances[a] as number) || a - b)
  return found.slice(0, TOPICS_MAX).map((head) => {
    const { slope, offset, threshold } = model.calibrations[head] as Calibration
    const needed = (Math.log(threshold / (1 - threshold)) - offset) / slope
    const decision = { head, topic: head, margin: margins[head] as number, threshold: needed }
    const spans = findSpans(model, reading, copy, decision)
    const id = heads[head] as string
    const hit = { evidence: toEvidence(copy, spans), id, score: chances[head] as number }
    const subtopics = id === 'epidemic' ? findSubtopics(reading, lexicon) : []
    return subtopics.length > 0 ? { ...hit, subtopics } : hit
  })
}

/** Topics that a policy names with words: no training, so points of words decide. */
function pickConfigured({ words }: Reading, lexicon: Lexicon, copy: Copy): TopicHit[] {
  if (words.length === TOPIC_HEADS) return []
  return words.slice(TOPIC_HEADS).flatMap(({ points, hits }: WordScore, i) => {
    if (points < enoughPoints) return []
    const id = lexicon.topicIds[TOPIC_HEADS + i] as string
    return [{ evidence: toEvidence(copy, hits.slice(0, WORDS_MAX)), id, score: 1 - 0.5 ** (points / enoughPoints) }]
  })
}

function findSubtopics({ hits }: Reading, lexicon: Lexicon): string[] {
  const found = new Set<string>()
  for (let i = 0; i < hits.size; i++)
    for (const meaning of lexicon.meanings[hits.word[i] as number] as readonly Meaning[])
      if (meaning.kind === 'subtopic') found.add(meaning.id)
  return [...found].sort()
}

/** Ranges of the text as given, in its order, into which the list given is brought too. */
function toEvidence(copy: Copy, ranges: { start: number; end: number }[]): Evidence[] {
  const found: Evidence[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const { start, end } = toOriginal(copy, range.start, range.end)
    found.push({ end, start, text: copy.original.slice(start, end) })
  }
  return found
}
