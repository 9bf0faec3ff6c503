// Learns from labelled replies how much each trait says that a reply is substantial, and that it passes a point over.
//   node packages/text/src/train/reply.ts --data DIR [--check]
// Ships means, scales and weights only. Same data, same bytes; with --check nothing is written.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { coverageOf } from '../reply/coverage.ts'
import { type ReplyReading, readReply } from '../reply/reading.ts'
import { type ReplyModel, substanceTraits, weighTraits } from '../reply/trait.ts'
import { fitRidge, type Weighed } from './ridge.ts'

interface Labelled {
  id: string
  letter: string
  reply: string
  substance: '实质' | '一般' | '空话' | null
  hints: string[]
  unsure: string[]
}

interface Case extends Weighed {
  id: string
}

/** Strong, since there are 200 replies and the traits were chosen while looking at some of them. */
const RIDGE = 20
const FOLDS = 10
/** Foldings drawn anew; the chance of a case is the mean over them. */
const ROUNDS = 20

function train(data: string, check: boolean): void {
  const lines = readFileSync(join(data, 'replies.dev.jsonl'), 'utf8').split('\n').filter(Boolean)
  const all = lines.map((line) => JSON.parse(line) as Labelled)
  const read = all.map((one) => ({ one, reading: readReply(one.letter, one.reply) }))
  const answered = read.filter(({ reading }) => reading.statement !== '受理告知')
  const casesOf = (traits: (of: ReplyReading) => number[], isOf: (one: Labelled) => boolean | null): Case[] =>
    answered.flatMap(({ one, reading }) => {
      const is = isOf(one)
      return is === null ? [] : [{ id: one.id, values: traits(reading), is, cost: 1 }]
    })
  const substance = casesOf(substanceTraits, ({ substance }) => (substance === null ? null : substance === '实质'))
  const coverage = casesOf(
    (one) => coverageOf(one).traits,
    ({ hints, unsure }) => (unsure.includes('Q5') ? null : hints.includes('Q5')),
  )
  report('substantial', substance)
  report('passedOver', coverage)
  const model: ReplyModel = { substantial: fitRidge(substance, RIDGE), passedOver: fitRidge(coverage, RIDGE) }
  const bytes = `${JSON.stringify(model)}\n`
  process.stdout.write(`sha256 ${createHash('sha256').update(bytes).digest('hex')}\n`)
  if (!check) writeFileSync(new URL('../../model/reply.model.json', import.meta.url), bytes)
}

/** Prints, for thresholds from 0.2 to 0.6, how well chances given out of fold decide. */
function report(name: string, cases: Case[]): void {
  const chances = scoreOutOfFold(cases)
  for (let tenth = 4; tenth <= 12; tenth++) {
    const told = chances.map((chance) => chance >= tenth / 20)
    const hits = cases.filter(({ is }, i) => is && told[i]).length
    const yes = cases.filter(({ is }) => is).length
    const said = told.filter(Boolean).length
    const right = cases.filter(({ is }, i) => is === told[i]).length
    const f1 = (2 * hits) / (yes + said)
    process.stdout.write(
      `${name} ≥ ${(tenth / 20).toFixed(2)}: accuracy ${(right / cases.length).toFixed(3)}, ` +
        `P ${(hits / said).toFixed(3)} R ${(hits / yes).toFixed(3)} F1 ${f1.toFixed(3)} n ${yes} of ${cases.length}\n`,
    )
  }
}

/** Each case by models that did not see it, the mean over several foldings. */
function scoreOutOfFold(cases: Case[]): number[] {
  const sums = new Array<number>(cases.length).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const folds = cases.map(({ id }) => createHash('sha256').update(`${round}:${id}`).digest().readUInt32LE(0) % FOLDS)
    for (let fold = 0; fold < FOLDS; fold++) {
      const model = fitRidge(
        cases.filter((_, i) => folds[i] !== fold),
        RIDGE,
      )
      cases.forEach(({ values }, i) => {
        if (folds[i] === fold) sums[i] = (sums[i] as number) + weighTraits(model, values) / ROUNDS
      })
    }
  }
  return sums
}

const { values } = parseArgs({ options: { data: { type: 'string' }, check: { type: 'boolean', default: false } } })
if (values.data === undefined) throw new Error('用法：node packages/text/src/train/reply.ts --data 目录 [--check]')
train(values.data, values.check)
