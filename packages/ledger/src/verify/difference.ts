// What a check of the ledger finds: the first place where the record is not what its entries say.

/** Where the record first differs from what its entries say. `seq` is the entry concerned. */
export interface Difference {
  seq: number
  table: string
  /** hash: bytes were changed. gap: a row is missing. order: a row stands elsewhere or was added. */
  reason: 'hash' | 'gap' | 'order' | 'projection' | 'seal'
}
