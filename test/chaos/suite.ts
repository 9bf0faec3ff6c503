// The chaos test as one suite, for CI and for the soak: what must hold when everything has been killed now and then.
import { globSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '@huiying/ledger/verify/verify'
import { SENDS_AT_ONCE } from '@huiying/notifier/notify'
import { expect, it } from 'vitest'
import { copies, misplaced } from '../kill/standing.ts'
import { type Outcome, runChaos } from './chaos.ts'
import { writeLetters } from './letters.ts'

const TEST_MS = 1_800_000

export interface ChaosRun {
  letters: number
  kills: number
  seed: number
}

/** `CHAOS_SEED`, `CHAOS_KILLS` and `CHAOS_LETTERS` play another run. */
export function testChaos(run: ChaosRun): void {
  const letters = Number(process.env.CHAOS_LETTERS ?? run.letters)
  const kills = Number(process.env.CHAOS_KILLS ?? run.kills)
  const seed = Number(process.env.CHAOS_SEED ?? run.seed)
  it(`${kills} kills and a restart of each engine while ${letters} letters flow in`, { timeout: TEST_MS }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huiying-chaos-'))
    console.log(`seed ${seed}, ${folder}`)
    await runChaos({ folder, letters, kills, seed }, async (outcome) => {
      expect(outcome.items.length).toBe(letters)
      expect(misplaced(outcome.caseOf, writeLetters({ letters, seed }, 0))).toEqual([])
      expect(copies(outcome.alerts)).toEqual([])
      expectDelivered(outcome, kills * SENDS_AT_ONCE + lapsed(folder))
      expect(outcome.index).toEqual({ documents: outcome.documents, different: [] })
      expect(outcome.parked).toBe(0)
      expect(outcome.exits.filter((code) => code !== 0)).toEqual([])
      expect((await verify(outcome.place)).map((answer) => answer.ok)).toEqual([true])
    })
  })
}

/** Mails that took longer than their lease, as on a machine that many share: another notifier has sent them too. */
const lapsed = (folder: string): number =>
  globSync('notifier-*.log', { cwd: folder })
    .map((name) => readFileSync(join(folder, name), 'utf8').split('sent under a lease that had passed on').length - 1)
    .reduce((sum, one) => sum + one, 0)

/** Each delivery is one row that was sent; what arrived twice says so on record. */
function expectDelivered({ deliveries, arrived, duplicated }: Outcome, extraMax: number): void {
  expect(copies(deliveries.map((one) => one.key))).toEqual([])
  // On a slow machine a later step overtakes a mail that still waits: that is settled too.
  expect(deliveries.filter((one) => !['sent', 'superseded', 'cancelled'].includes(one.state))).toEqual([])
  const came = new Set(arrived)
  const sent = deliveries.filter((one) => one.state === 'sent')
  expect(sent.length).toBeGreaterThan(0)
  expect(sent.filter((one) => !came.has(one.messageId ?? ''))).toEqual([])
  const extra = copies(arrived)
  expect(extra.length).toBeLessThanOrEqual(extraMax)
  expect(extra.filter((id) => !duplicated.includes(id))).toEqual([])
  console.log(`${deliveries.length} deliveries, ${arrived.length} mails, ${extra.length} extra copies`)
}
