// When the roster says that others are on duty and no handover of it is on record.
import { expect, it } from 'vitest'
import { at } from './decide/given.ts'
import { handoverTakers, handoverTurn, missedHandover, onDutyAt } from './shift.ts'

const lead = 'lead'
const two = [
  { from: '07:30', to: '19:30', contacts: ['day', lead] },
  { from: '19:30', to: '07:30', contacts: ['night', lead] },
]
const overlapping = [
  { from: '07:30', to: '19:50', contacts: ['day', lead] },
  { from: '19:30', to: '07:50', contacts: ['night', lead] },
]
const dated = [
  { from: '2026-11-23T08:00+08:00', to: '2026-11-24T08:00+08:00', contacts: ['wang'] },
  { from: '2026-11-24T08:00+08:00', to: '2026-11-25T08:00+08:00', contacts: ['li'] },
]

it.each([
  ['half past seven has come half an hour ago', two, null, '2026-11-24 08:00', '2026-11-24 07:30'],
  ['not yet half an hour: last evening is meant', two, null, '2026-11-24 07:59', '2026-11-23 19:30'],
  ['it was given early', two, '2026-11-24 06:50', '2026-11-24 09:00', null],
  ['it was given late', two, '2026-11-24 10:50', '2026-11-24 11:00', null],
  ['only the one before is on record', two, '2026-11-23 19:25', '2026-11-24 08:05', '2026-11-24 07:30'],
  ['both are on duty while they hand over', overlapping, null, '2026-11-24 20:05', '2026-11-24 19:30'],
  [
    'one comes beside who stays',
    [...two, { from: '09:00', to: '11:00', contacts: ['more'] }],
    null,
    '2026-11-24 10:00',
    '2026-11-24 07:30',
  ],
  ['a dated shift', dated, null, '2026-11-24 09:00', '2026-11-24 08:00'],
  ['a dated shift that is long over says nothing', dated, null, '2026-11-27 09:00', null],
  ['nobody follows anybody: the first dated shift', dated, null, '2026-11-23 09:00', null],
  ['all are on duty always', [{ from: '00:00', to: '24:00', contacts: ['day'] }], null, '2026-11-24 08:00', null],
  ['no roster', [], null, '2026-11-24 08:00', null],
] as const)('%s', (_why, roster, newest, now, expected) => {
  const shifts = roster.map((shift) => ({ ...shift, contacts: [...shift.contacts] }))
  const found = missedHandover(shifts, newest === null ? null : at(newest), at(now))
  expect(found?.at ?? null).toBe(expected === null ? null : at(expected))
})

it.each([
  ['in the morning', two, '2026-11-24 08:00', ['night'], ['day']],
  ['while both are on duty', overlapping, '2026-11-24 20:05', ['day'], ['night']],
] as const)('%s it is told who was to hand over to whom, without who stays', (_why, shifts, now, goes, comes) => {
  expect(missedHandover(shifts, null, at(now))).toMatchObject({ goes, comes })
})

it('who is on duty: by day, through midnight, and none without a roster', () => {
  const found = ['2026-11-24 07:30', '2026-11-24 19:30', '2026-11-24 03:00'].map((now) => onDutyAt(two, at(now))[0])
  expect(found).toEqual(['day', 'night', 'night'])
  expect(onDutyAt([], at('2026-11-24 03:00'))).toEqual([])
})

it.each([
  ['before the hour: who is on duty', '2026-11-23 19:30', '2026-11-24 07:20', 'night'],
  ['from the hour on still who goes', '2026-11-23 19:30', '2026-11-24 07:31', 'night'],
  ['who goes is awaited for two hours', '2026-11-23 19:30', '2026-11-24 09:30', 'night'],
  ['then it is who has come', '2026-11-23 19:30', '2026-11-24 09:31', 'day'],
  ['also where a handover long past is not on record', '2026-11-23 08:00', '2026-11-24 07:20', 'night'],
  ['once it is on record: who has come', '2026-11-24 07:25', '2026-11-24 07:31', 'day'],
] as const)('the turn to hand over: %s', (_why, newest, now, expected) => {
  const turn = handoverTurn(two, at(newest), at(now))
  expect(turn).toEqual([expected, lead])
})

it('without a roster it is nobody in particular whose turn it is', () => {
  expect(handoverTurn([], null, at('2026-11-24 07:31'))).toEqual([])
})

it.each([
  ['given before the hour: who comes', two, '07:20', '07:25', ['day']],
  ['given after the hour: who came', two, '08:10', '08:15', ['day']],
  ['one who stays is not asked', overlapping, '19:40', '19:45', ['night']],
  ['in the midst of a shift: who is on duty', two, '13:00', '13:05', ['day', lead]],
  ['not confirmed till the evening: who came, and who comes next', two, '07:20', '18:00', ['day', 'night']],
  ['a dated shift', dated, '07:50', '07:55', ['li']],
  ['no roster: nobody by name', [], '07:50', '07:55', []],
] as const)('a handover that names nobody, %s', (_why, roster, given, now, expected) => {
  const shifts = roster.map((shift) => ({ ...shift, contacts: [...shift.contacts] }))
  const found = handoverTakers(shifts, at(`2026-11-24 ${given}`), at(`2026-11-24 ${now}`))
  expect(found.toSorted()).toEqual([...expected].toSorted())
})
