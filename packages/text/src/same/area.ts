// Areas that a text names: provinces, prefectures, counties, countries, masked ones, and some that no list has.
import { abroadPlaces } from '../dictionary/abroad.ts'
import { counties } from '../dictionary/county.ts'
import { prefectures, provinces } from '../dictionary/gazetteer.ts'
import { buildMatcher } from '../matcher.ts'

const maskedArea = /[A-Z]\d{0,2}[市区县镇]/g
/** What no city is called: 尊敬的市领导, 我们市, 希望市里, 去年县里 and 某某市 name none. */
const noName = '[的们了我你您他她该贵本各全某这那请望议映谢年去来在到给致向从和与外]'
/** A city or county no list has, where a sentence begins: 青河市, 柳林县. */
export const unlistedSource =
  '(?:^|[^\\p{Script=Han}]|省)' +
  `(?!\\p{Script=Han}?[超城楼股房都菜上集夜门黑车]市|\\p{Script=Han}{0,2}${noName})(\\p{Script=Han}{2,3})(?=[市县])`
const unlistedAt = new RegExp(unlistedSource, 'uy')
/** Units from where such a match begins to its 市 or 县. */
const UNLISTED_UNITS = { least: 2, most: 4 }

const areaNames = [
  ...new Set(
    [
      ...`${provinces} ${prefectures} ${abroadPlaces}`.split(/\s+/),
      ...counties.split(/\s+/).filter((name) => name.length > 2),
    ].filter((name) => name.length > 1),
  ),
]
const areas = buildMatcher(areaNames)

/** Of names that overlap the longest. */
export function findAreas(text: string): string[] {
  const found = new Set<string>(text.match(maskedArea) ?? [])
  for (const name of unlistedNames(text)) found.add(name)
  let last = { word: '', end: 0 }
  areas.scan(text, (word, _start, end) => {
    const name = areaNames[word] as string
    if (last.word !== '' && end - name.length < last.end) {
      if (name.length <= last.word.length) return
      found.delete(last.word)
    }
    found.add(name)
    last = { word: name, end }
  })
  return [...found]
}

/** Names as a search with `unlistedSource` finds them; it is tried only right before a 市 or 县. */
export function unlistedNames(text: string): string[] {
  // A letter of two units puts it further away than units are counted.
  if (/[\ud800-\udfff]/.test(text))
    return Array.from(text.matchAll(new RegExp(unlistedSource, 'gu')), ([, name]) => name!)
  const names: string[] = []
  let from = 0
  for (let end = nextEnd(text, 0); end >= 0; end = nextEnd(text, end + 1)) {
    for (let at = Math.max(from, end - UNLISTED_UNITS.most); at <= end - UNLISTED_UNITS.least; at++) {
      unlistedAt.lastIndex = at
      const match = unlistedAt.exec(text)
      if (match === null) continue
      names.push(match[1] as string)
      from = at + match[0].length
      break
    }
  }
  return names
}

function nextEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x5e02 || unit === 0x53bf) return at
  }
  return -1
}
