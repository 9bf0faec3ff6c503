// Early words as people write who have never seen a list of them: in haste, in dialect, without the word itself.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findEarly } from './early.ts'

interface Line {
  want: 'danger' | 'life' | 'minor' | 'none'
  text: string
}

const pressing: string[] = ['life', 'danger', 'minor']
const lines = readFileSync(new URL('./early-plain.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)
const codesOf = (text: string) =>
  findEarly(text)
    .map((hit) => hit.code)
    .filter((code) => pressing.includes(code))

it.each(lines.filter((line) => line.want !== 'none'))('$want: $text', ({ want, text }) => {
  expect(codesOf(text)).toContain(want)
})

it.each(lines.filter((line) => line.want === 'none'))('nothing pressing: $text', ({ text }) => {
  expect(codesOf(text)).toEqual([])
})
