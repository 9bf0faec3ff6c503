// The long run of kill -9: three hundred kills; `npm run soak` plays it, CI plays the fifty of test/kill.test.ts.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '@huiying/ledger/verify/verify'
import { expect, it } from 'vitest'
import { runKilled } from '../kill/killing.ts'
import { beijing } from '../program.ts'

const KILLS = 300
const LETTERS = 10_000
const SEED = 300
const TEST_MS = 3_600_000

it(`${KILLS} kills lose and double nothing`, { timeout: TEST_MS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-soak-'))
  console.log(`seed ${SEED}, ${folder}`)
  const startAt = beijing('2026-11-23 10:00')
  const standing = await runKilled({ folder, letters: LETTERS, kills: KILLS, seed: SEED, startAt })
  expect(standing.items.length).toBe(LETTERS)
  expect(new Set(standing.alerts).size).toBe(standing.alerts.length)
  expect(standing.deliveries.filter((one) => one.state !== 'sent')).toEqual([])
  expect((await verify({ dataDir: folder })).map((result) => result.ok)).toEqual([true])
})
