// What came from outside is shown as written and runs nowhere: a corpus through every field, on every screen.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from './desk.ts'
import { CANARY, payloads } from './payloads.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED hostile: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')
const PAYLOADS_MIN = 60

describe.skipIf(chromium === null)('a corpus that tries to run', () => {
  let desk: Desk
  let page: Page
  let caseId = ''
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    const { program } = desk
    await program.drop(
      ...payloads.map((payload, index) => ({
        subject: `${payload}`,
        text: `第${index}封\n${payload}\n${payload.repeat(2)}`,
        date: '2026-11-24 10:00',
      })),
    )
    await program.publish(
      ...payloads.slice(0, 20).map((payload, index) => ({
        title: `青河市教育局公告${index} ${payload}`,
        text: `青河市教育局发布公告 ${payload}`,
        date: '2026-11-24 10:30',
        id: payload,
      })),
    )
    caseId = await gather(desk)
    page = await desk.open('<img src=x onerror=self.ran=1>lead'.replace(/[^a-z]/g, ''), ['值班长'])
  }, 180_000)
  afterAll(() => desk?.stop())

  const quiet = async (where: string) => {
    expect([where, await page.evaluate(`self.${CANARY} ?? null`)]).toEqual([where, null])
    expect([where, await page.evaluate(`({}).${CANARY} ?? null`)]).toEqual([where, null])
  }

  test('is at least sixty payloads long, each of its own kind', () => {
    expect(new Set(payloads).size).toBe(payloads.length)
    expect(payloads.length).toBeGreaterThanOrEqual(PAYLOADS_MIN)
  })

  test.each([
    ['/', 'tbody tr'],
    ['/?lane=待核信息', '.lane-item'],
    ['/letters', 'tbody tr'],
    ['/ledger?set=全部', 'tbody tr'],
    ['/wall', 'tbody tr'],
    ['/?q=%3Cscript%3E', 'h1'],
  ])('does nothing on %s', async (path, row) => {
    await page.goto(`${desk.url}${path}`)
    await page.locator(row).first().waitFor({ state: 'attached' })
    await quiet(path)
  })

  test('does nothing on the case that holds all of it, to the last item, unmasked, with its acts open', async () => {
    await page.goto(`${desk.url}/case/${caseId}`)
    const more = page.getByRole('button', { name: '更早的信息' })
    const articles = page.locator('article')
    await articles.first().waitFor()
    // The button stands there until what it asked for has come: it is pressed again only after that.
    for (let shown = await articles.count(); shown < payloads.length; shown = await articles.count()) {
      await more.click()
      await articles.nth(shown).waitFor()
    }
    await more.waitFor({ state: 'detached' })
    expect(await articles.count()).toBe(payloads.length)
    const shown = await page.locator('article h3').allInnerTexts()
    for (const payload of payloads) expect(shown.join('\n')).toContain(payload.replace(/\s+/g, ' ').slice(0, 12).trim())
    await page.getByRole('button', { name: '看未打码原文…' }).first().click()
    await page.getByLabel('查看理由').fill('核对原文字样')
    await page.getByRole('button', { name: '记入台账并查看' }).click()
    await page.getByText('未打码原文（已记入台账').waitFor()
    await page.keyboard.press('g')
    await page.getByRole('dialog').waitFor()
    await quiet('case')
  })

  test('does nothing on the page of the unit, nor in the mail it came by', async () => {
    const { program } = desk
    await program.done(caseId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '<script>self.ran=1</script>' })
    await program.settle()
    const mail = (await program.mails()).find((one) => one.text.includes('/mail/'))
    expect(mail?.raw).not.toMatch(/<script|<img[^>]+onerror/i)
    const link = /https?:\/\/\S+\/mail\/\S+/.exec(mail?.text ?? '')?.[0]?.replace(/（.*$/, '') ?? ''
    await page.goto(link)
    await page.getByRole('button', { name: '签收' }).waitFor()
    await quiet('unit page')
  })

  test('broke no content policy and raised no script error', () => {
    expect(desk.errors).toEqual([])
  })
})

/** All letters in one case, so that one screen shows them all. */
async function gather(desk: Desk): Promise<string> {
  const rows = await desk.program.queue()
  const letters = rows.filter((row) => row.state.kind === 'letter' && row.state.restricted === null)
  const [first, ...rest] = letters.map((row) => row.state)
  if (first === undefined) throw new Error('no letters')
  for (const { id } of rest) {
    const answer = await desk.program.act(id, { do: 'case.merge', into: first.id, reason: '<b>同一事</b>' })
    if (!answer.ok) throw new Error(answer.message)
  }
  return first.id
}
