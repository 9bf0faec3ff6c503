// Opening and joining cases: what gets a clock, who is told, and when a repost must ring again.
import { describe, expect, it } from 'vitest'
import type { Arrival } from '../command.ts'
import { at, clocksOf, give, makeArrival, makeLetter, must, only, open, run, type Story, startStory } from './given.ts'

const now = at('2026-11-20 11:00')
const steps = (story: Story) =>
  story.alerts.map(({ alert, deliveries }) => [alert.step, deliveries.map((each) => each.to).join()].join(' '))

describe('§14-1 what opens a case and hangs which clock', () => {
  it.each<[string, Arrival, string[], string[]]>([
    ['a plain letter has only LET and tells nobody', makeLetter('i', now), [], []],
    [
      'a suspected letter has C5 and C24 beside LET',
      makeLetter('i', now, { suspected: true, deaths: 12 }),
      ['C5 running', 'C24 running'],
      ['新案 day,chief'],
    ],
    ['a letter about life rings the desk', makeLetter('i', now, { early: ['life'] }), [], ['新案 day']],
    ['a local incident has C48', makeArrival(), ['C48 running'], ['新案 day']],
    [
      'a suspected incident has C5 and C24',
      makeArrival({}, { suspected: true, deaths: 12 }),
      ['C5 running', 'C24 running'],
      ['新案 day,chief'],
    ],
    [
      'a place not named does not hold a suspicion down',
      makeArrival({}, { suspected: true, place: 'none' }, { locality: 'unknown' }),
      ['C5 running', 'C24 running'],
      ['新案 day,chief'],
    ],
    ['a suspected 检举控告 is told to nobody', makeArrival({}, { report: true }), ['C48 running'], []],
  ])('%s', (_why, arrival, clocks, alerts) => {
    const story = startStory(now)
    open(story, arrival)
    expect(clocksOf(only(story))).toEqual(clocks)
    expect(steps(story)).toEqual(alerts)
    expect(only(story).clocks.every((clock) => clock.provisional)).toBe(true)
    expect(only(story)).toMatchObject({ number: 'YQ-2026-0001', status: '待研判' })
    expect(story.letters.size).toBe(arrival.item.kind === 'letter' ? 1 : 0)
  })

  it.each<[Arrival, string]>([
    [makeLetter('i', now, { early: ['life'] }), '来信涉及生命安全'],
    [makeArrival({}, { early: ['danger'] }), '信息涉及生命安全'],
  ])('a case that tells of danger rings with what it came as: a report is no letter', (arrival, words) => {
    const story = startStory(now)
    open(story, arrival)
    expect(story.alerts[0]!.alert.reason).toContain(words)
  })

  it('A2 and A3: found at 16:00, the 15:00 deadline is 发现即超时 and the desk is told', () => {
    const story = startStory(at('2026-11-20 16:00'))
    const occurredAt = { at: at('2026-11-20 10:00'), precision: 'minute' as const, saidBy: 'item:i', verified: false }
    open(story, makeArrival({ fetchedAt: story.now }, { suspected: true, deaths: 12 }, { occurredAt }))
    run(story, story.now)
    expect(clocksOf(only(story))).toEqual(['C5 running 发现即超时', 'C24 running'])
    expect(steps(story)).toEqual(['新案 day,chief', '超时 day,chief'])
  })

  it('while nobody judges, only the desk is told, at 15, 30 and 60 minutes', () => {
    const story = startStory(now)
    open(story, makeArrival({}, { suspected: true }))
    run(story, at('2026-11-20 12:01'))
    expect(steps(story)).toEqual(['新案 day,chief', '待研判 day', '待研判 day,chief', '待研判 day,chief,boss'])
    expect(story.alerts.map(({ alert }) => alert.occurrence)).toEqual([0, 0, 1, 2])
  })

  it('a first publication of more than 72 hours ago asks what it is', () => {
    const story = startStory(now)
    open(story, makeArrival({ publishedAt: at('2026-11-10 09:00') }))
    expect(only(story).clocks[0]).toMatchObject({
      lateAtStart: '发现即超时',
      notes: [expect.stringContaining('72 小时')],
    })
  })
})

describe('§14-13 folding swallows no escalation', () => {
  const repost = (n: number, deaths: number | null = 2) =>
    makeArrival({ id: `item-${n}` }, { itemId: `item-${n}`, deaths, suspected: (deaths ?? 0) >= 10 })

  it('10,000 reposts are one case and one alert; twelve dead in the 5,001st is exactly one more', () => {
    const story = startStory(now)
    const id = open(story, repost(1))
    const before = only(story).clocks
    for (let from = 2; from <= 10_000; from += 500) {
      const size = Math.min(500, 10_001 - from)
      const arrivals = Array.from({ length: size }, (_, offset) =>
        repost(from + offset, from + offset === 5001 ? 12 : 2),
      )
      must(story, id, { do: 'items.join', arrivals, verdictRoot: '' })
    }
    expect(only(story)).toMatchObject({ heat: 10_000, items: 10_000, deaths: 12, suspected: true })
    expect(steps(story)).toEqual(['新案 day', '疑似升级 day,chief'])
    expect(only(story).clocks.slice(0, 1)).toEqual(before)
    expect(clocksOf(only(story))).toEqual(['C48 running', 'C5 running', 'C24 running'])
  })

  it('past thirty it rings once more, and a plain repost is nothing a person must see before acting', () => {
    const story = startStory(now)
    const id = open(story, repost(1, 12))
    must(story, id, { do: 'items.join', arrivals: [repost(2, 12)], verdictRoot: '' })
    expect(only(story).materialVersion).toBe(1)
    must(story, id, { do: 'items.join', arrivals: [repost(3, 31)], verdictRoot: '' })
    expect(story.alerts.at(-1)?.alert).toMatchObject({ step: '疑似升级', occurrence: 0 })
    expect(give(story, id, { do: 'note.add', kind: '', text: 'x' }, { expectedVersion: 1 })).toMatchObject({
      code: 'stale',
    })
  })

  it('an item joining a closed case is 办结后再现, told once, and reopens nothing by itself', () => {
    const story = startStory(now)
    const id = open(story, repost(1))
    must(story, id, { do: 'case.judge', verdict: '撤销', grade: null, type: null, reason: '演练' })
    must(story, id, { do: 'items.join', arrivals: [repost(2)], verdictRoot: '' })
    must(story, id, { do: 'items.join', arrivals: [repost(3)], verdictRoot: '' })
    expect(only(story)).toMatchObject({ status: '已撤销', reappeared: true })
    expect(steps(story)).toEqual(['新案 day', '新案 day'])
  })

  it('A10: seven letters are one case with seven deadlines of their own', () => {
    const story = startStory(now)
    const id = open(story, makeLetter('l1', now))
    for (let n = 2; n <= 7; n += 1) {
      story.now += 6 * 3_600_000
      must(story, id, { do: 'items.join', arrivals: [makeLetter(`l${n}`, story.now)], verdictRoot: '' })
    }
    expect(only(story)).toMatchObject({ items: 7, heat: 7, letters: { total: 7, open: 7 }, clocks: [] })
    expect(new Set([...story.letters.values()].map(({ clock }) => clock.id)).size).toBe(7)
    expect(story.alerts).toEqual([])
  })

  it('an earlier first publication moves nothing until a person says so (§14-5)', () => {
    const story = startStory(now)
    const id = open(story, repost(1))
    const due = only(story).clocks[0]?.dueAt
    const earlier = makeArrival({ id: 'e', publishedAt: at('2026-11-20 08:00') })
    must(story, id, { do: 'items.join', arrivals: [earlier], verdictRoot: '' })
    expect(only(story).clocks[0]?.dueAt).toBe(due)
    const asked = only(story).earlier
    expect(asked?.at).toBe(at('2026-11-20 08:00'))
    const preview = must(story, id, { do: 'moment.set', field: 'firstPublishedAt', to: asked!, reason: '核实' })
    expect(preview).toEqual(['48小时回应：截止由 11月22日 10:40 提前到 11月22日 08:00'])
    expect(clocksOf(only(story))).toEqual(['C48 replaced', 'C48 running'])
  })
})

describe('放任发酵', () => {
  it.each<[string, number, number, boolean]>([
    ['doubled by fifty', 50, 100, true],
    ['doubled by fewer', 40, 80, false],
    ['grown by more, not doubled', 500, 900, false],
    ['there only since, as a new case', 0, 10_000, false],
  ])('%s', (_why, before, after, rings) => {
    const story = startStory(now)
    const id = open(story, makeArrival())
    expect(give(story, id, { do: 'heat.ring', before, after }).ok).toBe(rings)
    expect(give(story, id, { do: 'heat.ring', before, after }).ok).toBe(false)
    expect(steps(story).includes('放任发酵 chief')).toBe(rings)
  })
})

it('a letter that opens a case has its keys, and all that it holds, in the order in which they are written out', () => {
  const story = startStory(now)
  open(story, makeLetter('i', now))
  const body = story.drafts.find((draft) => draft.body.act === 'case.opened')!.body
  const outOfOrder: string[] = []
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    const keys = Object.keys(value)
    if (!Array.isArray(value) && keys.join() !== [...keys].sort().join()) outOfOrder.push(path)
    for (const [key, one] of Object.entries(value)) look(one, `${path}.${key}`)
  }
  look(body, 'body')
  expect(outOfOrder).toEqual([])
})
