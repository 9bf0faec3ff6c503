// A case takes more in, or reads anew what its source has updated: what that asks for hangs beside what runs (§14-1).
import type { Case, Clock } from '../case.ts'
import type { Arrival, Command, Context, Decision } from '../command.ts'
import type { Body } from '../entry.ts'
import type { Moment } from '../item.ts'
import { routeArrival } from '../route.ts'
import { CALL_FIRST } from '../word.ts'
import { ringCase } from './fire.ts'
import { isDanger, isHere, isSuspected, judgePlan, letterOf, provisionalClocks, publicationOf } from './open.ts'
import { accept, add, addAll, addClock, endPlansOf, isOpen, planOfClock, refuse, startTurn, type Turn } from './turn.ts'

/** Deaths past which a rise rings again: 重大 and 特别重大 (国务院令第493号第三条). */
const DEATHS_THAT_RING = [10, 30]
/** Items a joining command may bring; the tracker's turn has no more. */
const JOIN_ITEMS_MAX = 500

type Join = Extract<Command, { do: 'items.join' }>
type Reread = Extract<Command, { do: 'items.reread' }>

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
    reason: `归入 ${arrivals.length} 条${command.why === undefined ? '' : `：${command.why}`}`,
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
    const reason = `新归入的来信涉及生命安全或正在发生的险情，${CALL_FIRST}`
    addAll(turn, ringCase(turn.state, context, '新案', ['值班员'], reason, { cause: CALL_FIRST }))
  }
}
