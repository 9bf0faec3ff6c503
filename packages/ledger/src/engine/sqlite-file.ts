// A SQLite file as everything here opens it. Apart from what asks it in Kysely, which takes a thread a tenth of a
// second to load: who keeps raw bytes beside the ledger does without.
import { DatabaseSync } from 'node:sqlite'

const BUSY_TIMEOUT_MS = 10_000
const CACHE_KIB = 32_768
/** Of a new file; one that is there keeps its own. With 4 KiB a turn wrote twice the pages, a twentieth slower. */
const PAGE_BYTES = 8_192
/** 125 MiB of write-ahead file before it is folded in: pages that many turns write are then written back once. */
const WAL_PAGES = 16_000

/**
 * FULL: a commit is on disk when it returns; a reader never writes. What a turn sets aside to undo a statement stays in
 * memory: the system's folder for temporary files is no place for texts, nor quick.
 */
export function openSqliteFile(file: string, mode: 'write' | 'read'): DatabaseSync {
  const raw = new DatabaseSync(file, { readOnly: mode === 'read', timeout: BUSY_TIMEOUT_MS })
  if (mode === 'write') {
    raw.exec(`pragma page_size = ${PAGE_BYTES}; pragma journal_mode = wal; pragma secure_delete = on`)
    raw.exec(`pragma wal_autocheckpoint = ${WAL_PAGES}`)
    raw.exec('pragma temp_store = memory')
  }
  raw.exec(`pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -${CACHE_KIB}`)
  return raw
}
