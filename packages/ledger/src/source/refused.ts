// Files in the mailbox folder that are no letters, on record: each said once, the newest told on the alive panel.
import type { Body } from '@huiying/domain/entry'
import type { RefusedFile, StrayKind } from '@huiying/domain/refused'
import type { Reader, Tx } from '../ledger.ts'

const reasons: Record<StrayKind, string> = {
  空文件: '一直是空的，没有内容可读',
  文件夹: '收件处只读文件，不读文件夹里的文件',
  其他文件: '不是 .eml 来信，没有读',
}

export interface Refused extends RefusedFile {
  /** The same as long as the file lies there untouched. */
  id: string
  /** Masked. */
  name: string
}

/** In one transaction, before the files are moved: what a crash left in its place is not said again. */
export async function recordRefused(
  tx: Tx,
  { book, source, files }: { book: string; source: string; files: Refused[] },
  now: number,
): Promise<void> {
  const known = new Set((await newestRefused(tx.db, book)).map(({ last }) => (last.v === 2 ? last.id : '')))
  const drafts = files.flatMap(({ id, name, kind, ending, bytes, sha256 }) => {
    if (known.has(id)) return []
    const file: RefusedFile = { kind, ending, bytes, sha256 }
    const reason = `${reasons[kind]}；已移到数据文件夹的 mailbox/refused，没有删除`
    const body: Body = { act: 'file.refused', v: 2, id, source, name, file, reason }
    return [{ caseId: null, body }]
  })
  if (drafts.length > 0) await tx.append(book, now, 'system', drafts)
}

export interface RefusedCount {
  count: number
  lastAt: number
  last: Extract<Body, { act: 'file.refused' }>
}

/** Of more than this many one knows enough: there are many; and a look tells of fewer before it moves them. */
const REFUSED_READ_MAX = 1_000

async function newestRefused(read: Reader, book: string): Promise<{ at: number; last: RefusedCount['last'] }[]> {
  const rows = await read
    .selectFrom('entry')
    .select(['at', 'body'])
    .where('book', '=', book)
    .where('act', '=', 'file.refused')
    .orderBy('seq', 'desc')
    .limit(REFUSED_READ_MAX)
    .execute()
  return rows.map(({ at, body }) => ({ at, last: JSON.parse(body) as RefusedCount['last'] }))
}

/** By source, those refused since then; a source without any is not in it. */
export async function readRefused(read: Reader, book: string, since: number): Promise<Map<string, RefusedCount>> {
  const found = new Map<string, RefusedCount>()
  for (const { at, last } of await newestRefused(read, book)) {
    if (at < since) break
    const before = found.get(last.source)
    if (before === undefined) found.set(last.source, { count: 1, lastAt: at, last })
    else before.count += 1
  }
  return found
}
