// Reads one masked text into a verdict: topics, casualties, places, marks and the fingerprint for grouping.
import type { Fingerprint, Verdict } from '@huiying/domain/item'
import { findMisdirected } from '@huiying/text/misdirected'
import { type Normalised, normalise } from '@huiying/text/normalise'
import { fingerprintOf } from '@huiying/text/same'
import { openTagger, readAlarm, type Tagged, type Tagger } from '@huiying/text/tag'
import type { Model } from '@huiying/text/tag/model'
import { readShipped, unpackLocal, useLocal } from '@huiying/text/train/local-model'

export interface ReadRequest {
  itemId: string
  /** Title, a line break, body; masked. Offsets of evidence are into this. */
  text: string
  at: number
  own: string[]
  letter: boolean
  topics: { id: string; name: string; words: string[] }[]
  /** SHA-256 of the local model in use; null for the shipped one. */
  model: string | null
}

/** Local models kept ready; a book has one in use, and those of before are let go. */
const MODELS_MAX = 4
/** Taggers kept ready, one for each book's topics and model. */
const TAGGERS_MAX = 16

/** Local models by their SHA-256, as this thread has been given them; null: made on another shipped model. */
export interface LocalModels {
  has(sha256: string): boolean
  add(sha256: string, bytes: Uint8Array): void
  get(sha256: string): Model | null
}

export function openLocalModels(): LocalModels {
  const known = new Map<string, Model | null>()
  return {
    has: (sha256) => known.has(sha256),
    get: (sha256) => known.get(sha256) ?? null,
    add(sha256, bytes) {
      const fits = unpackLocal(bytes).base === readShipped().sha256
      known.set(sha256, fits ? useLocal(bytes) : null)
      if (known.size > MODELS_MAX) known.delete(known.keys().next().value!)
    },
  }
}

/**
 * Pure but for loading its dictionaries once. A batch is read step by step, each of all its texts: what a step goes by
 * is far more than stays near while all the others have their turn. After an upgrade a local model made on the model of
 * before is passed over until somebody trains again: the shipped one reads, and the verdict says so.
 */
export function openReader(models: LocalModels): (requests: readonly ReadRequest[]) => Verdict[] {
  const taggerOf = openTaggers(models)
  return (requests) => {
    const copies = requests.map(({ text }) => normalise(text))
    const fingerprints = copies.map(fingerprintOf)
    const alarms = requests.map(({ at }, index) => readAlarm(copies[index]!, at))
    const tagged = requests.map((request, index) =>
      taggerOf(request).tag(copies[index]!, request.at, aboutOf(request), alarms[index]!),
    )
    return requests.map((request, index) => verdictOf(request, copies[index]!, tagged[index]!, fingerprints[index]!))
  }
}

const aboutOf = ({ own, letter }: ReadRequest) => ({ own: own.length > 0, letter })

function openTaggers(models: LocalModels): (request: ReadRequest) => Tagger {
  const taggers = new Map<string, Tagger>()
  /** Of one book all requests of a batch have the very same topics. */
  let last: { topics: ReadRequest['topics']; model: string | null; tagger: Tagger } | null = null
  return ({ topics, model: sha256 }) => {
    if (last !== null && last.topics === topics && last.model === sha256) return last.tagger
    const key = JSON.stringify([sha256, topics])
    let tagger = taggers.get(key)
    if (tagger === undefined) {
      const model = sha256 === null ? null : models.get(sha256)
      tagger = openTagger({ topics, ...(model === null ? {} : { model }) })
      taggers.set(key, tagger)
      if (taggers.size > TAGGERS_MAX) taggers.delete(taggers.keys().next().value!)
    }
    last = { topics, model: sha256, tagger }
    return tagger
  }
}

/** Its keys are in the order in which they are written out, as they are in what it holds: nothing need be copied. */
function verdictOf(
  { itemId, own }: ReadRequest,
  copies: Normalised,
  tagged: Tagged,
  fingerprint: Fingerprint,
): Verdict {
  const { article, deaths, early, gov, grade, incident, injured, missing } = tagged
  const { place, places, report, serious, suspected, told, topics, type, version } = tagged
  return {
    article,
    deaths,
    early,
    fingerprint,
    gov,
    grade,
    incident,
    injured,
    itemId,
    misdirected: findMisdirected(copies, own.length > 0),
    missing,
    own,
    place,
    places,
    report,
    serious,
    suspected,
    ...(told === undefined ? {} : { told }),
    topics,
    type,
    version,
  }
}
