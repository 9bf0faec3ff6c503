// Tables for judgeSending: each row says why a mail goes out or stays.
import type { Clock } from '@huiying/domain/case'
import { describe, expect, it } from 'vitest'
import { type ClaimFacts, judgeSending } from './verdict.ts'

const running: Clock = {
  id: 'k1',
  caseId: 'c1',
  code: 'C48',
  itemId: null,
  basis: 'detectedAt',
  startAt: 0,
  dueAt: 1,
  openedAt: 0,
  provisional: false,
  confirmedAt: null,
  notes: [],
  estimated: false,
  rule: '国办发〔2016〕61号',
  lateAtStart: null,
  state: 'running',
  end: null,
}
const stopped: Clock = { ...running, state: 'ended', end: { how: 'stopped', at: 1, late: null, reason: '按回应停止' } }
const facts: ClaimFacts = {
  step: '黄',
  clock: running,
  caseEnded: false,
  assignmentEnded: false,
  signed: false,
  higherWaits: false,
}

describe('a delivery right before it is sent', () => {
  const table: [string, Partial<ClaimFacts>, 'send' | 'cancelled' | 'superseded'][] = [
    ['a running clock still reminds', {}, 'send'],
    ['a stopped clock reminds nobody', { clock: stopped }, 'cancelled'],
    ['a carried clock leaves the reminding to the earliest', { clock: { ...running, state: 'carried' } }, 'cancelled'],
    ['a closed case is quiet', { caseEnded: true }, 'cancelled'],
    ['an old T0 after 改派 would call the wrong unit', { step: 'T0', assignmentEnded: true }, 'cancelled'],
    ['the clock of a case goes on after 改派', { step: '红', assignmentEnded: true }, 'send'],
    ['未签收 is over once signed', { step: '未签收', signed: true }, 'cancelled'],
    ['signing does not end the ladder of the clock', { step: '橙', signed: true }, 'send'],
    ['of two steps to one person the higher one speaks', { higherWaits: true }, 'superseded'],
    ['a case alert without a clock goes out', { step: '新案', clock: null }, 'send'],
  ]
  it.each(table)('%s', (_why, change, expected) => {
    const verdict = judgeSending({ ...facts, ...change })
    expect(verdict.send ? 'send' : verdict.state).toBe(expected)
  })
})
