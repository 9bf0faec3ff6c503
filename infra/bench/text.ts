// The whole tagger over raw nodejieba on the same letters and their titles, one thread: letters of text per CPU second.
import { cut } from '@huiying/text/segment'
import { openTagger } from '@huiying/text/tag'
import { generateLetters } from './letter.ts'
import { type BenchResult, resultOf, type Sample } from './result.ts'

const LETTERS = 400
/** Passes before measuring, so that both sides run compiled. */
const WARM_PASSES = 4
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
  const perSecond = (read: (text: string) => unknown): number => {
    const before = process.threadCpuUsage()
    for (const text of texts) read(text)
    const { user, system } = process.threadCpuUsage(before)
    return Math.round((letters * MICROSECONDS) / (user + system))
  }
  for (let pass = 0; pass < WARM_PASSES; pass++) {
    perSecond(cut)
    perSecond((text) => tagger.tag(text))
  }
  const samples: Sample[] = []
  for (let index = 0; index < runs; index++) {
    const raw = perSecond(cut)
    samples.push({ value: perSecond((text) => tagger.tag(text)), raw })
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const facts = {
    bench: 'text',
    unit: 'letters of text per CPU second',
    n: texts.length,
    distinct: new Set(texts).size,
    bytes,
  }
  const result = resultOf({ ...facts, threads: 1, durability: 'none', seed: SEED }, samples)
  return { ...result, parts: { loadMs, memoryMb } }
}

/** Title and body of a generated letter. */
export function readBoth(bytes: Uint8Array): string[] {
  const mail = Buffer.from(bytes).toString('latin1')
  const title = /Subject: =\?UTF-8\?B\?([^?]+)\?=/.exec(mail)?.[1] ?? ''
  const body = mail.slice(mail.indexOf('\r\n\r\n'))
  return [title, body].map((part) => Buffer.from(part, 'base64').toString('utf8'))
}
