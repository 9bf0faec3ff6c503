// The desk on a telephone, held by somebody at 3 a.m.: what rings says why, whatever is pressed is as high as a thumb,
// and nothing runs out of the screen.
import { readCase } from '@huiying/ledger/case'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'
import { misfits, TELEPHONE } from './fit.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED telephone: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')

describe.skipIf(chromium === null)('the desk on a telephone', { timeout: 120_000 }, () => {
  let desk: Desk
  let page: Page
  let fire = ''
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 02:00', chromium ?? '')
    const { program } = desk
    await program.drop(
      { subject: '我活不下去了', text: '工钱要不回来，我活不下去了，准备从楼上跳下去。', date: '2026-11-24 01:30' },
      { subject: '化工园区爆炸已致12人死亡', text: '青河化工园区爆炸，已致12人死亡。', date: '2026-11-24 01:45' },
    )
    fire = (await program.queue()).find((row) => row.state.title.includes('爆炸'))?.state.id ?? ''
    const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '已核实' } as const
    await program.done(fire, judge)
    await program.done(fire, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '扑救' })
    const { id } = (await readCase(program.ledger.read, fire))!.assignments[0]!
    await program.done(fire, { do: 'assignment.return', id, reason: '不属本单位' })
    await program.goTo('2026-11-24 02:40')
    page = await desk.open('lead1', ['值班长'], TELEPHONE)
    await page.locator('.duty .ring').first().waitFor()
  }, 120_000)
  afterAll(() => desk?.stop())

  test('each bell says in full why it rings, and no case’s third hides another’s first', async () => {
    const bells = page.locator('.duty .ring')
    expect((await bells.locator('b').allTextContents()).slice(0, 2)).toEqual(['▲ 红', '▲ 先打电话'])
    const whole = await bells
      .locator('.cut')
      .evaluateAll((all) => all.map((one) => [one.clientWidth > 300, one.scrollWidth <= one.clientWidth]))
    expect(whole).toEqual(whole.map(() => [true, true]))
    expect(await misfits(page)).toEqual([])
  })

  test.each([
    '/?lane=待核信息',
    '/letters',
    '/ledger',
    '/problems',
    '/status',
    '/help',
    '/handover',
    '/wall',
    '/quarantine',
  ])('of %s all is in sight and hit by a thumb', async (path) => {
    await page.goto(`${desk.url}${path}`)
    await page.locator('.clock, .wall').first().waitFor()
    expect(await misfits(page)).toEqual([])
  })

  test('so it is of a case and what is asked when an act is pressed', async () => {
    await page.goto(`${desk.url}/case/${fire}`)
    for (const name of ['交办 A', '登记回应 R']) {
      await page.getByRole('button', { name }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: '取消' }).waitFor()
      expect([name, await misfits(page)]).toEqual([name, []])
      await dialog.getByRole('button', { name: '取消' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: '更多 ▾' }).click()
    await page.getByRole('menuitem', { name: '登记重点回应' }).waitFor()
    expect(await misfits(page, '[role=menuitem]')).toEqual([])
  })

  test('a bell is stopped by one press', async () => {
    await page.goto(desk.url)
    const bells = page.locator('.duty .ring')
    await bells.first().getByText('YQ-2026-0002').waitFor()
    await bells.first().getByRole('button', { name: '知道了，停响' }).click()
    await bells.first().getByText('▲ 退回').waitFor()
    expect(desk.errors).toEqual([])
  })
})
