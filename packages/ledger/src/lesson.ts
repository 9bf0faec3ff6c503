// What a book teaches: its corrections with the masked texts they are about, and tellings that people joined or parted.
import type { Body, Entry } from '@huiying/domain/entry'
import type { Verdict } from '@huiying/domain/item'
import type { Selectable } from 'kysely'
import { partsOf } from './batch.ts'
import { readEntryText } from './chain.ts'
import type { Reader } from './ledger.ts'
import type { Schema } from './schema.ts'

/** The newest so many corrected texts teach, and so many that were worked with and let stand. */
const CORRECTED_MAX = 5_000
const STOOD_MAX = 2_000

/** As `huiying train` reads and exports it; what nobody said is null. */
export interface LessonRow {
  id: string
  /** Masked. */
  text: string
  topics: string[] | null
  gov: boolean | null
  place: 'home' | 'abroad' | null
  deaths?: number | null
  serious?: number | null
  injured?: number | null
  missing?: number | null
  from: '改标' | '研判'
}

export interface PairRow {
  a: string
  b: string
  same: boolean
}

/** Corrected items first. Nothing of 检举控告 and 待甄别 is among them, and nothing erased. */
export async function lessonsOf(read: Reader, book: string): Promise<LessonRow[]> {
  const said = new Map<string, Map<string, unknown>>()
  for (const { itemId, field, value } of await correctionRowsOf(read, book)) {
    const fields = said.get(itemId) ?? new Map<string, unknown>()
    said.set(itemId, fields.set(field, JSON.parse(value)))
  }
  for (const [itemId, topics] of await correctedCases(read, book)) {
    const fields = said.get(itemId) ?? new Map<string, unknown>()
    if (!fields.has('topics')) said.set(itemId, fields.set('topics', topics))
  }
  const corrected = await textsOf(read, [...said.keys()])
  const stood = await stoodItems(read, book)
  return [
    ...corrected.map(({ id, masked }) => lessonOf(id, masked, said.get(id)!)),
    ...stood.filter((one) => !said.has(one.id)),
  ]
}

function lessonOf(id: string, text: string, fields: Map<string, unknown>): LessonRow {
  const place = fields.get('place')
  const { topics = null, gov = null, place: _place, ...numbers } = Object.fromEntries(fields) as Partial<LessonRow>
  const where = place === undefined ? null : place === '国外' ? 'abroad' : 'home'
  return { id, text, topics, gov, place: where, ...numbers, from: '改标' }
}

const correctionRowsOf = (read: Reader, book: string): Promise<Selectable<Schema['correction']>[]> =>
  read
    .selectFrom('correction')
    .selectAll()
    .where('book', '=', book)
    .orderBy('seq', 'desc')
    .orderBy('itemId')
    .orderBy('field')
    .limit(CORRECTED_MAX)
    .execute()

/** A case got its topics from the item it began with: who corrects them corrects that item. The last word counts. */
async function correctedCases(read: Reader, book: string): Promise<Map<string, string[]>> {
  const topics = new Map<string, string[]>()
  for (const { caseId, body } of await entriesOf(read, book, ['case.corrected'])) {
    if (body.act === 'case.corrected' && body.topics !== null && caseId !== null) topics.set(caseId, body.topics)
  }
  const items = await openingItems(read, [...topics.keys()])
  return new Map([...topics].flatMap(([caseId, said]) => (items.has(caseId) ? [[items.get(caseId)!, said]] : [])))
}

/** Oldest first; a command's own look through the chain, for which no index is kept. */
async function entriesOf(read: Reader, book: string, acts: Body['act'][]): Promise<Entry[]> {
  const query = read.selectFrom('entry').select('body').where('book', '=', book).where('act', 'in', acts)
  const rows = await query.orderBy('seq', 'desc').limit(CORRECTED_MAX).execute()
  return rows.reverse().map((row) => readEntryText(row.body))
}

async function openingItems(read: Reader, caseIds: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const caseId of caseIds) {
    const query = read.selectFrom('entry').select('body').where('caseId', '=', caseId)
    const row = await query.orderBy('seq').limit(1).executeTakeFirst()
    const body = row === undefined ? null : readEntryText(row.body).body
    if (body?.act === 'case.opened') found.set(caseId, body.itemId)
  }
  return found
}

async function textsOf(read: Reader, ids: string[]): Promise<{ id: string; masked: string }[]> {
  const found: { id: string; masked: string }[] = []
  for (const part of partsOf(ids)) {
    const query = openQuery(read).where('item.id', 'in', part)
    for (const { id, masked, verdict } of await query.execute())
      if (!(JSON.parse(verdict) as Verdict).report) found.push({ id, masked })
  }
  return found
}

/** Items with text and verdict, in a lane or in a case that everybody may read. */
const openQuery = (read: Reader) =>
  read
    .selectFrom('item')
    .innerJoin('content', 'content.itemId', 'item.id')
    .innerJoin('verdict', 'verdict.itemId', 'item.id')
    .leftJoin('caseState', 'caseState.id', 'item.caseId')
    .select(['item.id', 'content.masked', 'verdict.body as verdict'])
    .where('caseState.restricted', 'is', null)

/** Items of cases that a person has judged, whose topics are the case's still: seen, and let stand. */
async function stoodItems(read: Reader, book: string): Promise<LessonRow[]> {
  const rows = await openQuery(read)
    .select('caseState.state')
    .where('item.book', '=', book)
    .where('item.caseId', 'is not', null)
    .where('caseState.state', 'not like', '%"judged":null%')
    .orderBy('item.receivedAt', 'desc')
    .orderBy('item.id')
    .limit(STOOD_MAX)
    .execute()
  return rows.flatMap(({ id, masked, verdict, state }) => {
    const { topics, report } = JSON.parse(verdict) as Verdict
    const ids = topics.map((topic) => topic.id)
    const stands = state !== null && (JSON.parse(state) as { topics: string[] }).topics.join() === ids.join()
    return stands && !report ? [{ id, text: masked, topics: ids, gov: null, place: null, from: '研判' as const }] : []
  })
}

/** Tellings that people joined by a merge, or parted by 不是同一事件 or an un-merge: masked texts of both. */
export async function pairsOf(read: Reader, book: string): Promise<PairRow[]> {
  const pairs = new Map<string, { cases: [string, string]; item: string | null; same: boolean }>()
  for (const { caseId, body } of await entriesOf(read, book, ['items.left', 'case.merged', 'case.unmerged'])) {
    if (caseId === null) continue
    if (body.act === 'items.left')
      pairs.set(`${caseId} ${body.to}`, { cases: [caseId, body.to], item: body.ids[0] ?? null, same: false })
    else if (body.act === 'case.merged')
      pairs.set(`${caseId} ${body.into}`, { cases: [caseId, body.into], item: null, same: true })
    else if (body.act === 'case.unmerged')
      pairs.set(`${caseId} ${body.from}`, { cases: [caseId, body.from], item: null, same: false })
  }
  const opened = await openingItems(read, [...new Set([...pairs.values()].flatMap((one) => one.cases))])
  const ids = [...new Set([...opened.values(), ...[...pairs.values()].flatMap((one) => one.item ?? [])])]
  const texts = new Map((await textsOf(read, ids)).map((one) => [one.id, one.masked]))
  return [...pairs.values()].flatMap(({ cases, item, same }) => {
    const a = texts.get(item ?? opened.get(cases[0]) ?? '')
    const b = texts.get(opened.get(item === null ? cases[1] : cases[0]) ?? '')
    return a === undefined || b === undefined ? [] : [{ a, b, same }]
  })
}
