// Items become cases: a new one with its clocks, or one that takes more in and may ring again (§14-1).
import { dayOf } from '../beijing.ts'
import type { Case, Clock, Plan } from '../case.ts'
import { letterClock, startResponseClocks } from '../clock.ts'
import type { Arrival, Command, Context, Decision } from '../command.ts'
import type { Body } from '../entry.ts'
import { evolve } from '../evolve.ts'
import type { Moment } from '../item.ts'
import { freezePlan } from '../ladder.ts'
import { routeArrival } from '../route.ts'
import { ringCase } from './fire.ts'
import { accept, add, addAll, addClock, endPlansOf, isOpen, planOfClock, refuse, startTurn, type Turn } from './turn.ts'

/** A first publication older than this at detection asks a person what it is (§14-6). */
export const OLD_FIND_MS = 72 * 60 * 60 * 1000
/** Deaths past which a rise rings again: 重大 and 特别重大 (国务院令第493号第三条). */
export const DEATHS_THAT_RING = [10, 30]
/** Items a joining command may bring; the tracker's turn has no more. */
export const JOIN_ITEMS_MAX = 500

type Open = Extract<Command, { do: 'case.open' }>
type Join = Extract<Command, { do: 'items.join' }>
type Reread = Extract<Command, { do: 'items.reread' }>

/** A suspicion counts unless the place is known to be elsewhere; a place not named must not hold it down (§14-14). */
export const isSuspected = ({ verdict, locality }: Arrival): boolean =>
  verdict.suspected && locality !== 'elsewhere' && verdict.place !== 'abroad'

const isDanger = ({ verdict }: Arrival): boolean => verdict.early.includes('life') || verdict.early.includes('danger')

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
        ? '来信涉及生命安全或正在发生的险情，先打电话'
        : '新案，请研判'
    addAll(turn, ringCase(state, context, '新案', body.suspected ? ['值班员', '值班长'] : ['值班员'], reason))
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
  const id = moved?.id ?? context.makeId('case', item.id)
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
  return {
    act: 'case.opened',
    v: 1,
    id,
    number: `YQ-${dayOf(context.now).slice(0, 4)}-${String(nextNumber).padStart(4, '0')}`,
    kind,
    opinion,
    title: item.title,
    itemId: item.id,
    grade,
    suspected,
    type: verdict.type,
    topics: verdict.topics.map((topic) => topic.id),
    moments,
    restricted,
    excluded: verdict.report ? complainedOf(arrival, context) : { units: [], contacts: [] },
    clocks,
    plans,
    deaths: verdict.deaths ?? 0,
    policy: context.policyHash,
    reason: routeArrival(arrival).reason,
    verdictRoot: command.verdictRoot,
  }
}

/** The discipline body is asked to act, not complained of, when a report names it. */
const complainedOf = ({ item }: Arrival, { policy }: Context): Case['excluded'] => ({
  units: item.mentions.units.filter((id) => policy.units.find((unit) => unit.id === id)?.kind !== '纪检'),
  contacts: item.mentions.contacts,
})

const momentsOf = ({ item, occurredAt }: Arrival): Case['moments'] => ({
  occurredAt: occurredAt ?? null,
  firstPublishedAt: item.kind === 'letter' ? null : publicationOf(item),
  detectedAt: { at: item.fetchedAt, precision: 'second', saidBy: `source:${item.source}`, verified: true },
})

const publicationOf = (item: Arrival['item']): Moment | null =>
  item.publishedAt === null
    ? null
    : {
        at: item.publishedAt,
        precision: item.publishedPrecision ?? 'minute',
        saidBy: `item:${item.id}`,
        verified: false,
      }

const letterOf = (arrival: Arrival, caseId: string, context: Context): Clock =>
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

const provisionalClocks = (
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

const judgePlan = (caseId: string, suspected: boolean, turn: number, context: Context): Plan =>
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

export const joinItems = (command: Join, state: Case, context: Context): Decision => {
  const { arrivals } = command
  if (arrivals.length === 0 || arrivals.length > JOIN_ITEMS_MAX) {
    return refuse('input', `一次归入 1 到 ${JOIN_ITEMS_MAX} 条`)
  }
  if (state.status === '已并入') return refuse('state', '此案已并入他案，请归入并入后的案件')
  const turn = startTurn(command, state, context)
  const open = isOpen(state)
  const { deaths, suspected, escalated } = riseOf(arrivals, state)
  add(turn, joinedBody(command, state, context, { deaths, suspected, reappeared: state.reappeared || !open }))
  if (open) hangSuspicion(turn, state, escalated)
  if (state.restricted === null) ringJoined(turn, state, escalated, open)
  return accept(turn)
}

/** What its source has updated may tell of more; it never takes back what has been told. */
export const rereadItems = (command: Reread, state: Case, context: Context): Decision => {
  const { arrivals, verdictRoot } = command
  const turn = startTurn(command, state, context)
  const { deaths, suspected, escalated } = riseOf(arrivals, state)
  const ids = arrivals.map((each) => each.item.id)
  const reason = `来源更新后重读 ${ids.length} 条`
  add(turn, { act: 'items.reread', v: 1, ids, deaths, suspected, verdictRoot, reason })
  if (!isOpen(state)) return accept(turn)
  hangSuspicion(turn, state, escalated)
  if (escalated && state.restricted === null) ringEscalated(turn, state, '来源更新后疑似重大')
  return accept(turn)
}

/** What the case has with these items, and whether that rings again (§14-13). */
const riseOf = (arrivals: Arrival[], state: Case) => {
  const deaths = Math.max(state.deaths, ...arrivals.map((each) => (isHere(each) ? (each.verdict.deaths ?? 0) : 0)))
  const suspected = state.suspected || arrivals.some(isSuspected)
  const escalated = (suspected && !state.suspected) || DEATHS_THAT_RING.some((n) => state.deaths < n && deaths >= n)
  return { deaths, suspected, escalated }
}

export const isHere = ({ verdict, locality }: Arrival): boolean =>
  verdict.place !== 'abroad' && locality !== 'elsewhere'

const joinedBody = (
  command: Join,
  state: Case,
  context: Context,
  after: Pick<Case, 'deaths' | 'suspected' | 'reappeared'>,
): Extract<Body, { act: 'items.joined' }> => {
  const { arrivals } = command
  const clocks = arrivals.filter((each) => each.item.kind === 'letter').map((each) => letterOf(each, state.id, context))
  const asPublic = arrivals.filter((each) => each.item.kind !== 'letter' && routeArrival(each).open)
  const opinion = state.opinion || asPublic.length > 0 || (after.suspected && !state.suspected)
  const first = earliestPublication(arrivals)
  const known = state.moments.firstPublishedAt
  // Before any response clock hangs, the first publication is simply noted; after that a person is asked (§14-5).
  const noted = !state.opinion && known === null ? first : known
  const earlier = state.opinion && first !== null && (known === null || first.at < known.at) ? first : null
  const asked = earlier !== null && (state.earlier === null || earlier.at < state.earlier.at) ? earlier : state.earlier
  return {
    act: 'items.joined',
    v: 1,
    ids: arrivals.map((each) => each.item.id),
    clocks,
    plans: clocks.map((clock) => planOfClock(clock, context)),
    heat: arrivals.length,
    ...after,
    opinion,
    moments: { ...state.moments, firstPublishedAt: noted },
    earlier: asked,
    verdictRoot: command.verdictRoot,
    reason: `归入 ${arrivals.length} 条`,
  }
}

const earliestPublication = (arrivals: Arrival[]): Moment | null =>
  arrivals
    .filter((each) => each.item.kind !== 'letter')
    .map((each) => publicationOf(each.item))
    .filter((moment) => moment !== null && moment.precision !== 'day')
    .reduce<Moment | null>((first, moment) => (first === null || moment!.at < first.at ? moment : first), null)

/** What the new items ask for is hung provisionally beside what runs; nothing that runs is touched. */
export const hangSuspicion = (turn: Turn, before: Case, escalated: boolean): void => {
  const { state, context } = turn
  const grade = state.judged === null || state.grade === null ? (state.opinion ? '待定' : null) : state.grade
  const asked = escalated && state.suspected ? '待定' : before.opinion ? null : grade
  if (asked === null) return
  const wanted = provisionalClocks(state.id, { ...state, grade: asked }, context, state.version)
  const missing = wanted.filter(
    (clock) => !before.clocks.some((each) => each.code === clock.code && !wasWithdrawn(each)),
  )
  for (const clock of missing) addClock(turn, clock, escalated ? '疑似升级，预挂' : '公开信息归入，预挂')
  const unjudged = turn.state.plans.some((plan) => plan.owner.kind === 'case' && plan.ended === null)
  if (missing.length === 0 && (unjudged || before.judged !== null)) return
  if (state.restricted !== null) return
  endPlansOf(turn, state.id, '疑似升级，改按疑似重大催办')
  const plan = judgePlan(state.id, state.suspected, state.version, context)
  add(turn, { act: 'plan.started', v: 1, plan, reason: '待研判' })
}

const wasWithdrawn = (clock: Clock): boolean => clock.end?.how === 'withdrawn' || clock.end?.how === 'cancelled'

export const ringEscalated = (turn: Turn, before: Case, what: string): void => {
  const { state, context } = turn
  const deaths = state.deaths > before.deaths ? `，死亡由 ${before.deaths} 升到 ${state.deaths}` : ''
  addAll(turn, ringCase(state, context, '疑似升级', ['值班员', '值班长'], `${what}${deaths}，请立即研判`))
}

const ringJoined = (turn: Turn, before: Case, escalated: boolean, open: boolean): void => {
  const { context, command } = turn
  if (escalated) ringEscalated(turn, before, '新归入的信息疑似重大')
  if (!open && !before.reappeared) {
    const reason = before.status === '办结' ? '办结后再现，请选重开或新案' : '撤销后再现，请选重开或新案'
    addAll(turn, ringCase(turn.state, context, '新案', ['值班员'], reason))
  } else if (
    command.do === 'items.join' &&
    command.arrivals.some((each) => each.item.kind === 'letter' && isDanger(each))
  ) {
    addAll(
      turn,
      ringCase(turn.state, context, '新案', ['值班员'], '新归入的来信涉及生命安全或正在发生的险情，先打电话'),
    )
  }
}
