// Checks a book's chain: every hash from the stored bytes, no holes, time forward, columns as the body says, head as
// the last.
import type { AnswerFact } from '@huiying/domain/answer'
import type { Entry } from '@huiying/domain/entry'
import { chainHash, GENESIS_HASH, readEntryText, sm3 } from '../chain.ts'
import type { Reader } from '../ledger.ts'
import { isOffAfter } from '../person/person.ts'
import type { Seal } from '../seal.ts'
import type { Difference } from './difference.ts'
import { type EntryRow, entryPages } from './rebuild.ts'

/** What the rest of verify needs of the entries, gathered on the way. */
export interface ChainFacts {
  head: { seq: number; hash: string; at: number }
  batches: { seq: number; count: number; root: string }[]
  verdicts: { seq: number; ids: string[]; root: string }[]
  heat: { seq: number; count: number; root: string }[]
  /** Item id → seq of the entry that recorded its erasing. */
  erased: Map<string, number>
  policies: Map<string, { seq: number; text: string }>
  /** Mails to writers whose words as typed lie beside the record. */
  typed: { seq: number; answer: AnswerFact }[]
  persons: Map<string, { seq: number; roles: string[]; unit: string | null; disabled: boolean }>
  opened: { name: string; sample: boolean; drill: boolean } | null
}

export type ChainCheck = { ok: true; facts: ChainFacts } | { ok: false; difference: Difference }

export async function checkChain(read: Reader, book: string): Promise<ChainCheck> {
  const facts: ChainFacts = {
    head: { seq: 0, hash: GENESIS_HASH, at: 0 },
    batches: [],
    verdicts: [],
    heat: [],
    erased: new Map(),
    policies: new Map(),
    typed: [],
    persons: new Map(),
    opened: null,
  }
  for await (const page of entryPages(read, book)) {
    for (const row of page) {
      const reason = checkEntry(row, facts.head)
      if (reason === 'gap') return differenceAt(facts.head.seq + 1, 'gap')
      if (reason !== null) return differenceAt(row.seq, reason)
      facts.head = { seq: row.seq, hash: row.hash, at: row.at }
      gather(facts, readEntryText(row.body))
    }
  }
  const difference = await checkHead(read, book, facts)
  return difference === null ? { ok: true, facts } : { ok: false, difference }
}

const differenceAt = (seq: number, reason: Difference['reason'], table = 'entry'): ChainCheck & { ok: false } => ({
  ok: false,
  difference: { seq, table, reason },
})

function checkEntry(row: EntryRow, head: ChainFacts['head']): Difference['reason'] | null {
  const said = bodyOf(row.body)
  if (row.seq !== head.seq + 1) return 'gap'
  if (said !== null && (said.seq !== row.seq || said.book !== row.book)) return 'order'
  if (said === null || row.prev !== head.hash || chainHash(head.hash, row.body) !== row.hash) return 'hash'
  if (row.at < head.at) return 'order'
  const same = said.at === row.at && said.actor === row.actor && said.caseId === row.caseId && said.body.act === row.act
  return same ? null : 'projection'
}

function bodyOf(text: string): Entry | null {
  try {
    return readEntryText(text)
  } catch {
    return null
  }
}

function gather(facts: ChainFacts, { seq, body }: Entry): void {
  switch (body.act) {
    case 'book.opened':
      facts.opened = { name: body.name, sample: body.sample, drill: body.drill }
      break
    case 'policy.adopted':
      facts.policies.set(body.hash, { seq, text: body.text })
      break
    case 'heat.read':
      facts.heat.push({ seq, count: body.count, root: body.root })
      break
    case 'items.received':
      facts.batches.push({ seq, count: body.count, root: body.root })
      break
    case 'content.erased':
      for (const id of body.ids) facts.erased.set(id, seq)
      break
    case 'case.opened':
      facts.verdicts.push({ seq, ids: [body.itemId], root: body.verdictRoot })
      break
    case 'items.joined':
    case 'items.reread':
      facts.verdicts.push({ seq, ids: body.ids, root: body.verdictRoot })
      break
    case 'items.filed':
      facts.verdicts.push({ seq, ids: body.ids, root: body.root })
      break
    case 'answer.queued':
      if (body.answer.typed !== undefined) facts.typed.push({ seq, answer: body.answer })
      break
    case 'person.changed': {
      const { login, roles, unit, what } = body
      const disabled = isOffAfter(what, facts.persons.get(login)?.disabled ?? false)
      facts.persons.set(login, { seq, roles, unit, disabled })
      break
    }
    default:
  }
}

/** The head row stands for the last entry; a row after it was added past the program, one before it was taken away. */
async function checkHead(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  const row = await read.selectFrom('book').selectAll().where('id', '=', book).executeTakeFirst()
  const { head, opened } = facts
  if (row === undefined) return { seq: head.seq, table: 'book', reason: 'gap' }
  if (row.headSeq > head.seq) return { seq: head.seq + 1, table: 'entry', reason: 'gap' }
  if (row.headSeq < head.seq) return { seq: row.headSeq + 1, table: 'entry', reason: 'order' }
  if (row.headHash !== head.hash || row.headAt !== head.at)
    return { seq: head.seq, table: 'book', reason: 'projection' }
  const same = row.name === opened?.name && row.sample === Number(opened.sample) && row.drill === Number(opened.drill)
  return same ? null : { seq: 1, table: 'book', reason: 'projection' }
}

/** A seal found again proves that everything up to it is what it was; a missing one, that it was cut or rewritten. */
export async function checkSeal(read: Reader, book: string, seal: Seal | null): Promise<Difference | null> {
  const sealed = seal?.books.find((one) => one.book === book)
  if (sealed === undefined || sealed.seq === 0) return null
  const row = await read
    .selectFrom('entry')
    .select('hash')
    .where('book', '=', book)
    .where('seq', '=', sealed.seq)
    .executeTakeFirst()
  return row?.hash === sealed.hash ? null : { seq: sealed.seq, table: 'entry', reason: 'seal' }
}

/** Rules are read from their table; their text must be the one an entry adopted. */
export async function checkPolicies(read: Reader, book: string, facts: ChainFacts): Promise<Difference | null> {
  const rows = await read.selectFrom('policyVersion').selectAll().where('book', '=', book).execute()
  for (const row of rows) {
    const said = facts.policies.get(row.hash)
    if (said === undefined) return { seq: row.seq, table: 'policyVersion', reason: 'order' }
    const same = said.seq === row.seq && said.text === row.text && sm3(row.text) === row.hash
    if (!same) return { seq: said.seq, table: 'policyVersion', reason: 'projection' }
  }
  const known = new Set(rows.map((row) => row.hash))
  const missing = [...facts.policies].find(([hash]) => !known.has(hash))
  return missing === undefined ? null : { seq: missing[1].seq, table: 'policyVersion', reason: 'gap' }
}
