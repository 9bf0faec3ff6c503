// Fills an empty data folder with the fictional 青河市: its mailbox, its local feed and a bought list, dated back from
// now.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

interface SampleLetter {
  ago: number
  from: string
  subject: string
  text: string
}
interface SampleFeed {
  title: string
  items: { ago: number; title: string; text: string }[]
}

const MINUTE_MS = 60_000
const folder = new URL('sample/', import.meta.url)

/** Writes mailbox/in/*.eml, sample/feed.xml and sample/list.csv under `dataDir`; texts are ours and invented. */
export async function writeSample(dataDir: string, now: number): Promise<{ letters: number; articles: number }> {
  const letters = parse(await readFile(new URL('letters.yaml', folder), 'utf8')) as SampleLetter[]
  const feed = parse(await readFile(new URL('feed.yaml', folder), 'utf8')) as SampleFeed
  const list = await readFile(new URL('list.csv', folder), 'utf8')
  await mkdir(join(dataDir, 'mailbox', 'in'), { recursive: true, mode: 0o700 })
  await mkdir(join(dataDir, 'sample'), { recursive: true, mode: 0o700 })
  for (const [index, letter] of letters.entries()) {
    const name = `${String(index + 1).padStart(3, '0')}.eml`
    await writeFile(join(dataDir, 'mailbox', 'in', name), emlOf(letter, index, now))
  }
  await writeFile(join(dataDir, 'sample', 'feed.xml'), rssOf(feed, now))
  await writeFile(join(dataDir, 'sample', 'list.csv'), `\uFEFF${datesIn(list, now)}`)
  return { letters: letters.length, articles: feed.items.length }
}

export function emlOf(letter: SampleLetter, index: number, now: number): string {
  const date = new Date(now - letter.ago * MINUTE_MS).toUTCString().replace('GMT', '+0000')
  const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
  const [, name = '', address = letter.from] = /^(.*?)\s*<(.+)>$/.exec(letter.from) ?? []
  const body = Buffer.from(letter.text).toString('base64').replace(/.{76}/g, '$&\r\n')
  return [
    `Received: from mail.example by mx.qinghe.example; ${date}`,
    `From: ${word(name)} <${address}>`,
    'To: =?UTF-8?B?5biC6ZW/5L+h566x?= <shizhang@qinghe.example>',
    `Subject: ${word(letter.subject)}`,
    `Date: ${date}`,
    `Message-ID: <sample-${index + 1}@mail.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
    '',
  ].join('\r\n')
}

function rssOf(feed: SampleFeed, now: number): string {
  const escapeXml = (text: string) => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`)
  const items = feed.items.map(
    (item, index) =>
      `<item><guid isPermaLink="false">qinghe-sample-${index + 1}</guid><title>${escapeXml(item.title)}</title>` +
      `<link>https://news.qinghe.example/${index + 1}.html</link><description>${escapeXml(item.text)}</description>` +
      `<pubDate>${new Date(now - item.ago * MINUTE_MS).toUTCString()}</pubDate></item>`,
  )
  const head = `<title>${escapeXml(feed.title)}</title><link>https://news.qinghe.example/</link>`
  const channel = `<channel>${head}${items.join('\n')}</channel>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">${channel}</rss>\n`
}

/** `{{-380}}` in the list means 380 minutes before now, written as Beijing time the way such lists do. */
function datesIn(list: string, now: number): string {
  const beijingOffsetMs = 8 * 60 * MINUTE_MS
  return list.replace(/\{\{(-?\d+)\}\}/g, (_, minutes: string) =>
    new Date(now + Number(minutes) * MINUTE_MS + beijingOffsetMs).toISOString().slice(0, 16).replace('T', ' '),
  )
}
