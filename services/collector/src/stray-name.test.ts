// What of a stray file's name stands on record: enough to find it, and nobody's name.
import { expect, it } from 'vitest'
import { coverName } from './stray-name.ts'

it.each([
  ['赵大柱的信.txt', '赵**的信.txt'],
  ['王小明_投诉.docx', '王**_投诉.docx'],
  ['投诉-欧阳春花.pdf', '投诉-欧阳**.pdf'],
  ['路灯不亮（李梅）.txt', '路灯不亮（李*）.txt'],
  ['13812345678来信.docx', '138****5678来信.docx'],
  ['来信.TXT', '来信.TXT'],
  ['关于路灯的报告.doc', '关于路灯的报告.doc'],
  ['IMG_2041.jpg', 'IMG_2041.jpg'],
])('%s stands as %s', (name, covered) => {
  expect(coverName(name)).toBe(covered)
})
