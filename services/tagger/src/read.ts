// Reads one masked text into a verdict: topics, casualties, places, marks and the fingerprint for grouping.
import type { Verdict } from '@huiying/domain/item'
import { findMisdirected } from '@huiying/text/misdirected'
import { fingerprintOf } from '@huiying/text/same'
import { openTagger } from '@huiying/text/tag'

export interface ReadRequest {
  itemId: string
  /** Title, a line break, body; masked. Offsets of evidence are into this. */
  text: string
  at: number
  own: string[]
  topics: { id: string; name: string; words: string[] }[]
}

/** Pure but for loading its dictionaries once. */
export function openReader(): (request: ReadRequest) => Verdict {
  const taggers = new Map<string, ReturnType<typeof openTagger>>()
  return ({ itemId, text, at, own, topics }) => {
    const key = JSON.stringify(topics)
    let tagger = taggers.get(key)
    if (tagger === undefined) {
      tagger = openTagger({ topics })
      taggers.set(key, tagger)
    }
    const { reasons: _reasons, ...tagged } = tagger.tag(text, at)
    return { itemId, ...tagged, own, misdirected: findMisdirected(text), fingerprint: fingerprintOf(text) }
  }
}
