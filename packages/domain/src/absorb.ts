// What merging and un-merging do to the states of the two cases: clocks go along and come back.
import type { Case } from './case.ts'
import type { Body } from './entry.ts'

/** Running clocks and their plans go along; they come back with the un-merge. */
export const mergeAway = (state: Case, into: string): Case => {
  const moved = state.clocks.filter((clock) => clock.state !== 'ended').map((clock) => clock.id)
  return {
    ...state,
    status: '已并入',
    merged: { ...state.merged, into, moved },
    clocks: state.clocks.filter((clock) => !moved.includes(clock.id)),
    plans: state.plans.filter((plan) => !moved.includes(plan.owner.id)),
  }
}

export const absorb = (state: Case, body: Extract<Body, { act: 'case.absorbed' }>): Case => ({
  ...state,
  merged: { ...state.merged, from: [...state.merged.from, body.from] },
  items: state.items + body.items,
  heat: state.heat + body.heat,
  letters: { total: state.letters.total + body.letters.total, open: state.letters.open + body.letters.open },
  deaths: Math.max(state.deaths, body.deaths),
  suspected: state.suspected || body.suspected,
  clocks: [...state.clocks, ...body.clocks],
  plans: [...state.plans, ...body.plans],
})

export const comeBack = (state: Case, body: Extract<Body, { act: 'case.unmerged' }>): Case => ({
  ...state,
  status: '办理中',
  merged: { ...state.merged, into: null, moved: [] },
  letters: body.letters,
  clocks: [...state.clocks, ...body.clocks],
  plans: [...state.plans, ...body.plans],
})

export const release = (state: Case, body: Extract<Body, { act: 'case.released' }>): Case => ({
  ...state,
  merged: { ...state.merged, from: state.merged.from.filter((id) => id !== body.id) },
  items: state.items - body.items,
  heat: state.heat - body.heat,
  letters: { total: state.letters.total - body.letters.total, open: state.letters.open - body.letters.open },
  clocks: state.clocks.filter((clock) => !body.clocks.includes(clock.id)),
  plans: state.plans.filter((plan) => !body.plans.includes(plan.id)),
})
