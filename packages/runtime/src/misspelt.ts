// Variables of the environment that look like a setting of ours and are none: a mistyped one would be passed over.

/** Of names this short every second one is alike. */
const ALIKE_LENGTH_MIN = 6
/** In so long a name two slips are still slips. */
const LONG_LENGTH_MIN = 10
const OWN_PREFIX = 'HUIYING_'
/** What shells and other programs set, however alike. */
const others = new Set('MAIL MAILPATH MAILCHECK HOSTNAME HOSTTYPE LOGNAME'.split(' '))

export interface Misspelt {
  name: string
  /** The setting that was meant; null when none is alike. */
  meant: string | null
}

/** `known` are the settings' own names. What has no value is not set. */
export function misspelt(env: Record<string, string | undefined>, known: readonly string[]): Misspelt[] {
  const own = new Set(known)
  return Object.keys(env)
    .filter((name) => env[name] && !own.has(name) && !others.has(name))
    .sort()
    .flatMap((name) => {
      const meant = meantBy(name, known)
      return meant !== null || name.startsWith(OWN_PREFIX) ? [{ name, meant }] : []
    })
}

function meantBy(name: string, known: readonly string[]): string | null {
  const bare = bareOf(name)
  const same = known.find((one) => bareOf(one) === bare)
  if (same !== undefined) return same
  if (bare.length < ALIKE_LENGTH_MIN) return null
  const slipsMax = bare.length < LONG_LENGTH_MIN ? 1 : 2
  return known.find((one) => slipsBetween(bareOf(one), bare, slipsMax) <= slipsMax) ?? null
}

/** Capitals without strokes; the prefix of ours may have been left out or put before. */
const bareOf = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^HUIYING/, '')

/** Letters put in, left out, changed or exchanged with their neighbour; more than `most` is not counted on. */
function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= one.length; row++) {
    const line = [row]
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1
      let least = Math.min(rows[row - 1]![column]! + 1, line[column - 1]! + 1, rows[row - 1]![column - 1]! + changed)
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        least = Math.min(least, rows[row - 2]![column - 2]! + 1)
      line.push(least)
    }
    rows.push(line)
  }
  return rows[one.length]![other.length]!
}

/** What a person reads at the start, a line each; never the value, which may be a secret. */
export function wordsOfMisspelt(found: Misspelt[]): string {
  return found
    .map(({ name, meant }) => {
      const ask = meant === null ? '可用的名称见 README「Settings」' : `是不是 ${meant}？请改名后重新启动`
      return `注意：没有名为 ${name} 的设置，它的值没有用上；${ask}\n`
    })
    .join('')
}
