// A picture of a letter is opened by keyboard alone: found in the case, asked for with a reason, seen, put away.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null)
  console.log('SKIPPED attachment: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')
const TABS_MAX = 60
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.skipIf(chromium === null)('the attachments of a letter', () => {
  let desk: Desk
  let page: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    const files = [
      { name: '塌陷现场.png', type: 'text/html', content: PNG },
      { name: '说明.html', type: 'image/png', content: Buffer.from('<html><script>self.ran=1</script>') },
    ]
    const text = '滨河路塌了三米，没人来围。'
    await desk.program.drop({ subject: '滨河路塌陷', text, files, date: '2026-11-24 10:00' })
    page = await desk.open('duty1', ['值班员'])
    await page.goto(`${desk.url}/case/${(await desk.program.onlyCase()).id}`)
    await page.getByRole('region', { name: '来信附件' }).waitFor()
  }, 120_000)
  afterAll(() => desk?.stop())

  const tabTo = async (name: string) => {
    const focused = `document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || ''`
    for (let time = 0; time < TABS_MAX; time++) {
      if (String(await page.evaluate(focused)).startsWith(name)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no way by Tab to ${name}`)
  }
  const lookings = async () => {
    const rows = await desk.program.ledger.read.selectFrom('entry').select(['act', 'body']).execute()
    return rows.filter((row) => row.act === 'content.viewed').map((row) => JSON.parse(row.body).attachment)
  }

  test('a picture is opened by keyboard, shown from memory and put away again', async () => {
    expect(await lookings()).toEqual([])
    await tabTo('看图 塌陷现场.png')
    await page.keyboard.press('Enter')
    await page.getByLabel('查看理由').waitFor()
    await page.keyboard.type('核对塌陷位置')
    await page.keyboard.press('Enter')
    const picture = page.getByRole('img', { name: '塌陷现场.png' })
    await picture.waitFor()
    await page.waitForFunction(`document.querySelector('.attachments img')?.naturalWidth === 1`)
    expect(await picture.getAttribute('src')).toMatch(/^blob:/)
    expect(await lookings()).toEqual([1])
    await page.locator('.attachments figure :focus').waitFor()
    await page.keyboard.press('Enter')
    await picture.waitFor({ state: 'detached' })
  }, 60_000)

  test('the same reason opens the next one, which is only ever saved, under a name that no browser opens', async () => {
    const saving = page.waitForEvent('download')
    await tabTo('下载 说明.html')
    await page.keyboard.press('Enter')
    expect((await saving).suggestedFilename()).toBe('说明.html.bin')
    await page.getByText('已下载（已记入台账').waitFor()
    expect(await lookings()).toEqual([1, 2])
    expect(await page.evaluate('self.ran')).toBeUndefined()
  }, 60_000)

  test('on a telephone its buttons are as high as a thumb, and a reason is seen whole', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.reload()
    const ask = page.getByRole('button', { name: '看图 塌陷现场.png' })
    expect((await ask.boundingBox())?.height).toBeGreaterThanOrEqual(40)
    await ask.click()
    expect((await page.getByLabel('查看理由').boundingBox())?.width).toBeGreaterThan(300)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await lookings()).toEqual([1, 2])
  }, 60_000)

  test('broke no content policy and raised no script error', () => {
    expect(desk.errors).toEqual([])
  })
})
