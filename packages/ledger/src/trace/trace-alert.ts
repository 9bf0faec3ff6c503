// What came of an item once it was in a case: the alerts that fired for it, and each delivery's way to its recipient.
import type { Plan } from '@huiying/domain/case'
import type { AlertFact } from '@huiying/domain/entry'
import { alertsOf } from '../alert.ts'
import { readCase } from '../case.ts'
import { readEntryText } from '../chain.ts'
import { type DeliveryRow, deliveriesOf } from '../delivery.ts'
import type { Reader } from '../ledger.ts'
import type { Schema } from '../schema.ts'
import { STEP_LATE_MS } from '../watch.ts'
import type { TraceLine } from './trace-line.ts'

/** The case's alerts since the item came into it, and of letters' own clocks only the item's. */
export async function traceAlerts(
  read: Reader,
  item: Pick<Schema['item'], 'id' | 'caseId'>,
  since: number,
  now: number,
): Promise<TraceLine[]> {
  const lines: TraceLine[] = []
  const foreign = new Set<string>()
  for (const caseId of await casesAlong(read, item.caseId)) {
    for (const id of await otherLetters(read, caseId, item.id)) foreign.add(id)
    const alerts = (await alertsOf(read, caseId)).filter(
      (alert) => alert.seq >= since && !(alert.clockId !== null && foreign.has(alert.clockId)),
    )
    const deliveries = await deliveriesOf(read, caseId)
    const changes = await changesOf(read, caseId)
    for (const alert of alerts) {
      const fired = { state: 'done', at: alert.firedAt, seq: alert.seq, what: alertIn(alert) } as const
      lines.push({ itemId: item.id, step: 'alerted', caseId, ...fired })
      const told = deliveries
        .filter((one) => one.alertId === alert.id)
        .map((one) => deliveryIn(one, changes.get(one.id) ?? null))
        .sort((a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER))
      for (const one of told) lines.push({ itemId: item.id, step: 'delivered', caseId, ...one })
    }
    const next = await nextStep(read, caseId, foreign)
    if (next !== null) lines.push({ itemId: item.id, step: 'alerted', caseId, seq: null, ...dueIn(next, now) })
  }
  return lines
}

/** The case and those it was merged into since. */
async function casesAlong(read: Reader, first: string | null): Promise<string[]> {
  const ids: string[] = []
  for (let id = first; id !== null; ) {
    ids.push(id)
    id = (await readCase(read, id))?.merged.into ?? null
  }
  return ids
}

/** Clocks of other letters in the case. */
async function otherLetters(read: Reader, caseId: string, itemId: string): Promise<string[]> {
  const query = read.selectFrom('clock').select('id').where('caseId', '=', caseId).where('itemId', 'is not', null)
  return (await query.where('itemId', '!=', itemId).execute()).map((row) => row.id)
}

interface Change {
  at: number
  seq: number
  reason: string
}

/** The newest entry about each delivery of the case. */
async function changesOf(read: Reader, caseId: string): Promise<Map<string, Change>> {
  const query = read.selectFrom('entry').select('body').where('caseId', '=', caseId)
  const rows = await query.where('act', '=', 'delivery.changed').orderBy('seq').execute()
  const changes = new Map<string, Change>()
  for (const row of rows) {
    const { at, seq, body } = readEntryText(row.body)
    if (body.act === 'delivery.changed') changes.set(body.id, { at, seq, reason: body.reason })
  }
  return changes
}

const alertIn = ({ code, step, occurrence, late, reason }: AlertFact): string =>
  `${code ?? ''} ${step}${occurrence > 0 ? ` 第 ${occurrence} 次重复` : ''}${late ? '（延迟）' : ''}：${reason}`.trim()

const channelNames = { mail: '邮件', webhook: '短信（网关）', phone: '电话' } as const
const stateNames: Record<string, [TraceLine['state'], string]> = {
  pending: ['missing', '等待发送'],
  sent: ['done', '已发出'],
  failed: ['failed', '失败'],
  bounced: ['failed', '退信'],
  cancelled: ['none', '不再发送'],
  superseded: ['none', '由更高一级代替'],
}

/** Names the contact by its id: addresses stay in the ledger. */
function deliveryIn(delivery: DeliveryRow, change: Change | null) {
  const [state, word] = stateNames[delivery.state] ?? ['done', delivery.state]
  const why = change === null || change.reason === '' ? '' : `：${change.reason}`
  const what = `${channelNames[delivery.channel]} → ${delivery.role} ${delivery.to} ${word}${why}`
  return { state, at: change?.at ?? null, seq: change?.seq ?? null, what }
}

/** The step that fires next in the case, other letters' own clocks left out. */
async function nextStep(read: Reader, caseId: string, foreign: Set<string>) {
  const rows = await read
    .selectFrom('plan')
    .select(['ownerId', 'nextStepAt', 'body'])
    .where('caseId', '=', caseId)
    .where('nextStepAt', 'is not', null)
    .orderBy('nextStepAt')
    .execute()
  const row = rows.find((one) => !foreign.has(one.ownerId))
  if (row === undefined) return null
  const { steps, position, owner } = JSON.parse(row.body) as Plan
  return { at: row.nextStepAt!, step: `${owner.code ?? ''} ${steps[position]?.step ?? ''}`.trim() }
}

function dueIn({ at, step }: { at: number; step: string }, now: number) {
  if (now - at > STEP_LATE_MS) return { state: 'missing', at, what: `${step} 到点没有触发：跟踪服务没有运行` } as const
  return { state: 'none', at, what: `下一步 ${step}，到时触发` } as const
}
