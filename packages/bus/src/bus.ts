// The bus: its promises. Messages are hints that something is on record; truth is the ledger, so delivery is at least
// once.

export const topics = ['item.collected', 'item.tagged', 'case.changed'] as const
export type Topic = (typeof topics)[number]

export interface Message {
  topic: Topic
  key: string
  /** JSON; ids and at most 256 KiB of masked text, never attachments. */
  body: string
}

export interface Delivered extends Message {
  /** Position in its topic, unique and rising for each key. */
  position: number
}

export interface Subscription {
  topic: Topic
  /** Subscribers of one group share the messages; each group gets all of them. */
  group: string
  /**
   * `share`: from where the group stopped, each message to one of it, in the order of each key however many share.
   * `all`: from now on, every message to everyone.
   */
  mode: 'share' | 'all'
  batchMax: number
  /**
   * Resolving acknowledges the batch. Rejecting with an engine failure pauses the subscription, which goes on with the
   * same batch when the engine is back. Rejecting otherwise: the messages are handled one by one, and one that fails
   * three times is parked with its reason; it blocks nobody.
   */
  handle(batch: Delivered[]): Promise<void>
}

export interface Bus {
  /**
   * Resolves when all messages are kept, in the order of each key. A message that is too large is refused before any
   * of its batch is kept. Rejects when the engine fails; then some may be kept, and whoever publishes does so again.
   */
  publish(messages: Message[]): Promise<void>
  /** `stop` resolves when the batch under way is done with; what the group has not read waits for the others. */
  subscribe(subscription: Subscription): { stop(): Promise<void> }
  /** Messages not yet acknowledged, by `topic/group`; 0 everywhere means idle. */
  lag(): Promise<Map<string, number>>
  /**
   * Lets go of every kept message that names one of the ids and has been handled, so that nothing of an erased item is
   * left in the topics; what else has been handled may go with it. A message on its way may still be handled: who
   * handles it finds nothing on record.
   */
  forget(ids: string[]): Promise<void>
  close(): Promise<void>
}

export interface BusOptions {
  /** Puts a message aside with its reason; the rows stand in the ledger database. */
  park(message: Message, reason: string): Promise<void>
  /** Told when a subscription waits for an engine, and when it goes on (reason null). */
  onPause?(subscription: { topic: Topic; group: string }, reason: string | null): void
  /** Told after each batch what it took; `failed` when it was not done with as a whole. */
  onHandled?(subscription: { topic: Topic; group: string }, tookMs: number, failed: boolean): void
}

export const TRIES_MAX = 3
export const BODY_BYTES_MAX = 256 * 1024
