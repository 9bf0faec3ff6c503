// What a file is, by its first bytes and never by its name; what is none of these is not taken.

export interface FileType {
  type: string
  /** Ending the download gets, whatever the name said. */
  ending: string
}

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte)
const text = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

/** Pictures, PDF, office documents and plain text; null for the rest, programs and web pages included. */
export function typeOf(bytes: Uint8Array): FileType | null {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { type: 'image/png', ending: 'png' }
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return { type: 'image/jpeg', ending: 'jpg' }
  if (/^GIF8[79]a/.test(text(bytes, 0, 6))) return { type: 'image/gif', ending: 'gif' }
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return { type: 'image/webp', ending: 'webp' }
  if (text(bytes, 0, 5) === '%PDF-') return { type: 'application/pdf', ending: 'pdf' }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) {
    return { type: 'application/x-ole-storage', ending: 'doc' }
  }
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return officeType(bytes)
  return isPlainText(bytes) ? { type: 'text/plain', ending: 'txt' } : null
}

const office = 'application/vnd.openxmlformats-officedocument'

/** The parts of an office document are named in its zip; other zips may hold anything and are not taken. */
function officeType(bytes: Uint8Array): FileType | null {
  const names = Buffer.from(bytes).toString('latin1')
  if (!names.includes('[Content_Types].xml'))
    return names.includes('OFD.xml') ? { type: 'application/ofd', ending: 'ofd' } : null
  if (names.includes('vbaProject.bin')) return null
  if (names.includes('word/')) return { type: `${office}.wordprocessingml.document`, ending: 'docx' }
  if (names.includes('xl/')) return { type: `${office}.spreadsheetml.sheet`, ending: 'xlsx' }
  return names.includes('ppt/') ? { type: `${office}.presentationml.presentation`, ending: 'pptx' } : null
}

/** UTF-8 without control characters, and nothing a browser could take for a page. */
function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  try {
    const words = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[\0-\x08\x0e-\x1f]/.test(words) && !/<\s*(!doctype|html|script|svg|\?xml|iframe|body)/i.test(words)
  } catch {
    // Bytes that are no UTF-8 are no text of ours.
    return false
  }
}
