// What people write about somebody in office who has never seen a list of words, beside complaints about a service.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { suspectsReport } from './report.ts'

const lines = readFileSync(new URL('./report-plain.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { report: boolean; text: string })

it.each(lines.filter((line) => line.report))('for the discipline office: $text', ({ text }) => {
  expect(suspectsReport(text)).toBe(true)
})

it.each(lines.filter((line) => !line.report))('for the unit: $text', ({ text }) => {
  expect(suspectsReport(text)).toBe(false)
})
