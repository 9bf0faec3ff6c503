// The chain of a book for a reader outside: every entry as it was hashed, or only its digest where it may not be read.
import { sm3 } from './chain.ts'
import type { Reader } from './ledger.ts'
import { entryPages } from './verify/rebuild.ts'

export interface AuditLine {
  seq: number
  hash: string
  /** The stored body, byte for byte; null where `digest` = SM3(body) stands for it, which proves the chain as well. */
  body: string | null
  digest: string | null
}

export interface AuditScope {
  book: string
  upTo: number
  /** Whether entries of 待甄别 and 检举控告 may be read. */
  restricted: boolean
  /** Acts whose bodies stay in the house (addresses, telephones, roster). */
  withheld: ReadonlySet<string>
}

/** Pages of lines in seq order from the first entry; `hash` = SM3(previous hash ‖ SM3(body)). */
export async function* auditPages(read: Reader, scope: AuditScope): AsyncGenerator<AuditLine[]> {
  const hidden = scope.restricted ? new Set<string>() : await restrictedCases(read, scope.book)
  for await (const rows of entryPages(read, scope.book, scope.upTo)) {
    yield rows.map(({ seq, hash, body, act, caseId }) => {
      const isHidden = scope.withheld.has(act) || (caseId !== null && hidden.has(caseId)) || tellsOf(hidden, act, body)
      return isHidden ? { seq, hash, body: null, digest: sm3(body) } : { seq, hash, body, digest: null }
    })
  }
}

/** A handover names no case that was restricted then; one that became so since is not told of either (§14-8). */
function tellsOf(hidden: ReadonlySet<string>, act: string, body: string): boolean {
  return act === 'handover.given' && [...hidden].some((id) => body.includes(JSON.stringify(id)))
}

async function restrictedCases(read: Reader, book: string): Promise<Set<string>> {
  const query = read.selectFrom('caseState').select('id').where('book', '=', book).where('restricted', 'is not', null)
  return new Set((await query.execute()).map((row) => row.id))
}
