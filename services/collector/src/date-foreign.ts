// Months in other tongues → English, so that the readers of English dates read them: Greek, Hungarian, German, French,
// Spanish, Italian, Portuguese and Russian feeds write their own.

const tongues = [
  'ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ',
  'januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner feber maerz april mai juni juli august september oktober november dezember',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
]
const english = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const monthOf = new Map(
  tongues.flatMap((names) => names.split(' ').map((name, index) => [plainOf(name), index] as const)),
)

/** Null when no month of another tongue is in it. */
export function inEnglish(text: string): string | null {
  const plain = plainOf(text)
  // Hungarians put the name between the figures.
  const within = /^(\d{4})-(\p{L}+)-(\d{1,2})(.*)$/su.exec(plain)
  const inner = within === null ? undefined : monthOf.get(within[2]!)
  if (inner !== undefined)
    return `${within![1]}-${pad(inner + 1)}-${pad(Number(within![3]))}${within![4]!.replace(/^t(\d):/, 't0$1:')}`
  let found = false
  const words = plain
    .replace(/\b(de|del|le|den|der|г)\b\.?/gu, ' ')
    .replace(/\p{L}+/gu, (word) => {
      const month = monthOf.get(word) ?? monthOf.get(word.slice(0, 4)) ?? monthOf.get(word.slice(0, 3))
      if (month === undefined || found) return word
      found = true
      return english[month]!
    })
    .replace(/^\p{L}+[.,]*\s+(?=\d)/u, '')
    .replace(/^(\d{1,2})\.\s*/, '$1 ')
    .replace(/\s+/g, ' ')
    .trim()
  return found ? words : null
}

/** Lower case without accents; the Greek final sigma is a sigma. */
function plainOf(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ')
}

const pad = (value: number) => String(value).padStart(2, '0')
