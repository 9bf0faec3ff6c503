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

export interface Search {
  /** Puts documents in, each replacing the one with its id; all of a call are findable when it resolves. */
  index(docs: SearchDoc[]): Promise<void>
  remove(ids: string[]): Promise<void>
  /** Documents that hold every term of the text, newest first; two-character words are found inside longer ones. */
  query(query: SearchQuery): Promise<{ hits: SearchHit[]; total: number }>
  /** How far the ledger of a book has been read into it; written with the documents. */
  position(book: string): Promise<number>
  moveTo(book: string, seq: number): Promise<void>
  clear(): Promise<void>
  close(): Promise<void>
}

/** Cuts a text into terms: the same for documents and queries, handed in by whoever opens an engine. */
export type CutTerms = (text: string) => string[]

export const QUERY_TERMS_MAX = 32
export const HITS_MAX = 1_000
