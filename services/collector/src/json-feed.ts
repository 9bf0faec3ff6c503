// JSON Feed (versions 1 and 1.1), read field by field; what is not as the format says is left out.
import type { RawEntry, RawFeed, RawText } from './feed-xml.ts'

type Fields = Record<string, unknown>

/** Throws when the text is no JSON Feed. */
export function readJsonFeed(text: string): RawFeed {
  const feed = fieldsOf(parseJson(text))
  if (!String(feed.version ?? '').includes('jsonfeed.org') && !Array.isArray(feed.items))
    throw new Error('不是 JSON Feed')
  const home = word(feed.home_page_url) ?? word(feed.feed_url)
  const items = Array.isArray(feed.items) ? feed.items : []
  const plain = (value: unknown): RawText => ({ value: word(value) ?? '', kind: 'text' })
  return { title: plain(feed.title), entries: items.map((item) => entryOf(fieldsOf(item), home)) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('不是有效的 JSON', { cause })
  }
}

function entryOf(item: Fields, base: string | null): RawEntry {
  const authors = Array.isArray(item.authors) ? item.authors : [item.author]
  const html = word(item.content_html)
  return {
    id: word(item.id) ?? (typeof item.id === 'number' ? String(item.id) : null),
    title: { value: word(item.title) ?? '', kind: 'text' },
    url: word(item.url) ?? word(item.external_url),
    base,
    dates: [word(item.date_published), word(item.date_modified)].filter((date) => date !== null),
    author: word(fieldsOf(authors[0]).name),
    body: html === null ? { value: textOf(item), kind: 'text' } : { value: html, kind: 'html' },
    flags: [],
  }
}

const textOf = (item: Fields): string => word(item.content_text) ?? word(item.summary) ?? ''
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
