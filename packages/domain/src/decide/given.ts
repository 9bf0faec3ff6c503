// For tests of decisions: a small authority, a case told as given / when / then, and a clock moved by hand.
import { readInstant } from '../beijing.ts'
import type { Case, Clock, Plan } from '../case.ts'
import type { Arrival, Command, Context, Decision, DuePlan, Order } from '../command.ts'
import { decide, fireDue } from '../decide.ts'
import type { AlertFact, Body, Draft } from '../entry.ts'
import { evolve } from '../evolve.ts'
import type { Item, Verdict } from '../item.ts'
import type { Policy } from '../policy.ts'
import type { RecordValues } from '../record.ts'
import { parsePolicy } from '../tighten.ts'
import { countBells, tellingUnit } from './reply.ts'

export const at = (text: string): number => {
  const read = readInstant(`${text.replace(' ', 'T')}+08:00`)
  if ('wrong' in read) throw new Error(read.wrong)
  return read.at
}

const unit = (id: string, short: string, more = '') => `
  - id: ${id}
    name: 青河市${short}
    short: ${short}
    kind: 部门${more}
    contacts:
      - { id: ${id}-llr, name: 甲${short}, roles: [联络员], mail: llr@${id}.example, phone: "1${id}" }
      - { id: ${id}-kz, name: 乙${short}, roles: [科长], mail: kz@${id}.example }
      - { id: ${id}-fg, name: 丙${short}, roles: [分管领导], mail: fg@${id}.example }
      - { id: ${id}-zy, name: 丁${short}, roles: [主要负责人], mail: zy@${id}.example }`

const contactLine = ([key, role]: readonly [string, string]) =>
  `\n      - { id: ${key}, name: ${key}, roles: [${role}], mail: ${key}@x.example }`

const office = (id: string, kind: string, roles: [string, string][]) => `
  - id: ${id}
    name: ${id}
    short: ${id}
    kind: ${kind}
    contacts:${roles.map(contactLine).join('')}`

export const bookText = `book: qh
name: 青河
jurisdiction: { names: [青河市] }
sources: []
official: [{ unit: wxb, platform: 网站, domain: qinghe.example }, { unit: wxb, platform: 微博, account: 青河发布 }]
roster:
  - { from: "08:00", to: "20:00", contacts: [day, chief] }
  - { from: "20:00", to: "08:00", contacts: [night, chief] }
units:${unit('yjj', '应急局')}${unit('zjj', '住建局')}${unit('kf', '客服局', '\n    parent: yjj')}
  - { id: mute, name: 无邮箱局, short: 无邮箱局, kind: 部门, contacts: [{ id: mute-llr, name: 无, roles: [联络员] }] }${office(
    'wxb',
    '值班室',
    [
      ['day', '值班员'],
      ['night', '值班员'],
      ['chief', '值班长'],
      ['boss', '带班领导'],
      ['wfg', '网信办分管'],
    ],
  )}${office('zfb', '政府办', [
    ['zwgk', '政府办'],
    ['dc', '政府办督查'],
  ])}${office('xcb', '宣传部', [['xwb', '宣传部']])}${office('szf', '领导', [['mayor', '本级政府分管负责人']])}${office(
    'jw',
    '纪检',
    [['jj', '纪检']],
  )}
`

export const readBook = (text = bookText): Policy => {
  const read = parsePolicy(text)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.policy
}

const makeItem = (over: Partial<Item> = {}): Item => ({
  id: 'item-1',
  book: 'qh',
  source: 'feed',
  kind: 'article',
  ownId: null,
  revision: 0,
  title: '化工园区爆炸',
  url: null,
  author: null,
  platform: '网站',
  publishedAt: at('2026-11-20 10:40'),
  publishedPrecision: 'minute',
  receivedAt: at('2026-11-20 11:00'),
  fetchedAt: at('2026-11-20 11:00'),
  sha256: '',
  flags: [],
  mentions: { units: [], contacts: [] },
  ...over,
})

export const makeVerdict = (over: Partial<Verdict> = {}): Verdict => ({
  itemId: 'item-1',
  topics: [],
  gov: true,
  incident: true,
  type: '生产安全',
  deaths: null,
  serious: null,
  injured: null,
  missing: null,
  grade: null,
  article: null,
  suspected: false,
  place: 'home',
  places: [],
  report: false,
  early: [],
  misdirected: null,
  own: [],
  version: '',
  fingerprint: { version: 0, exact: '', bands: [], letters: '', title: 0, places: [], areas: [], numbers: [] },
  ...over,
})

export const makeArrival = (
  item: Partial<Item> = {},
  verdict: Partial<Verdict> = {},
  over: Partial<Arrival> = {},
): Arrival => ({
  item: makeItem(item),
  verdict: makeVerdict(verdict),
  locality: 'local',
  backfill: false,
  ...over,
})

export const makeLetter = (id: string, receivedAt: number, verdict: Partial<Verdict> = {}): Arrival =>
  makeArrival(
    { id, kind: 'letter', publishedAt: null, receivedAt, fetchedAt: receivedAt, title: '来信' },
    { gov: false, incident: false, type: null, ...verdict },
  )

export interface Story {
  now: number
  policy: Policy
  cases: Map<string, Case>
  /** LET clocks and plans, as the ledger's rows keep them. */
  letters: Map<string, { clock: Clock; plan: Plan | null }>
  drafts: Draft[]
  alerts: { alert: AlertFact; deliveries: Extract<Body, { act: 'alert.fired' }>['deliveries']; calls: number }[]
  number: number
}

export const startStory = (now: number, policy = readBook()): Story => ({
  now,
  policy,
  cases: new Map(),
  letters: new Map(),
  drafts: [],
  alerts: [],
  number: 1,
})

const contextOf = (story: Story, order?: Order, state?: Case): Context => {
  const letter = order !== undefined && 'itemId' in order ? story.letters.get(order.itemId) : undefined
  const otherId =
    order?.do === 'case.merge' ? order.into : order?.do === 'case.unmerge' ? state?.merged.into : undefined
  const telling = order === undefined ? null : tellingUnit(order)
  const other = otherId ? story.cases.get(otherId) : undefined
  return {
    policy: story.policy,
    policyHash: 'hash',
    now: story.now,
    makeId: (prefix, ...parts) => [prefix, ...parts].join('/'),
    nextNumber: story.number,
    ...(letter ? { letter } : {}),
    ...(other ? { other } : {}),
    ...(telling === null ? {} : { replyBells: countBells(story.alerts, telling, state?.id, story.now) }),
  }
}

/** Gives a command; applies what it says when accepted. */
export const give = (story: Story, caseId: string | null, order: Order, head: Partial<Command> = {}): Decision => {
  const state = caseId === null ? null : (story.cases.get(caseId) ?? null)
  const command = { commandId: 'c', actor: 'desk', expectedVersion: null, ...head, ...order } as Command
  const decision = decide(command, state, contextOf(story, order, state ?? undefined))
  if (decision.ok) apply(story, decision.drafts)
  return decision
}

/** Gives a command that must be accepted. */
export const must = (story: Story, caseId: string | null, order: Order): string[] => {
  const decision = give(story, caseId, order)
  if (!decision.ok) throw new Error(`${order.do}: ${decision.message}`)
  return decision.preview
}

/** What a case of 较大 and above needs before it is closed. */
export const agree = (now: number, numbers: RecordValues = {}): Order => ({
  do: 'record.add',
  kind: '口径会签',
  values: { units: ['yjj', 'zjj'], at: now, wording: '以应急局核实的为准', ...numbers },
})

export const refused = (story: Story, caseId: string, order: Order): string => {
  const decision = give(story, caseId, order)
  return decision.ok ? `accepted ${order.do}` : decision.message
}
const apply = (story: Story, drafts: Draft[]): void => {
  for (const { caseId, body } of drafts) {
    story.drafts.push({ caseId, body })
    keepRows(story, body)
    if (caseId === null) continue
    const entry = { book: 'qh', seq: story.drafts.length, at: story.now, actor: 'desk', caseId, body }
    const next = evolve(story.cases.get(caseId) ?? null, entry)
    if (next !== null) story.cases.set(caseId, next)
  }
}

const keepRows = (story: Story, body: Body): void => {
  if (body.act === 'alert.fired') {
    story.alerts.push({ alert: body.alert, deliveries: body.deliveries, calls: body.calls.length })
    for (const letter of story.letters.values()) {
      if (body.alert.plan !== null && letter.plan?.id === body.alert.plan.id)
        letter.plan = { ...letter.plan, ...body.alert.plan }
    }
  }
  const news = body.act === 'case.opened' || body.act === 'items.joined' ? body : null
  const clocks = news?.clocks ?? (body.act === 'clock.started' ? [body.clock] : [])
  const plans = news?.plans ?? (body.act === 'plan.started' ? [body.plan] : [])
  for (const clock of clocks.filter((each) => each.code === 'LET'))
    story.letters.set(clock.itemId!, { clock, plan: null })
  for (const letter of story.letters.values()) {
    letter.plan = plans.find((plan) => plan.owner.id === letter.clock.id) ?? letter.plan
    if (body.act === 'clock.extended' && body.clockId === letter.clock.id)
      letter.clock = { ...letter.clock, dueAt: body.dueAt }
    if (body.act !== 'clock.ended' || body.clockId !== letter.clock.id) continue
    letter.clock = { ...letter.clock, state: 'ended', end: body.end }
    if (letter.plan !== null) letter.plan = { ...letter.plan, nextStepAt: null, ended: 'ended' }
  }
}

/** What is due now in the order of its time, over all cases; fires until nothing is. */
export const turn = (story: Story): void => {
  for (;;) {
    const due = duePlans(story).filter(({ plan }) => (plan.nextStepAt ?? Number.POSITIVE_INFINITY) <= story.now)
    if (due.length === 0) return
    for (const each of due) {
      const state = [...story.cases.values()].find((one) => one.id === each.caseId)
      if (state) apply(story, fireDue(state, [each], contextOf(story)))
    }
  }
}

const duePlans = (story: Story): (DuePlan & { caseId: string })[] => {
  const open = [...story.cases.values()].flatMap((state) =>
    state.plans
      .filter((plan) => plan.nextStepAt !== null)
      .map((plan) => ({
        plan,
        clock: state.clocks.find((clock) => clock.id === plan.owner.id) ?? null,
        caseId: state.id,
      })),
  )
  const letters = [...story.letters.values()].flatMap(({ clock, plan }) =>
    plan !== null && plan.nextStepAt !== null ? [{ plan, clock, caseId: clock.caseId }] : [],
  )
  return [...open, ...letters]
}

/** Moves the clock to each moment something is due, up to `until`, firing on time. */
export const run = (story: Story, until: number): void => {
  for (;;) {
    const next = Math.min(...duePlans(story).map(({ plan }) => plan.nextStepAt ?? Number.POSITIVE_INFINITY))
    if (next > until) break
    story.now = Math.max(story.now, next)
    turn(story)
  }
  story.now = until
}

export const only = ({ cases }: Story): Case => {
  const [state, more] = [...cases.values()]
  if (state === undefined || more !== undefined) throw new Error(`${cases.size} cases`)
  return state
}

/** `C5 running`, `C24 stopped 超时`… */
export const clocksOf = (state: Case): string[] =>
  state.clocks.map((clock) =>
    [clock.code, clock.end?.how ?? clock.state, clock.end?.late ?? clock.lateAtStart ?? ''].join(' ').trim(),
  )

export const open = (story: Story, arrival: Arrival): string => {
  must(story, null, { do: 'case.open', arrival, verdictRoot: '' })
  story.number += 1
  return [...story.cases.keys()].at(-1)!
}
