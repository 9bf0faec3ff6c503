// Every metric of ours in one table: what it says, in which form, and which services say it. README lists the same.

export const serviceNames = ['collector', 'tagger', 'tracker', 'indexer', 'notifier', 'console'] as const
export type ServiceName = (typeof serviceNames)[number]

interface Metric {
  kind: 'histogram' | 'counter' | 'gauge'
  help: string
  /** Few values each, all of our own making: never an id, an address or a word from outside. */
  labels: readonly string[]
  of: readonly ServiceName[]
  /** Upper bounds, seconds. */
  buckets?: readonly number[]
}

/** From a quick query to a turn that is stuck. */
const turnBuckets = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60]
/** From "in time" to hours: what the people at the desk feel. */
const waitBuckets = [1, 5, 30, 60, 300, 900, 3_600, 14_400]

export const metrics = {
  huiying_ready: {
    kind: 'gauge',
    help: '1 while the engine (part: ledger, bus, search) answers this service, else 0',
    labels: ['part'],
    of: serviceNames,
  },
  huiying_step_seconds: {
    kind: 'histogram',
    help: 'How long one turn of a step took: a batch of messages, or a round of the tick',
    labels: ['step'],
    of: serviceNames,
    buckets: turnBuckets,
  },
  huiying_step_failures_total: {
    kind: 'counter',
    help: 'Turns of a step that failed; what they had comes again',
    labels: ['step'],
    of: serviceNames,
  },
  huiying_ledger_append_seconds: {
    kind: 'histogram',
    help: 'From asking for the ledger to the commit of a turn that appended entries, the wait for the book included',
    labels: [],
    of: serviceNames,
    buckets: turnBuckets,
  },
  huiying_ledger_entries_total: {
    kind: 'counter',
    help: 'Entries this service has appended to the ledger',
    labels: [],
    of: serviceNames,
  },
  huiying_sources_failing: {
    kind: 'gauge',
    help: 'Sources whose last reading failed',
    labels: [],
    of: ['collector'],
  },
  huiying_items_waiting: {
    kind: 'gauge',
    help: 'Items on record that are in no case and no lane yet, parked ones included',
    labels: [],
    of: ['tagger'],
  },
  huiying_item_waiting_seconds: {
    kind: 'gauge',
    help: 'How long the oldest of them has been on record; 0 when none waits',
    labels: [],
    of: ['tagger'],
  },
  huiying_bus_lag_messages: {
    kind: 'gauge',
    help: 'Messages of a topic that a group has not handled yet (consumer lag)',
    labels: ['topic', 'group'],
    of: ['tagger', 'tracker', 'indexer'],
  },
  huiying_due_step_late_seconds: {
    kind: 'gauge',
    help: 'How long the longest due plan step has been waiting to fire; 0 when none is due',
    labels: [],
    of: ['tracker'],
  },
  huiying_due_step_fired_seconds: {
    kind: 'histogram',
    help: 'How long after its time a plan step fired',
    labels: [],
    of: ['tracker'],
    buckets: waitBuckets,
  },
  huiying_unguarded_clocks: {
    kind: 'gauge',
    help: 'Running clocks that nothing will remind of, as the watchdog found going round all of them',
    labels: [],
    of: ['tracker'],
  },
  huiying_parked_messages: {
    kind: 'gauge',
    help: 'Messages put aside after three tries, waiting for a person',
    labels: [],
    of: ['tracker'],
  },
  huiying_outbox_messages: {
    kind: 'gauge',
    help: 'Messages on record that no relay has carried to the bus yet',
    labels: [],
    of: ['tracker'],
  },
  huiying_deliveries_pending: {
    kind: 'gauge',
    help: 'Deliveries that are neither sent nor given up',
    labels: ['channel'],
    of: ['notifier'],
  },
  huiying_delivery_waiting_seconds: {
    kind: 'gauge',
    help: 'How long the oldest pending delivery has been waiting; 0 when none is',
    labels: ['channel'],
    of: ['notifier'],
  },
  huiying_delivery_seconds: {
    kind: 'histogram',
    help: 'From the alert to its delivery being sent',
    labels: ['channel'],
    of: ['notifier'],
    buckets: waitBuckets,
  },
  huiying_index_lag_entries: {
    kind: 'gauge',
    help: 'Entries of the ledger that the index has not read yet',
    labels: [],
    of: ['indexer'],
  },
  huiying_index_lag_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest entry that the index has not read; 0 when it is level',
    labels: [],
    of: ['indexer'],
  },
  huiying_live_screens: {
    kind: 'gauge',
    help: 'Screens that follow the live stream of this console',
    labels: [],
    of: ['console'],
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics
/** Names of one form: what may be observed, counted or read. */
export type MetricOf<K extends Metric['kind']> = {
  [N in MetricName]: (typeof metrics)[N]['kind'] extends K ? N : never
}[MetricName]

export const metricOf = (name: MetricName): Metric => metrics[name]
