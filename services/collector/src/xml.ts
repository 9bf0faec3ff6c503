// A tolerant reader of XML as feeds really write it: what is broken is mended and named in flags, never refused.
import { decodeReferences } from '@huiying/letter/reference'

export interface XmlNode {
  /** Lower case, with the prefix this program knows the namespace by (`dc:creator`), none for the feed's own words. */
  name: string
  attributes: Record<string, string>
  children: (XmlNode | string)[]
}

export interface XmlDocument {
  /** Holds what stands at the top level. */
  root: XmlNode
  /** `xml-mended` when anything was not well-formed, `xml-cut` when a limit ended the reading. */
  flags: string[]
}

/** Elements deeper than this are read as children of the last one that fits. */
const XML_DEPTH_MAX = 200
/** Elements of one document; reading ends there. */
const XML_ELEMENTS_MAX = 400_000
/** A longer quoted value is one whose closing quote was forgotten. */
const ATTRIBUTE_CHARS_MAX = 65_536
/** One internal entity's value; longer ones are not put in. */
const ENTITY_CHARS_MAX = 2_000

const families: [RegExp, string][] = [
  [/^http:\/\/purl\.org\/atom\/ns#|^https?:\/\/(www\.)?w3\.org\/2005\/atom$/, 'atom'],
  [/purl\.org\/dc\/elements\/1\.\d/, 'dc'],
  [/purl\.org\/dc\/terms/, 'dcterms'],
  [/purl\.org\/rss\/1\.0\/modules\/content/, 'content'],
  [/purl\.org\/rss\/1\.0\/modules\//, 'module'],
  [/itunes\.com\/dtds/, 'itunes'],
  [/search\.yahoo\.com\/mrss/, 'media'],
  [/w3\.org\/1999\/xhtml/, 'xhtml'],
  [/w3\.org\/1999\/02\/22-rdf-syntax/, 'rdf'],
  [/purl\.org\/rss\/1\.0\/?$|purl\.org\/net\/rss1\.1|netscape\.com\/rdf|channel\.netscape|backend\.userland/, ''],
  [/feedburner/, 'feedburner'],
]

interface Open {
  node: XmlNode
  /** As written, to find its end tag. */
  written: string
  /** Prefix → family. */
  spaces: Record<string, string>
}

interface State {
  text: string
  at: number
  stack: Open[]
  elements: number
  entities: Map<string, string>
  flags: Set<string>
}

/** Never throws; a text without any element gives an empty root. */
export function readXml(text: string): XmlDocument {
  const root: XmlNode = { name: '', attributes: {}, children: [] }
  const state: State = {
    text,
    at: 0,
    stack: [{ node: root, written: '', spaces: {} }],
    elements: 0,
    entities: new Map(),
    flags: new Set(),
  }
  while (state.at < text.length && state.elements < XML_ELEMENTS_MAX) readPart(state)
  if (state.at < text.length) state.flags.add('xml-cut')
  if (state.stack.length > 1) state.flags.add('xml-mended')
  return { root, flags: [...state.flags] }
}

function readPart(state: State): void {
  const { text, at } = state
  const next = text.indexOf('<', at)
  if (next !== at) {
    addText(state, text.slice(at, next < 0 ? text.length : next))
    state.at = next < 0 ? text.length : next
    return
  }
  if (text.startsWith('<![CDATA[', at)) readCdata(state)
  else if (text.startsWith('<!--', at)) skipTo(state, '-->')
  else if (text.startsWith('<?', at)) skipTo(state, '?>')
  else if (text.startsWith('<!', at)) readDoctype(state)
  else if (text[at + 1] === '/') readEndTag(state)
  else if (/[\p{L}_:]/u.test(text[at + 1] ?? '')) readStartTag(state)
  else {
    state.flags.add('xml-mended')
    push(state, '<')
    state.at = at + 1
  }
}

function push(state: State, text: string): void {
  const children = state.stack.at(-1)!.node.children
  if (typeof children.at(-1) === 'string') children[children.length - 1] += text
  else children.push(text)
}

function addText(state: State, raw: string): void {
  push(state, raw.includes('&') ? decodeEntities(state, raw) : raw)
}

function decodeEntities(state: State, raw: string): string {
  const { entities } = state
  // Nearly no feed brings entities of its own: the two looks at every text are spared.
  const without =
    entities.size === 0 ? raw : raw.replace(entityPattern, (whole, name: string) => (entities.has(name) ? '' : whole))
  if (/&(?!#|\w+;)/.test(without)) state.flags.add('xml-mended')
  if (entities.size === 0) return decodeReferences(raw)
  return decodeReferences(raw.replace(entityPattern, (whole, name: string) => entities.get(name) ?? whole))
}

const entityPattern = /&([\w.-]+);/g
function readCdata(state: State): void {
  const start = state.at + '<![CDATA['.length
  let end = state.text.indexOf(']]>', start)
  let after = end + 3
  if (end < 0) {
    state.flags.add('xml-mended')
    // A CDATA nobody closed ends where its element does, else with the text.
    end = state.text.indexOf(`</${state.stack.at(-1)!.written}`, start)
    if (end < 0) end = state.text.length
    after = end
  }
  push(state, state.text.slice(start, end))
  state.at = after
}

function skipTo(state: State, mark: string): void {
  const end = state.text.indexOf(mark, state.at + 2)
  if (end < 0) state.flags.add('xml-mended')
  state.at = end < 0 ? state.text.length : end + mark.length
}

/** Takes short internal entities; everything that points outside is left alone. */
function readDoctype(state: State): void {
  const { text, at } = state
  const close = text.indexOf('>', at)
  const bracket = close < 0 ? -1 : text.slice(at, close).indexOf('[') + at
  const inner = bracket >= at && text[bracket] === '['
  const end = inner ? text.indexOf(']', bracket) : close
  if (inner && end > 0) {
    for (const [, name, , value] of text
      .slice(bracket, end)
      .matchAll(/<!ENTITY\s+([\w.-]+)\s+(["'])([^<]*?)\2\s*>/gi)) {
      // An entity may not name another: what multiplies itself is not put in.
      if (value!.length <= ENTITY_CHARS_MAX && !/&(?!#)/.test(value!)) state.entities.set(name!, value!)
    }
  }
  const after = end < 0 ? -1 : text.indexOf('>', end)
  state.at = after < 0 ? text.length : after + 1
}

function readEndTag(state: State): void {
  const end = state.text.indexOf('>', state.at)
  const name = state.text.slice(state.at + 2, end < 0 ? undefined : end).trim()
  state.at = end < 0 ? state.text.length : end + 1
  const { stack } = state
  let index = stack.length - 1
  while (index > 0 && stack[index]!.written !== name) index--
  if (index === 0) {
    const lower = name.toLowerCase()
    index = stack.findLastIndex((one) => one.written.toLowerCase() === lower)
  }
  if (index !== stack.length - 1) state.flags.add('xml-mended')
  if (index > 0) stack.length = index
}

const attributePattern = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g

function readStartTag(state: State): void {
  const { text, at } = state
  const end = findTagEnd(text, at + 1)
  const closed = text[end] === '>'
  const inner = text.slice(at + 1, end)
  const written = /^[^\s/="'<>]+/.exec(inner)![0]
  state.at = closed ? end + 1 : end
  state.elements += 1
  if (!closed) state.flags.add('xml-mended')
  const attributes: Record<string, string> = {}
  const rest = inner.slice(written.length)
  for (const [, name, double, single, bare] of rest === '' ? [] : rest.matchAll(attributePattern)) {
    if (double === undefined && single === undefined) state.flags.add('xml-mended')
    const value = double ?? single ?? bare ?? ''
    attributes[name!.toLowerCase()] ??= value.includes('&') ? decodeEntities(state, value) : value
  }
  const spaces = spacesOf(state.stack.at(-1)!.spaces, attributes)
  const node: XmlNode = { name: nameOf(written, spaces), attributes, children: [] }
  closeForgotten(state, node.name)
  const parent = state.stack.at(-1)!
  parent.node.children.push(node)
  if (!inner.endsWith('/') && state.stack.length <= XML_DEPTH_MAX) state.stack.push({ node, written, spaces })
}

/** What holds words only, and what may stand beside it in an entry. */
const wordFields = new Set(['title', 'guid', 'pubdate', 'author', 'category', 'dc:date', 'dc:creator'])
const besideWords = new Set([...wordFields, 'link', 'description', 'content:encoded'])

/** A field within a field of words: the end tag of the outer one was forgotten. */
function closeForgotten(state: State, name: string): void {
  const open = state.stack.at(-1)!.node.name
  if (!wordFields.has(open) || !besideWords.has(name)) return
  state.flags.add('xml-mended')
  state.stack.pop()
}

/** The place of the `>` that ends the tag, else of the `<` or the end where it breaks off. */
function findTagEnd(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const one = text[index]
    if (one === '>' || one === '<') return index
    if ((one !== '"' && one !== "'") || !/=\s*$/.test(text.slice(Math.max(from, index - 8), index))) continue
    const end = text.slice(index + 1, index + 1 + ATTRIBUTE_CHARS_MAX).indexOf(one)
    if (end >= 0) index += end + 1
  }
  return text.length
}

function spacesOf(outer: Record<string, string>, attributes: Record<string, string>): Record<string, string> {
  let spaces = outer
  for (const name in attributes) {
    if (!name.startsWith('xmlns') || (name.length > 5 && name[5] !== ':')) continue
    if (spaces === outer) spaces = { ...outer }
    const address = attributes[name]!.trim().toLowerCase()
    const known = families.find(([pattern]) => pattern.test(address))?.[1]
    spaces[name.slice(6)] = known ?? (name === 'xmlns' ? '' : name.slice(6))
  }
  return spaces
}

function nameOf(written: string, spaces: Record<string, string>): string {
  const lower = written.toLowerCase()
  const colon = lower.indexOf(':')
  const prefix = colon < 0 ? '' : lower.slice(0, colon)
  const local = lower.slice(colon + 1)
  const family = spaces[prefix] ?? prefix
  return family === '' ? local : `${family}:${local}`
}

/** The children that are elements. */
export function elementsOf(node: XmlNode): XmlNode[] {
  return node.children.filter((child): child is XmlNode => typeof child !== 'string')
}

/** All text below the node. */
export function textOf(node: XmlNode): string {
  const [only] = node.children
  if (node.children.length === 1 && typeof only === 'string') return only
  return node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** What stands in the node, as HTML: elements written again, text escaped. */
export function markupOf(node: XmlNode): string {
  return node.children.map((child) => (typeof child === 'string' ? escapeText(child) : elementMarkup(child))).join('')
}

function elementMarkup(node: XmlNode): string {
  const name = node.name.replace(/^[\w-]+:/, '')
  const attributes = Object.entries(node.attributes)
    .filter(([key]) => !key.startsWith('xmlns'))
    .map(([key, value]) => ` ${key}="${escapeText(value).replaceAll('"', '&quot;')}"`)
    .join('')
  return node.children.length === 0 ? `<${name}${attributes}/>` : `<${name}${attributes}>${markupOf(node)}</${name}>`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
