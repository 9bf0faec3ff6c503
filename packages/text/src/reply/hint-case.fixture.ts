// A reply, beside its letter and what stands beside both, that a hint must or must not tell.
import type { Beside } from './beside.ts'

export interface HintCase {
  letter?: string
  reply: string
  beside?: Beside
}
