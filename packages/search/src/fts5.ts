// The embedded search engine: SQLite FTS5 over terms cut before, so that 停水 is found where trigrams see nothing.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type CutTerms,
  HITS_MAX,
  QUERY_TERMS_MAX,
  type Search,
  type SearchDoc,
  type SearchHit,
  type SearchQuery,
} from './search.ts'

const schema = `
  create table if not exists doc (row integer primary key autoincrement, id text not null unique, kind text not null,
    book text not null, caseId text, topics text not null, unit text, status text, at bigint not null,
    restricted bigint not null);
  create index if not exists docAt on doc (book, at);
  create virtual table if not exists term using fts5 (terms, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 0');
  create table if not exists position (book text primary key, seq bigint not null);`

/** Opens the file, made when missing; synchronous NORMAL, for the ledger can feed it again. */
export function openFts5(file: string, cut: CutTerms): Search {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(file)
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on')
  db.exec(schema)
  const remove = openRemove(db)
  const insertDoc = db.prepare(
    'insert into doc (id, kind, book, caseId, topics, unit, status, at, restricted) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertTerms = db.prepare('insert into term (rowid, terms) values (?, ?)')
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
  const put = (doc: SearchDoc) => {
    remove(doc.id)
    const { id, kind, book, caseId, unit, status, at } = doc
    const { lastInsertRowid } = insertDoc.run(
      id,
      kind,
      book,
      caseId,
      ` ${doc.topics.join(' ')} `,
      unit,
      status,
      at,
      doc.restricted ? 1 : 0,
    )
    insertTerms.run(lastInsertRowid, cut(doc.text).map(tokenOf).join(' '))
  }
  return {
    async index(docs) {
      if (docs.length > 0) inTurn(() => docs.forEach(put))
    },
    async remove(ids) {
      inTurn(() => ids.forEach(remove))
    },
    query: async (query) => runQuery(db, cut, query),
    async position(book) {
      const row = db.prepare('select seq from position where book = ?').get(book) as { seq: number } | undefined
      return row?.seq ?? 0
    },
    async moveTo(book, seq) {
      db.prepare('insert into position (book, seq) values (?, ?) on conflict do update set seq = excluded.seq').run(
        book,
        seq,
      )
    },
    async clear() {
      // In one turn: an empty index that kept its position would believe itself level with the ledger.
      inTurn(() => db.exec(`drop table doc; drop table term; drop table position; ${schema}`))
    },
    async close() {
      db.close()
    },
  }
}

function openRemove(db: DatabaseSync): (id: string) => void {
  const find = db.prepare('select row from doc where id = ?')
  const dropTerms = db.prepare('delete from term where rowid = ?')
  const dropDoc = db.prepare('delete from doc where row = ?')
  return (id) => {
    const found = find.get(id) as { row: number } | undefined
    if (found === undefined) return
    dropTerms.run(found.row)
    dropDoc.run(found.row)
  }
}

/** A term as one token of letters and digits, whatever signs it holds: unicode61 would cut at them. */
function tokenOf(term: string): string {
  return /^[\p{L}\p{N}]+$/u.test(term) ? term : `x${Buffer.from(term).toString('hex')}`
}

function runQuery(db: DatabaseSync, cut: CutTerms, query: SearchQuery): { hits: SearchHit[]; total: number } {
  const terms = [...new Set(cut(query.text).map(tokenOf))].slice(0, QUERY_TERMS_MAX)
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
  const rows = page.all(...values, limit, query.offset ?? 0) as unknown as SearchHit[]
  return { hits: rows.map((row) => ({ ...row })), total }
}
