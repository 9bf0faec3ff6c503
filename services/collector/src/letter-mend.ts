// A letter whose bytes are not in the charset they name, written again in UTF-8 so that the mail library reads it.
import { decodeBytes } from './charset.ts'

/** Header blocks of one letter; what stands behind is left as it is. */
const PARTS_MAX = 1_000

interface Part {
  head: string
  body: string
}

/** Every header and every text part in UTF-8; attachments stay byte for byte. */
export function mendLetter(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const boundaries = new Set<string>()
  const out: string[] = []
  let rest = text
  for (let count = 0; rest !== '' && count < PARTS_MAX; count++) {
    const { head, body } = splitHead(rest)
    for (const [, quoted, bare] of head.matchAll(/boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/gi))
      boundaries.add(quoted ?? bare!)
    const end = endOfBody(body, boundaries)
    const part = mendPart({ head, body: body.slice(0, end) })
    const line = /^--[^\n]*\n?/.exec(body.slice(end))?.[0] ?? ''
    out.push(part.head, part.body, line)
    rest = body.slice(end + line.length)
    // Behind the closing line stands nothing that has a header.
    if (/--\s*$/.test(line)) {
      const next = endOfBody(rest, boundaries)
      const closing = /^--[^\n]*\n?/.exec(rest.slice(next))?.[0] ?? ''
      out.push(rest.slice(0, next), closing)
      rest = rest.slice(next + closing.length)
    }
  }
  return Buffer.from(out.join('') + rest, 'latin1')
}

/** The name of an attachment that stood in the header as bare bytes and was read one byte a character. */
export function mendName(name: string): string {
  if (!/[\u0080-\u00ff]/.test(name) || /[^\u0000-\u00ff]/.test(name)) return name
  return decodeBytes(Buffer.from(name, 'latin1'), []).text
}

function splitHead(text: string): Part {
  const blank = /\r?\n\r?\n/.exec(text)
  if (/^\r?\n/.test(text) || blank === null)
    return /^\r?\n/.test(text) ? { head: '', body: text } : { head: text, body: '' }
  const end = blank.index + blank[0].length
  return { head: text.slice(0, end), body: text.slice(end) }
}

/** Where the next boundary line begins, else the end. */
function endOfBody(body: string, boundaries: Set<string>): number {
  if (boundaries.size === 0) return body.length
  for (const found of body.matchAll(/^--([^\r\n]+?)[ \t]*\r?$/gm)) {
    const name = found[1]!
    if (boundaries.has(name) || (name.endsWith('--') && boundaries.has(name.slice(0, -2)))) return found.index
  }
  return body.length
}

function mendPart({ head, body }: Part): Part {
  const written = inUtf8(head)
  const type = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1]?.toLowerCase() ?? 'text/plain'
  const attached = /^content-disposition:\s*attachment/im.test(head)
  if (!type.startsWith('text/') || attached || body.trim() === '') return { head: written, body }
  const charset = /charset\s*=\s*"?([\w:.-]+)/i.exec(head)?.[1] ?? null
  const coding = /^content-transfer-encoding:\s*"?([\w-]+)/im.exec(head)?.[1]?.toLowerCase() ?? '8bit'
  const { text } = decodeBytes(decodeTransfer(body, coding), [charset])
  const kept = written
    .replace(/^content-(type|transfer-encoding):.*\r?\n(?:[ \t].*\r?\n)*/gim, '')
    .replace(/^(?:\r?\n)+/, '')
  const lines = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n`
  const coded = Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, '$&\r\n')
  return { head: `${lines}${kept === '' ? '\r\n' : kept}`, body: `${coded}\r\n` }
}

function inUtf8(head: string): string {
  if (!/[\u0080-\u00ff]/.test(head)) return head
  return Buffer.from(decodeBytes(Buffer.from(head, 'latin1'), []).text, 'utf8').toString('latin1')
}

function decodeTransfer(body: string, coding: string): Buffer {
  if (coding === 'base64') return Buffer.from(body, 'base64')
  if (coding !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const joined = body.replace(/[ \t]*=\r?\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
