// `huiying trace ITEM`: one letter followed through all services, as a table for a person or as lines of JSON.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BEIJING_OFFSET_MS } from '@huiying/domain/beijing'
import { headOf } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { withSnapshot } from '@huiying/ledger/open'
import { itemsMeant, itemsOfNumber, type Trace, traceItem } from '@huiying/ledger/trace/trace'
import type { TraceLine } from '@huiying/ledger/trace/trace-line'
import { failureOf } from '@huiying/runtime/failure'
import { type Settings, settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { type Streams, writeLine } from '../lines.ts'
import { writeTable } from '../table.ts'

const NAMED_MAX = 20

export async function run(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } })
  const [asked, ...more] = positionals
  if (asked === undefined || more.length > 0) throw new Error('用法：npx huiying trace 信息编号 [--json]')
  const settings = settingsFromEnvironment()
  const lines = await withSnapshot(settings, (read) => traceAll(read, settings, asked))
  if (values.json !== true) {
    streams.output.write(writeTable(['步骤', '状态', '时间（北京）', '序号', '说明'], lines.map(cellsOf)))
    return 0
  }
  for (const { at, ...line } of lines) {
    await writeLine(streams.output, { ...line, at: at === null ? null : new Date(at).toISOString() })
  }
  return 0
}

async function traceAll(read: Reader, settings: Settings, asked: string): Promise<TraceLine[]> {
  const ids = await itemsMeant(read, asked)
  if (ids.length === 0) throw new Error(await whatInstead(read, asked))
  const lines: TraceLine[] = []
  for (const id of ids) {
    const trace = await traceItem(read, id, real.now())
    lines.push(...trace.lines, ...(await indexedLine(read, settings, id, trace)))
  }
  return lines
}

/** People know a case by its number, and a case may hold a thousand items: they are told which. */
async function whatInstead(read: Reader, asked: string): Promise<string> {
  const ids = await itemsOfNumber(read, asked, NAMED_MAX)
  if (ids.length > 0) return `${asked} 是案件编号，请用其中一条信息的编号（最近 ${ids.length} 条）：${ids.join('、')}`
  return `台账里没有 ${asked}：请用信息编号、来信的 Message-ID 或来源自己的编号`
}

/** What is held back or in no place yet is nothing for the index. */
async function indexedLine(read: Reader, settings: Settings, itemId: string, trace: Trace): Promise<TraceLine[]> {
  const { book, placedSeq } = trace
  if (placedSeq === null) return []
  const told = { itemId, step: 'indexed', at: null, caseId: null } as const
  try {
    const reached = await positionIn(settings, book)
    const { seq: head } = await headOf(read, book)
    const what = `检索已读到第 ${reached} 条，台账共 ${head} 条`
    return [{ ...told, state: reached >= placedSeq ? 'done' : 'missing', seq: placedSeq, what }]
  } catch (error) {
    return [{ ...told, state: 'missing', seq: placedSeq, what: `检索不可用：${failureOf(error).reason}` }]
  }
}

async function positionIn({ search, dataDir }: Settings, book: string): Promise<number> {
  const file = join(dataDir, 'search.db')
  // Opening would make it, and this command only looks.
  if (search.url === null && !existsSync(file)) return 0
  const index = await openSearch({ ...search, file }, searchTerms)
  try {
    return await index.position(book)
  } finally {
    await index.close()
  }
}

const stepWords: Record<TraceLine['step'], string> = {
  received: '收到',
  read: '读取',
  recorded: '入账',
  tagged: '打标',
  grouped: '归并',
  alerted: '告警',
  delivered: '送达',
  indexed: '检索',
}
const stateWords: Record<TraceLine['state'], string> = {
  done: '已完成',
  missing: '未到',
  parked: '搁置',
  held: '封存',
  failed: '失败',
  none: '—',
}

const cellsOf = ({ step, state, at, seq, what }: TraceLine): string[] => [
  stepWords[step],
  stateWords[state],
  at === null ? '' : new Date(at + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' '),
  seq === null ? '' : String(seq),
  what,
]
