// How much of everything a county, a province and the country need, from what one item costs: formulas, no measuring.

/** Of one item, as measured: microseconds of processor in each service, bytes where it is kept. */
export interface ItemCost {
  collectUs: number
  tagUs: number
  trackUs: number
  indexUs: number
  ledgerBytes: number
  originalBytes: number
  indexBytes: number
}

export interface Demand {
  name: '县' | '省' | '全国'
  itemsPerDay: number
  /** Items a second at the busiest, as so many times the day's mean. */
  burst: number
}

export interface Plan {
  name: Demand['name']
  meanPerSecond: number
  peakPerSecond: number
  taggers: number
  trackers: number
  /** Of each topic. */
  partitions: number
  /** Of each month's index. */
  shards: number
  ledgerGibPerYear: number
  /** Processors that the peak keeps busy, all services together. */
  cores: number
  /** What gives out first, and where. */
  first: 'nothing' | 'one book' | 'one ledger'
}

export const demands: Demand[] = [
  { name: '县', itemsPerDay: 2_000, burst: 3 },
  { name: '省', itemsPerDay: 1_000_000, burst: 3 },
  { name: '全国', itemsPerDay: 100_000_000, burst: 20 },
]

const DAY_SECONDS = 86_400
const MONTH_DAYS = 30
const YEAR_DAYS = 365
/** A process is planned to be busy so much of its time at the peak; the rest takes a kill and a rebalance. */
const BUSY_MAX = 0.7
/** Partitions come in these steps: adding some later moves keys about. */
const PARTITION_STEP = 6
/** Half as many members as partitions may join before one gets nothing. */
const PARTITIONS_PER_MEMBER = 2
/** What Elasticsearch's makers advise for one shard. */
const SHARD_BYTES_MAX = 40 * 1024 ** 3
const GIB = 1024 ** 3
/** PostgreSQL's limit for one table of 8 KiB pages; the ledger's largest holds about half of it. */
const LEDGER_GIB_MAX = 32 * 1024

export function planOf({ name, itemsPerDay, burst }: Demand, cost: ItemCost): Plan {
  const meanPerSecond = itemsPerDay / DAY_SECONDS
  const peakPerSecond = meanPerSecond * burst
  const instances = (us: number) => Math.max(1, Math.ceil((peakPerSecond * us) / 1e6 / BUSY_MAX))
  const [taggers, trackers] = [instances(cost.tagUs), instances(cost.trackUs)]
  const members = Math.max(taggers, trackers) * PARTITIONS_PER_MEMBER
  const ledgerGibPerYear = (itemsPerDay * YEAR_DAYS * cost.ledgerBytes) / GIB
  return {
    name,
    meanPerSecond,
    peakPerSecond,
    taggers,
    trackers,
    partitions: Math.ceil(members / PARTITION_STEP) * PARTITION_STEP,
    shards: Math.max(1, Math.ceil((itemsPerDay * MONTH_DAYS * cost.indexBytes) / SHARD_BYTES_MAX)),
    ledgerGibPerYear,
    cores: (peakPerSecond * allUs(cost)) / 1e6,
    first:
      ledgerGibPerYear > LEDGER_GIB_MAX ? 'one ledger' : peakPerSecond > bookPerSecond(cost) ? 'one book' : 'nothing',
  }
}

/** One book has one tracker at a time: so many items a second it takes, however many trackers there are. */
export const bookPerSecond = (cost: ItemCost): number => (BUSY_MAX * 1e6) / cost.trackUs

export const allUs = ({ collectUs, tagUs, trackUs, indexUs }: ItemCost): number => collectUs + tagUs + trackUs + indexUs

/**
 * Items a second that `cores` processors take when they have nothing else to do: all the work shared out, but no part
 * quicker than the one thread it runs in.
 */
export const predictedRate = (cost: ItemCost, cores: number): number =>
  Math.min((cores * 1e6) / allUs(cost), ...[cost.tagUs, cost.trackUs, cost.indexUs].map((us) => 1e6 / us))
