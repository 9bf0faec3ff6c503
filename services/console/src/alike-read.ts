// GET /api/cases/:id/alike: open cases that may tell of the same happening and were not joined by themselves.
import type { Case } from '@huiying/domain/case'
import { readCase } from '@huiying/ledger/case'
import { type Candidate, candidatesOf } from '@huiying/ledger/fingerprint'
import { itemsOfCase } from '@huiying/ledger/item-view'
import type { Reader } from '@huiying/ledger/ledger'
import { partedFrom } from '@huiying/ledger/parted'
import { COSINE_MIN, compareFingerprints, SAME_WINDOW_MS } from '@huiying/text/same'
import { pairCosine } from '@huiying/text/same/likeness'
import { caseParams, findCase } from './case-read.ts'
import { endpoint } from './endpoint.ts'
import { maySee } from './right.ts'
import type { AlikePage } from './wire.ts'

/** Of the case that is looked at: its newest items. */
const ITEMS_MAX = 3
/** Of what the index offers for one item: the most alike in words. */
const COMPARED_MAX = 8
const SHOWN_MAX = 3
const closed = ['办结', '已撤销', '已并入']

/**
 * The judgement of `huiying same`, whose bar is lower than that of joining unasked: here a person decides. What the
 * person may not see is not looked at, and what somebody has parted is not offered again.
 */
export const showAlike = endpoint({
  params: caseParams,
  async handle({ context: { ledger }, person, params }): Promise<AlikePage> {
    const own = await findCase(ledger.read, person, params.id)
    if (closed.includes(own.status)) return { cases: [] }
    const best = new Map<string, { state: Case; score: number }>()
    for (const { item, verdict } of await itemsOfCase(ledger.read, [own.id], ITEMS_MAX, null)) {
      if (verdict === null) continue
      const at = item.publishedAt ?? item.receivedAt
      const [found = []] = await candidatesOf(ledger, own.book, [verdict.fingerprint], at - SAME_WINDOW_MS)
      for (const one of likest(verdict.fingerprint, found)) {
        const { same, score } = await compareFingerprints(verdict.fingerprint, one.fingerprint, { at, bt: one.at })
        if (!same || score <= (best.get(one.caseId)?.score ?? 0)) continue
        const state = await caseNow(ledger.read, one.caseId)
        const open = state !== null && state.id !== own.id && !closed.includes(state.status)
        if (!open || !maySee(person, state) || state.restricted !== own.restricted) continue
        best.set(state.id, { state, score })
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

function likest(fingerprint: Candidate['fingerprint'], found: Candidate[]): Candidate[] {
  return found
    .map((one) => ({ one, cosine: pairCosine(fingerprint, one.fingerprint) }))
    .filter(({ cosine }) => cosine >= COSINE_MIN)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, COMPARED_MAX)
    .map(({ one }) => one)
}

/** The case, or what it was merged into. */
async function caseNow(read: Reader, id: string): Promise<Case | null> {
  const state = await readCase(read, id)
  return state === null || state.merged.into === null ? state : caseNow(read, state.merged.into)
}
