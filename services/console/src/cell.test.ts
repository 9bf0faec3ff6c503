// Cells of an export: nothing in them runs, and long numbers stay as they are written.
import { describe, expect, test } from 'vitest'
import { csvLine } from './cell.ts'
import { columns } from './ledger-column.ts'

describe('a CSV line', () => {
  test.each([
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"\r\n', 'A12: a title that is a formula'],
    ['+1', "'+1\r\n", 'a plus begins a formula'],
    ['-1', "'-1\r\n", 'so does a minus'],
    ['@SUM(A1)', "'@SUM(A1)\r\n", 'and an at sign'],
    ['\t=1', "'\t=1\r\n", 'after a tab too'],
    ['＝1', "'＝1\r\n", 'in full width too'],
    ['123456789012345678', "'123456789012345678\r\n", 'a long number would lose its last digits'],
    ['—', '—\r\n', 'a dash that says "does not apply" is no minus'],
    ['一，二', '一，二\r\n', 'a Chinese comma parts nothing'],
    ['a,b\n"c"', '"a,b\n""c"""\r\n', 'commas, breaks and quotes stand in quotes'],
  ])('%j becomes %j: %s', (text, line) => {
    expect(csvLine([text])).toBe(line)
  })

  test('has the 40 standard columns', () => {
    expect(columns).toHaveLength(40)
  })
})
