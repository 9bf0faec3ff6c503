// Replies as many units write them, with a defect or only like one with it, by one who had read the rules and no code.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkReply } from '../reply.ts'
import type { Beside } from './beside.ts'
import type { HintCode } from './hint.ts'

interface Line {
  code: HintCode
  has: boolean
  letter: string
  reply: string
  beside: Beside
}

const lines = readFileSync(new URL('./plain.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)

const codesOf = ({ letter, reply, beside }: Line) => checkReply(letter, reply, beside).hints.map((hint) => hint.code)

it.each(lines.filter((line) => line.has))('$code: $reply', (line) => {
  expect(codesOf(line)).toContain(line.code)
})

it.each(lines.filter((line) => !line.has))('no $code: $reply', (line) => {
  expect(codesOf(line)).not.toContain(line.code)
})
