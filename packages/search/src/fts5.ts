// The embedded search engine: SQLite FTS5 over terms cut before, so that 停水 is found where trigrams see nothing.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type CutTerms,
  HITS_MAX,
  type Index,
  type Mark,
  OFFSET_MAX,
  QUERY_TERMS_MAX,
  type Search,
  type SearchDoc,
  type SearchHit,
  type SearchQuery,
} from './search.ts'

/** Another number means other tables or other terms: the file is made anew, for the ledger can feed it again. */
const SCHEMA_VERSION = 6
/** Of a new file. */
const PAGE_BYTES = 8_192
/** 31 MiB of write-ahead file before it is folded in: each time two files are waited for. */
const WAL_PAGES = 4_000
/**
 * The terms come cut and folded, and only whole ones are asked for: no places of words are kept (detail = none), and
 * the plainest tokenizer splits them at blanks.
 */
const schema = `
  create table doc (row integer primary key autoincrement, id text not null unique, kind text not null,
    book text not null, caseId text, topics text not null, unit text, status text, at bigint not null,
    restricted bigint not null, seq bigint not null);
  create index docAt on doc (book, at);
  create virtual table term using fts5 (terms, content = '', contentless_delete = 1,
    detail = none, tokenize = 'ascii');
  create table position (book text primary key, seq bigint not null, hash text);
  pragma user_version = ${SCHEMA_VERSION};`
const dropAll = 'drop table if exists doc; drop table if exists term; drop table if exists position;'

/** Opens the file, made when missing; synchronous NORMAL, for the ledger can feed it again. */
export function openFts5(file: string, cut: CutTerms): Search {
  let current = openFile(file, cut)
  const replaceBy = (next: string) => {
    current.close()
    removeFile(file)
    renameSync(next, file)
    current = openFile(file, cut)
  }
  return {
    index: (docs) => current.index.index(docs),
    remove: (ids, seq) => current.index.remove(ids, seq),
    position: (book) => current.index.position(book),
    mark: (book) => current.index.mark(book),
    moveTo: (book, seq, hash) => current.index.moveTo(book, seq, hash),
    query: async (query) => runQuery(current.db, cut, query),
    async rebuild(fill) {
      const next = `${file}.next`
      removeFile(next)
      const fresh = openFile(next, cut)
      try {
        await fill(fresh.index)
      } catch (error) {
        fresh.close()
        removeFile(next)
        throw error
      }
      // Closing folds the write-ahead file in: what is renamed is whole.
      fresh.close()
      replaceBy(next)
    },
    async clear() {
      // In one turn: an empty index that kept its position would believe itself level with the ledger.
      current.inTurn(() => current.db.exec(`${dropAll} ${schema}`))
    },
    async close() {
      current.close()
    },
  }
}

function removeFile(file: string): void {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true })
}

function openFile(file: string, cut: CutTerms) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(file)
  db.exec(`pragma page_size = ${PAGE_BYTES}; pragma journal_mode = wal; pragma synchronous = normal`)
  db.exec(`pragma secure_delete = on; pragma wal_autocheckpoint = ${WAL_PAGES}`)
  const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number }
  if (version !== SCHEMA_VERSION) db.exec(`begin immediate; ${dropAll} ${schema} commit`)
  const inTurn = (work: () => void) => {
    db.exec('begin immediate')
    try {
      work()
      db.exec('commit')
    } catch (error) {
      if (db.isTransaction) db.exec('rollback')
      throw error
    }
  }
  return { db, inTurn, index: openIndex(db, inTurn, cut), close: () => db.close() }
}

function openIndex(db: DatabaseSync, inTurn: (work: () => void) => void, cut: CutTerms): Index {
  const remove = openRemove(db)
  const insertDoc = db.prepare(
    `insert into doc (id, kind, book, caseId, topics, unit, status, at, restricted, seq)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertTerms = db.prepare('insert into term (rowid, terms) values (?, ?)')
  const move = db.prepare(
    `insert into position (book, seq, hash) values (?, ?, ?)
      on conflict do update set seq = excluded.seq, hash = excluded.hash where excluded.seq >= position.seq`,
  )
  const find = db.prepare('select seq, hash from position where book = ?')
  const mark = (book: string): Mark => (find.get(book) as Mark | undefined) ?? { seq: 0, hash: null }
  const put = (doc: SearchDoc) => {
    if (!remove(doc.id, doc.seq)) return
    const { id, kind, book, caseId, unit, status, at, restricted, seq } = doc
    const topics = ` ${doc.topics.join(' ')} `
    const row = insertDoc.run(id, kind, book, caseId, topics, unit, status, at, restricted ? 1 : 0, seq)
    insertTerms.run(row.lastInsertRowid, cut(doc.text))
  }
  return {
    async index(docs) {
      if (docs.length > 0) inTurn(() => docs.forEach(put))
    },
    async remove(ids, seq) {
      if (ids.length === 0) return
      inTurn(() => {
        for (const id of ids) remove(id, seq)
      })
    },
    position: async (book) => mark(book).seq,
    mark: async (book) => mark(book),
    async moveTo(book, seq, hash = null) {
      move.run(book, seq, hash)
    },
  }
}

/** Removes what was read at `seq` or before; false when something newer stands there. */
function openRemove(db: DatabaseSync): (id: string, seq: number) => boolean {
  const find = db.prepare('select row, seq from doc where id = ?')
  const dropTerms = db.prepare('delete from term where rowid = ?')
  const dropDoc = db.prepare('delete from doc where row = ?')
  return (id, seq) => {
    const found = find.get(id) as { row: number; seq: number } | undefined
    if (found === undefined) return true
    if (found.seq > seq) return false
    dropTerms.run(found.row)
    dropDoc.run(found.row)
    return true
  }
}

function runQuery(db: DatabaseSync, cut: CutTerms, query: SearchQuery): { hits: SearchHit[]; total: number } {
  const terms = [...new Set(cut(query.text).split(' ').filter(Boolean))].slice(0, QUERY_TERMS_MAX)
  const where = ['doc.book = ?']
  const values: (string | number)[] = [query.book]
  const add = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return
    where.push(condition)
    values.push(value)
  }
  add('doc.kind = ?', query.kind)
  add('doc.topics like ?', query.topic === undefined ? undefined : `% ${query.topic} %`)
  add('doc.unit = ?', query.unit)
  add('doc.status = ?', query.status)
  add('doc.at >= ?', query.from)
  add('doc.at < ?', query.to)
  if (!query.restricted) where.push('doc.restricted = 0')
  if (terms.length > 0)
    add('doc.row in (select rowid from term where term match ?)', terms.map((term) => `"${term}"`).join(' AND '))
  const from = `from doc where ${where.join(' and ')}`
  const { total } = db.prepare(`select count(*) as total ${from}`).get(...values) as { total: number }
  const limit = Math.min(query.limit, HITS_MAX)
  const page = db.prepare(`select id, kind, caseId, at ${from} order by at desc, row desc limit ? offset ?`)
  const rows = page.all(...values, limit, Math.min(query.offset ?? 0, OFFSET_MAX)) as unknown as SearchHit[]
  return { hits: rows.map((row) => ({ ...row })), total }
}
