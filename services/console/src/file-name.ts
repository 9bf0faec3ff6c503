// Names of files as strangers chose them, made fit to be saved under, and the header that says them (RFC 6266).

const NAME_CHARS_MAX = 100
/** Of an ending: what is longer is no ending. */
const ENDING_CHARS_MAX = 10
const RADIX_HEX = 16
/** Windows keeps these for its devices, whatever ending they have. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * The last part of the path, without what cannot be seen or turns the direction of writing (`gpj.exe` shown as
 * `exe.jpg`), without what a file system takes for something else; `fallback` where nothing is left.
 */
export function safeFileName(written: string, fallback: string): string {
  const last = written.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const seen = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
  const bare = seen.replace(/^[. ]+|[. ]+$/g, '').replace(devices, '_$&')
  return bare === '' ? fallback : shorten(bare)
}

/** In characters, the ending kept. */
function shorten(name: string): string {
  const letters = [...name]
  if (letters.length <= NAME_CHARS_MAX) return name
  const dot = letters.lastIndexOf('.')
  const ending = dot > 0 && letters.length - dot <= ENDING_CHARS_MAX ? letters.slice(dot) : []
  return [...letters.slice(0, NAME_CHARS_MAX - ending.length), ...ending].join('')
}

/** `name` is well formed; the old parameter says nothing of it, since programs read other charsets than ours there. */
export function dispositionOf(kind: 'inline' | 'attachment', name: string): string {
  const coded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(RADIX_HEX).toUpperCase()}`,
  )
  return `${kind}; filename="file"; filename*=UTF-8''${coded}`
}
