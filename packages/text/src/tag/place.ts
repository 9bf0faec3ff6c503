// Where a text plays: home, abroad or nowhere, with the place names it says.
import type { Evidence } from '@huiying/domain/item'
import type { Copy } from '../normalise.ts'
import { toOriginal } from '../normalise.ts'
import type { Hits, Lexicon, PlaceKind } from './lexicon.ts'

export interface PlaceReading {
  /** Names of the country's provinces, prefectures and counties, in text order, longest of those that overlap. */
  home: Evidence[]
  /** Foreign names likewise. */
  abroad: Evidence[]
  /** How often each stands; persons and bodies abroad count too. */
  homeCount: number
  abroadCount: number
}

/** Names followed by these are streets, dishes or firms, and say little about where something happened. */
const notThere =
  /^(?:[东南西北中]?[一二三四五]?[路街]|大道|时间|烤鸭|米粉|火锅|菜馆|菜|话|小吃|银行|大学|小区|花园|家园|酒店|饭店|大厦)/

/** Reads the place names among the hits; a masked name such as A市 or K3县 counts as home without evidence. */
export function readPlaces(copy: Copy, hits: Hits, lexicon: Lexicon): PlaceReading {
  const reading: PlaceReading = { home: [], abroad: [], homeCount: 0, abroadCount: 0 }
  for (const { kind, start, end } of longestNames(hits, lexicon)) {
    if (kind === 'notAbroad' || notThere.test(copy.text.slice(end, end + 4))) continue
    if (kind === 'home') reading.homeCount++
    else reading.abroadCount++
    if (kind === 'abroadName') continue
    const range = toOriginal(copy, start, end)
    reading[kind].push({ end: range.end, start: range.start, text: copy.original.slice(range.start, range.end) })
  }
  if (/[A-Z]\d{0,2}[市县区省镇]/.test(copy.text)) reading.homeCount++
  return reading
}

/** Hits come by increasing end, the longest of one end first; of overlapping names the longer stays. */
function longestNames(hits: Hits, lexicon: Lexicon): { kind: PlaceKind; start: number; end: number }[] {
  const names: { kind: PlaceKind; start: number; end: number }[] = []
  for (let i = 0; i < hits.size; i++) {
    const kind = lexicon.places[hits.word[i] as number] as PlaceKind | null
    if (kind === null) continue
    const name = { kind, start: hits.start[i] as number, end: hits.end[i] as number }
    let last = names.at(-1)
    while (last && last.start >= name.start) {
      names.pop()
      last = names.at(-1)
    }
    if (!last || last.end <= name.start) names.push(name)
  }
  return names
}
