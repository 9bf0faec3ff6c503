// The main path as a duty officer walks it, on two desks: see, judge, assign, the unit signs, answer, 台账.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED main path: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')

const LETTER = {
  subject: '化工园区发生爆炸，已有12人死亡',
  text: '青河化工园区今天上午十点发生爆炸，已造成12人死亡、20人受伤，请尽快发布消息。我的电话是13812345678。',
  date: '2026-11-24 10:40',
}

describe.skipIf(chromium === null)('the main path in a browser', { timeout: 120_000 }, () => {
  let desk: Desk
  let first: Page
  let second: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    first = await desk.open('lead1', ['值班长'])
    second = await desk.open('desk2', ['值班员'])
  }, 120_000)
  afterAll(() => desk?.stop())

  const act = async (page: Page, name: string) => {
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click()
    return page.getByRole('dialog')
  }

  test('a letter appears on both queues without reload, its evidence is one key away', async () => {
    await first.getByRole('heading', { name: '没有待办案件' }).waitFor()
    await desk.program.drop(LETTER)
    for (const page of [first, second]) {
      await page.getByRole('link', { name: LETTER.subject }).waitFor()
      await expect(page.locator('tbody tr', { hasText: LETTER.subject }).textContent()).resolves.toContain('疑似重大')
    }
    await first.keyboard.press('j')
    await first.keyboard.press('Space')
    const preview = first.getByRole('complementary', { name: '预览' })
    await preview.getByText('建议级别').waitFor()
    const text = await preview.textContent()
    expect(text).toContain('重大')
    expect(text).toContain('12')
    expect(text).not.toContain('13812345678')
    await preview.locator('mark').first().waitFor()
  })

  test('judge and grade: the dialog says what it will do; the second desk is told, its typing kept', async () => {
    await second.getByRole('link', { name: LETTER.subject }).click()
    await second.getByText('未定级').waitFor()
    await second.keyboard.press('g')
    const late = second.getByRole('dialog')
    await late.getByLabel('依据（写入台账）').fill('第二个值班台的看法')
    await first.keyboard.press('g')
    const dialog = first.getByRole('dialog')
    await dialog.getByLabel('依据（写入台账）').fill('12人死亡，国务院令第493号第三条，重大')
    await dialog.getByText('将会：').waitFor()
    await dialog.getByRole('button', { name: '研判定级' }).click()
    await dialog.waitFor({ state: 'detached' })
    await second.getByText('姓名lead1 已定级').waitFor()
    await late.getByRole('button', { name: '研判定级' }).click()
    await late.getByText('您打开之后，案件有了变化').waitFor()
    await late.getByText('研判：重大').waitFor()
    expect(await late.getByLabel('依据（写入台账）').inputValue()).toBe('第二个值班台的看法')
    await second.keyboard.press('Escape')
    await late.waitFor({ state: 'detached' })
    await second.getByText('研判：重大').first().waitFor()
  })

  test('assign: the preview names whom it tells; then the unit signs by the link in its mail', async () => {
    await first.keyboard.press('Enter')
    const dialog = await act(first, '交办')
    await dialog.getByLabel('要求与理由').fill('核实情况，五小时内发布权威信息')
    await dialog.getByText('主送').first().waitFor()
    await dialog.getByRole('button', { name: '交办' }).click()
    await dialog.waitFor({ state: 'detached' })
    await second.getByText('（未签收）').first().waitFor()
    await desk.program.settle()
    const mail = (await desk.program.mails()).find((one) => one.text.includes('/mail/'))
    const link = /https?:\/\/\S+\/mail\/\S+/.exec(mail?.text ?? '')?.[0]?.replace(/（.*$/, '') ?? ''
    expect(link).toContain(`${desk.url}/mail/`)
    const unit = await desk.open(null, [], { width: 375, height: 740 })
    await unit.goto(link)
    await unit.reload()
    await unit.getByRole('button', { name: '签收' }).waitFor()
    expect(await unit.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
    await unit.getByLabel('签收人姓名').fill('韩磊')
    await unit.getByRole('button', { name: '签收' }).click()
    await unit.getByText('已由 韩磊').waitFor()
    await second.getByText('（已签收）').first().waitFor()
    await first.getByText(/^\S+局 韩磊 签收（链接）/).waitFor()
    await first.getByText('告警「交办」：交办，请签收').first().waitFor()
  })

  test('a response stops the clock; the row stands in the 台账 with its seal', async () => {
    const dialog = await act(first, '登记回应')
    await dialog.getByLabel('发布平台和账号').fill('政府网站')
    await dialog.getByLabel('链接').fill('https://www.qinghe.example/a/1.html')
    await dialog.getByLabel('回应要点').fill('事故已造成12人死亡，现场处置结束，下次发布时间今天17时')
    await dialog.getByRole('button', { name: '登记回应' }).click()
    await dialog.waitFor({ state: 'detached' })
    await second.getByText('登记进展').first().waitFor()
    await second.getByText('已完成').first().waitFor()
    await second.getByText(/^C5 时限结束：/).waitFor()
    await first.goto(`${desk.url}/ledger`)
    const row = first.locator('tbody tr', { hasText: LETTER.subject })
    await row.waitFor()
    const cells = await row.locator('td').allInnerTexts()
    expect(cells).toContain('重大')
    expect(cells).toContain('按时')
    await first.getByText(/封印：序号 \d+ · SM3 [0-9a-f]{8}/).waitFor()
    expect(await first.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1366)
  })

  test('nothing was refused by the strict content policy, and no script failed', () => {
    expect(desk.errors.filter((error) => !/ (401|409) /.test(error))).toEqual([])
  })
})
