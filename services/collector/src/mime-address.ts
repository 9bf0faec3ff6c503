// Addresses of a header (RFC 5322 and what is written in its place): names, groups, comments, routes, lost brackets.
import { domainToUnicode } from 'node:url'
import { decodeWords, onLine } from '@huiying/letter/mime-field'
import { matchesOf } from '@huiying/text/casualty/pattern'

export interface Address {
  /** Empty when none is written. */
  name: string
  address: string
}

/** One header holds no more than this many. */
const ADDRESSES_MAX = 5_000

/** `written` is one byte a character; an entry without an address is left out. */
export function addressesOf(written: string): Address[] {
  const out: Address[] = []
  for (const entry of splitEntries(written)) {
    const address = addressOf(entry) ?? codedAddress(entry)
    if (address !== null) out.push(address)
    if (out.length >= ADDRESSES_MAX) break
  }
  return out
}

interface Token {
  kind: 'text' | 'quoted' | 'angle' | 'comment'
  text: string
}

const quotedPattern = /"((?:[^"\\]|\\[\s\S])*)(?:"|$)/
const anglePattern = /<([^<>]*)(?:>|$|(?=<))/
const commentPattern = /\(((?:[^()\\]|\\[\s\S]|\((?:[^()]*)\))*)(?:\)|$)/
const restPattern = /([,;])|([^"<>(,;]+|[>])/
const tokenPattern = new RegExp(
  [quotedPattern, anglePattern, commentPattern, restPattern].map((one) => one.source).join('|'),
  'g',
)

/** Cuts at commas, semicolons and the colon of a group, where no quote, bracket or comment is open. */
function splitEntries(written: string): Token[][] {
  const entries: Token[][] = [[]]
  for (const [, quoted, angle, comment, cut, text] of matchesOf(written, tokenPattern)) {
    const entry = entries.at(-1)!
    if (cut !== undefined) entries.push([])
    else if (quoted !== undefined) entry.push({ kind: 'quoted', text: quoted.replace(/\\([\s\S])/g, '$1') })
    else if (angle !== undefined) entry.push({ kind: 'angle', text: angle })
    else if (comment !== undefined) entry.push({ kind: 'comment', text: comment })
    else if (text !== undefined) entry.push({ kind: 'text', text })
  }
  return entries
}

function addressOf(tokens: Token[]): Address | null {
  // The name of a group is nobody's name.
  const group = tokens.findLastIndex((token) => token.kind === 'text' && /:(?![^[]*\])/.test(token.text))
  const angle = tokens.findIndex((token) => token.kind === 'angle')
  const own = group >= 0 && (angle < 0 || group < angle) ? afterColon(tokens, group) : tokens
  const bracket = own.findLast((token) => token.kind === 'angle' && token.text.trim() !== '')
  if (bracket !== undefined) {
    const name = own.filter((token) => token.kind === 'text' || token.kind === 'quoted').map((token) => token.text)
    const comment = own.find((token) => token.kind === 'comment')?.text ?? ''
    const address = tidyAddress(bracket.text)
    return address === null ? null : { name: nameOf(name.join(' ')) || nameOf(comment), address }
  }
  return bareAddress(own)
}

/** Some programs encode name and brackets in one; an encoded address alone is only what somebody calls himself. */
function codedAddress(tokens: Token[]): Address | null {
  const text = tokens.map((token) => token.text).join('')
  if (!text.includes('=?')) return null
  const plain = Buffer.from(decodeWords(text), 'utf8').toString('latin1')
  return plain.includes('<') ? addressOf(splitEntries(plain)[0]!) : null
}

function afterColon(tokens: Token[], index: number): Token[] {
  const text = tokens[index]!.text
  return [{ kind: 'text', text: text.slice(text.lastIndexOf(':') + 1) }, ...tokens.slice(index + 1)]
}

/** Bounded on both sides of the @: in a long text without one every place would be tried to the end. */
const addressPattern = /("[^"]{0,400}"|[^ "@,;:<>()]{1,400})@(\[[^\]]{0,400}\]|[^ "@,;:<>()]{1,400})/

/** `a@b (Name)`, `"a b"@c`, or a name with the address among its words. */
function bareAddress(tokens: Token[]): Address | null {
  const comment = tokens.find((token) => token.kind === 'comment')?.text ?? ''
  const text = tokens
    .filter((token) => token.kind !== 'comment')
    .map((token, index) => {
      const next = tokens[index + 1]?.text ?? ''
      return token.kind === 'quoted' && next.startsWith('@') ? `"${token.text}"` : token.text
    })
    .join('')
  const tight = onLine(text).replace(/ ?([@.]) ?/g, '$1')
  const found = addressPattern.exec(tight)
  if (found === null) return null
  const address = tidyAddress(found[0])
  const rest = onLine(tight.replace(found[0], ' '))
  return address === null ? null : { name: nameOf(comment) || nameOf(rest), address }
}

/** As nearly all are: nothing in it to be read otherwise. */
const plainAddress = /^(?!.*xn--)[\w.+-]+@[\w.-]+$/i

/** Without route and blanks, the domain in its own letters; null for nothing. */
function tidyAddress(written: string): string | null {
  if (plainAddress.test(written)) return written
  const decoded = decodeWords(written)
  // Another address within encoded words would pass for the one the server saw.
  if (decoded !== written && decoded.split('@').length > 2 && written.split('@').length <= 2) return null
  const text = decoded
    .replace(/\([^()]*\)/g, '')
    .trim()
    .replace(/^(?:@[^:,@]+,?)+:/, '')
  const plain = /^".*"@/.test(text) ? text : withoutBlanks(text)
  const address = plain.replace(/^(mailto|smtp):/i, '')
  if (address === '') return null
  const at = address.lastIndexOf('@')
  // A group without members that somebody put into brackets is nobody's address.
  if (/^[^"]*[:;]/.test(address.slice(0, at))) return null
  const domain = address.slice(at + 1)
  if (at < 0 || !/xn--/i.test(domain)) return address
  return `${address.slice(0, at + 1)}${domainToUnicode(domain) || domain}`
}

/** Blanks beside a point or an @ are of the old syntax; of several words the one with an @ is meant. */
function withoutBlanks(text: string): string {
  const words = text.replace(/\s*([.@])\s*/g, '$1').split(/\s+/)
  const addresses = words.filter((word) => word.includes('@'))
  return addresses.length === 1 ? addresses[0]! : words.join('')
}

function nameOf(text: string): string {
  if (text === '') return ''
  return decodeWords(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'(.*)'$/, '$1')
    .replace(/^"(.*)"$/, '$1')
    .trim()
}
