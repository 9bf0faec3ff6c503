// Short letters that say what they are about in words of their own, none of which the model was fitted to.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openTagger } from '../tag.ts'

interface Row {
  text: string
  topics: string[]
}

const rows = readFileSync(new URL('./plain.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
const tagger = openTagger()
const topicsOf = (text: string, letter: boolean) =>
  tagger.tag(text, undefined, { letter }).topics.map((topic) => topic.id)

/** 29 and 2 on 2026-12-01. */
const FOUND_MIN = 27
const FALSE_MAX = 3

test('of 33 topics told so nearly all are found, and hardly one that is none', () => {
  const told = rows.flatMap(({ text, topics }) => topics.map((id) => `${text} ${id}`))
  const found = rows.flatMap(({ text }) => topicsOf(text, true).map((id) => `${text} ${id}`))
  expect(told).toHaveLength(33)
  expect(found.filter((one) => told.includes(one)).length).toBeGreaterThanOrEqual(FOUND_MIN)
  expect(found.filter((one) => !told.includes(one)).length).toBeLessThanOrEqual(FALSE_MAX)
})

test('as few letters of a headline, and a letter that is no longer short, are judged by themselves', () => {
  const text = '代课七个月，教育局说钱拨了学校说没到'
  expect([topicsOf(text, false), topicsOf(text, true)]).toEqual([['education'], ['education', 'wages']])
  const long = `${text}。${'请尽快答复我们，谢谢你们的工作。'.repeat(4)}`
  expect(tagger.tag(long, undefined, { letter: true }).topics).toEqual(tagger.tag(long).topics)
})

test('the score of a short letter is the one it was judged by, and its evidence carries that', () => {
  const text = '流感高峰班里倒了一半，学校为什么不停课'
  const [as, plain] = [true, false].map((letter) => tagger.tag(text, undefined, { letter }).topics)
  expect(as!.find((topic) => topic.id === 'epidemic')!.score).toBeGreaterThan(plain![0]!.score)
  for (const { evidence } of as!) expect(evidence.length).toBeGreaterThan(0)
})
