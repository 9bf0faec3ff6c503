// A delivery (送达) as it is put on record when its alert fires: to whom, over which channel, and why.
import type { Channel, RecipientRole } from './word.ts'

export interface DeliveryFact {
  id: string
  alertId: string
  channel: Channel
  /** Contact id from policy; the address stands beside it, as resolved when the step fired. */
  to: string
  address: string
  role: RecipientRole
  part: '主送' | '抄送'
  unit: string | null
  assignmentId: string | null
  /** Why this person, where the role alone does not say it. */
  why?: string
}
