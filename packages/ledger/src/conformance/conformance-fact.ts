// The book, the letters and the case the conformance suite works with; all invented.
import type { Order } from '@huiying/domain/command'
import { decide } from '@huiying/domain/decide'
import type { Verdict } from '@huiying/domain/item'
import { deriveId } from '@huiying/runtime/id'
import { type Answer, act } from '../act.ts'
import { insertItems, type NewItem } from '../item/item.ts'
import { saveVerdicts, verdictRoot } from '../item/verdict.ts'
import type { Ledger } from '../ledger.ts'
import { policyOf } from '../policy.ts'

export const BOOK = 'qinghe'
/** 2026-11-23 09:00 in Beijing. */
export const START = Date.UTC(2026, 10, 23, 1)
export const HOUR_MS = 3_600_000

export const policyText = `book: ${BOOK}
name: 青河市政务舆情回应台账
version: 一致性-1
basis: 国办发〔2016〕61号
jurisdiction: { names: [青河市, 青河], outer: [] }
units:
  - id: zjj
    name: 青河市住房和城乡建设局
    short: 住建局
    kind: 部门
    contacts:
      - { id: zjj-1, name: 赵敏行, roles: [联络员], mail: llr@zjj.qinghe.example }
  - id: duty
    name: 青河市值班室
    short: 值班室
    kind: 值班室
    contacts:
      - { id: duty-1, name: 王晓, roles: [值班员, 值班长, 带班领导], mail: zhiban@qinghe.example }
sources:
  - { id: mailbox, name: 信箱, kind: mailbox, platform: 信箱, channel: 市长信箱, basis: 本单位信箱, local: true }
official: []
`

/** A line of the chain that belongs to no case. */
export const note = (reason: string) =>
  ({ caseId: null, body: { act: 'source.failed', v: 1, source: 'mailbox', reason } }) as const

export function letter(id: string, change: Partial<NewItem> = {}): NewItem {
  const text = '滨江壹号逾期交房\n青河市滨江壹号逾期八个月不交房，请住建局给个说法。'
  return {
    id,
    book: BOOK,
    source: 'mailbox',
    kind: 'letter',
    ownId: `<${id}@mail.example>`,
    revision: 1,
    title: '滨江壹号逾期交房',
    url: null,
    author: null,
    platform: '市长信箱',
    publishedAt: null,
    publishedPrecision: null,
    receivedAt: START,
    fetchedAt: START,
    sha256: id.padEnd(64, '0'),
    flags: [],
    mentions: { units: [], contacts: [] },
    masked: text,
    clear: text,
    ...change,
  }
}

export function receive(ledger: Ledger, items: NewItem[], now = START) {
  const batch = { book: BOOK, source: 'mailbox', items, cursor: null, backfill: () => false }
  return ledger.write((tx) => insertItems(tx, ledger.sealer, batch, now), { book: BOOK })
}

export const verdictOf = (itemId: string): Verdict => ({
  itemId,
  topics: [{ id: 'realestate', score: 0.9, evidence: [] }],
  gov: true,
  incident: false,
  type: null,
  deaths: null,
  serious: null,
  injured: null,
  missing: null,
  grade: null,
  article: null,
  suspected: false,
  place: 'home',
  places: [],
  own: [],
  report: false,
  early: [],
  misdirected: null,
  version: 'conformance-1',
  fingerprint: {
    version: 0,
    exact: itemId,
    bands: [`band-${itemId}`],
    letters: '',
    title: 0,
    places: [],
    areas: [],
    numbers: [],
  },
})

/** A letter on record and its case, opened as the tracker opens it. Returns the case's id. */
export async function openCase(
  ledger: Ledger,
  itemId: string,
  now = START,
  change: Partial<Verdict> = {},
): Promise<string> {
  await receive(ledger, [letter(itemId)], now)
  const verdict = { ...verdictOf(itemId), ...change }
  return ledger.write(
    async (tx) => {
      const { policy, hash } = await policyOf(tx.db, BOOK)
      const { masked: _, clear: __, ...item } = letter(itemId)
      const arrival = { item, verdict, locality: 'local', backfill: false } as const
      const order: Order = { do: 'case.open', arrival, verdictRoot: verdictRoot([verdict]) }
      const command = { commandId: `open-${itemId}`, actor: 'system', expectedVersion: null, ...order }
      const context = { policy, policyHash: hash, now, makeId: deriveId, nextNumber: Number(itemId.replace(/\D/g, '')) }
      const decision = decide(command, null, context)
      if (!decision.ok) throw new Error(decision.message)
      await tx.append(BOOK, now, 'system', decision.drafts)
      await saveVerdicts(tx, [verdict])
      return decision.drafts.find((draft) => draft.body.act === 'case.opened')!.caseId!
    },
    { book: BOOK },
  )
}

/** A person's order about a case; refusals are answers. */
export function order(ledger: Ledger, caseId: string, commandId: string, what: Order, now = START): Promise<Answer> {
  return act(ledger, caseId, { commandId, actor: 'wang', expectedVersion: null, ...what }, now)
}
