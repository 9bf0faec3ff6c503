// A table for a terminal: columns as wide as their widest cell, where a Chinese character is as wide as two letters.

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/

const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0)

/** The last column is not padded: it may be as long as it is. */
export function writeTable(head: string[], rows: string[][]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))))
  const pad = (text: string, column: number) =>
    column === head.length - 1 ? text : text + ' '.repeat(widths[column]! - widthOf(text))
  return all.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('')
}
