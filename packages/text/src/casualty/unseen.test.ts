// Casualties as people tell them, in lines by somebody who had seen neither rules nor their tests.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Measure, readCasualties } from '../casualty.ts'

interface Line {
  text: string
  /** What may be read; a measure that is left out counts nobody. */
  says: Partial<Record<Measure, number[] | 'any'>>
}

const AT = Date.UTC(2026, 10, 30)
const measures: Measure[] = ['deaths', 'serious', 'injured', 'missing', 'trapped', 'evacuated', 'ill', 'loss']
const lines = readFileSync(new URL('./unseen.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)

/** What is said of a drill or of an old case counts nobody; nothing said is none. */
function readNow(text: string): Record<Measure, number> {
  const read = readCasualties(text, AT)
  const counted = (measure: Measure) => (read.old || read.drill ? 0 : (read[measure] ?? 0))
  return Object.fromEntries(measures.map((measure) => [measure, counted(measure)])) as Record<Measure, number>
}

function isRight({ says }: Line, read: Record<Measure, number>, measure: Measure): boolean {
  const wanted = says[measure] ?? [0]
  if (wanted === 'any' || wanted.includes(read[measure])) return true
  // Who is ill may be told as poisoned (serious) or brought to a hospital (injured).
  const ill = says.ill
  if (ill === undefined || ill === 'any') return false
  if (measure === 'ill') return read.ill === 0 && (ill.includes(read.serious) || ill.includes(read.injured))
  return (measure === 'serious' || measure === 'injured') && ill.includes(read[measure])
}

const wrongBy = (asked: Measure[]) =>
  lines.filter((line) => {
    const read = readNow(line.text)
    return !asked.every((measure) => isRight(line, read, measure))
  })

test('of all numbers of a text 95 in 100 texts are right', () => {
  const wrong = wrongBy(measures).map(({ text }) => text)
  expect(lines).toHaveLength(200)
  expect(wrong.length / lines.length, wrong.join('\n')).toBeLessThanOrEqual(0.05)
})

test('the deaths of 97 in 100 texts are right', () => {
  const wrong = wrongBy(['deaths']).map(({ text }) => text)
  expect(wrong.length / lines.length, wrong.join('\n')).toBeLessThanOrEqual(0.03)
})
