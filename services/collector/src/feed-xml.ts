// RSS 0.9x–2.0, RDF, Atom 0.3 and 1.0 and CDF out of one tree: what each dialect calls the same thing.
import { isUtf8 } from 'node:buffer'
import { elementsOf, markupOf, textOf, type XmlNode } from './xml.ts'

/** A text as the feed gives it. */
export interface RawText {
  value: string
  kind: 'html' | 'text'
}

export interface RawEntry {
  id: string | null
  title: RawText
  /** As written; `base` is what it is relative to. */
  url: string | null
  base: string | null
  /** As written, the first publication first. */
  dates: string[]
  author: string | null
  body: RawText
  flags: string[]
}

export interface RawFeed {
  title: RawText
  entries: RawEntry[]
}

const entryNames = new Set(['item', 'entry', 'atom:entry', 'atom:item', 'rss:item'])
const rootNames = new Set(['rss', 'feed', 'atom:feed', 'rdf:rdf', 'channel', 'rdf', 'atom:entry', 'entry'])
const noText: RawText = { value: '', kind: 'text' }

interface Found {
  node: XmlNode
  base: string | null
}

/** Throws when no element of any dialect is there. */
export function readXmlFeed(root: XmlNode): RawFeed {
  const found: Found[] = []
  const seen = { feed: false }
  collect(root, null, found, seen)
  if (!seen.feed && found.length === 0) throw new Error('不是 RSS、Atom 或 JSON Feed')
  const channel = findChannel(root) ?? root
  const home = linkOf(channel) ?? channel.attributes.href ?? null
  const entries = found.map(({ node, base }) => entryOf(node, base ?? absolute(home)))
  return { title: textIn(channel, titleNames) ?? noText, entries }
}

function collect(node: XmlNode, base: string | null, found: Found[], seen: { feed: boolean }): void {
  if (rootNames.has(node.name)) seen.feed = true
  const inner = baseOf(node, base)
  if (entryNames.has(node.name)) {
    found.push({ node, base: inner })
    // An entry nobody closed holds the next: both are read.
    for (const child of elementsOf(node)) if (entryNames.has(child.name)) collect(child, inner, found, seen)
    return
  }
  for (const child of elementsOf(node)) collect(child, inner, found, seen)
}

function baseOf(node: XmlNode, outer: string | null): string | null {
  const own = node.attributes['xml:base']
  if (own === undefined) return outer
  return URL.canParse(own, outer ?? undefined) ? new URL(own, outer ?? undefined).href : own
}

function findChannel(root: XmlNode): XmlNode | null {
  for (const child of elementsOf(root)) {
    if (/^(channel|feed|atom:feed)$/.test(child.name)) return findChannel(child) ?? child
    const inner = entryNames.has(child.name) ? null : findChannel(child)
    if (inner !== null) return inner
  }
  return null
}

const titleNames = ['atom:title', 'title', 'dc:title', 'media:title', 'itunes:title']
const bodyNames = ['content:encoded', 'atom:content', 'content', 'xhtml:body', 'body', 'fullitem']
const summaryNames = ['description', 'atom:summary', 'summary', 'abstract', 'dc:description', 'itunes:summary']
const restNames = ['itunes:subtitle', 'media:description', 'media:text', 'atom:subtitle', 'atom:tagline']
const publishedNames = ['atom:published', 'published', 'pubdate', 'atom:issued', 'issued', 'dcterms:issued', 'dc:date']
const changedNames = ['atom:updated', 'updated', 'atom:modified', 'modified', 'dcterms:modified', 'lastmod', 'date']
const createdNames = ['atom:created', 'created', 'dcterms:created', 'dc:created', 'expirationdate']

function entryOf(node: XmlNode, base: string | null): RawEntry {
  const title = textIn(node, titleNames)
  const group = first(node, 'media:group')
  const body =
    textIn(node, [...bodyNames, ...summaryNames, ...restNames]) ?? (group === null ? null : textIn(group, restNames))
  const id = wordIn(node, ['atom:id', 'guid', 'id', 'dc:identifier']) ?? node.attributes['rdf:about'] ?? null
  const guid = first(node, 'guid')
  const permanent = guid !== null && guid.attributes.ispermalink?.toLowerCase() !== 'false' ? textOf(guid).trim() : ''
  const url = linkOf(node) ?? (/^https?:\/\//i.test(permanent) ? permanent : null) ?? node.attributes.href ?? null
  const about = node.attributes['rdf:about'] ?? null
  const published = datesIn(node, publishedNames)
  const attribute = node.attributes.lastmod === undefined ? [] : [node.attributes.lastmod]
  return {
    id,
    title: title ?? noText,
    url: url ?? (about !== null && /^https?:/i.test(about) ? about : null),
    base,
    dates: [...published, ...datesIn(node, createdNames.slice(0, -1)), ...datesIn(node, changedNames), ...attribute],
    author: authorOf(node),
    body: body ?? noText,
    flags: [],
  }
}

function first(node: XmlNode, name: string): XmlNode | null {
  for (const child of node.children) if (typeof child !== 'string' && child.name === name) return child
  return null
}

/** Of one name written twice the last counts: feeds append what was mended. */
function datesIn(node: XmlNode, names: string[]): string[] {
  const written = elementsOf(node).filter((child) => names.includes(child.name))
  return names.flatMap((name) => {
    const found = written.filter((child) => child.name === name)
    return found
      .map((child) => textOf(child).trim())
      .filter((text) => text !== '')
      .reverse()
  })
}

/** The first of the names, in their order, in which something is written. */
function wordIn(node: XmlNode, names: string[]): string | null {
  for (const name of names) {
    const found = first(node, name)
    const text = found === null ? '' : textOf(found).trim()
    if (text !== '') return text
  }
  return null
}

function textIn(node: XmlNode, names: string[]): RawText | null {
  const written = elementsOf(node).filter((child) => names.includes(child.name))
  for (const name of names) {
    for (const child of written) {
      if (child.name !== name) continue
      const text = textOfNode(child)
      if (text.value.trim() !== '') return text
    }
  }
  return null
}

/** Atom says what kind of text it is, by `type` and in 0.3 by `mode`; RSS never says and means HTML. */
function textOfNode(node: XmlNode): RawText {
  const type = (node.attributes.type ?? '').toLowerCase().trim()
  const mode = (node.attributes.mode ?? '').toLowerCase()
  const binary = type !== '' && type.includes('/') && !/^text\/|[/+]xml$|xhtml/.test(type)
  const coded = mode === 'base64' || (binary && node.attributes.src === undefined) ? fromBase64(textOf(node)) : null
  if (coded !== null) return { value: coded, kind: 'html' }
  const hasElements = node.children.some((child) => typeof child !== 'string')
  if (hasElements) return { value: markupOf(node), kind: 'html' }
  const isAtom = node.name.startsWith('atom:')
  const says = isAtom && (type === 'text' || type === 'text/plain' || (type === '' && mode !== 'escaped'))
  const xhtml = type === 'xhtml' || type === 'application/xhtml+xml'
  return { value: textOf(node), kind: says || (isAtom && xhtml) || mode === 'xml' ? 'text' : 'html' }
}

/** Null for what is no text in base64: a type that promises it is often wrong. */
function fromBase64(text: string): string | null {
  const packed = text.replace(/\s+/g, '')
  if (packed.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return null
  const bytes = Buffer.from(packed, 'base64')
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : null
}

/** The alternate link: Atom's `href`, RSS's text; a feed's own address (`self`) is not the entry's. */
function linkOf(node: XmlNode): string | null {
  const links = elementsOf(node).filter((child) => child.name === 'link' || child.name === 'atom:link')
  const alternate = links.find(({ attributes }) => {
    const rel = (attributes.rel ?? 'alternate').toLowerCase()
    return attributes.href !== undefined && /(^|\/)alternate$/.test(rel)
  })
  const own = links.filter(({ attributes }) => !/self|edit|replies|enclosure|hub/.test(attributes.rel ?? ''))
  const written = own.map((link) => textOf(link).trim()).find((text) => text !== '')
  const other = own.find(({ attributes }) => attributes.href !== undefined)
  const origin = wordIn(node, ['feedburner:origlink'])
  return origin ?? written ?? alternate?.attributes.href ?? other?.attributes.href ?? wordIn(node, ['url'])
}

function authorOf(node: XmlNode): string | null {
  for (const name of [
    'atom:author',
    'author',
    'dc:creator',
    'dc:author',
    'itunes:author',
    'managingeditor',
    'media:credit',
  ]) {
    const found = first(node, name)
    const text = found === null ? null : personOf(found)
    if (text !== null) return text
  }
  const source = first(node, 'atom:source') ?? first(node, 'source')
  return source === null ? null : authorOf(source)
}

function personOf(node: XmlNode): string | null {
  const name = wordIn(node, ['atom:name', 'name', 'dc:title', 'title'])
  const email = wordIn(node, ['atom:email', 'email'])
  if (name !== null) return email === null ? name : `${name} (${email})`
  if (email !== null) return email
  const text = textOf(node).trim()
  // RSS writes `address (name)`.
  const both = /^(\S+@\S+) ?\((.+)\)$/.exec(text)
  return both === null ? text || null : `${both[2]} (${both[1]})`
}

const absolute = (url: string | null): string | null => (url !== null && URL.canParse(url) ? url : null)
