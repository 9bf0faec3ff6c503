// What a thread beside the ledger needs to keep raw bytes and to seal texts: neither then holds up the ledger's turns.
import { join } from 'node:path'
import type { LedgerOptions } from '../open.ts'
import { type Blobs, fileBlobs } from './blob.ts'
import { openSealer, type Sealer } from './sealer.ts'

export interface Keeper {
  sealer: Sealer
  /** Null where the database itself keeps them: only who writes the ledger can put them. */
  blobs: Blobs | null
}

/** Of a ledger that is open: its key is there, and another is never made. */
export function openKeeper(place: LedgerOptions): Keeper {
  const sealer = openSealer(place.keyFile ?? join(place.dataDir, 'key'), false)
  return { sealer, blobs: fileBlobs(place, sealer) }
}
