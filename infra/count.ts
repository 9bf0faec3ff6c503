// Counts the tests of a run from vitest's JSON report, and sums counts over stages.

export type Count = { passed: number; failed: number; skipped: number }
export type Report = { testResults: { status: string; assertionResults: { fullName: string; status: string }[] }[] }
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
