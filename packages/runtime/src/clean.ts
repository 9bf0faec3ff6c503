// Text enters the ledger here: what one engine refuses and another mangles is replaced, and the item says so.

const unstorable = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** U+0000 and lone surrogates become U+FFFD, so the UTF-16 length stays. */
export function cleanText(text: string): { text: string; changed: boolean } {
  if (isClean(text)) return { text, changed: false }
  return { text: text.replace(unstorable, '\uFFFD'), changed: true }
}

/** Nearly every text is. */
const isClean = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')
