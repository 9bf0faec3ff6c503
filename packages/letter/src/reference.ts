// Character references of XML and HTML (&amp; &#20572;) → what they stand for.
import { decodeHTML } from 'entities'

const referencePattern = /&(#?\w+);/y
/** What nearly every reference is: looked up here, since the library's walk costs ten times as much. */
const frequent = new Map([...'<lt >gt &amp "quot \'apos'.split(' ')].map((one) => [one.slice(1), one[0]!]))

/** Numbers 128–159 mean the Windows characters that stand there, as browsers read them. */
export function decodeReferences(text: string): string {
  let at = text.indexOf('&')
  if (at < 0) return text
  const parts: string[] = []
  let from = 0
  for (; at >= 0; at = text.indexOf('&', Math.max(from, at + 1))) {
    referencePattern.lastIndex = at
    const found = referencePattern.exec(text)
    if (found === null) continue
    parts.push(text.slice(from, at), frequent.get(found[1]!) ?? decodeHTML(found[0]))
    from = referencePattern.lastIndex
  }
  return parts.join('') + text.slice(from)
}
