// What becomes of an arriving item that joins no open case: a case of its own, 待核信息, or the store (§14-1, §14-6,
// §14-14).
import type { Arrival } from './command.ts'
import type { Lane } from './word.ts'

export type Route = { open: true; reason: string } | { open: false; lane: Lane; reason: string }

/** Flags of letters that are on record but open no case: our own mails, answers of machines, replies to a delivery. */
const quietFlags = ['own-mail', 'auto-submitted', 'bounce', 'delivery-reply'] as const

/** Every letter opens a case; public items only when suspected 重大, or local, about government and an incident. */
export function routeArrival(arrival: Arrival): Route {
  const { item, verdict, locality, backfill } = arrival
  const quiet = quietFlags.find((flag) => item.flags.includes(flag))
  if (quiet !== undefined) return { open: false, lane: '入库', reason: quietReason[quiet] }
  if (item.kind === 'letter') return { open: true, reason: '来信，每封立案' }
  if (backfill) return { open: false, lane: '历史回填', reason: '首次抓取，早于 24 小时' }
  if (verdict.place === 'abroad') return { open: false, lane: '外地关注', reason: '国外' }
  if (locality === 'elsewhere') {
    return { open: false, lane: verdict.gov || verdict.incident ? '外地关注' : '入库', reason: '外地' }
  }
  if (verdict.suspected) return { open: true, reason: '疑似重大' }
  if (locality === 'local' && verdict.gov && verdict.incident) return { open: true, reason: '本地突发事件，待定级' }
  if (locality === 'local' && verdict.gov)
    return { open: false, lane: '待核信息', reason: '本地政务信息，是否立案待核' }
  return { open: false, lane: '入库', reason: locality === 'local' ? '本地，非政务' : '未写地名，非疑似重大' }
}

const quietReason: Record<(typeof quietFlags)[number], string> = {
  'own-mail': '本系统发出的邮件',
  'auto-submitted': '自动答复',
  bounce: '退信',
  'delivery-reply': '对督办邮件的回复',
}

/** Whether an item may join an open case at all: old news and other places never do. */
export function mayJoin(arrival: Arrival): boolean {
  if (arrival.backfill || arrival.verdict.place === 'abroad' || arrival.locality === 'elsewhere') return false
  return !quietFlags.some((flag) => arrival.item.flags.includes(flag))
}
