// One pass over a text for everything the tagger needs: words of the dictionaries, places, and the model's features.

import type { Normalised } from '../normalise.ts'
import { type Features, openFeatures, readGrams } from './feature.ts'
import type { Hits, Lexicon } from './lexicon.ts'
import { type PlaceReading, readPlaces } from './place.ts'
import { DENSE_SIZE, listSenses, openSenses, readDense, type SenseHits } from './sense.ts'
import { openScorer, type WordScore } from './topic.ts'

/** What a text says; features, dense and hits are shared arrays that the next reading overwrites. */
export interface Reading {
  hits: Hits
  senses: SenseHits
  words: WordScore[]
  places: PlaceReading
  features: Features
  dense: Float32Array
}

export type Reader = (copies: Normalised) => Reading

/** `rowOf` says which runs are wanted, and what to call them: a model's `findRow`, or all when training. */
export function openReader(lexicon: Lexicon, rowOf: (hash: number) => number): Reader {
  const features = openFeatures(rowOf)
  const dense = new Float32Array(DENSE_SIZE)
  const senses = openSenses()
  const scoreWords = openScorer(lexicon)
  return ({ bare }) => {
    readGrams(bare, features)
    const hits = lexicon.scan(bare)
    const words = scoreWords(bare, hits)
    const places = readPlaces(bare, hits, lexicon)
    listSenses(hits, lexicon, senses)
    const found = { hits, senses, words, places, features }
    readDense(found, dense)
    return { ...found, dense }
  }
}
