// Hints that need more than one letter and one reply: what the unit answered others, promised before and published.
import { parseDay } from '@huiying/domain/beijing'
import type { Evidence } from '@huiying/domain/item'
import { contradictionsOf } from './contradiction.ts'
import { rangeOf } from './evidence.ts'
import { conflictsOf, figuresOf } from './figure.ts'
import type { Hint } from './hint.ts'
import { pairsIn, shareAny } from './pair.ts'
import type { ReplyReading } from './reading.ts'
import { findSlips } from './slip.ts'

/** What stands on record beside the reply; every part may be missing, and then nothing is said of it. */
export interface Beside {
  /** Letters the same unit answered in the last 180 days, with its replies. */
  others?: { letter: string; reply: string }[]
  /** What was promised in this case before; `due` as YYYY-MM-DD. */
  promised?: { text: string; due: string | null; kept: boolean }[]
  /** Beijing day of the check, YYYY-MM-DD: says that a promise is past, and when 15日内 of an undated reply ends. */
  today?: string
  /** What was published on the same case before. */
  published?: string[]
}

/** §8.2 Q2: replies alike though the letters are not. */
const ALIKE_REPLIES_MIN = 0.9
const ALIKE_LETTERS_MAX = 0.5
const OTHERS_MAX = 500

export function findBeside(reading: ReplyReading, beside: Beside): Hint[] {
  const hints: Hint[] = [
    { code: 'Q2', evidence: findSame(reading, beside.others ?? []) },
    { code: 'Q12', evidence: findBroken(reading, beside) },
    { code: 'Q14', evidence: findSlips(reading, beside.today ?? null) },
    { code: 'Q15', evidence: findContradicted(reading.reply, beside.published ?? []) },
  ]
  return hints.filter((hint) => hint.evidence.length > 0)
}

function findSame({ letter, reply, sentences }: ReplyReading, others: { letter: string; reply: string }[]): Evidence[] {
  const twin = others
    .slice(-OTHERS_MAX)
    .find(
      (one) =>
        likeness(one.reply, reply) >= ALIKE_REPLIES_MIN &&
        likeness(one.letter, letter) < ALIKE_LETTERS_MAX &&
        !(landsOn(reply, letter) && landsOn(reply, one.letter)),
    )
  if (twin === undefined) return []
  const said = sentences.filter((one) => one.kind !== 'courtesy')
  return (said.length > 0 ? said : sentences).map(rangeOf)
}

/** Words of any letter and answer: a reply is about neither because both say them. */
const ofAnyLetter =
  /小区|社区|街道|问题|情况|事项|反映|咨询|投诉|建议|处理|解决|没有|怎么|什么|如何|可以|需要|我们|您好|工作|管理|服务|相关|有关|人员|部门|单位|[的了吗呢]/gu

/** Takes up what the letter is about: the same answer to the same question is the right one. */
function landsOn(reply: string, letter: string): boolean {
  return shareAny(pairsWithin(letter.replace(ofAnyLetter, '。')), pairsWithin(reply.replace(ofAnyLetter, '。')))
}

/** Jaccard over pairs of characters, digits aside: a date or a name does not make a reply another one. */
function likeness(a: string, b: string): number {
  const left = pairsAcross(a)
  const right = pairsAcross(b)
  let both = 0
  for (const pair of left) if (right.has(pair)) both++
  const all = left.size + right.size - both
  return all === 0 ? 1 : both / all
}

/** What is quoted, digits and marks: no letters of the text's own. */
const notOwn = /[“"「][^”"」]*[”"」]|\d+|[^\p{Script=Han}A-Za-z]/gu
const pairsWithin = (text: string): Set<string> => pairsIn(text.split(notOwn))
/** Two letters with something else between them are a pair too. */
const pairsAcross = (text: string): Set<string> => pairsIn([text.replace(notOwn, '')])

/** A promise is past its day, and the reply does not come back to it. */
function findBroken({ reply, sentences }: ReplyReading, { promised = [], today }: Beside): Evidence[] {
  const now = today === undefined ? null : parseDay(today)
  if (now === null) return []
  const broken = promised.some(({ due, kept, text }) => {
    const day = due === null ? null : parseDay(due)
    return !kept && day !== null && day < now && !speaksOf(reply, text)
  })
  const first = sentences.find((one) => one.kind !== 'courtesy') ?? sentences[0]
  return broken && first !== undefined ? [rangeOf(first)] : []
}

/** Share of the promise's own pairs of characters that a reply coming back to it repeats. */
const SPOKEN_OF_SHARE = 0.5

const when =
  /(?:将于?|计划|预计|在|于)?(?:\d{4}年)?\d+月(?:\d+日)?(?:底|中旬|上旬|下旬)?(?:之|以)?前?|[\d一两二三四五六七八九十]+个?(?:工作日|[日天周月])内|年[中底]前?/gu
/** Said of any promise: none of these tells which. */
const ofAny =
  /进一步|另行|及时|立即|届时|社会|公布|公开|通报|反馈|告知|答复|完成|恢复|处理|关注|情况|工作|结论|形成|家属|市民|网站|[将会在于向并对的后前和及您]/gu
/** What a reply that comes back to a promise says: done, found, or here it is. */
const kept =
  /已(?:于|经|在)?[\p{Script=Han}]|如下|(?:结果|结论|原因|方案|报告|进展)[^，。]{0,8}[：:为是系]|查明|\d+月\d+日/u

function speaksOf(reply: string, promise: string): boolean {
  const wanted = pairsAcross(promise.replace(when, ' '))
  const said = pairsAcross(reply)
  let both = 0
  for (const pair of wanted) if (said.has(pair)) both++
  if (wanted.size > 0 && both / wanted.size >= SPOKEN_OF_SHARE) return true
  return kept.test(reply) && shareAny(pairsWithin(promise.replace(when, '。').replace(ofAny, '。')), said)
}

/** Says another number of the same thing than what was published on the case, or that it is not so. */
function findContradicted(reply: string, published: string[]): Evidence[] {
  const before = published.flatMap(figuresOf)
  const figures = conflictsOf(figuresOf(reply), before, 'label').map(rangeOf)
  return figures.length > 0 ? figures : published.flatMap((text) => contradictionsOf(reply, text))
}
