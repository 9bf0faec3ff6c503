// The main path by keyboard alone: find, look, judge, assign, sign by telephone, answer; no pointer is ever used.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED keyboard: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')
const TABS_MAX = 40
const SENDS_MAX = 5

describe.skipIf(chromium === null)('by keyboard alone', () => {
  let desk: Desk
  let page: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    const text = '青河化工园区爆炸，已致12人死亡。'
    await desk.program.drop({ subject: '化工园区爆炸', text, date: '2026-11-24 10:40' })
    page = await desk.open('lead1', ['值班长'])
    await page.locator('tbody tr').first().waitFor()
  }, 120_000)
  afterAll(() => desk?.stop())

  /** Tabs on until the thing with this name has the focus. */
  const tabTo = async (name: string) => {
    const focused = `(() => { const one = document.activeElement
      return one?.labels?.[0]?.textContent || one?.getAttribute('aria-label') || one?.textContent || '' })()`
    for (let time = 0; time < TABS_MAX; time++) {
      if (String(await page.evaluate(focused)).startsWith(name)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no way by Tab to ${name}`)
  }
  const send = async () => {
    await page.getByText('将会：').waitFor()
    await page.keyboard.press('Control+Enter')
    // The system may have written a line meanwhile (a mail has left): the person is told, and sends again.
    const changed = '看过变化，仍然提交'
    const isAsked = page.locator(`body:not(:has([role=dialog])), [role=dialog] button:enabled:has-text('${changed}')`)
    for (let time = 0; time < SENDS_MAX && (await page.getByRole('dialog').count()) > 0; time++) {
      await isAsked.first().waitFor()
      if (await page.getByText(changed).isVisible()) await page.keyboard.press('Control+Enter')
    }
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const state = async () => await desk.program.onlyCase()

  test('a bell is stopped by Tab and Enter, and after a letter Enter is the row’s again', async () => {
    const bell = page.getByRole('button', { name: '知道了，停响' })
    await bell.waitFor()
    await tabTo('知道了，停响')
    await page.keyboard.press('Enter')
    await bell.waitFor({ state: 'detached' })
    expect(await page.getByRole('row').count()).toBeGreaterThan(0)
    await tabTo('来信')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '化工园区爆炸' }).waitFor()
    await page.goBack()
    await page.locator('tbody tr').first().waitFor()
  })

  test('a case is found, looked at, judged, assigned, signed for and answered', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('Space')
    await page.getByText('建议级别').waitFor()
    await page.keyboard.press('g')
    await page.getByRole('dialog').waitFor()
    await tabTo('依据')
    await page.keyboard.type('12人死亡，重大')
    await send()
    expect((await state()).grade).toBe('重大')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('a')
    await page.getByRole('dialog').waitFor()
    await tabTo('要求与理由')
    await page.keyboard.type('核实并发布')
    await send()
    expect((await state()).assignments).toHaveLength(1)
    await tabTo('代签')
    await page.keyboard.press('Enter')
    await tabTo('电话里的签收人')
    await page.keyboard.type('应急局 朱斌')
    await send()
    expect((await state()).assignments[0]?.signed?.by).toBe('应急局 朱斌')
    await page.keyboard.press('r')
    await page.getByRole('dialog').waitFor()
    await tabTo('发布平台和账号')
    await page.keyboard.type('政府网站')
    await tabTo('链接')
    await page.keyboard.type('https://www.qinghe.example/a/1.html')
    await tabTo('回应要点')
    await page.keyboard.type('已造成12人死亡，救援结束')
    await send()
    expect((await state()).responses).toHaveLength(1)
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: /全部/ }).waitFor()
  }, 60_000)

  test('and the menu of the other acts opens and is walked by keys', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await tabTo('更多')
    await page.keyboard.press('Enter')
    await page.locator('[role=menu]:focus, [role=menu] :focus').first().waitFor()
    // Escape shuts the menu, and the case stays.
    await page.keyboard.press('Escape')
    await page.locator('.ant-dropdown:not(.ant-dropdown-hidden)').waitFor({ state: 'hidden' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await tabTo('更多')
    await page.keyboard.press('Enter')
    await page.locator('[role=menu]:focus, [role=menu] :focus').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  test('who is quicker than a dialog opens keeps the field that was taken', async () => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    // The second field is taken as soon as it is there, while the dialog still grows.
    await page.evaluate(`new MutationObserver((_, watch) => {
      const second = document.querySelectorAll('.act .fields input, .act .fields textarea')[1]
      if (second === undefined) return
      watch.disconnect()
      second.focus()
    }).observe(document.body, { childList: true, subtree: true })`)
    await page.keyboard.press('r')
    await page.locator('[role=dialog]:not([class*=zoom]) .fields').waitFor()
    await page.getByText('填完后，这里会写明将发生什么。').waitFor()
    const fields = `[...document.querySelectorAll('.act .fields input, .act .fields textarea')]`
    const at = `${fields}.indexOf(document.activeElement)`
    expect(await page.evaluate(at)).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    // Where none was taken, the first has the cursor, a field of time too.
    await tabTo('更多')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: '登记发布会' }).press('Enter')
    await page.locator('#act-startedAt:focus').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
})
