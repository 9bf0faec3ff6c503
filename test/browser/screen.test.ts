// What every screen keeps: nothing foreign runs, nothing scrolls sideways, few rows in the page, a lost link is told.
import { park } from '@huiying/ledger/park'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED screens: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')

const places = ['滨河街道', '临江镇', '柳林镇', '锦绣社区', '渡口社区', '柳溪村', '石桥村', '大柳村', '西岭村']
const matters = [
  '路灯一个月不亮没有人修',
  '自来水发黄已经半个月',
  '养老院护工态度恶劣',
  '村道塌了一段没有护栏',
  '医保报销窗口一直排队',
  '工地夜里施工吵得睡不着',
  '幼儿园收费没有公示',
  '垃圾堆在河边发臭',
  '公交改线老人去医院不便',
  '低保名额评得不公',
]
const ROWS_IN_PAGE_MAX = 80
const ROWS_SEEN_MIN = 12
/** Three beats of five seconds, and the look that notices. */
const SILENT_MS_MAX = 25_000
const CANARY = '<img src=x onerror="document.title=1"><script>document.title=2</script>路灯不亮'

/** What axe holds serious or worse, each with the first place it found it at. */
async function seriousOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = (await page.evaluate('axe.run()')) as axe.AxeResults
  const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  return serious.map((one) => `${one.id} ${one.nodes[0]?.target}`)
}

describe.skipIf(chromium === null)('every screen', { timeout: 120_000 }, () => {
  let desk: Desk
  let page: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    const plain = places.flatMap((place) =>
      matters.map((matter) => ({
        subject: `${place}${matter}`,
        text: `${place}${matter}。`,
        date: '2026-11-24 10:00',
      })),
    )
    const crafted = { subject: CANARY, text: CANARY, date: '2026-11-20 10:00' }
    await desk.program.drop(crafted, ...plain)
    page = await desk.open('lead1', ['值班长'])
    await page.locator('tbody tr').first().waitFor()
  }, 120_000)
  afterAll(() => desk?.stop())

  const paths = ['/', '/?lane=待核信息', '/?q=nothing', '/ledger', '/ledger?asOf=2026-11-24T10:59', '/status', '/help']
  const more = ['/letters', '/?q=nothing&lane=其他信息', '/ledger?set=全部', '/wall']

  test('the queue shows at least twelve rows at 1366×768, and keeps few of many in the page', async () => {
    const rows = page.locator('tbody tr:not(.space)')
    const seen = await rows.evaluateAll((all) => all.filter((row) => row.getBoundingClientRect().bottom <= 768).length)
    expect(seen).toBeGreaterThanOrEqual(ROWS_SEEN_MIN)
    expect(await rows.count()).toBeLessThanOrEqual(ROWS_IN_PAGE_MAX)
  })

  test.each([
    [1366, 768],
    [683, 384],
    [1920, 1080],
  ])('nothing scrolls sideways at %i×%i', async (width, height) => {
    await page.setViewportSize({ width, height })
    for (const path of [...paths, '/?q=nothing&lane=其他信息']) {
      await page.goto(`${desk.url}${path}`)
      await page.getByRole('link', { name: '值班台' }).waitFor()
      if (path.includes('q=')) await page.getByRole('tab', { name: /其他信息 0/ }).waitFor()
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width])
    }
    await page.setViewportSize({ width: 1366, height: 768 })
  })

  test('on a telephone 系统状态 has room for what is wrong', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${desk.url}/status`)
    const said = page.locator('.parts li > :last-child')
    await said.nth(2).waitFor()
    const widths = await said.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width))
    expect(Math.min(...widths)).toBeGreaterThan(200)
    expect(await page.locator('.status-page').evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0)
    await page.setViewportSize({ width: 1366, height: 768 })
  })

  test('on a small wall the titles have more than a third of the line, and no time is cut', async () => {
    await page.goto(`${desk.url}/wall`)
    const cells = page.locator('.wall tr').first().locator('td')
    await cells.first().waitFor()
    const rooms = await cells.evaluateAll((all) =>
      all.map((one) => [one.clientWidth, one.scrollWidth - one.clientWidth]),
    )
    expect(rooms[4]?.[0]).toBeGreaterThan(460)
    expect(rooms.map(([, over]) => over)).toEqual([0, 0, 0, 0, 0, 0, 0])
  })

  test.each([
    [1366, 768, 12, 9],
    [1920, 1080, 17, 12],
  ])('at %i×%i the 台账 shows %i columns whole and the queue %i', async (width, height, columns, cells) => {
    await page.setViewportSize({ width, height })
    await page.goto(`${desk.url}/ledger`)
    await page.locator('tbody tr').first().waitFor()
    expect(await page.locator('.ledger-table th').count()).toBe(columns)
    expect(await page.locator('.table-box').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    await page.goto(desk.url)
    const row = page.locator('tbody tr:not(.space)').first()
    await row.waitFor()
    expect(await row.locator('td:visible').count()).toBe(cells)
    await page.setViewportSize({ width: 1366, height: 768 })
  })

  test('a title that is markup is shown as written and does nothing, on the queue, the case and the 台账', async () => {
    await page.goto(desk.url)
    await page.getByRole('link', { name: CANARY }).click()
    await page.getByRole('heading', { level: 1, name: CANARY }).waitFor()
    await page.goto(`${desk.url}/ledger`)
    await page.getByRole('cell', { name: CANARY }).waitFor()
    expect(await page.title()).not.toMatch(/^[12]$/)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  })

  test('axe finds nothing serious', async () => {
    for (const path of [...paths, ...more, `/case/${(await desk.program.queue())[0]?.state.id}`]) {
      await page.goto(`${desk.url}${path}`)
      await page.locator('.head, .wall').first().waitFor()
      expect([path, await seriousOf(page)]).toEqual([path, []])
    }
    const keeper = await desk.open('keeper1', ['系统管理员'])
    for (const path of ['/', '/person']) {
      await keeper.goto(`${desk.url}${path}`)
      await keeper.getByRole('heading', { level: 1 }).waitFor()
      expect([path, await seriousOf(keeper)]).toEqual([path, []])
    }
    const nobody = await desk.open(null, [])
    await nobody.goto(desk.url)
    await nobody.getByRole('button', { name: '登录' }).waitFor()
    expect(['login', await seriousOf(nobody)]).toEqual(['login', []])
  }, 240_000)

  test('nor where something is held back or put aside', async () => {
    await desk.program.drop({ subject: '机密★ 管网图纸', text: '图纸放在小区门口。', date: '2026-11-24 10:30' })
    const broken = { topic: 'item.tagged', key: 'qinghe', body: {}, reason: '三次处理失败：缺少信息编号' }
    await park(desk.program.ledger, { book: desk.program.book, ...broken }, desk.program.time.now())
    for (const [path, seen] of [
      ['/quarantine', '机密'],
      ['/problems', '本期来信'],
      ['/status', '三次处理失败'],
    ] as const) {
      await page.goto(`${desk.url}${path}`)
      await page.locator('main').getByText(seen).first().waitFor()
      expect([path, await seriousOf(page)]).toEqual([path, []])
    }
  }, 240_000)

  test('what tells of a report from the title on into the text is marked in each, and no letter twice', async () => {
    const told = { subject: '向您举报', text: '我们镇长把修桥款分了。', date: '2026-11-24 10:40' }
    await desk.program.drop(told)
    const lead = await desk.open('lead2', ['值班长'])
    const { state } = (await desk.program.queue()).find((row) => row.state.title === told.subject)!
    await lead.goto(`${desk.url}/case/${state.id}`)
    await lead.getByRole('heading', { name: told.subject, level: 3 }).locator('mark.m-told').waitFor()
    const marked = await lead.locator('.item mark.m-told').allTextContents()
    expect(marked.map((words) => words.trim())).toEqual(['举报', '我们镇长', '举报 我们镇长'])
  })

  test('no script failed and nothing broke the content policy', () => {
    // The login page asks first whether anybody is logged in.
    expect(desk.errors.filter((error) => !/ 401 .*\/api\/session$/.test(error))).toEqual([])
  })

  test('a screen that hears nothing says 连接中断 by itself', async () => {
    await page.goto(desk.url)
    await page.locator('tbody tr').first().waitFor()
    await desk.cutOff()
    await page.getByRole('alert').getByText('连接中断').waitFor({ timeout: SILENT_MS_MAX })
    await expect(page.locator('tbody tr').count()).resolves.toBeGreaterThan(0)
  })
})
