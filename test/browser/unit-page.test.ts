// The unit's page on a telephone: what a contact needs is there, fits and is hit by a thumb; the desk answers it.
import { endOfDay } from '@huiying/domain/beijing'
import { readCase } from '@huiying/ledger/case'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkPath } from '../console/link-path.ts'
import { choose, type Desk, findChromium, startDesk } from './desk.ts'
import { misfits, TELEPHONE } from './fit.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED unit page: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')

describe.skipIf(chromium === null)('the page of a link on a telephone', { timeout: 120_000 }, () => {
  let desk: Desk
  let page: Page
  let caseId = ''
  let path = ''
  const state = async () => (await readCase(desk.program.ledger.read, caseId))!
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    await desk.program.drop({ subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-24 10:05' })
    caseId = (await desk.program.onlyCase()).id
    await desk.program.done(caseId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请补上' })
    page = await desk.open(null, [], TELEPHONE)
    path = await linkPath(desk.program, { caseId, contact: 'zjj-llr' })
  }, 120_000)
  afterAll(() => desk?.stop())
  beforeEach(() => page.goto(`${desk.url}${path}`))

  const signed = async () => {
    const sign = page.getByRole('button', { name: '签收', exact: true })
    if (await sign.isVisible()) await sign.click()
    await page.getByText(/已由 .+ 签收/).waitFor()
  }

  test('offers 签收 first, then 申请延期, 反馈, 交文件 and 退回; nothing is wide or too low for a thumb', async () => {
    expect(await misfits(page)).toEqual([])
    await signed()
    for (const one of await page.locator('summary').all()) {
      if ((await one.locator('..').getAttribute('open')) === null) await one.click()
    }
    for (const name of ['申请延期', '反馈', '交给值班室', '退回值班室', '登记']) {
      await page.getByRole('button', { name, exact: true }).waitFor()
    }
    expect(await misfits(page)).toEqual([])
  })

  test('a photo is handed in without a script', async () => {
    await signed()
    await page.locator('summary', { hasText: '交文件' }).click()
    const form = page.locator('form', { has: page.locator('input[type="file"]') })
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await form.locator('input[type="file"]').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: png })
    await form.getByRole('button', { name: '交给值班室' }).click()
    await page.getByText(/交文件：现场\.png/).waitFor()
    expect((await state()).attachments).toMatchObject([{ type: 'image/png', by: 'zjj-llr' }])
  })

  test('a file too large is refused in words, on a page', async () => {
    await signed()
    await page.locator('summary', { hasText: '交文件' }).click()
    const buffer = Buffer.alloc(11 * 1024 * 1024)
    await page.locator('input[type="file"]').setInputFiles({ name: '录像.mp4', mimeType: 'video/mp4', buffer })
    await page.getByRole('button', { name: '交给值班室' }).click()
    await page.getByRole('heading', { name: '这一次没有办成' }).waitFor()
    await page.getByText(/文件至多 10 MB.+填写的内容在上一页/).waitFor()
    desk.errors.splice(0)
  })

  test('more time is asked for, and the desk says no with a reason', async () => {
    await signed()
    await page.locator('summary', { hasText: '申请延期' }).click()
    await page.locator('input[name="until"]').fill('2026-12-11')
    await page
      .locator('form', { has: page.locator('input[name="until"]') })
      .locator('textarea')
      .fill('井盖要定做')
    await page.getByRole('button', { name: '申请延期' }).click()
    await page.getByText(/值班室还没有答复，各时限不变/).waitFor()
    expect(await misfits(page)).toEqual([])
    const night = await desk.open('night', ['值班员'])
    await night.locator('tr', { hasText: '柳溪村井盖缺失' }).getByText('要延期').waitFor()
    await night.getByRole('link', { name: '柳溪村井盖缺失' }).click()
    await night.getByRole('button', { name: '答复延期' }).click()
    const dialog = night.getByRole('dialog')
    await dialog.getByText('井盖要定做').waitFor()
    await choose(dialog, '答复', '不同意，时限不变')
    await dialog.getByLabel('理由（会发给单位）').fill('先围挡并告知来信人')
    await dialog.getByRole('button', { name: '答复延期申请' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText(/未同意，各时限不变。先围挡并告知来信人/).waitFor()
    expect((await state()).extensions).toMatchObject([{ settled: { granted: false, by: 'night' } }])
    expect(desk.errors).toEqual([])
  })

  test('who logs in for a unit asks for more time on the case, once until it is answered', async () => {
    await signed()
    const own = await desk.open('zjj1', ['单位联络员'], { width: 1366, height: 768 }, 'zjj')
    await own.getByRole('link', { name: '柳溪村井盖缺失' }).click()
    await own.getByRole('button', { name: '申请延期' }).click()
    const dialog = own.getByRole('dialog')
    await dialog.getByLabel('希望延到（当日 24:00）').fill('2026-12-12')
    await dialog.getByLabel('延期理由').fill('厂家缺货')

    await dialog.getByRole('button', { name: '申请延期' }).click()
    await dialog.waitFor({ state: 'detached' })
    await own.getByText('申请延期到 12月12日 24:00，各时限不变').first().waitFor()
    expect(await own.getByRole('button', { name: '申请延期' }).count()).toBe(0)
    const open = (await state()).extensions?.filter((one) => one.settled === undefined)
    expect(open).toMatchObject([{ until: endOfDay('2026-12-12'), reason: '厂家缺货' }])
    expect(desk.errors).toEqual([])
  })
})
