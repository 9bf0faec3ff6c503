// An item becomes a case of its own, with the clocks it asks for (§14-1).
import { dayOf } from '../beijing.ts'
import type { Case, Clock, Plan } from '../case.ts'
import { letterClock, startResponseClocks } from '../clock.ts'
import type { Arrival, Command, Context, Decision } from '../command.ts'
import type { Body } from '../entry.ts'
import { evolve } from '../evolve.ts'
import type { Moment } from '../item.ts'
import { freezePlan } from '../ladder.ts'
import { routeArrival } from '../route.ts'
import { CALL_FIRST } from '../word.ts'
import { ringCase } from './fire.ts'
import { accept, addAll, planOfClock, refuse, startTurn } from './turn.ts'

/** A first publication older than this at detection asks a person what it is (§14-6). */
export const OLD_FIND_MS = 72 * 60 * 60 * 1000

type Open = Extract<Command, { do: 'case.open' }>

/** A suspicion counts unless the place is known to be elsewhere; a place not named must not hold it down (§14-14). */
export const isSuspected = ({ verdict, locality }: Arrival): boolean =>
  verdict.suspected && locality !== 'elsewhere' && verdict.place !== 'abroad'

export const isDanger = ({ verdict }: Arrival): boolean =>
  verdict.early.includes('life') || verdict.early.includes('danger')

export const openCase = (command: Open, context: Context): Decision => {
  if (context.nextNumber === undefined) return refuse('missing', '缺年度流水号，请重试')
  return openWith(command, openedBody(command, context, context.nextNumber), command.arrival, context)
}

/** Opens a case as `body` says, and rings when somebody must look at once. */
export const openWith = (command: Command, body: Opened, arrival: Arrival, context: Context): Decision => {
  const { item } = arrival
  const entry = { book: item.book, seq: 0, at: context.now, actor: command.actor, caseId: body.id, body }
  const state = evolve(null, entry)
  if (state === null) return refuse('state', '立案失败，信息已保存，请重试')
  const turn = startTurn(command, state, context)
  turn.drafts.push({ caseId: body.id, body })
  const rings = body.restricted === null && (item.kind !== 'letter' || body.suspected || isDanger(arrival))
  if (rings) {
    const reason = body.suspected
      ? '疑似重大，请立即研判'
      : isDanger(arrival)
        ? `${item.kind === 'letter' ? '来信' : '信息'}涉及生命安全或正在发生的险情，${CALL_FIRST}`
        : '新案，请研判'
    const to = body.suspected ? (['值班员', '值班长'] as const) : (['值班员'] as const)
    const cause = !body.suspected && isDanger(arrival) ? CALL_FIRST : null
    addAll(turn, ringCase(state, context, '新案', [...to], reason, { cause }))
  }
  return accept(turn)
}

type Opened = Extract<Body, { act: 'case.opened' }>

/** An item that leaves another case: the id of its own one, and the LET it brings along as it stands. */
interface Moved {
  id: string
  letter: { clock: Clock; plan: Plan | null } | null
}

export const openedBody = (
  command: Pick<Open, 'arrival' | 'verdictRoot'>,
  context: Context,
  nextNumber: number,
  moved?: Moved,
): Opened => {
  const { arrival } = command
  const { item, verdict } = arrival
  const id = moved?.id ?? context.makeId('case', item.receivedAt, item.id)
  const suspected = isSuspected(arrival)
  const kind = item.kind === 'letter' ? 'letter' : 'public'
  const grade = kind === 'public' ? '待定' : null
  const moments = momentsOf(arrival)
  const brought = moved?.letter ?? null
  const clocks = [
    ...(brought !== null ? [{ ...brought.clock, caseId: id }] : []),
    ...(kind === 'letter' && brought === null ? [letterOf(arrival, id, context)] : []),
    ...provisionalClocks(id, { grade, suspected, moments }, context, 0),
  ]
  const opinion = kind === 'public' || suspected
  const restricted = verdict.report ? '待甄别' : null
  const plans = clocks.filter((clock) => clock.id !== brought?.clock.id).map((clock) => planOfClock(clock, context))
  if (brought?.plan != null) plans.push({ ...brought.plan, caseId: id })
  if (opinion && restricted === null) plans.push(judgePlan(id, suspected, 0, context))
  // Keys in the order in which they are written out, here and in all it holds: nothing need be copied then.
  return {
    act: 'case.opened',
    clocks,
    deaths: verdict.deaths ?? 0,
    excluded: verdict.report ? complainedOf(arrival, context) : { contacts: [], units: [] },
    grade,
    id,
    itemId: item.id,
    kind,
    moments,
    number: `YQ-${dayOf(context.now).slice(0, 4)}-${String(nextNumber).padStart(4, '0')}`,
    opinion,
    plans,
    policy: context.policyHash,
    reason: routeArrival(arrival).reason,
    restricted,
    suspected,
    title: item.title,
    topics: verdict.topics.map((topic) => topic.id),
    type: verdict.type,
    v: 1,
    verdictRoot: command.verdictRoot,
  }
}

/** The discipline body is asked to act, not complained of, when a report names it. */
const complainedOf = ({ item }: Arrival, { policy }: Context): Case['excluded'] => ({
  contacts: item.mentions.contacts,
  units: item.mentions.units.filter((id) => policy.units.find((unit) => unit.id === id)?.kind !== '纪检'),
})

const momentsOf = ({ item, occurredAt }: Arrival): Case['moments'] => ({
  detectedAt: { at: item.fetchedAt, precision: 'second', saidBy: `source:${item.source}`, verified: true },
  firstPublishedAt: item.kind === 'letter' ? null : publicationOf(item),
  occurredAt: occurredAt ?? null,
})

export const publicationOf = (item: Arrival['item']): Moment | null =>
  item.publishedAt === null
    ? null
    : {
        at: item.publishedAt,
        precision: item.publishedPrecision ?? 'minute',
        saidBy: `item:${item.id}`,
        verified: false,
      }

export const letterOf = (arrival: Arrival, caseId: string, context: Context): Clock =>
  letterClock(
    {
      caseId,
      itemId: arrival.item.id,
      receivedAt: arrival.item.receivedAt,
      channel: arrival.channel,
      letterType: arrival.letterType,
      makeId: context.makeId,
    },
    context.policy,
    context.now,
  )

export const provisionalClocks = (
  caseId: string,
  { grade, suspected, moments }: Pick<Case, 'grade' | 'suspected' | 'moments'>,
  context: Context,
  turn: number,
): Clock[] => {
  const { policy, makeId, now } = context
  const opening = {
    caseId,
    grade,
    suspected,
    moments,
    provisional: true,
    lateAs: '升级补挂超时' as const,
    turn,
    makeId,
  }
  const first = moments.firstPublishedAt
  const old = first !== null && first.precision !== 'day' && moments.detectedAt.at - first.at > OLD_FIND_MS
  return startResponseClocks(opening, policy, now).map((clock) =>
    old ? { ...clock, notes: [...clock.notes, '首发早于发现 72 小时以上，请选：新一轮传播、同一事件或迟发现'] } : clock,
  )
}

export const judgePlan = (caseId: string, suspected: boolean, turn: number, context: Context): Plan =>
  freezePlan(
    {
      id: context.makeId('plan', caseId, 'judge', String(turn)),
      caseId,
      owner: { kind: 'case', id: caseId, code: null },
      ladder: suspected ? 'judge-suspected' : 'judge',
      startAt: context.now,
      dueAt: null,
    },
    context.policy,
    context.now,
  )

export const isHere = ({ verdict, locality }: Arrival): boolean =>
  verdict.place !== 'abroad' && locality !== 'elsewhere'
