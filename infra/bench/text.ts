// The whole tagger over raw nodejieba on the same letters and their titles, one thread: letters of text per CPU second.
import { cut } from '@huiying/text/segment'
import { openTagger } from '@huiying/text/tag'
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
  const timeOf = (read: (text: string) => unknown): number => {
    const before = process.threadCpuUsage()
    for (const text of texts) read(text)
    const { user, system } = process.threadCpuUsage(before)
    return user + system
  }
  const measure = (passes: number): Sample => {
    let [value, raw] = [0, 0]
    for (let pass = 0; pass < passes; pass++) {
      raw += timeOf(cut)
      value += timeOf((text) => tagger.tag(text))
    }
    const perSecond = (spent: number) => Math.round((letters * passes * MICROSECONDS) / spent)
    return { value: perSecond(value), raw: perSecond(raw) }
  }
  measure(WARM_PASSES)
  const samples: Sample[] = []
  for (let index = 0; index < runs; index++) samples.push(measure(PASSES))
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
  return { ...result, ratio: median(samples.map(({ value, raw }) => value / raw)), parts: { loadMs, memoryMb } }
}

/** Title and body of a generated letter. */
export function readBoth(bytes: Uint8Array): string[] {
  const mail = Buffer.from(bytes).toString('latin1')
  const title = /Subject: =\?UTF-8\?B\?([^?]+)\?=/.exec(mail)?.[1] ?? ''
  const body = mail.slice(mail.indexOf('\r\n\r\n'))
  return [title, body].map((part) => Buffer.from(part, 'base64').toString('utf8'))
}
