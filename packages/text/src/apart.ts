// Whether two texts speak of different places: each names one at its beginning that the other does not know at all.
import type { Fingerprint } from '@huiying/domain/item'
import { isRoad, placeKinds } from './fingerprint.ts'

/** What a text is about stands in its title; of a short one at least so many letters are looked at. */
const BEGINNING_MIN = 20
const kindAtEnd = new RegExp(`(?:${placeKinds})$`)
const areaKind = /[市区县省镇]$/
/** Cut from a sentence rather than a name, or a name of anything. */
const noName = /[的了在到是和与及把被让给为将从向对于我你他们该此等各]|农村|道路|公路|修路|马路|小路|水路|铁路|线路$/

export function standApart(a: Fingerprint, b: Fingerprint): boolean {
  const [one, other] = [coresOf(a), coresOf(b)]
  return apart(one.places, other.places, a.letters, b.letters) || apart(one.areas, other.areas, a.letters, b.letters)
}

/** One text is held against many: its names are made ready once. */
const cores = new WeakMap<Fingerprint, { places: string[]; areas: string[] }>()

function coresOf(fingerprint: Fingerprint): { places: string[]; areas: string[] } {
  const known = cores.get(fingerprint)
  if (known !== undefined) return known
  const made = { places: placeCores(fingerprint), areas: areaCores(fingerprint) }
  cores.set(fingerprint, made)
  return made
}

function apart(a: string[], b: string[], lettersA: string, lettersB: string): boolean {
  if (a.length === 0 || b.length === 0) return false
  return !a.some((core) => lettersB.includes(core)) && !b.some((core) => lettersA.includes(core))
}

/** What tells a place from others of its kind: 锦绣 of 锦绣家园, 柳树巷 of 青河市柳树巷. */
function placeCores(fingerprint: Fingerprint): string[] {
  const beginning = fingerprint.letters.slice(0, Math.max(fingerprint.title, BEGINNING_MIN))
  return fingerprint.places
    .filter((place) => !noName.test(place.slice(-5)))
    .map((place) => (isRoad(place) ? place.slice(-3) : place.replace(kindAtEnd, '').slice(-2)))
    .filter((core) => core.length > 1 && beginning.includes(core))
}

function areaCores({ areas, letters, title }: Fingerprint): string[] {
  const beginning = letters.slice(0, title)
  return areas
    .map((area) => area.toLowerCase())
    .filter((area) => beginning.includes(area))
    .map((area) => (area.length > 2 ? area.replace(areaKind, '') : area))
}
