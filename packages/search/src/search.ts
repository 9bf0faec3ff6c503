// The search engine's promises. The index is a copy: whatever it loses is fed again from the ledger.

export interface SearchDoc {
  id: string
  kind: 'item' | 'case'
  book: string
  caseId: string | null
  /** Masked text; what the terms are cut from. */
  text: string
  topics: string[]
  unit: string | null
  status: string | null
  /** UTC milliseconds: publication or receipt. */
  at: number
  /** UTC milliseconds of receipt or opening: never changes, and says which month's index keeps it. */
  filedAt: number
  /** The book's seq this was read at: an older state never replaces a newer one, whoever comes last. */
  seq: number
  /** 待甄别 and 检举控告: found only by those who may see them. */
  restricted: boolean
}

export interface SearchQuery {
  book: string
  text: string
  kind?: 'item' | 'case'
  topic?: string
  unit?: string
  status?: string
  from?: number
  to?: number
  restricted: boolean
  limit: number
  offset?: number
}

export interface SearchHit {
  id: string
  kind: 'item' | 'case'
  caseId: string | null
  at: number
}

export interface Mark {
  seq: number
  hash: string | null
}

/** What an indexer writes with: an index, or a new one that is being filled beside it. */
export interface Index {
  /** Puts documents in, each replacing the one with its id; all of a call are findable when it resolves. */
  index(docs: SearchDoc[]): Promise<void>
  /** `seq` as in a document: what was read before it does not come back. */
  remove(ids: string[], seq: number): Promise<void>
  /** How far the ledger of a book has been read into it; written after the documents, and never back. */
  position(book: string): Promise<number>
  /** As position, with the hash that the ledger's entry there had; null where none was given. */
  mark(book: string): Promise<Mark>
  moveTo(book: string, seq: number, hash?: string | null): Promise<void>
}

export interface Search extends Index {
  /** Documents that hold every term of the text, newest first; two-character words are found inside longer ones. */
  query(query: SearchQuery): Promise<{ hits: SearchHit[]; total: number }>
  /** Fills a new index and puts it in the old one's place at once; queries go on. A failure changes nothing. */
  rebuild(fill: (fresh: Index) => Promise<void>): Promise<void>
  clear(): Promise<void>
  close(): Promise<void>
}

/**
 * Cuts a text into terms of letters and digits alone, a blank between two: the same for documents and queries, handed
 * in by whoever opens an engine. Of documents by the thousand one text of terms is far cheaper than a list.
 */
export type CutTerms = (text: string) => string

export const QUERY_TERMS_MAX = 32
export const HITS_MAX = 1_000
/** Hits before the page asked for. */
export const OFFSET_MAX = 50_000
