// What a new version of the rules is said to change.
import { expect, it } from 'vitest'
import type { Policy } from './policy.ts'
import { changesBetween } from './policy-change.ts'
import { parsePolicy } from './tighten.ts'

const text = `book: qinghe
name: 青河市政务舆情回应台账
version: "1"
jurisdiction: { names: [青河市, 青河] }
sources: []
official: []
promiseDays: 30
units:
  - { id: duty, name: 值班室, short: 值班室, kind: 值班室,
      contacts: [{ id: zhao, name: 赵敏, roles: [值班员], mail: zhao@qinghe.example }] }
  - { id: zjj, name: 住房和城乡建设局, short: 住建局, kind: 部门, aliases: [住建局, 房管局] }
  - { id: swj, name: 水务局, short: 水务局, kind: 部门 }
`
const zjj = '  - { id: zjj, name: 住房和城乡建设局, short: 住建局, kind: 部门, aliases: [住建局, 房管局] }\n'
const swj = '  - { id: swj, name: 水务局, short: 水务局, kind: 部门 }\n'

function policyOf(own: string): Policy {
  const reading = parsePolicy(own)
  if (!('policy' in reading)) throw new Error(JSON.stringify(reading.problems))
  return reading.policy
}

const cases: [what: string, from: string, to: string, paths: string[]][] = [
  ['nothing', '', '', []],
  ['a number', 'promiseDays: 30', 'promiseDays: 20', ['promiseDays']],
  ['a contact, by id', 'name: 赵敏', 'name: 赵敏敏', ['units.duty.contacts.zhao.name']],
  ['a list of words as one', '[住建局, 房管局]', '[住建局]', ['units.zjj.aliases']],
  ['a unit that is gone', zjj, '', ['units.zjj']],
  ['a unit that is new', swj, `${swj}${swj.replaceAll('swj', 'csj')}`, ['units.csj']],
  ['units in another order', zjj + swj, swj + zjj, []],
  [
    'a clock, by its code',
    'promiseDays: 30',
    `clocks: [{ code: C5, name: 发布, minutes: 240, when: [特别重大, 重大], startAt: [occurredAt], basis: 本市规则 },
  { code: C24, name: 发布会, minutes: 1440, when: [特别重大, 重大], startAt: [occurredAt], basis: 本市规则 },
  { code: C48, name: 回应, minutes: 2880, when: [较大, 一般, 非突发, 待定], startAt: [detectedAt], basis: 本市规则 }]`,
    ['C5', 'C24', 'C48'].flatMap((code) =>
      ['name', ...(code === 'C5' ? ['minutes'] : []), 'startAt', 'basis'].map((key) => `clocks.${code}.${key}`),
    ),
  ],
]

it.each(cases)('%s', (_what, from, to, paths) => {
  expect(text).toContain(from)
  expect(changesBetween(policyOf(text), policyOf(text.replace(from, to))).map((one) => one.path)).toEqual(paths)
})

it('gives both values, null for what was not there', () => {
  const after = policyOf(text.replace('short: 水务局', 'short: 水务局, phone: 0100-8456'))
  expect(changesBetween(policyOf(text), after)).toEqual([{ path: 'units.swj.phone', before: null, after: '0100-8456' }])
})
