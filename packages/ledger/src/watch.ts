// The watchdog's look at the ledger: every running clock, however far its deadline, must have a step that will fire.
import type { Plan } from '@huiying/domain/case'
import type { Reader } from './ledger.ts'

/** A due step that has not fired after this is late: the scheduler turns every second. */
export const STEP_LATE_MS = 30_000

export interface Unguarded {
  clockId: string
  caseId: string
  code: string
  dueAt: number
  /** late: a step was due and has not fired. bare: the clock runs and no plan of it is alive. */
  why: 'late' | 'bare'
}

export interface WatchPage {
  unguarded: Unguarded[]
  looked: number
  /** Where the next page begins; null when this was the last. */
  next: { dueAt: number; id: string } | null
}

/** One page of running clocks in the order of their deadlines; `lateBefore` is when a step must have fired by now. */
export async function watchClocks(
  read: Reader,
  after: WatchPage['next'],
  limit: number,
  lateBefore: number,
): Promise<WatchPage> {
  let query = read.selectFrom('clock').select(['id', 'caseId', 'code', 'dueAt']).where('state', '=', 'running')
  if (after !== null) {
    const { dueAt, id } = after
    query = query.where((eb) => eb.or([eb('dueAt', '>', dueAt), eb.and([eb('dueAt', '=', dueAt), eb('id', '>', id)])]))
  }
  const clocks = await query.orderBy('dueAt').orderBy('id').limit(limit).execute()
  const plans = await plansOf(
    read,
    clocks.map((clock) => clock.id),
  )
  const suspects = clocks.flatMap(({ id, ...clock }) => {
    const why = judge(plans.get(id) ?? [], lateBefore)
    return why === null ? [] : [{ clockId: id, ...clock, why }]
  })
  const told = await toldPlans(
    read,
    suspects.flatMap(({ clockId }) => (plans.get(clockId) ?? []).map((plan) => plan.id)),
  )
  // 超时 has been told and a call that got through has ended its repeats (§14-10): nothing is owed to it any more.
  const unguarded = suspects.filter(
    ({ clockId, why }) => why === 'late' || !(plans.get(clockId) ?? []).some((plan) => told.has(plan.id)),
  )
  const last = clocks.length < limit ? undefined : clocks.at(-1)
  return { unguarded, looked: clocks.length, next: last === undefined ? null : { dueAt: last.dueAt, id: last.id } }
}

/** Of these plans, those whose 超时 has fired. */
async function toldPlans(read: Reader, plans: string[]): Promise<Set<string>> {
  if (plans.length === 0) return new Set()
  const query = read.selectFrom('alert').select('owner').where('owner', 'in', plans).where('step', '=', '超时')
  return new Set((await query.execute()).map((row) => row.owner))
}

interface PlanMark {
  id: string
  nextStepAt: number | null
  body: string
}

async function plansOf(read: Reader, owners: string[]): Promise<Map<string, PlanMark[]>> {
  const found = new Map<string, PlanMark[]>()
  if (owners.length === 0) return found
  const rows = await read
    .selectFrom('plan')
    .select(['id', 'ownerId', 'nextStepAt', 'body'])
    .where('ownerId', 'in', owners)
    .execute()
  for (const row of rows) found.set(row.ownerId, [...(found.get(row.ownerId) ?? []), row])
  return found
}

function judge(plans: PlanMark[], lateBefore: number): Unguarded['why'] | null {
  if (plans.some((plan) => plan.nextStepAt !== null && plan.nextStepAt < lateBefore)) return 'late'
  // A plan whose last step has fired is alive: the ladder has said all it has to say.
  const alive = plans.some((plan) => plan.nextStepAt !== null || (JSON.parse(plan.body) as Plan).ended === null)
  return alive ? null : 'bare'
}
