// Which column of a bought list or a 12345 export says what: suggested from its headings, checked on its first rows.
import { readDate } from './date.ts'

export const fields = [
  'ownId',
  'title',
  'text',
  'at',
  'platform',
  'url',
  'author',
  'place',
  'reads',
  'comments',
  'reposts',
  'likes',
  'originFile',
  'originLine',
] as const
export type Field = (typeof fields)[number]
/** Field by heading, as written in the file's header row. */
export type Mapping = Record<string, Field>

/** Chinese for a person who checks or corrects a mapping. */
export const fieldNames: Record<Field, string> = {
  ownId: '编号',
  title: '标题',
  text: '内容',
  at: '发布时间',
  platform: '平台',
  url: '链接',
  author: '作者',
  place: '地点',
  reads: '阅读量',
  comments: '评论数',
  reposts: '转发数',
  likes: '点赞数',
  originFile: '原文件',
  originLine: '原行号',
}

/** Headings as such systems write them; the first that fits wins, whole before part. */
const headings: Record<Field, RegExp> = {
  ownId: /^(?:(?:工单|受理|信件|诉求|信息|记录|文章|事件|唯一)?(?:编号|单号|id|ID|号码)|工单号|受理号|MD5|唯一标识)$/u,
  title: /^(?:(?:诉求|来信|信件|工单|事项|文章|信息|新闻)?(?:标题|主题|题名|题目)|title)$/iu,
  text: /^(?:(?:诉求|来信|信件|工单|事项|文章|信息|主要|问题|反映|投诉)?(?:内容|正文|详情|描述)|(?:内容)?摘要|全文|content|text)$/iu,
  at: /^(?:(?:首次)?(?:发布|发表|发文|发帖|来电|来信|受理|提交|登记|创建|诉求|反映|采集|入库)?(?:时间|日期)|time|date|publish.*)$/iu,
  platform: /^(?:(?:来源)?(?:平台|媒体|网站|渠道|站点)(?:名称|类型)?|来源|信源|诉求来源|受理渠道|source|media)$/iu,
  url: /^(?:(?:原文|文章|信息|网页)?(?:链接|网址|地址链接|URL|url)(?:地址)?|原文地址|link)$/u,
  author: /^(?:(?:发布|发文)?(?:作者|账号|昵称|用户名?|博主)|发布者|发布人|author)$/iu,
  place: /^(?:(?:事发|涉事|诉求|所属|反映)?(?:区域|地区|属地|地点|地址|街道|镇街))$/u,
  reads: /^(?:阅读|浏览|播放|点击|查看|read)(?:数|量|次数)?$/iu,
  comments: /^(?:评论|回复|跟帖|comment)(?:数|量)?$/iu,
  reposts: /^(?:转发|分享|转载|repost|share)(?:数|量)?$/iu,
  likes: /^(?:点赞|赞|喜欢|like)(?:数|量)?$/iu,
  originFile: /^原文件$/u,
  originLine: /^原行号$/u,
}
const HEADER_LINES_MAX = 20
const KNOWN_HEADINGS_MIN = 2
export const SAMPLE_ROWS = 100
/** More bad rows than this among the first hundred: the mapping is wrong, not the rows. */
const BAD_SHARE_MAX = 0.2
/** So few bad rows are rows to mend, whatever their share: a short list has one in three soon. */
const BAD_ROWS_FEW = 3

/** Whether so many unread of so many rows say that a column is the wrong one, and not that some rows are bad. */
export const isWrongColumn = (bad: number, rows: number): boolean =>
  bad > 0 && (bad === rows || (bad > BAD_ROWS_FEW && bad > rows * BAD_SHARE_MAX))

/** The header is the row in which most headings are known; null when no row of the first twenty looks like one. */
export function findHeader(rows: string[][]): number | null {
  const scores = rows.slice(0, HEADER_LINES_MAX).map((cells) => Object.keys(suggestMapping(cells)).length)
  const best = Math.max(0, ...scores)
  return best < KNOWN_HEADINGS_MIN ? null : scores.indexOf(best)
}

/** One column a field at most, the leftmost. */
export function suggestMapping(header: string[]): Mapping {
  const mapping: Mapping = {}
  const taken = new Set<Field>()
  for (const heading of header) {
    const bare = heading.replace(/[\s（(].*$|[*＊:：]/gu, '')
    const field = fields.find((one) => !taken.has(one) && headings[one].test(bare))
    if (field === undefined || bare === '') continue
    taken.add(field)
    mapping[heading] = field
  }
  return mapping
}

/** Problems a person must settle before anything is taken; empty when the mapping can be worked with. */
export function checkMapping(mapping: Mapping, header: string[], sample: string[][], now: number): string[] {
  const has = (field: Field) => Object.values(mapping).includes(field)
  const problems: string[] = []
  for (const heading of Object.keys(mapping)) {
    if (!header.includes(heading)) problems.push(`表里没有“${heading}”这一列；表头是：${header.join('、')}`)
  }
  if (Object.keys(mapping).length === 0) {
    problems.push(
      `认不出表头（当作表头的一行是：${header.join('、')}）；没有表头的请在最上面加一行列名，如 标题、内容、发布时间`,
    )
  }
  if (!has('title') && !has('text')) problems.push('没有标题列也没有内容列；请用 --map 列名=title 或 列名=text 指明')
  const at = header.findIndex((heading) => mapping[heading] === 'at')
  if (at < 0) return problems
  const written = sample.map((cells) => cells[at] ?? '').filter((cell) => cell !== '')
  const unread = written.filter((cell) => dateOfCell(cell, now) === null)
  if (isWrongColumn(unread.length, written.length)) {
    problems.push(
      `“${header[at]}”前 ${written.length} 行有 ${unread.length} 行不是时间（如“${unread[0]}”）；请用 --map 指明时间列`,
    )
  }
  return problems
}

/** Excel counts days from here; a cell is local time, which is Beijing's. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30)
const BEIJING_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const SERIAL_MIN = 30_000
const SERIAL_MAX = 80_000

/** A written date, or a sheet's serial day; null for anything else, never the present. */
export function dateOfCell(
  cell: string,
  now: number,
): { at: number; precision: 'second' | 'minute' | 'hour' | 'day' } | null {
  const serial = /^\d{5}(?:\.\d+)?$/.test(cell) ? Number(cell) : null
  if (serial !== null && serial > SERIAL_MIN && serial < SERIAL_MAX) {
    const at = SERIAL_ZERO_MS + Math.round((serial * DAY_MS) / 1000) * 1000 - BEIJING_OFFSET_MS
    return { at, precision: Number.isInteger(serial) ? 'day' : 'minute' }
  }
  const read = readDate(cell, now)
  return read === null ? null : { at: read.at, precision: read.precision }
}
