// Heat (热度) of items over time: reads, comments, reposts, likes as a source counted them, and what they advise.
import { HOUR_MS } from './beijing.ts'

/** null: the source did not say. */
export interface HeatCounts {
  reads: number | null
  comments: number | null
  reposts: number | null
  likes: number | null
}

export interface HeatReading extends HeatCounts {
  itemId: string
  /** When it was counted, UTC milliseconds. */
  at: number
  /** First publication; null when unknown. */
  publishedAt: number | null
}

export interface HeatAdvice {
  colour: '橙' | '红'
  reason: string
}

/** §6.7, defaults: within an hour so many new comments and reposts, or within three hours so many reads. */
const TALK_WINDOW_MS = HOUR_MS
const TALK_MIN = 200
const READ_WINDOW_MS = 3 * HOUR_MS
const READS_MIN = 100_000
const hotList = /热搜|热榜/u
const centralMedia = /新华|人民日报|央视|中央电视台|中新|澎湃|焦点访谈/u

/** Comments and reposts: what people do, and not only see. */
export const talkOf = (counts: HeatCounts): number => (counts.comments ?? 0) + (counts.reposts ?? 0)

/**
 * The sum of `pick` over items as last counted at or before `at`. An item that was out before `at` and counted only
 * later counts as it was first counted: what it had gathered by then is no growth that anybody saw.
 */
export function heatAt(readings: HeatReading[], at: number, pick: (counts: HeatCounts) => number): number {
  let sum = 0
  for (const series of Map.groupBy(readings, (reading) => reading.itemId).values()) {
    const ordered = series.toSorted((a, b) => a.at - b.at)
    const last = ordered.findLast((reading) => reading.at <= at)
    const [first] = ordered
    if (last !== undefined) sum += pick(last)
    else if (first !== undefined && (first.publishedAt ?? 0) <= at) sum += pick(first)
  }
  return sum
}

/** What a case's heat advises a person to do; it raises the level of attention, never the grade (§14-13). */
export function adviseHeat(readings: HeatReading[], words: string[], now: number): HeatAdvice | null {
  const named = words.find((word) => centralMedia.test(word))
  if (named !== undefined) return { colour: '红', reason: `中央媒体或全国热榜：${named}（§6.7）` }
  const talk = heatAt(readings, now, talkOf) - heatAt(readings, now - TALK_WINDOW_MS, talkOf)
  if (talk >= TALK_MIN) return { colour: '橙', reason: `1 小时新增评论和转发 ${talk}，达到 ${TALK_MIN}（§6.7）` }
  const readsOf = (counts: HeatCounts) => counts.reads ?? 0
  const reads = heatAt(readings, now, readsOf) - heatAt(readings, now - READ_WINDOW_MS, readsOf)
  if (reads >= READS_MIN) return { colour: '橙', reason: `3 小时新增阅读 ${reads}，达到 ${READS_MIN}（§6.7）` }
  const listed = words.find((word) => hotList.test(word))
  return listed === undefined ? null : { colour: '橙', reason: `上热榜：${listed}（§6.7）` }
}
