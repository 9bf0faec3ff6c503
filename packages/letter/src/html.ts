// HTML to plain text with its line breaks; what a reader of the page could not see is dropped and flagged.
import iconv from 'iconv-lite'
import { decodeReferences } from './reference.ts'

export interface PlainText {
  text: string
  /** `hidden-text` when something stood in nodes nobody sees. */
  flags: string[]
}

/** Unclosed hidden nodes end after this many characters: a forgotten end tag must not swallow the page. */
const SILENT_CHARS_MAX = 200_000
const blocks = new Set(
  `p div br title li ul ol dl dt dd h1 h2 h3 h4 h5 h6
   table tr hr blockquote pre section article header footer center form`.split(/\s+/),
)
/** What stands in `iframe`, `object` and `noframes` is meant for those who show no frames: for us. */
const silent = new Set(['script', 'style', 'template', 'applet'])
const heads = new Set(['head', 'title'])
const hiding = new Set(['optgroup', 'marquee'])
const empty = new Set('br hr img input meta link area base col embed param source track wbr'.split(' '))
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(px|pt|em|rem|%)?\s*(;|$)|opacity\s*:\s*0\s*(;|$)/i
// No alternative begins where another may: a page made to be slow is read as fast as any other.
const notePattern = /<!--[\s\S]*?(?:-->|$)|<(?:![a-z[]|\?)[^>]*>/
const elementPattern = /<(\/?)([a-z][a-z0-9:-]*)((?:[^<>"']|"[^"]{0,8192}"|'[^']{0,8192}')*|[^<>]*)>/
const tagPattern = new RegExp(`${notePattern.source}|${elementPattern.source}`, 'gi')

/**
 * A text without any tag keeps its own line breaks; only its character references are resolved. `withTitle` keeps a
 * page's own title: a feed's entry may have no other.
 */
export function plainTextOf(html: string, withTitle = false): PlainText {
  if (!/<[a-z/!?]/i.test(html)) return { text: tidy(decodeReferences(html)), flags: [] }
  const parts: string[] = []
  let hidden = false
  let last = 0
  let pre = 0
  tagPattern.lastIndex = 0
  for (let found = tagPattern.exec(html); found !== null; found = tagPattern.exec(html)) {
    parts.push(runOf(html.slice(last, found.index), pre > 0))
    last = tagPattern.lastIndex
    const name = found[2]?.toLowerCase()
    if (name === undefined) continue
    const opens = found[1] === ''
    if (opens && !empty.has(name) && !found[3]!.endsWith('/')) {
      const unseen = hiding.has(name) || isHidden(found[3]!)
      if (unseen || silent.has(name) || (!withTitle && heads.has(name))) {
        last = endOfNode(html, name, last)
        if (
          unseen &&
          html
            .slice(found.index, last)
            .replace(/<[^>]*>/g, '')
            .trim() !== ''
        )
          hidden = true
        tagPattern.lastIndex = last
        continue
      }
    }
    if (name === 'pre') pre = Math.max(0, pre + (opens ? 1 : -1))
    if (name === 'td' || name === 'th') parts.push(opens ? ' ' : '')
    // `p` and headings stand apart by an empty line, other blocks by a line break.
    else if (blocks.has(name)) parts.push('\n')
  }
  parts.push(runOf(html.slice(last), pre > 0))
  return { text: tidy(parts.join('')), flags: hidden ? ['hidden-text'] : [] }
}

function runOf(raw: string, pre: boolean): string {
  const text = pre ? raw : raw.replace(/[ \t\r\n\f]+/g, ' ')
  return decodeReferences(text)
}

/** Characters of Windows-1252 that came through as the control codes of the same number: what was meant is known. */
const windowsCodes = new Map(
  [...Array(32).keys()].map((index) => [0x80 + index, iconv.decode(Buffer.from([0x80 + index]), 'windows-1252')]),
)

function tidy(text: string): string {
  return text
    .replace(/[\u0080-\u009f]/g, (one) => windowsCodes.get(one.charCodeAt(0))!)
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t\u00a0]+\n/g, '\n')
    .replace(/\n[ \t]+/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function isHidden(attributes: string): boolean {
  if (!/hidden|style/i.test(attributes)) return false
  const style = /\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes)
  const bare = attributes.replace(/=\s*("[^"]*"|'[^']*')/g, '')
  return /(^|\s)hidden(\s|=|\/|$)/i.test(bare) || hiddenStyle.test(style?.[1] ?? style?.[2] ?? '')
}

/** The place after the end tag that closes the node; nested nodes of the same name are counted. */
function endOfNode(html: string, name: string, from: number): number {
  const pattern = new RegExp(`<(/?)${name}(?=[\\s>/])[^>]*>`, 'gi')
  const text = html.slice(from, from + SILENT_CHARS_MAX)
  let depth = 1
  for (const found of text.matchAll(pattern)) {
    depth += found[1] === '/' ? -1 : 1
    if (depth === 0) return from + found.index + found[0].length
  }
  return from
}
