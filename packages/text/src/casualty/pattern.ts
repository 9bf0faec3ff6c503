// Writes long regular expressions as lists of words, so that they can be read and kept in lines, and looks with them.

/** Alternatives separated by white space, as written (no escapes read): anyOf`我叫 姓名 本人` is (?:我叫|姓名|本人). */
export function anyOf(list: TemplateStringsArray, ...values: readonly string[]): string {
  const words = String.raw(list, ...values).split(/\s+/)
  return `(?:${words.filter((word) => word !== '').join('|')})`
}

/** Parts that follow one another, each on a line of its own; the white space between them is layout. */
export function inOrder(list: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw(list, ...values)
    .split(/\s+/)
    .join('')
}

const NONE: RegExpExecArray[] = []

/** All matches of a global pattern that never matches nothing; `matchAll` copies the pattern for every text. */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  pattern.lastIndex = 0
  let found = NONE
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (found === NONE) found = []
    found.push(match)
  }
  return found
}
