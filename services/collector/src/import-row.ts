// One row of an import → an item, or the reason why it cannot be one.
import type { HeatCounts } from '@huiying/domain/heat'
import type { Precision } from '@huiying/domain/item'
import { cleanText } from '@huiying/runtime/clean'
import { findClassified } from '@huiying/text/classified'
import { mask } from '@huiying/text/mask'
import { findMentions, type Mentions, type NameList } from '@huiying/text/mask/mention'
import { dateOfCell, type Field, type Mapping } from './import-column.ts'
import type { TableRow } from './table-row.ts'

export interface ImportedRow {
  line: number
  /** The record's own number or address, else null: then file and line make its id. */
  ownId: string | null
  /** Where a mended row stood first, so that it keeps its id. */
  origin: { file: string; line: number } | null
  url: string | null
  author: string | null
  platform: string | null
  at: number | null
  precision: Precision | null
  clear: string
  masked: string
  mentions: Mentions
  heat: HeatCounts
  flags: string[]
}

export type RowReading =
  | { ok: true; row: ImportedRow }
  | { ok: false; line: number; reason: string }
  /** 绝密★, 机密★ or 秘密★ stands in it: it goes no further, and is held whole. */
  | { ok: false; line: number; reason: string; mark: string; row: ImportedRow }

const TITLE_CHARS_MAX = 200
const TEXT_CHARS_MIN = 2

/** The column of each field that has one, the leftmost; found once, for every row asks for each. */
export type Columns = Partial<Record<Field, number>>

export function columnsOf(header: string[], mapping: Mapping): Columns {
  const columns: Columns = {}
  for (const [index, heading] of header.entries()) {
    const field = mapping[heading]
    if (field !== undefined) columns[field] ??= index
  }
  return columns
}

/** `names`: the book's own units and contacts; `now`: what 昨天 and 3小时前 are reckoned from. */
export function readRow(row: TableRow, columns: Columns, names: NameList, now: number): RowReading {
  const get = (field: Field) => row.cells[columns[field] ?? -1] ?? ''
  const bad = (reason: string): RowReading => ({ ok: false, line: row.line, reason })
  const text = get('text')
  const title = (get('title') || text).replace(/\s+/g, ' ').slice(0, TITLE_CHARS_MAX)
  if (title.length < TEXT_CHARS_MIN) return bad('标题和内容都是空的')
  const place = get('place')
  const body = [text, place === '' || text.includes(place) ? '' : `地点：${place}`]
    .filter((part) => part !== '')
    .join('\n')
  const { text: clear, changed } = cleanText(`${title}\n${body}`)
  const mark = findClassified(clear)?.level ?? null
  const at = get('at') === '' ? null : dateOfCell(get('at'), now)
  const url = get('url')
  if (mark === null) {
    if (get('at') !== '' && at === null) return bad(`时间“${get('at')}”不是日期`)
    if (at !== null && at.at > now) return bad(`时间“${get('at')}”在未来`)
    if (url !== '' && !isWebAddress(url)) return bad(`链接“${url.slice(0, 80)}”不是网址`)
  }
  const known = { at: at !== null && at.at > now ? null : at, url: isWebAddress(url) ? url : '', clear, changed }
  const read = importedRow(row, get, names, known)
  if (mark === null) return { ok: true, row: read }
  return { ok: false, line: row.line, reason: '疑似涉密：勿转发、勿截图，请联系保密办', mark, row: read }
}

interface KnownOfRow {
  at: { at: number; precision: Precision } | null
  url: string
  clear: string
  changed: boolean
}

function importedRow(
  row: TableRow,
  get: (field: Field) => string,
  names: NameList,
  { at, url, clear, changed }: KnownOfRow,
): ImportedRow {
  const { masked, mentions } = findMentions(names, clear, mask(clear).text)
  const file = get('originFile')
  const line = Number(get('originLine'))
  return {
    line: row.line,
    ownId: get('ownId') || url || null,
    origin: file === '' || !Number.isInteger(line) || line < 1 ? null : { file, line },
    url: url || null,
    author: get('author') === '' ? null : mask(get('author')).text,
    platform: get('platform') || null,
    at: at?.at ?? null,
    precision: at?.precision ?? null,
    clear,
    masked,
    mentions,
    heat: {
      reads: countOf(get('reads')),
      comments: countOf(get('comments')),
      reposts: countOf(get('reposts')),
      likes: countOf(get('likes')),
    },
    flags: [...(changed ? ['characters-replaced'] : []), ...(at === null ? ['no-date'] : [])],
  }
}

/** `1.2万`, `45,800`, `10w+` → a number; null for anything else. */
function countOf(cell: string): number | null {
  const parts = /^(\d[\d,]*(?:\.\d+)?)\s*(万|亿|w|W|k|K)?\+?$/.exec(cell)
  if (parts === null) return null
  const times = { 万: 1e4, w: 1e4, 亿: 1e8, k: 1e3 }[(parts[2] ?? '').toLowerCase()] ?? 1
  return Math.round(Number(parts[1]!.replaceAll(',', '')) * times)
}

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url)
