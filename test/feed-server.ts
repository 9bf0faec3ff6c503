// A real web server with one feed on it, for tests: conditional GET by ETag, and 503 while it is told to fail.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestArticle {
  title: string
  text: string
  /** UTC milliseconds of publication; null for an entry without a date. */
  at: number | null
  id?: string
}

/** A real web server with a feed: conditional GET by ETag; `fails` makes it answer 503. */
export async function openFeed() {
  const articles: TestArticle[] = []
  /** `whole` counts the answers that were neither 304 nor an error. */
  const state = { fails: false, asked: 0, whole: 0 }
  const server = createServer((request, response) => {
    state.asked++
    const body = rssOf(articles)
    const etag = `"${createHash('sha256').update(body).digest('hex')}"`
    if (state.fails) return response.writeHead(503).end()
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    state.whole++
    return response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise((resolve) => server.close(resolve))
  return { articles, state, url: `http://127.0.0.1:${port}/feed.xml`, close }
}

function rssOf(articles: TestArticle[]): string {
  const items = articles.map((article, index) => {
    const date = article.at === null ? '' : `<pubDate>${new Date(article.at).toUTCString()}</pubDate>`
    const guid = `<guid isPermaLink="false">${article.id ?? `article-${index}`}</guid>`
    return `<item>${guid}<title>${article.title}</title><description>${article.text}</description>${date}</item>`
  })
  const channel = `<channel><title>青河新闻网</title>${items.join('')}</channel>`
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">${channel}</rss>`
}
