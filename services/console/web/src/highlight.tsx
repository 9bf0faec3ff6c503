// A text with the machine's evidence marked by kind, from offsets; never as HTML.
import type { ReactNode } from 'react'
import type { Verdict } from '../../src/wire.ts'

export interface Span {
  start: number
  end: number
  kind: 'topic' | 'place' | 'hurt' | 'missed' | 'told'
  why: string
}

/** Words of casualties are marked by their form, for the verdict keeps their number and not their place. */
const count = '[0-9一二三四五六七八九十百两]+\\s*[余多]?\\s*[人名]'
const harm = '死亡|遇难|身亡|重伤|受伤|中毒|失联|被困|送医'
const HURT = new RegExp(`${count}[^，。；,;\\n]{0,8}?(?:${harm})|(?:${harm})\\s*${count}`, 'g')

interface Props {
  text: string
  verdict: Verdict | null
  /** The part that is shown; offsets are those of the whole text. */
  from?: number
  to: number
}

export function HighlightedText({ text, verdict, from = 0, to }: Props) {
  return <MarkedText text={text} spans={verdict === null ? [] : spansOf(text, verdict)} from={from} to={to} />
}

/** `spans` in the order of their starts; of two that overlap the first is marked. One over both parts is in each. */
export function MarkedText({
  text,
  spans,
  from,
  to,
}: Pick<Props, 'text'> & { spans: Span[]; from: number; to: number }) {
  const parts: ReactNode[] = []
  let at = from
  for (const span of spans) {
    const start = Math.max(span.start, from)
    const end = Math.min(span.end, to)
    if (start < at || start >= end) continue
    parts.push(text.slice(at, start))
    parts.push(
      <mark key={`${start}-${span.kind}`} className={`m-${span.kind}`} title={span.why}>
        {text.slice(start, end)}
      </mark>,
    )
    at = end
  }
  if (at < to) parts.push(text.slice(at, to))
  return <>{parts}</>
}

function spansOf(text: string, verdict: Verdict): Span[] {
  const spans: Span[] = []
  for (const topic of verdict.topics) {
    for (const one of topic.evidence) spans.push({ ...one, kind: 'topic', why: `主题依据：${one.text}` })
  }
  for (const one of verdict.places) spans.push({ ...one, kind: 'place', why: `地点：${one.text}` })
  for (const match of text.matchAll(HURT)) {
    spans.push({ start: match.index, end: match.index + match[0].length, kind: 'hurt', why: '伤亡：请核实数字' })
  }
  const { told } = verdict
  if (told !== undefined) {
    // It says why nobody else sees the letter: no lesser mark stands in its way.
    const beside = spans.filter((one) => one.end <= told.start || one.start >= told.end)
    spans.splice(0, spans.length, ...beside, { ...told, kind: 'told', why: `疑似检举控告的依据：${told.text}` })
  }
  const inText = spans.filter((one) => one.start >= 0 && one.end <= text.length && one.start < one.end)
  return inText.sort((a, b) => a.start - b.start || b.end - a.end)
}
