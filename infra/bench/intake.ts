// `bench intake`: letters, feed items and rows of a list read a second, beside mailparser, rss-parser and csv-parse.

import { readFeed } from '@huiying/collector/feed'
import { readLetter } from '@huiying/collector/letter'
import { openRandom } from '@huiying/runtime/random'
import { simpleParser } from 'mailparser'
import FeedParser from 'rss-parser'
import { importFile, measureImport } from './import.ts'
import { generateLetters } from './letter.ts'
import { type BenchResult, median, resultOf, type Sample } from './result.ts'

const SEED = 20261121
const LETTERS = 600
const FEEDS = 60
const ITEMS_PER_FEED = 50
const START_AT = Date.UTC(2026, 10, 21)

export async function run(runs: number): Promise<BenchResult> {
  const letters = lettersOf()
  const feeds = feedsOf()
  const letterRuns: Sample[] = []
  const feedRuns: Sample[] = []
  const importRuns: Sample[] = []
  const list = importFile(SEED)
  for (let index = 0; index < runs; index++) {
    letterRuns.push({ value: await perSecond(letters, readLetter), raw: await perSecond(letters, readByMailparser) })
    const texts = feeds.map((feed) => feed.toString('utf8'))
    const parser = new FeedParser()
    const value = (await perSecond(feeds, readFeed)) * ITEMS_PER_FEED
    feedRuns.push({ value, raw: (await perSecond(texts, (text) => parser.parseString(text))) * ITEMS_PER_FEED })
    importRuns.push(await measureImport(list.path))
  }
  list.remove()
  const bytes = letters.reduce((sum, one) => sum + one.length, 0)
  const facts = { bench: 'intake', unit: 'letters/s', n: LETTERS, distinct: LETTERS, bytes, threads: 1 }
  const result = resultOf({ ...facts, durability: 'none: reading only', seed: SEED }, letterRuns)
  const feedBytes = feeds.reduce((sum, one) => sum + one.length, 0)
  const feed = partOf(feedRuns, { unit: 'items/s', n: FEEDS * ITEMS_PER_FEED, bytes: feedBytes })
  return { ...result, parts: { feed, import: partOf(importRuns, { unit: 'rows/s', n: list.rows, bytes: list.bytes }) } }
}

function partOf(runs: Sample[], facts: { unit: string; n: number; bytes: number }) {
  const value = median(runs.map((one) => one.value))
  const raw = median(runs.map((one) => one.raw))
  return { value, raw, ratio: value / raw, ...facts, runs }
}

const readByMailparser = (bytes: Buffer) => simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true })

async function perSecond<T>(all: T[], read: (one: T) => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (const one of all) await read(one)
  return (all.length / (performance.now() - began)) * 1000
}

/** As they come: plain, coded in base64, HTML with a plain form, and with an attachment. */
function lettersOf(): Buffer[] {
  const random = openRandom(SEED)
  return [...generateLetters({ seed: SEED, count: LETTERS, startAt: START_AT })].map(({ bytes }, index) => {
    const whole = Buffer.from(bytes)
    const cut = whole.indexOf('\r\n\r\n')
    const head = whole
      .subarray(0, cut)
      .toString('latin1')
      .replace(/\r\nContent-[^\r]*(?:\r\n[ \t][^\r]*)*/gi, '')
    const text = Buffer.from(whole.subarray(cut + 4).toString('latin1'), 'latin1')
    if (index % 4 === 0) return whole
    const coded = text.toString('base64').replace(/.{76}/g, '$&\r\n')
    const plain = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${coded}\r\n`
    if (index % 4 === 1) return Buffer.from(`${head}\r\n${plain}`, 'latin1')
    const file = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256)))
    const page = text.toString('latin1').replaceAll('\n', '<br>')
    const photo = file.toString('base64').replace(/.{76}/g, '$&\r\n')
    const other =
      index % 4 === 2
        ? `Content-Type: text/html; charset=utf-8\r\n\r\n<p>${page}</p>\r\n`
        : `Content-Type: image/jpeg; name=1.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n${photo}\r\n`
    const kind = index % 4 === 2 ? 'alternative' : 'mixed'
    const parts = `--qh\r\n${plain}--qh\r\n${other}--qh--\r\n`
    return Buffer.from(`${head}\r\nContent-Type: multipart/${kind}; boundary=qh\r\n\r\n${parts}`, 'latin1')
  })
}

function feedsOf(): Buffer[] {
  const letters = [...generateLetters({ seed: SEED + 1, count: FEEDS * ITEMS_PER_FEED, startAt: START_AT })]
  const texts = letters.map(({ bytes }) => Buffer.from(bytes).toString('utf8').split('\r\n\r\n').slice(1).join('\n'))
  return Array.from({ length: FEEDS }, (_, feed) => {
    const items = texts.slice(feed * ITEMS_PER_FEED, (feed + 1) * ITEMS_PER_FEED).map((text, index) => {
      const date = new Date(START_AT + index * 60_000).toUTCString()
      const body = `&lt;p&gt;${text.replace(/[<&>]/g, ' ').replaceAll('\n', '&lt;/p&gt;&lt;p&gt;')}&lt;/p&gt;`
      const title = text.slice(0, 20).replace(/[<&>\n]/g, ' ')
      const head = `<guid>g${feed}-${index}</guid><title>${title}</title><link>http://q.example/${feed}/${index}</link>`
      return `<item>${head}<pubDate>${date}</pubDate><description>${body}</description></item>`
    })
    const channel = `<channel><title>青河新闻网</title>${items.join('')}</channel>`
    return Buffer.from(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0">${channel}</rss>`)
  })
}
