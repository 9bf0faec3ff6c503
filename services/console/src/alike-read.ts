// GET /api/cases/:id/alike: open cases that may tell of the same happening and were not joined by themselves.
import type { Case } from '@huiying/domain/case'
import { closedStatuses } from '@huiying/domain/word'
import { candidatesOf } from '@huiying/ledger/candidate/fingerprint'
import { caseNow } from '@huiying/ledger/case'
import { itemsOfCase } from '@huiying/ledger/item/item-view'
import { partedFrom } from '@huiying/ledger/parted'
import { compareFingerprints, mostAlike, SAME_WINDOW_MS } from '@huiying/text/same'
import { caseParams, findCase } from './case-read.ts'
import { endpoint } from './endpoint.ts'
import { maySee } from './right.ts'
import type { AlikePage } from './wire.ts'

/** Of the case that is looked at: its newest items. */
const ITEMS_MAX = 3
/** Of what the index offers for one item: the most alike in words. */
const COMPARED_MAX = 8
const SHOWN_MAX = 3

/**
 * The judgement of `huiying same`, whose bar is lower than that of joining unasked: here a person decides. What the
 * person may not see is not looked at, and what somebody has parted is not offered again.
 */
export const showAlike = endpoint({
  params: caseParams,
  async handle({ context: { ledger }, person, params }): Promise<AlikePage> {
    const own = await findCase(ledger.read, person, params.id)
    if (closedStatuses.includes(own.status)) return { cases: [] }
    const best = new Map<string, { state: Case; score: number }>()
    for (const { item, verdict } of await itemsOfCase(ledger.read, [own.id], ITEMS_MAX)) {
      if (verdict === null) continue
      const at = item.publishedAt ?? item.receivedAt
      const [found = []] = await candidatesOf(ledger, own.book, [verdict.fingerprint], at - SAME_WINDOW_MS)
      const others = found.filter((one) => one.caseId !== own.id)
      for (const one of mostAlike(verdict.fingerprint, others, COMPARED_MAX)) {
        const { same, score } = await compareFingerprints(verdict.fingerprint, one.fingerprint, { at, bt: one.at })
        const state = same ? await caseNow(ledger.read, one.caseId) : null
        if (state === null || state.id === own.id || score <= (best.get(state.id)?.score ?? 0)) continue
        const open = !closedStatuses.includes(state.status)
        if (open && maySee(person, state) && state.restricted === own.restricted) best.set(state.id, { state, score })
      }
    }
    const parted = await partedFrom(ledger.read, own.id, [...best.keys()])
    const alike = [...best.values()].filter(({ state }) => !parted.has(state.id)).sort((a, b) => b.score - a.score)
    return {
      cases: alike.slice(0, SHOWN_MAX).map(({ state, score }) => {
        const { id, number, title, status, openedAt, items } = state
        return { id, number, title, status, openedAt, items, score }
      }),
    }
  },
})
