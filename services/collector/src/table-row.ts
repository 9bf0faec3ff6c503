// One row of a table, whatever kind of file it came from, within what a row may hold.

export interface TableRow {
  /** As a person finds it again: the line of the text file, or the row of the sheet; from 1. */
  line: number
  cells: string[]
}

export const COLUMNS_MAX = 200
export const CELL_CHARS_MAX = 100_000

export const cellOf = (text: string): string => text.slice(0, CELL_CHARS_MAX).trim()
