// Who may hand over to whom, and what is refused: one's own, a second time, what was replaced, what was not seen.
import { expect, it } from 'vitest'
import { decideGiving, decideTaking, type Handover } from './handover.ts'

const told = { id: 'handover_1', to: null, asOfSeq: 7, lists: [], directives: '', spoken: '备班电话在白板上' }
const open: Handover = { seq: 8, at: 1, by: 'wang', taken: null, replacedBy: null }
const taken: Handover = { ...open, taken: { at: 2, by: 'li' } }

it.each([
  ['the first one of a book', null, null, { replaces: null }],
  ['after one that was confirmed', taken, null, { replaces: null }],
  ['in the place of one that nobody has confirmed, which its writer saw', open, 8, { replaces: 8 }],
] as const)('is given: %s', (_why, newest, seen, expected) => {
  const decision = decideGiving({ ...told, seen }, newest, 'wang')
  expect(decision).toMatchObject({ ok: true, body: { act: 'handover.given', v: 1, spoken: told.spoken, ...expected } })
})

it.each([
  ['to oneself', { to: 'wang', seen: null }, null, /不能交给自己/],
  ['over an unconfirmed one not seen', { to: 'li', seen: null }, open, /您打开之后/],
  ['over one that was confirmed meanwhile', { to: 'li', seen: 8 }, taken, /您打开之后/],
  ['over one that another has replaced', { to: 'li', seen: 8 }, { ...open, seq: 9 }, /您打开之后/],
] as const)('is not given %s', (_why, order, newest, message) => {
  const decision = decideGiving({ ...told, ...order }, newest, 'wang')
  expect(decision).toMatchObject({ ok: false, message: expect.stringMatching(message) })
})

it('is taken by another person, whoever it names', () => {
  expect(decideTaking(open, 'li')).toEqual({ ok: true, body: { act: 'handover.taken', v: 1, given: 8 } })
})

it.each([
  ['by who gave it', open, 'wang', /不能确认自己交的班/],
  ['a second time, even by who took it', taken, 'li', /已经确认过/],
  ['when a newer one has its place', { ...open, replacedBy: 9 }, 'li', /被后来的一张取代/],
  ['by who gave it and a newer one: which to open is said', { ...open, replacedBy: 9 }, 'wang', /最新的一张/],
] as const)('is not taken %s', (_why, found, by, message) => {
  const decision = decideTaking(found, by)
  expect(decision).toMatchObject({ ok: false, message: expect.stringMatching(message) })
})
