// Held back as 涉密 (§14-9): known by id, hash and time only, the item itself sealed, until two people have cleared it.
import type { ClearanceDecision, HeldItem } from '@huiying/domain/quarantine'
import { type ClearingRole, decideClearance } from '@huiying/domain/quarantine'
import type { UserRole } from '@huiying/domain/word'
import { sql } from 'kysely'
import { insertItems, type NewItem } from './item/item.ts'
import type { Ledger, Reader, Tx } from './ledger.ts'

/** What is held back: `sha256` of its raw bytes, `reason` the mark that was seen and never its text. */
export interface Stopped {
  itemId: string
  sha256: string
  /** The sealed item; null when it is held already. */
  held: string | null
  reason: string
}

/** Such are few; the newest of them are looked at, by an index of their own. */
const ENTRIES_MAX = 20_000

/** Seals the items whole before the turn that puts their holding on record; gives what that turn writes. */
export async function holdItems(
  ledger: Ledger,
  book: string,
  items: { item: NewItem; mark: string }[],
): Promise<Stopped[]> {
  if (items.length === 0) return []
  const known = new Set((await readHeld(ledger.read, book)).all.map(keyOf))
  const stopped: Stopped[] = []
  for (const { item, mark } of items) {
    const { id: itemId, sha256 } = item
    const isKnown = known.has(keyOf({ itemId, sha256 }))
    const { sealed: _anew, ...plain } = item
    const held = isKnown ? null : await ledger.blobs.put(Buffer.from(JSON.stringify(plain)))
    stopped.push({ itemId, sha256, held, reason: `疑似涉密：带“${mark}”标识` })
  }
  return stopped
}

/** Puts them on record in this turn; what was held before, because it was read again, is left out. */
export async function quarantineItems(tx: Tx, book: string, stopped: Stopped[], now: number): Promise<void> {
  if (stopped.length === 0) return
  const known = new Set((await readHeld(tx.db, book)).all.map(keyOf))
  const fresh = new Map(stopped.filter((one) => !known.has(keyOf(one))).map((one) => [keyOf(one), one]))
  const drafts = [...fresh.values()].flatMap(({ held, ...one }) =>
    held === null ? [] : [{ caseId: null, body: { act: 'item.quarantined', v: 2, held, ...one } as const }],
  )
  if (drafts.length > 0) await tx.append(book, now, 'system', drafts)
}

/** Those not yet let go, newest first. */
export async function quarantinedItems(read: Reader, book: string, limit: number): Promise<HeldItem[]> {
  return (await readHeld(read, book)).waiting.slice(0, limit)
}

export interface Clearance {
  book: string
  itemId: string
  sha256: string
  person: { login: string; roles: readonly UserRole[] }
  reason: string
  /** A repeat gets the first answer. */
  commandId: string
}

export type ClearanceAnswer = { ok: true; waitsFor: ClearingRole | null } | Extract<ClearanceDecision, { ok: false }>

/** One person's clearing; with the second the item goes on record and to the tagger, in the same transaction. */
export async function clearItem(ledger: Ledger, clearance: Clearance, now: number): Promise<ClearanceAnswer> {
  const { book, person, reason, commandId } = clearance
  const before = await findHeld(ledger.read, clearance)
  const item = before?.held == null ? null : await readHeldItem(ledger, before.held)
  const answer = await ledger.write(
    async (tx): Promise<ClearanceAnswer> => {
      const known = await tx.db.selectFrom('command').select('answer').where('id', '=', commandId).executeTakeFirst()
      if (known !== undefined) return JSON.parse(known.answer) as ClearanceAnswer
      const decision = decideClearance(await findHeld(tx.db, clearance), person, reason)
      if (!decision.ok) return decision
      const { bodies, waitsFor } = decision
      await tx.append(
        book,
        now,
        person.login,
        bodies.map((body) => ({ caseId: null, body })),
      )
      if (waitsFor === null) await releaseItem(tx, ledger, item!, now)
      const given: ClearanceAnswer = { ok: true, waitsFor }
      await tx.db
        .insertInto('command')
        .values({ id: commandId, at: now, answer: JSON.stringify(given) })
        .execute()
      return given
    },
    { book },
  )
  // On record now; a second copy of the words would outlive an erasing.
  if (answer.ok && answer.waitsFor === null && before?.held != null) await ledger.blobs.remove(before.held)
  return answer
}

/** The sealed copies of these items: what erasing removes, should a crash have kept one after its letting go. */
export async function heldBlobs(read: Reader, book: string, ids: string[]): Promise<string[]> {
  const wanted = new Set(ids)
  return (await readHeld(read, book)).all.flatMap((one) => (wanted.has(one.itemId) ? (one.held ?? []) : []))
}

async function readHeldItem(ledger: Ledger, name: string): Promise<NewItem | null> {
  try {
    return JSON.parse((await ledger.blobs.get(name)).toString('utf8')) as NewItem
  } catch (error) {
    throw new Error('隔离件的封存读不出来，没有解除。请系统管理员核对数据文件夹和密钥文件', { cause: error })
  }
}

/** As if it had come now, from where it came: its own times stay. */
async function releaseItem(tx: Tx, ledger: Ledger, item: NewItem, now: number): Promise<void> {
  const { book, source } = item
  const batch = { book, source, items: [item], cursor: null, backfill: () => false, late: true }
  await insertItems(tx, ledger.sealer, batch, now)
}

const keyOf = (one: { itemId: string; sha256: string }): string => `${one.itemId} ${one.sha256}`

async function findHeld(read: Reader, { book, itemId, sha256 }: Clearance): Promise<HeldItem | null> {
  const { waiting } = await readHeld(read, book)
  return waiting.find((one) => one.itemId === itemId && one.sha256 === sha256) ?? null
}

interface HeldBody {
  itemId: string
  sha256?: string
  held?: string
  reason: string
  role?: ClearingRole
}

async function readHeld(read: Reader, book: string): Promise<{ all: HeldItem[]; waiting: HeldItem[] }> {
  const rows = await read
    .selectFrom('entry')
    .select(['at', 'act', 'actor', 'body'])
    .where('book', '=', book)
    .where(sql<boolean>`act in ('item.quarantined', 'item.cleared', 'item.released')`)
    .orderBy('seq', 'desc')
    .limit(ENTRIES_MAX)
    .execute()
  const all = new Map<string, HeldItem>()
  const released = new Set<string>()
  for (const { at, act, actor, body } of rows.reverse()) {
    const { itemId, sha256 = '', held = null, reason, role } = JSON.parse(body) as HeldBody
    const key = keyOf({ itemId, sha256 })
    if (act === 'item.quarantined') all.set(key, { itemId, sha256, at, reason, held, clearings: [] })
    else if (act === 'item.cleared') all.get(key)?.clearings.push({ login: actor, role: role!, at })
    // The first version of this entry named no hash: it means the item.
    else released.add(sha256 === '' ? itemId : key)
  }
  const found = [...all.values()].reverse()
  return { all: found, waiting: found.filter((one) => !released.has(keyOf(one)) && !released.has(one.itemId)) }
}
