// kill -9 of the whole program at seeded moments: nothing lost, nothing doubled, every mail arrived, the ledger
// verifies.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateLetters } from '@huiying/infra/bench/letter'
import { verify } from '@huiying/ledger/verify/verify'
import { SENDS_AT_ONCE } from '@huiying/notifier/notify'
import { expect, it } from 'vitest'
import { runKilled } from './kill/killing.ts'
import { copies, misplaced } from './kill/standing.ts'
import { beijing } from './program.ts'

const LETTERS = 5_000
const KILLS = 50
/** Two and a half minutes on a quiet machine; each kill waits for a start, which takes far longer on a busy one. */
const TEST_MS = 900_000

it(`${KILLS} kills while ${LETTERS} letters flow in change nothing but extra copies that say so`, {
  timeout: TEST_MS,
}, async () => {
  const seed = Number(process.env.KILL_SEED ?? 20_261_124)
  console.log(`seed ${seed}`)
  const startAt = beijing('2026-11-23 10:00')
  const plain = await runKilled({ folder: folder('plain'), letters: LETTERS, kills: 0, seed, startAt })
  const killed = await runKilled({ folder: folder('killed'), letters: LETTERS, kills: KILLS, seed, startAt })
  expect(killed.kills).toBe(KILLS)
  expect(killed.items).toEqual(plain.items)
  expect(killed.items.length).toBe(LETTERS)
  const written = { seed, count: LETTERS, majorEvery: 25, startAt: startAt - 3_600_000 }
  expect(misplaced(killed.caseOf, generateLetters(written))).toEqual([])
  expect(killed.alerts).toEqual(plain.alerts)
  expect(new Set(killed.alerts).size).toBe(killed.alerts.length)
  const fired = ({ deliveries }: typeof plain) => deliveries.filter((one) => !one.passedOn).map((one) => one.key)
  expect(fired(killed).sort()).toEqual(fired(plain).sort())
  expect(new Set(killed.deliveries.map((one) => one.key)).size).toBe(killed.deliveries.length)
  expect(killed.deliveries.filter((one) => one.state !== 'sent')).toEqual([])
  const arrived = new Set(killed.arrived)
  expect(killed.deliveries.filter((one) => !arrived.has(one.messageId ?? ''))).toEqual([])
  const extra = copies(killed.arrived)
  expect(extra.length).toBeLessThanOrEqual(KILLS * SENDS_AT_ONCE)
  expect(extra.filter((id) => !killed.duplicated.includes(id))).toEqual([])
  console.log(
    `${killed.arrived.length} mails, ${extra.length} extra copies, ${killed.duplicated.length} entries 可能重复`,
  )
  const answers = await verify({ dataDir: lastFolder })
  expect(answers.map((answer) => answer.ok)).toEqual([true])
})

let lastFolder = ''
function folder(name: string): string {
  lastFolder = mkdtempSync(join(tmpdir(), `huiying-kill-${name}-`))
  console.log(`${name}: ${lastFolder}`)
  return lastFolder
}
