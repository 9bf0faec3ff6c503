// One item followed through all services by what is on record: each step with its time, its entry, and what is missing.
import type { Entry } from '@huiying/domain/entry'
import { flagLine } from '@huiying/domain/flag-line'
import { readEntryText } from '../chain.ts'
import { erasuresOf } from '../item/erased.ts'
import type { Reader } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import { traceAlerts } from './trace-alert.ts'
import type { TraceLine } from './trace-line.ts'

export interface Trace {
  book: string
  lines: TraceLine[]
  /** The last entry that moved the item: an index that has read it has the item as it stands. */
  placedSeq: number | null
}

type ItemRow = Schema['item']
/** Placing an item more often than this is a case for a person, not for a table. */
const PLACINGS_MAX = 50

/** Ids of the items that somebody may mean: by our id, by a letter's Message-ID, by the source's own id. */
export async function itemsMeant(read: Reader, asked: string): Promise<string[]> {
  const bare = asked.replace(/^<|>$/g, '')
  const rows = await read
    .selectFrom('item')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', asked), eb('ownId', 'in', [asked, bare, `<${bare}>`])]))
    .orderBy('id')
    .execute()
  if (rows.length > 0) return rows.map((row) => row.id)
  const held = await read
    .selectFrom('entry')
    .select('seq')
    .where('act', '=', 'item.quarantined')
    .where('body', 'like', naming(asked))
    .limit(1)
    .executeTakeFirst()
  return held === undefined ? [] : [asked]
}

/** The items of the case that bears this number, the newest first, at most `limit`. */
export async function itemsOfNumber(read: Reader, number: string, limit: number): Promise<string[]> {
  const rows = await read
    .selectFrom('item')
    .innerJoin('caseState', 'caseState.id', 'item.caseId')
    .select('item.id')
    .where('caseState.number', '=', number)
    .orderBy('item.receivedAt', 'desc')
    .orderBy('item.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Follows one item; `now` (UTC ms) tells what is late. Throws when nothing is on record of it. */
export async function traceItem(read: Reader, itemId: string, now: number): Promise<Trace> {
  const item = await read.selectFrom('item').selectAll().where('id', '=', itemId).executeTakeFirst()
  if (item === undefined) return traceHeld(read, itemId)
  const { book } = item
  const placings = await placingsOf(read, item)
  const placed = placings.at(-1)
  const parked = await parkedOf(read, item)
  const lines = [
    line(item, 'received', { at: item.receivedAt, what: `来源 ${item.source}` }),
    line(item, 'read', { at: item.fetchedAt, what: flagsIn(item) }),
    await recordedLine(read, item),
    ...parked.map((one) => line(item, ...one)),
    await taggedLine(read, item, placings[0], parked.length > 0),
    ...(await groupedLines(read, item, placings, parked.length > 0)),
  ]
  if (item.caseId !== null) lines.push(...(await traceAlerts(read, item, placings[0]?.seq ?? item.seq, now)))
  return { book, lines, placedSeq: placed?.seq ?? null }
}

type Told = Partial<Omit<TraceLine, 'itemId' | 'step'>> & { what: string }

function line(item: Pick<ItemRow, 'id'>, step: TraceLine['step'], told: Told): TraceLine {
  return { itemId: item.id, step, state: 'done', at: null, seq: null, caseId: null, ...told }
}

/** As it stands in JSON; to `like` the `_` of our ids is any one character: enough to find a rare line by. */
const naming = (id: string): string => `%"${id.replace(/[%\\"]/g, '')}"%`

const flagsIn = ({ flags }: ItemRow): string => {
  const told = flagLine(JSON.parse(flags) as string[])
  return told.length === 0 ? '原样可读' : told.join('；')
}

async function recordedLine(read: Reader, item: ItemRow): Promise<TraceLine> {
  const entry = await read
    .selectFrom('entry')
    .select(['at', 'seq'])
    .where('book', '=', item.book)
    .where('seq', '=', item.seq)
    .executeTakeFirst()
  const which = item.revision > 1 ? `，第 ${item.revision} 版` : ''
  const what = `items.received 第 ${item.place + 1} 条${which}`
  if (entry === undefined) return line(item, 'recorded', { state: 'missing', what: `没有第 ${item.seq} 条台账记录` })
  return line(item, 'recorded', { at: entry.at, seq: entry.seq, what })
}

/** Entries that placed the item, oldest first: in its case, or in the lane it lay in. */
async function placingsOf(read: Reader, item: ItemRow): Promise<Entry[]> {
  const acts = ['case.opened', 'items.joined', 'items.left']
  const named = read.selectFrom('entry').select('body').where('body', 'like', naming(item.id)).orderBy('seq')
  const ofCase =
    item.caseId === null
      ? []
      : await named.where('caseId', '=', item.caseId).where('act', 'in', acts).limit(PLACINGS_MAX).execute()
  const filed =
    item.lane === null
      ? []
      : await named
          .where('book', '=', item.book)
          .where('seq', '>', item.seq)
          .where('act', '=', 'items.filed')
          .limit(1)
          .execute()
  return [...filed, ...ofCase].map((row) => readEntryText(row.body)).sort((a, b) => a.seq - b.seq)
}

/** Messages about the item that were put aside and wait for a person. */
async function parkedOf(read: Reader, item: ItemRow): Promise<[TraceLine['step'], Told][]> {
  const rows = await read
    .selectFrom('parked')
    .select(['topic', 'reason', 'at'])
    .where('replayedAt', 'is', null)
    .where('body', 'like', naming(item.id))
    .orderBy('at')
    .execute()
  return rows.map(({ topic, reason, at }) => [
    topic === 'item.collected' ? 'tagged' : topic === 'item.tagged' ? 'grouped' : 'indexed',
    { state: 'parked', at, what: `三次失败后搁置：${reason}。修好后在系统状态页点“重放”` },
  ])
}

/** A verdict has no time of its own on record: it is known since the turn that used it. */
async function taggedLine(read: Reader, item: ItemRow, used: Entry | undefined, parked: boolean): Promise<TraceLine> {
  const row = await read.selectFrom('verdict').select('body').where('itemId', '=', item.id).executeTakeFirst()
  if (row === undefined) {
    const placed = item.caseId !== null || item.lane !== null
    if (placed) {
      const text = await read.selectFrom('content').select('itemId').where('itemId', '=', item.id).executeTakeFirst()
      if (text !== undefined) return line(item, 'tagged', { state: 'none', what: '由人归案，没有机器标签' })
      const erasure = (await erasuresOf(read, [item.id])).get(item.id)
      const why = erasure === undefined ? '' : `，依据：${erasure.rule}（${erasure.by}）`
      return line(item, 'tagged', { state: 'none', at: erasure?.at ?? null, what: `正文和标签已销毁${why}` })
    }
    const what = parked ? '见上：搁置' : '还没有标签：在消息总线上等，或打标服务没有运行'
    return line(item, 'tagged', { state: 'missing', what })
  }
  const { topics, version } = JSON.parse(row.body) as { topics: { id: string }[]; version: string }
  const what = `主题 ${topics.map((topic) => topic.id).join('、') || '无'}；模型 ${version}`
  return line(item, 'tagged', { at: used?.at ?? null, seq: used?.seq ?? null, what })
}

async function groupedLines(read: Reader, item: ItemRow, placings: Entry[], parked: boolean): Promise<TraceLine[]> {
  if (placings.length === 0) {
    const what = parked ? '见上：搁置' : '还没有归案也没有去向：跟踪服务没有处理到它'
    return [line(item, 'grouped', { state: 'missing', what })]
  }
  const lines: TraceLine[] = []
  for (const { at, seq, caseId, body } of placings) {
    const number = caseId === null ? null : await numberOf(read, caseId)
    lines.push(line(item, 'grouped', { at, seq, caseId, what: placingIn(body, number) }))
  }
  return lines
}

function placingIn(body: Entry['body'], number: string | null): string {
  if (body.act === 'case.opened') return `立案 ${number}：${body.reason}`
  if (body.act === 'items.joined') return `并入 ${number}：${body.reason}`
  if (body.act === 'items.filed') return `归入${body.lane}：${body.reason}`
  return body.act === 'items.left' ? `移出 ${number}，去往 ${body.to}：${body.reason}` : body.act
}

async function numberOf(read: Reader, caseId: string): Promise<string | null> {
  const row = await read.selectFrom('caseState').select('number').where('id', '=', caseId).executeTakeFirst()
  return row?.number ?? null
}

/** A letter held back as 涉密 is on record by its id and hash only. */
async function traceHeld(read: Reader, itemId: string): Promise<Trace> {
  const rows = await read
    .selectFrom('entry')
    .select('body')
    .where('act', 'in', ['item.quarantined', 'item.released'])
    .where('body', 'like', naming(itemId))
    .orderBy('seq')
    .execute()
  const entries = rows.map((row) => readEntryText(row.body))
  const [first] = entries
  if (first === undefined) throw new Error(`台账里没有 ${itemId}：请用信息编号、来信的 Message-ID 或来源自己的编号`)
  const lines = entries.map(({ at, seq, body }) => {
    const released = body.act === 'item.released'
    const reason = 'reason' in body ? body.reason : ''
    const what = released ? `解除：${reason}` : `${reason}，已封存，内容不进系统`
    return line({ id: itemId }, 'recorded', { state: released ? 'done' : 'held', at, seq, what })
  })
  return { book: first.book, lines, placedSeq: null }
}
