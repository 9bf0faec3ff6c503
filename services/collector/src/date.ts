// A date as somebody wrote it → instant and precision; null when it cannot be known. Never the present moment.
import { readChineseDate } from './date-chinese.ts'
import { inEnglish } from './date-foreign.ts'
import { dateOfParts, type ReadDate } from './date-part.ts'

/** Longer texts are no dates. */
const DATE_CHARS_MAX = 120

/** Already as it is read: no sign that others stand for, single blanks. */
const tidyAscii = /^[!-~]+(?: [!-~]+)*$/

/** `anchor` is the instant of fetching, for what is written relative to it; null when there is none. */
export function readDate(written: string, anchor: number | null): ReadDate | null {
  const text = tidyAscii.test(written) ? written : written.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (text === '' || text.length > DATE_CHARS_MAX) return null
  const read = readIso(text) ?? readMail(text) ?? readUnix(text) ?? readChineseDate(text, anchor)
  if (read !== null) return read
  const english = inEnglish(text)
  return english === null ? null : (readIso(english) ?? readMail(english))
}

const isoPattern = new RegExp(
  '^(?:[a-z]{3},? )?(\\d{4})([-/.]?)(\\d{1,2})\\2(\\d{1,2})' +
    '(?:[Tt ,]*(\\d{1,2}):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9}))?)?)? ?(.*)$',
  'i',
)

function readIso(text: string): ReadDate | null {
  const found = isoPattern.exec(text)
  if (found === null) return null
  const [, year, mark, month, day, hour, minute, second, fraction, rest] = found
  if (mark === '' && (month!.length < 2 || day!.length < 2)) return null
  const zone = readZone(rest!)
  if (zone === null || (hour === undefined && rest !== '' && !/^(z|[+-]\d{2}:?\d{2})$/i.test(rest!))) return null
  return dateOfParts({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: numberOf(hour),
    minute: numberOf(minute),
    second: numberOf(second),
    ms: fraction === undefined ? undefined : Math.floor(Number(`0.${fraction}`) * 1000),
    zoneMinutes: zone.minutes,
  })
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const monthWord = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'
const clockWord = '(\\d{1,2})[:.](\\d{1,2})(?:[:.](\\d{1,2})(?:\\.\\d+)?)? ?(am|pm|a\\.m\\.|p\\.m\\.)?'
const weekday = '(?:[a-z]{2,9}[,.]* *)?'
/** 21 Nov 2026 10:00:00 +0800; the comment behind it is for people. */
const mailPattern = new RegExp(
  `^${weekday}(\\d{1,2})(?:st|nd|rd|th)?,?[- ]${monthWord}[-, ]+(\\d{2,4})(?:[, ]+(?:at )?${clockWord})?(.*)$`,
  'i',
)
/** Sat Nov 21 10:00:00 CST 2026, and Nov 21, 2026 10:00 AM. */
const asctimePattern = new RegExp(`^${weekday}${monthWord} (\\d{1,2}) ${clockWord} ?([a-z0-9+: -]*?) ?(\\d{4})$`, 'i')
const wordPattern = new RegExp(
  `^${weekday}${monthWord} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})(?:[, ]+(?:at )?${clockWord})?(.*)$`,
  'i',
)

function readMail(text: string): ReadDate | null {
  const said = text.includes('(')
    ? text
        .replace(/\([^()]*\)/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
    : text
  const plain = / :|: /.test(said) ? said.replace(/(\d) ?: ?(?=\d)/g, '$1:') : said
  const mail = mailPattern.exec(plain)
  if (mail !== null) return fromWords(mail[1]!, mail[2]!, mail[3]!, mail.slice(4, 8), mail[8]!)
  const asctime = asctimePattern.exec(plain)
  if (asctime !== null) {
    // A Java machine in China writes CST for its own zone in this form.
    const zone = /^cst$/i.test(asctime[7]!) ? '' : asctime[7]!
    return fromWords(asctime[2]!, asctime[1]!, asctime[8]!, asctime.slice(3, 7), zone)
  }
  const word = wordPattern.exec(plain)
  return word === null ? null : fromWords(word[2]!, word[1]!, word[3]!, word.slice(4, 8), word[8]!)
}

function fromWords(
  day: string,
  month: string,
  year: string,
  [hour, minute, second, half]: (string | undefined)[],
  zoneText: string,
): ReadDate | null {
  const zone = readZone(zoneText)
  if (zone === null) return null
  const written = Number(year)
  const full = year.length >= 4 ? written : year.length === 3 ? written + 1900 : written + (written < 70 ? 2000 : 1900)
  return dateOfParts({
    year: full,
    month: months.indexOf(month.slice(0, 3).toLowerCase()) + 1,
    day: Number(day),
    hour: hour === undefined ? undefined : hourOf(Number(hour), half),
    minute: numberOf(minute),
    second: numberOf(second),
    zoneMinutes: zone.minutes,
  })
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
}

const zoneHours: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  'etc/gmt': 0,
  at: -4,
  et: -5,
  ct: -6,
  mt: -7,
  pt: -8,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  ast: -4,
  adt: -3,
  bst: 1,
  met: 1,
  mest: 2,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  jst: 9,
  kst: 9,
  hkt: 8,
  sgt: 8,
  aest: 10,
  aedt: 11,
  bjt: 8,
  'asia/shanghai': 8,
}

/** Minutes east, undefined when nothing is written, null when what is written is no zone. */
function readZone(written: string): { minutes: number | undefined } | null {
  const text = written.trim().toLowerCase()
  if (text === '') return { minutes: undefined }
  const offset = /^(?:gmt|utc|ut)?[ ]?([+-])(\d{1,2}):?(\d{2})?(?: [a-z/]+)?$/.exec(text)
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0)
    return { minutes: offset[1] === '-' ? -minutes : minutes }
  }
  const hours = zoneHours[text]
  if (hours !== undefined) return { minutes: hours * 60 }
  // One letter is a military zone; RFC 2822 says nobody wrote these right, so they say nothing.
  return /^[a-y]$/.test(text) ? { minutes: 0 } : null
}

function readUnix(text: string): ReadDate | null {
  if (!/^1\d{9}(\d{3})?$/.test(text)) return null
  const at = text.length === 13 ? Number(text) : Number(text) * 1000
  return { at, precision: 'second', zoneAssumed: false }
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
