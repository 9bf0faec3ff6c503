// What a service says of itself in numbers, for Prometheus; prom-client, which no other file knows.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type MetricName, type MetricOf, metricOf } from './metric.ts'
import { settleWithin } from './time.ts'

export type Labels = Record<string, string>
/** One value, or one for each set of labels. */
export type Reading = number | { labels: Labels; value: number }[]

export interface Measure {
  /** A time taken, in seconds. */
  observe(name: MetricOf<'histogram'>, seconds: number, labels?: Labels): void
  /** `by` 0 makes the counter known before anything is counted: an alert cannot wait for what is not there. */
  count(name: MetricOf<'counter'>, by: number, labels?: Labels): void
  /** Makes a histogram known before anything was observed. */
  begin(name: MetricOf<'histogram'>, labels?: Labels): void
  /**
   * Asked whenever somebody reads the metrics, once at a time and for READ_MS_MAX at most. What cannot be read now is
   * NaN: not the last value, which would look like all is well.
   */
  read(name: MetricOf<'gauge'>, ask: () => Promise<Reading> | Reading): void
  text(): Promise<{ type: string; body: string }>
}

const READ_MS_MAX = 3_000

/** Beside ours it holds the library's own of the process: memory, processor, and the delay of the event loop. */
export function openMeasure(): Measure {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const known = new Map<MetricName, unknown>()
  const make = <T>(name: MetricName, of: (facts: Facts) => T): T => {
    const made = (known.get(name) ?? of(factsOf(name, registry))) as T
    known.set(name, made)
    return made
  }
  const histogram = (name: MetricOf<'histogram'>) => make(name, (facts) => new Histogram(facts))
  return {
    observe: (name, seconds, labels = {}) => histogram(name).observe(labels, seconds),
    begin: (name, labels = {}) => histogram(name).zero(labels),
    count: (name, by, labels = {}) => make(name, (facts) => new Counter(facts)).inc(labels, by),
    read(name, ask) {
      const once = oneAtATime(async () => ask())
      make(
        name,
        (facts) =>
          new Gauge({
            ...facts,
            async collect() {
              const reading = await settleWithin(once(), READ_MS_MAX).catch(() => Number.NaN)
              this.reset()
              if (typeof reading === 'number') {
                if (facts.labelNames.length === 0) this.set(reading)
                return
              }
              for (const { labels, value } of reading) this.set(labels, value)
            },
          }),
      )
    },
    async text() {
      return { type: registry.contentType, body: await registry.metrics() }
    },
  }
}

interface Facts {
  name: string
  help: string
  labelNames: string[]
  registers: Registry[]
  buckets?: number[]
}

function factsOf(name: MetricName, registry: Registry): Facts {
  const { help, labels, buckets } = metricOf(name)
  return {
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    ...(buckets === undefined ? {} : { buckets: [...buckets] }),
  }
}

/** Who asks while an answer is under way gets that one: many readers cost an engine no more than one. */
export function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= ask().finally(() => {
      running = null
    })
    return running
  }
}
