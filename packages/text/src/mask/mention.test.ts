// The book's own names in a text: each as it is written, overlapping ones too, contacts hidden.
import { expect, test } from 'vitest'
import { findMentions } from './mention.ts'

const names = {
  units: [
    { word: '住建局', id: 'zhujian' },
    { word: '市住建局', id: 'zhujian' },
    { word: '城南供水', id: 'gongshui' },
    { word: '供水公司', id: 'gongsi' },
    { word: 'CBD管委会', id: 'cbd' },
    { word: 'cbd管委会', id: 'other' },
    { word: 'École办', id: 'ecole' },
  ],
  contacts: [
    { word: '周海宁', id: 'zhou' },
    { word: '周海', id: 'short' },
  ],
}
const unitsIn = (text: string) => findMentions(names, text, text).mentions.units

test.each([
  ['请市住建局答复', ['zhujian']],
  ['城南供水公司停了三天水', ['gongshui', 'gongsi']],
  ['CBD管委会不管', ['cbd']],
  ['cbd管委会不管', ['other']],
  ['École办不管', ['ecole']],
  ['住建部的规定', []],
])('units in %s', (text, ids) => {
  expect(unitsIn(text)).toEqual(ids)
})

test('contacts are told in the order of the book and hidden in the masked text, length kept', () => {
  const { mentions, masked } = findMentions(names, '周海宁说周海也在', '周海宁说周海也在')
  expect(mentions.contacts).toEqual(['zhou', 'short'])
  expect(masked).toBe('周**说周*也在')
})

test('a text that names nobody stays the masked text it was', () => {
  expect(findMentions(names, '小区停水三天，电话13800000000', '小区停水三天，电话138****0000').masked).toBe(
    '小区停水三天，电话138****0000',
  )
})
