// The whole tagger over raw nodejieba on the same letters and their titles, one thread: letters of text per CPU second.
import { BATCH_MAX } from '@huiying/tagger/tagger'
import { normalise } from '@huiying/text/normalise'
import { cut } from '@huiying/text/segment'
import { openTagger, readAlarm, type Tagger } from '@huiying/text/tag'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'

const LETTERS = 400
/** Passes before measuring: V8 compiles the tagger's last parts after some twenty; nodejieba is compiled already. */
const WARM_PASSES = 40
/**
 * Passes of a run. Both sides take turns in each, so that a processor that is faster now and slower then is so for
 * both; and a run is long beside the steps of some milliseconds in which the system counts a thread's time.
 */
const PASSES = 10
const MICROSECONDS = 1_000_000
const SEED = 20_161_212
const START_AT = Date.UTC(2026, 10, 20)

export async function run(runs: number): Promise<BenchResult> {
  const loadBegan = performance.now()
  const memoryBefore = process.memoryUsage().rss
  const tagger = openTagger()
  tagger.tag('青河市某小区停水三天')
  const loadMs = Math.round(performance.now() - loadBegan)
  const memoryMb = Math.round((process.memoryUsage().rss - memoryBefore) / 2 ** 20)
  const texts = [...generateLetters({ seed: SEED, count: LETTERS, startAt: START_AT })].flatMap(({ bytes }) =>
    readBoth(bytes),
  )
  const letters = texts.reduce((sum, text) => sum + text.length, 0)
  const measure = (passes: number): Sample & { single: number } => {
    let [value, raw, single] = [0, 0, 0]
    for (let pass = 0; pass < passes; pass++) {
      raw += timeOf(() => {
        for (const text of texts) cut(text)
      })
      value += timeOf(() => tagInBatches(tagger, texts))
      single += timeOf(() => {
        for (const text of texts) tagger.tag(text)
      })
    }
    const perSecond = (spent: number) => Math.round((letters * passes * MICROSECONDS) / spent)
    return { value: perSecond(value), raw: perSecond(raw), single: perSecond(single) }
  }
  measure(WARM_PASSES)
  const samples = Array.from({ length: runs }, () => measure(PASSES))
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const facts = {
    bench: 'text',
    unit: 'letters of text per CPU second',
    n: texts.length,
    distinct: new Set(texts).size,
    bytes,
  }
  const result = resultOf({ ...facts, threads: 1, durability: 'none', seed: SEED }, samples)
  // Of each run its own ratio: the two medians may be of different runs, at different speeds of the processor.
  const ratioOf = (kind: 'value' | 'single') => median(samples.map((sample) => sample[kind] / sample.raw))
  const ratioSingle = Math.round(ratioOf('single') * 1000) / 1000
  return { ...result, ratio: ratioOf('value'), parts: { loadMs, memoryMb, ratioSingle } }
}

function timeOf(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}

/** As the tagger reads what it is given at once: each step of all texts, then the next. */
function tagInBatches(tagger: Tagger, texts: readonly string[]): void {
  for (let from = 0; from < texts.length; from += BATCH_MAX) {
    const copies = texts.slice(from, from + BATCH_MAX).map((text) => normalise(text))
    const alarms = copies.map((copy) => readAlarm(copy))
    for (const [index, copy] of copies.entries()) tagger.tag(copy, undefined, {}, alarms[index])
  }
}

/** Title and body of a generated letter. */
export function readBoth(bytes: Uint8Array): string[] {
  const mail = Buffer.from(bytes).toString('latin1')
  const title = /Subject: =\?UTF-8\?B\?([^?]+)\?=/.exec(mail)?.[1] ?? ''
  const body = mail.slice(mail.indexOf('\r\n\r\n'))
  return [title, body].map((part) => Buffer.from(part, 'base64').toString('utf8'))
}
