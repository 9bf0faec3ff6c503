// Local models of a book: which there are, which is in use, and the turns that make and choose them.
import type { Body, Entry } from '@huiying/domain/entry'
import type { ModelFacts } from '@huiying/domain/model'
import { canonicalJson } from '@huiying/runtime/json'
import type { Kysely } from 'kysely'
import { insertRows } from './batch.ts'
import { newestOf } from './case.ts'
import type { Ledger, Reader } from './ledger.ts'
import type { Schema } from './schema.ts'

/** The program's own model. */
export const SHIPPED = 'shipped'
/** Models shown; older ones stay on record. */
const MODELS_MAX = 100

export interface ModelRow {
  id: string
  at: number
  inUse: boolean
  /** null for the shipped one. */
  facts: ModelFacts | null
}

/** The shipped one first, then the newest. */
export async function listModels(read: Reader, book: string): Promise<ModelRow[]> {
  const rows = await read
    .selectFrom('model')
    .select(['id', 'at', 'body'])
    .where('book', '=', book)
    .orderBy('seq', 'desc')
    .limit(MODELS_MAX)
    .execute()
  const used = await usedId(read, book)
  const trained = rows.filter((row) => row.id !== SHIPPED)
  return [
    { id: SHIPPED, at: 0, inUse: used === SHIPPED, facts: null },
    ...trained.map(({ id, at, body }) => ({ id, at, inUse: id === used, facts: JSON.parse(body) as ModelFacts })),
  ]
}

/** The local model in use, or null for the shipped one: one look by key, made for every batch. */
export async function activeModel(read: Reader, book: string): Promise<{ id: string; sha256: string } | null> {
  const row = await usedRow(read, book)
  return row === undefined || row.id === SHIPPED
    ? null
    : { id: row.id, sha256: (JSON.parse(row.body) as ModelFacts).sha256 }
}

const usedRow = (read: Reader, book: string) =>
  read
    .selectFrom('model')
    .select(['id', 'body'])
    .where('book', '=', book)
    .where('usedSeq', 'is not', null)
    .orderBy('usedSeq', 'desc')
    .limit(1)
    .executeTakeFirst()

const usedId = async (read: Reader, book: string): Promise<string> => (await usedRow(read, book))?.id ?? SHIPPED

/** The bytes are on disk before the entry names them. False when the book has this model already. */
export async function recordModel(
  ledger: Ledger,
  book: string,
  model: { facts: ModelFacts; bytes: Uint8Array },
  actor: string,
  now: number,
): Promise<boolean> {
  await ledger.blobs.put(model.bytes)
  return ledger.write(
    async (tx) => {
      const known = await modelById(tx.db, book, model.facts.id)
      if (known !== null) return false
      await tx.append(book, now, actor, [{ caseId: null, body: { act: 'model.trained', v: 1, ...model.facts } }])
      return true
    },
    { book },
  )
}

export interface Choice {
  id: string
  /** SHA-256 of the model shipped with this program: a local one made on another means nothing. */
  base: string
  /** What the person saw in use; another one is there by now: refused. Left out by who names no comparison. */
  seen?: string
  actor: string
  reason: string
}

/** Puts a model in use from the next batch on; throws, in words, when it cannot be. Returns the one before. */
export async function chooseModel(ledger: Ledger, book: string, choice: Choice, now: number): Promise<string> {
  const { id, base, seen, actor, reason } = choice
  return ledger.write(
    async (tx) => {
      const before = await usedId(tx.db, book)
      if (seen !== undefined && seen !== before)
        throw new Error('现用的模型在您打开之后换过，未作改动；请看现在的比较再决定')
      if (before === id) throw new Error(`${id} 正在使用，未作改动`)
      const facts = id === SHIPPED ? null : await modelById(tx.db, book, id)
      if (id !== SHIPPED && facts === null) throw new Error(`没有模型 ${id}，未作改动`)
      if (facts !== null && facts.base !== base)
        throw new Error(`${id} 是在另一版程序的模型上训练的，未作改动；请重新训练`)
      await tx.append(book, now, actor, [{ caseId: null, body: { act: 'model.used', v: 1, id, before, reason } }])
      return before
    },
    { book },
  )
}

/** What was in use before the present one: where a roll-back goes. */
export async function modelBefore(read: Reader, book: string): Promise<string | null> {
  const [newest] = await newestOf(read, book, 'model.used', 1)
  return newest?.body.before ?? null
}

async function modelById(read: Reader, book: string, id: string): Promise<ModelFacts | null> {
  const row = await read
    .selectFrom('model')
    .select('body')
    .where('book', '=', book)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : (JSON.parse(row.body) as ModelFacts)
}

type ModelBody = Extract<Body, { act: 'model.trained' | 'model.used' }>

/** The rows an entry about models makes. */
export async function saveModelEntry(
  db: Kysely<Schema>,
  { book, seq, at, body }: Omit<Entry, 'body'> & { body: ModelBody },
): Promise<void> {
  if (body.act === 'model.trained') {
    const { act: _act, v: _v, ...facts } = body
    await insertRows(db, 'model', [{ book, id: body.id, seq, at, usedSeq: null, body: canonicalJson(facts) }], 'ignore')
    return
  }
  const row = { book, id: body.id, seq, at, usedSeq: seq, body: '{}' }
  await insertRows(db, 'model', [row], { keys: ['book', 'id'], set: ['usedSeq'] })
}
