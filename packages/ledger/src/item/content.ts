// What is sealed of an item: its clear text, and of a letter the address and name of its writer.

import { answerable, sealWriter } from '../answer/writer.ts'
import type { Sealer } from '../blob/sealer.ts'

export interface Sealed {
  text: Uint8Array
  /** Null where nothing can be sent to. */
  writer: Uint8Array | null
}

export interface Unsealed {
  id: string
  clear: string
  writer?: string | null
  /** As the letter's head names him. */
  writerName?: string | null
}

export function sealContent(sealer: Sealer, { id, clear, writer, writerName }: Unsealed): Sealed {
  const address = answerable(writer ?? null)
  const text = sealer.seal(Buffer.from(clear))
  return { text, writer: address === null ? null : sealWriter(sealer, id, address, writerName ?? null) }
}
