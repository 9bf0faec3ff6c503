// The letters of a run: which happening each tells of, and in which drop and before which collector it comes.
import { type GeneratedLetter, generateLetters } from '@huiying/infra/bench/letter'
import { INSTANCES } from './schedule.ts'

export interface DroppedLetter {
  name: string
  bytes: Uint8Array
  /** Numbers of the collectors it is put before. */
  collectors: number[]
}

const LETTERS_PER_HAPPENING = 4
/** Every so many happenings one rings and is mailed. */
const MAJOR_EVERY = 10
/** Every so many letters one is put before both collectors: it has come by two ways. */
const TWICE_EVERY = 10
const LETTER_EVERY_MS = 20

export interface Written {
  letters: number
  seed: number
}

/** The same letters every time but for their dates, which end at `now`. */
export function* writeLetters({ letters: count, seed }: Written, now: number): Generator<GeneratedLetter> {
  const shape = { lettersPerHappening: LETTERS_PER_HAPPENING, majorEvery: MAJOR_EVERY, everyMs: LETTER_EVERY_MS }
  yield* generateLetters({ seed, count, ...shape, startAt: now - count * LETTER_EVERY_MS })
}

/**
 * In `count` drops that all open cases: happenings come in order, and the letters of one in drops that follow each
 * other, so that blows lie between them.
 */
export function dealLetters(written: Written, count: number, now: number): DroppedLetter[][] {
  const drops: DroppedLetter[][] = Array.from({ length: count }, () => [])
  const happenings = Math.ceil(written.letters / LETTERS_PER_HAPPENING)
  if (happenings < count * MAJOR_EVERY) throw new Error(`too few letters: some of ${count} drops would mail nobody`)
  let index = 0
  for (const { happening, bytes } of writeLetters(written, now)) {
    const first = Math.floor((happening * count) / happenings)
    const drop = drops[Math.min(first + (index % LETTERS_PER_HAPPENING), count - 1)]!
    const all = Array.from({ length: INSTANCES }, (_, number) => number)
    const collectors = index % TWICE_EVERY === 0 ? all : [index % INSTANCES]
    drop.push({ name: `${String(index).padStart(6, '0')}.eml`, bytes, collectors })
    index++
  }
  return drops
}
