// Five thousand open cases on one screen: few rows in the page, nothing moves, and a first view that is light.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { decide } from '@huiying/domain/decide'
import { makeLetter } from '@huiying/domain/decide/given'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED many: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')
const CASES = 5_000
const BATCH_CASES = 500
const ROWS_IN_PAGE_MAX = 80
const FIRST_VIEW_KB_MAX = 600
const MINUTE_MS = 60_000

describe.skipIf(chromium === null)('five thousand open cases', () => {
  let desk: Desk
  let page: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '', { handMade: true })
    await openMany(desk)
    page = await desk.open('lead1', ['值班长'])
    await page.locator('tbody tr').first().waitFor()
  }, 180_000)
  afterAll(() => desk?.stop())

  const rows = () => page.locator('tbody tr:not(.space)')

  test('keep at most eighty rows in the page, at the top, in the middle and at the end', async () => {
    await page.getByRole('tab', { name: `全部 ${CASES}` }).waitFor()
    for (const share of [0, 0.5, 1]) {
      await page.locator('.scroll').evaluate((box, at) => {
        box.scrollTop = box.scrollHeight * at
      }, share)
      expect(await rows().count()).toBeLessThanOrEqual(ROWS_IN_PAGE_MAX)
      expect(await rows().count()).toBeGreaterThan(10)
    }
    await page.locator('.scroll').evaluate((box) => {
      box.scrollTop = 0
    })
  })

  test('shift nothing when a case changes and when a new one comes in above', async () => {
    await page.evaluate(`self.shifts = [];
      new PerformanceObserver((list) => self.shifts.push(...list.getEntries().map((one) =>
        [one.value, ...one.sources.map((source) => source.node?.parentElement?.outerHTML.slice(0, 120))].join(' '))))
        .observe({ type: 'layout-shift', buffered: false })`)
    await page.locator('tbody tr:not(.space)').nth(5).hover()
    const title = await rows().nth(5).locator('a').textContent()
    const [first] = await desk.program.queue()
    await desk.program.done(first?.state.id ?? '', { do: 'note.add', kind: '核实', text: '已联系' })
    await desk.program.drop({ subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-16 10:00' })
    await page.getByRole('tab', { name: `全部 ${CASES + 1}` }).waitFor()
    expect(await rows().nth(5).locator('a').textContent()).toBe(title)
    expect(await page.evaluate('self.shifts')).toEqual([])
  })

  test('nothing failed on the way', () => {
    expect(desk.errors).toEqual([])
  })
})

test(`the first view is at most ${FIRST_VIEW_KB_MAX} kB over the wire`, () => {
  const dist = join(import.meta.dirname, '..', '..', 'services', 'console', 'web', 'dist')
  const html = readFileSync(join(dist, 'index.html'))
  const assets = readdirSync(join(dist, 'assets')).filter((name) => html.includes(name))
  const bytes = [html, ...assets.map((name) => readFileSync(join(dist, 'assets', name)))]
  const total = bytes.reduce((sum, one) => sum + gzipSync(one).length, 0)
  expect(assets.length).toBeGreaterThan(1)
  expect(total / 1024).toBeLessThanOrEqual(FIRST_VIEW_KB_MAX)
})

/** Opened by the domain's own decision, in few turns; their letters stay unwritten, for the queue shows cases. */
async function openMany(desk: Desk): Promise<void> {
  const { ledger, book, time } = desk.program
  const now = time.now()
  const { policy, hash } = await policyOf(ledger.read, book)
  for (let from = 0; from < CASES; from += BATCH_CASES) {
    const drafts = Array.from({ length: BATCH_CASES }, (_, offset) => {
      const index = from + offset
      const arrival = makeLetter(`many-${index}`, now - index * MINUTE_MS)
      const item = { ...arrival.item, book, title: `第${index}件：路灯不亮`, source: 'mailbox' }
      const order = { do: 'case.open', arrival: { ...arrival, item }, verdictRoot: '' } as const
      const command = { commandId: `many-${index}`, actor: 'system', expectedVersion: null, ...order }
      const context = { policy, policyHash: hash, now, makeId: deriveId, nextNumber: index + 1 }
      const decision = decide(command, null, context)
      if (!decision.ok) throw new Error(decision.message)
      return decision.drafts
    }).flat()
    await ledger.write((tx) => tx.append(book, now, 'system', drafts))
  }
}
