// Lists of feeds as other readers keep them (OPML 2.0), read however broken and written plainly.
import { elementsOf, readXml, type XmlNode } from './xml.ts'

export interface Subscription {
  title: string
  /** The feed's address as written. */
  url: string
  /** The folders it lay in, outermost first. */
  folders: string[]
}

/** One list holds no more than this many. */
const SUBSCRIPTIONS_MAX = 5_000

/** Every outline with an address, in order, each address once; throws when the text is no OPML. */
export function readOpml(text: string): Subscription[] {
  const { root } = readXml(text)
  const body = findBody(root)
  if (body === null) throw new Error('不是 OPML：找不到 opml/body')
  const found = new Map<string, Subscription>()
  collect(body, [], found)
  return [...found.values()].slice(0, SUBSCRIPTIONS_MAX)
}

export function writeOpml(title: string, subscriptions: Pick<Subscription, 'title' | 'url'>[]): string {
  const lines = subscriptions.map(
    (one) =>
      `    <outline type="rss" text="${quote(one.title)}" title="${quote(one.title)}" xmlUrl="${quote(one.url)}"/>`,
  )
  const head = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    `  <head><title>${quote(title)}</title></head>`,
  ]
  return [...head, '  <body>', ...lines, '  </body>', '</opml>', ''].join('\n')
}

function findBody(node: XmlNode): XmlNode | null {
  for (const child of elementsOf(node)) {
    if (child.name === 'body' && node.name === 'opml') return child
    const inner = findBody(child)
    if (inner !== null) return inner
  }
  return null
}

function collect(node: XmlNode, folders: string[], found: Map<string, Subscription>): void {
  for (const child of elementsOf(node)) {
    if (child.name !== 'outline') continue
    const url = (child.attributes.xmlurl ?? '').trim()
    const title = (child.attributes.title ?? child.attributes.text ?? '').trim()
    if (url !== '' && !found.has(url)) found.set(url, { title: title || url, url, folders })
    collect(child, url === '' && title !== '' ? [...folders, title] : folders, found)
  }
}

const quote = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
