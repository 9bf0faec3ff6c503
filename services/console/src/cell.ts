// Cells of an export as text: nothing in them runs in a table program, long numbers stay as written.
import type { Cell } from './sheet.ts'

const BEIJING_MS = 8 * 60 * 60_000

/** `2026-11-24 15:00` in Beijing time. */
export const writeMinute = (at: number | null): string =>
  at === null ? '' : new Date(at + BEIJING_MS).toISOString().slice(0, 16).replace('T', ' ')

/**
 * A text that a table program would take for a formula gets an apostrophe before it (§5.2 ④), in the .xlsx too:
 * whoever saves that as CSV and opens it again must not run it.
 */
export const defuse = (text: string): string =>
  /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text

/** One line, CRLF; dates as `YYYY-MM-DD HH:mm` in Beijing time. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = typeof cell === 'object' ? writeMinute(cell.at) : String(cell)
  const safe = /^\d{12,}$/.test(text) ? `'${text}` : defuse(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
