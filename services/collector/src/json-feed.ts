// JSON Feed (versions 1 and 1.1), read field by field; what is not as the format says is left out.
import type { RawEntry } from './rss.ts'

type Fields = Record<string, unknown>

/** Throws when the text is no JSON Feed. */
export function readJsonFeed(text: string): { title: string; entries: RawEntry[] } {
  const feed = JSON.parse(text) as Fields
  if (!String(feed.version ?? '').includes('jsonfeed.org') || !Array.isArray(feed.items))
    throw new Error('不是 JSON Feed')
  return { title: word(feed.title) ?? '', entries: (feed.items as Fields[]).map(entryOf) }
}

function entryOf(item: Fields): RawEntry {
  const authors = Array.isArray(item.authors) ? (item.authors as Fields[]) : [(item.author ?? {}) as Fields]
  return {
    id: word(item.id) ?? (typeof item.id === 'number' ? String(item.id) : null),
    title: word(item.title) ?? '',
    url: word(item.url) ?? word(item.external_url),
    date: word(item.date_published) ?? word(item.date_modified),
    author: word(authors[0]?.name),
    html: word(item.content_html) ?? word(item.content_text) ?? word(item.summary) ?? '',
  }
}

const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
