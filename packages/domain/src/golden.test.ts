// Entries as they were once written: every type and version stays readable and leads to the state it led to then.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Case } from './case.ts'
import type { Entry } from './entry.ts'
import { evolve } from './evolve.ts'

const read = (name: string) => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')
const lines = read('entries.jsonl').trim().split('\n')
const states = JSON.parse(read('states.json')) as { [caseId: string]: Case }

/** Lines are only ever added: a new type or version is a line at the end, as the ledger stores it. */
const FIRST_LINES = 140
const FIRST_LINES_SHA256 = '4951edccd35cdce30f8b4eb97defca7aa24bc32da317e0c8ce38aa0f3b6e6a4d'

describe('golden entries', () => {
  it('are never edited: what a ledger holds cannot be either', () => {
    const digest = createHash('sha256').update(lines.slice(0, FIRST_LINES).join('\n')).digest('hex')
    expect(digest).toBe(FIRST_LINES_SHA256)
  })

  it('lead to the states recorded with them', () => {
    const found = new Map<string, Case>()
    for (const line of lines) {
      const entry = JSON.parse(line) as Entry
      if (entry.caseId === null) continue
      const next = evolve(found.get(entry.caseId) ?? null, entry)
      expect(next, `${entry.body.act} of ${entry.caseId}`).not.toBe(null)
      found.set(entry.caseId, next!)
    }
    expect([...found.keys()].sort()).toEqual(Object.keys(states).sort())
    // New fields may come; none of these may change its value: as-of answers and seals rest on them.
    for (const [id, recorded] of Object.entries(states)) expect(found.get(id), id).toMatchObject(recorded)
  })
})
