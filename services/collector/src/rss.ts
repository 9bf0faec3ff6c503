// RSS and Atom behind rss-parser, this one file: what it gives, in our words; what it refuses is the caller's to
// report.
import Parser from 'rss-parser'

export interface RawEntry {
  id: string | null
  title: string
  url: string | null
  /** As written; null when the entry has none. */
  date: string | null
  author: string | null
  html: string
}

interface ParsedEntry {
  guid?: string
  id?: string
  title?: string
  link?: string
  pubDate?: string
  isoDate?: string
  creator?: string
  author?: string
  content?: string
  'content:encoded'?: string
  summary?: string
}

/** Throws when the text is no feed. Entries keep their order. */
export async function readRss(text: string): Promise<{ title: string; entries: RawEntry[] }> {
  const parser = new Parser<object, ParsedEntry>()
  const feed = await parser.parseString(text)
  const entries = feed.items.map((item) => ({
    id: item.guid ?? item.id ?? null,
    title: item.title ?? '',
    url: item.link ?? null,
    date: item.pubDate ?? item.isoDate ?? null,
    author: item.creator ?? item.author ?? null,
    html: item['content:encoded'] ?? item.content ?? item.summary ?? '',
  }))
  return { title: feed.title ?? '', entries }
}
