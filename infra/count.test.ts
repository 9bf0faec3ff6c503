// The last line of `npm test` must not be greener than the run was.
import { expect, test } from 'vitest'
import { countReport, failuresOf, inWords, type Report, sumCounts } from './count.ts'

const report: Report = {
  testResults: [
    {
      name: '/project/test/letter.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'a holds', status: 'passed' },
        { fullName: 'b holds', status: 'failed', failureMessages: ['expected 3 to be 2\n    at somewhere'] },
        { fullName: 'c holds', status: 'skipped' },
        { fullName: 'd holds', status: 'todo' },
      ],
    },
    { name: '/project/test/feed.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
  ],
}

test('a file that breaks before its first test is a failure', () => {
  expect(countReport(report, null)).toEqual({ passed: 1, failed: 2, skipped: 2, unlisted: [] })
})

test('with CI=true a skip without a listed reason is a failure', () => {
  const skips = [
    { test: 'c holds', reason: 'needs a second machine' },
    { test: 'd holds', reason: '' },
  ]
  expect(countReport(report, skips)).toEqual({ passed: 1, failed: 3, skipped: 1, unlisted: ['d holds'] })
})

test('stages are summed into one line of a fixed form', () => {
  const counts = [
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 40, failed: 1, skipped: 0 },
  ]
  expect(inWords(sumCounts(counts))).toBe('41 passed, 1 failed, 2 skipped')
})

test('each failure is told in one line, with its file and its reason', () => {
  expect(failuresOf(report, '/project')).toEqual([
    'test/letter.test.ts > b holds: expected 3 to be 2',
    'test/feed.test.ts: no such file',
  ])
})

test('and what a test of a screen waited for, and in which line', () => {
  const name = '/project/test/letter.test.ts'
  const calls = "Call log:\n  - waiting for getByRole('tab')\n"
  const stack = `    at wait (/project/node_modules/a.js:3:1)\n    at ${name}:213:5`
  const failureMessages = [`TimeoutError: Timeout 30000ms exceeded.\n${calls}\n${stack}`]
  const failed = { name, status: 'failed', assertionResults: [{ fullName: 'b', status: 'failed', failureMessages }] }
  expect(failuresOf({ testResults: [failed] }, '/project')).toEqual([
    "test/letter.test.ts > b: TimeoutError: Timeout 30000ms exceeded.; waiting for getByRole('tab'); line 213",
  ])
})
