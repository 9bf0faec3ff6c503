// Two texts of different places: what each names at its beginning, and the other nowhere.
import type { Fingerprint } from '@huiying/domain/item'
import { expect, test } from 'vitest'
import { standApart } from './apart.ts'

const print = (title: string, rest: string, areas: string[] = []): Fingerprint => ({
  version: 0,
  exact: '',
  bands: [],
  letters: title + rest,
  title: title.length,
  places: [],
  areas,
  numbers: [],
})
const here = print('青河市停水三天', '居民盼来水', ['青河市'])

test('two towns in two titles are two places', () => {
  expect(standApart(here, print('柳林市停水三天', '居民盼来水', ['柳林市']))).toBe(true)
})

test('a town that only the body names tells nothing apart', () => {
  expect(standApart(here, print('停水三天', '如同去年的柳林市', ['柳林市']))).toBe(false)
})

test('a town that the other names anywhere is no other place, with its kind or without', () => {
  expect(standApart(here, print('柳林市停水三天', '水自青河来', ['柳林市']))).toBe(false)
})
