// Counts the tests of a run from vitest's JSON report, and sums counts over stages.

import { relative } from 'node:path'

export type Count = { passed: number; failed: number; skipped: number }
export type Report = { testResults: FileResult[] }
/** `message`: why the file itself failed, when it did before its first test. */
type FileResult = { name: string; status: string; message?: string; assertionResults: Verdict[] }
type Verdict = { fullName: string; status: string; failureMessages?: string[] }
export type Skip = { test: string; reason: string }

/** A file that fails before its first test counts as one failure. With `skips` given, any other skip is a failure. */
export function countReport(report: Report, skips: Skip[] | null): Count & { unlisted: string[] } {
  const verdicts = report.testResults.flatMap((file) => file.assertionResults)
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const skipped = verdicts.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const isListed = (name: string) => skips === null || skips.some(({ test, reason }) => test === name && reason !== '')
  const unlisted = skipped.map(({ fullName }) => fullName).filter((name) => !isListed(name))
  return {
    passed: verdicts.filter(({ status }) => status === 'passed').length,
    failed: verdicts.filter(({ status }) => status === 'failed').length + broken.length + unlisted.length,
    skipped: skipped.length - unlisted.length,
    unlisted,
  }
}

/** A line for each failure (file, test, reason, what was awaited and where): what is left of a log that was cut. */
export function failuresOf(report: Report, root: string): string[] {
  return report.testResults.flatMap(({ name, status, message = '', assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((verdict) => verdict.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [`${file}: ${firstLine(message)}`]
    return failed.map(
      (verdict) => `${file} > ${verdict.fullName}: ${inOneLine(verdict.failureMessages?.[0] ?? '', name)}`,
    )
  })
}

function inOneLine(message: string, file: string): string {
  const lines = message.split('\n').map((line) => line.trim())
  const awaited = lines.find((line) => line.startsWith('- waiting for '))?.slice(2)
  const at = lines.find((line) => line.startsWith('at ') && line.includes(file))?.match(/:(\d+):\d+\)?$/)?.[1]
  return [firstLine(message), awaited, at && `line ${at}`].filter((part) => part !== undefined).join('; ')
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]!
}

export function sumCounts(counts: Count[]): Count {
  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

/** The form of the last line of `npm test`. */
export function inWords({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
