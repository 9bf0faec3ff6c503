// Header fields in words: a value with its parameters (RFC 2045, 2231) and encoded words (RFC 2047).
import { matchesOf } from '@huiying/text/casualty/pattern'
import { decodeBytes } from './charset.ts'
import { decodeBase64 } from './mime-body.ts'

export interface FieldValue {
  /** What stands before the first semicolon, lower case. */
  value: string
  /** Names in lower case, values in the characters they mean. */
  parameters: Record<string, string>
}

/** `written` is one byte a character. */
export function fieldOf(written: string): FieldValue {
  // The semicolon is forgotten often enough: the first blank ends the value as well.
  const value = /^[\s"]*(?:\([^()]*\)\s*)*([^;\s"]*(?:\s*\/\s*[^;\s"]+)?)/.exec(written)!
  const parameters = parametersOf(written.slice(value[0].length))
  return { value: value[1]!.replace(/\s+/g, '').toLowerCase(), parameters }
}

/** On one line; only ASCII blanks are blanks here: the byte A0 is half of many a character (增加). */
export function onLine(text: string): string {
  const line = /[\t\r\n\f\v]| {2}/.test(text) ? text.replace(/[ \t\r\n\f\v]+/g, ' ') : text
  return line.slice(line.startsWith(' ') ? 1 : 0, line.length > 1 && line.endsWith(' ') ? -1 : undefined)
}

/** No name is longer, and none is looked for further. */
const parameterPattern =
  /[;\s"]*(?:\([^()]*\)[;\s]*)*([^\s=;"()]{1,200}?)[ \t\r\n]*=[ \t\r\n]*(?:"((?:[^"\\]|\\[\s\S])*)(?:"|$)|([^;]*))/g

function parametersOf(text: string): Record<string, string> {
  if (!text.includes('=')) return {}
  const plain = new Map<string, string>()
  const pieces = new Map<string, { index: number; text: string; coded: boolean }[]>()
  for (const [, written, quoted, bare] of matchesOf(text, parameterPattern)) {
    const name = written!.toLowerCase()
    const value = quoted === undefined ? bareValue(name, bare!) : unquote(quoted)
    const part = !name.includes('*') ? null : /^([^*]+)(?:\*(\d+))?(\*)?$/.exec(name)
    if (part === null || (part[2] === undefined && part[3] === undefined)) {
      if (!plain.has(name)) plain.set(name, value)
      continue
    }
    const list = pieces.get(part[1]!) ?? []
    list.push({ index: Number(part[2] ?? 0), text: value, coded: part[3] !== undefined })
    pieces.set(part[1]!, list)
  }
  const out: Record<string, string> = {}
  for (const [name, value] of plain) out[name] = decodeWords(value)
  for (const [name, list] of pieces) out[name] = joinPieces(list.sort((a, b) => a.index - b.index))
  return out
}

/** A name may hold blanks and brackets nobody quoted; elsewhere a bracket is a comment for people. */
function bareValue(name: string, text: string): string {
  return onLine(/^(file)?name/.test(name) ? text.replaceAll('"', '') : text.replace(/\([^()]*\)/g, ' '))
}

/** RFC 2231: the charset stands at the first piece, a character may be cut between two. */
function joinPieces(list: { text: string; coded: boolean }[]): string {
  const first = list[0]!
  const named = first.coded ? /^([^']*)'[^']*'([\s\S]*)$/.exec(first.text) : null
  const bytes = list.map(({ text, coded }, index) => {
    const own = index === 0 && named !== null ? named[2]! : text
    return Buffer.from(coded ? percentDecoded(own) : own, 'latin1')
  })
  const coded = list.some((piece) => piece.coded)
  const text = decodeBytes(Buffer.concat(bytes), [named?.[1] || null]).text
  return coded ? text : decodeWords(text)
}

const percentDecoded = (text: string) =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const unquote = (text: string) => text.replace(/\\([\s\S])/g, '$1')

/** Whole titles stand in one word, against RFC 2047; a word without an end is not looked for further. */
const wordPattern = /=\?([\w.:+-]{1,60})(?:\*[^?]{0,60})?\?([bq])\?([^\r\n]{0,8000}?)\?=/gi

interface HeldWords {
  charset: string
  /** Encoded texts, `b` ones joined: some programs cut in the middle of a code. */
  texts: { coding: 'b' | 'q'; text: string }[]
  /** As they stand in the header. */
  written: string
}

/** The last word of a header that ends within it: a gateway cut the line. */
const cutPattern = /=\?[\w.:+-]+(?:\*[^?]*)?\?[bq]\?[^?\s]*\??$/i

/** A header's bytes, one a character → its characters: encoded words that stand beside each other are read as one. */
export function decodeWords(written: string): string {
  const isRaw = /[\u0080-\u00ff]|\x1b\$/.test(written)
  const text = isRaw ? decodeBytes(Buffer.from(written, 'latin1'), []).text : written
  if (!text.includes('=?')) return text
  if (!cutPattern.test(text)) return joinWords(text)
  // What is cut within a character has no last character.
  return joinWords(`${text.replace(/=[0-9a-f]?$|\?$/i, '')}?=`).replace(/\uFFFD+$/, '')
}

function joinWords(text: string): string {
  const out: string[] = []
  let last = 0
  let held: HeldWords | null = null
  for (const found of matchesOf(text, wordPattern)) {
    const between = text.slice(last, found.index)
    const charset = found[1]!.toLowerCase()
    if (held === null || between.trim() !== '' || held.charset !== charset) {
      out.push(wordsText(held))
      if (held === null || between.trim() !== '') out.push(between)
      held = { charset, texts: [], written: '' }
    } else held.written += between
    held.written += found[0]
    const coding = found[2]!.toLowerCase() as 'b' | 'q'
    const before: HeldWords['texts'][number] | undefined = held.texts.at(-1)
    if (coding === 'b' && before?.coding === 'b') before.text += found[3]!
    else held.texts.push({ coding, text: found[3]! })
    last = found.index + found[0].length
  }
  return `${out.join('')}${wordsText(held)}${text.slice(last)}`
}

/** Control codes say that this was no text: then it stands as written. */
function wordsText(held: HeldWords | null): string {
  if (held === null) return ''
  const bytes = held.texts.map(({ coding, text }) => (coding === 'b' ? decodeBase64(text) : decodeQ(text)))
  const { text } = decodeBytes(bytes.length === 1 ? bytes[0]! : Buffer.concat(bytes), [held.charset])
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? held.written : text
}

function decodeQ(text: string): Buffer {
  const plain = text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16))
  })
  return Buffer.from(plain, /[\u0100-\uffff]/.test(plain) ? 'utf8' : 'latin1')
}
