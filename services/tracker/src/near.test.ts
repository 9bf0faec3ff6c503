// What may be the same as an arriving item: what the index found, then what shares most keys, nothing of another place.
import { fingerprintOf } from '@huiying/text/same'
import { expect, it } from 'vitest'
import { CANDIDATES_MAX } from './group.ts'
import { openNear } from './near.ts'

const HOUR_MS = 60 * 60 * 1000
const MANY = 300

const plain = fingerprintOf('')
const printOf = (exact: string, bands: string[]) => ({ ...plain, exact, bands })
const candidateOf = (itemId: string, at: number, bands: string[]) => {
  return { itemId, caseId: `case-${itemId}`, at, fingerprint: printOf(itemId, bands) }
}
const idsOf = (near: ReturnType<typeof openNear>, bands: string[], found: ReturnType<typeof candidateOf>[] = []) =>
  near.nearest(printOf('asked', bands), found).map((one) => one.itemId)

it('gives what the index found in its order, then what was added: most shared keys first, of equals the newest', () => {
  const near = openNear()
  near.add(candidateOf('two-early', 1 * HOUR_MS, ['w停水', 'w三天']))
  near.add(candidateOf('one', 9 * HOUR_MS, ['w停水']))
  near.add(candidateOf('two-late', 3 * HOUR_MS, ['w停水', 'w三天']))
  near.add(candidateOf('none', 9 * HOUR_MS, ['w路灯']))
  const found = [candidateOf('found-rare', 0, ['p锦绣家园']), candidateOf('found-new', 8 * HOUR_MS, ['w停水'])]
  const asked = ['p锦绣家园', 'w停水', 'w三天']
  const expected = ['found-rare', 'found-new', 'two-late', 'two-early', 'one']
  expect(idsOf(near, asked, found)).toEqual(expected)
  expect(idsOf(near, asked, found)).toEqual(expected)
})

it('puts an exact text first among equals of its key and knows its case', () => {
  const near = openNear()
  near.add({ ...candidateOf('twin', 1, ['w停水']), fingerprint: printOf('asked', ['w停水']) })
  near.add(candidateOf('other', 2, ['w停水']))
  expect(idsOf(near, ['w停水'])).toEqual(['twin', 'other'])
  expect([near.has('asked', 'case-twin'), near.has('asked', 'case-other')]).toEqual([true, false])
})

it('gives no more than the bound, those that come first', () => {
  const near = openNear()
  near.add(candidateOf('added', 1, ['w停水']))
  const found = Array.from({ length: MANY }, (_, at) => candidateOf(`i${at}`, at, ['w停水']))
  expect(idsOf(near, ['w停水'], found)).toEqual(found.slice(0, CANDIDATES_MAX).map((one) => one.itemId))
})

it('passes over what names another estate at its beginning', () => {
  const asked = fingerprintOf('锦绣家园停水三天了。锦绣家园的水管爆裂，停水三天了，请尽快修。')
  const same = fingerprintOf('锦绣家园停水三天无人管。锦绣家园停水三天了，水管爆裂，没有人来修。')
  const other = fingerprintOf('康庭雅苑停水三天了。康庭雅苑的水管爆裂，停水三天了，请尽快修。')
  const near = openNear()
  for (const [itemId, fingerprint] of Object.entries({ same, other }))
    near.add({ itemId, caseId: `case-${itemId}`, at: 1, fingerprint })
  expect(near.nearest(asked, []).map((one) => one.itemId)).toEqual(['same'])
})
