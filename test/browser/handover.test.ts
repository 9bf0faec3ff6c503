// A night handed over at eight, on two desks: 交班, the reminder on every screen, 接班, and the sheet as it was told.
import { savePerson } from '@huiying/ledger/person/person'
import { createOneTime } from '@huiying/ledger/person/session'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beijing } from '../program.ts'
import { type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED handover: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')

const TELEPHONE = { width: 390, height: 844 }

describe.skipIf(chromium === null)('a handover in a browser', { timeout: 120_000 }, () => {
  let desk: Desk
  let night: Page
  let day: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 07:30', chromium ?? '')
    await desk.program.drop(
      { subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 07:00' },
      {
        subject: '化工园区发生爆炸，已有12人死亡',
        text: '青河化工园区今天凌晨三点发生爆炸，已造成12人死亡、20人受伤，请尽快发布消息。',
        date: '2026-11-24 07:20',
      },
    )
    const grave = (await desk.program.queue()).find((row) => row.state.title.includes('爆炸'))?.state.id ?? ''
    const judged = { do: 'case.judge', verdict: '确认', type: '生产安全', reason: '12人死亡' } as const
    await desk.program.done(grave, { ...judged, grade: '重大' })
    await desk.program.done(grave, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '请核实' })
    await desk.program.time.set(beijing('2026-11-24 08:00'))
    await desk.program.settle()
    night = await desk.open('night', ['值班员'])
  }, 120_000)
  afterAll(() => desk?.stop())

  const endSessions = (login: string) =>
    desk.program.ledger.write((tx) => tx.db.deleteFrom('session').where('login', '=', login).execute(), 'none')
  const logIn = async (page: Page, login: string) => {
    const { ledger, time } = desk.program
    await page.goto(`${desk.url}/?token=${await createOneTime(ledger, login, time.real.now())}`)
    await page.locator('.head').waitFor()
    await page.goto(`${desk.url}/handover`)
    await page.getByRole('heading', { name: '未签收' }).waitFor()
  }

  test('who is alone at the desk is told beforehand that nobody could confirm', async () => {
    await night.goto(`${desk.url}/handover`)
    await night.getByText('没有人能确认接班').waitFor()
    day = await desk.open('day', ['值班长'], TELEPHONE)
    // Names of people are read when a screen is opened.
    await night.reload()
    await night.getByLabel('领导批示未落实').waitFor()
    expect(await night.getByText('没有人能确认接班').count()).toBe(0)
  })

  test('who has come by the roster is told whom to ring up, not to hand over what he has not had', async () => {
    const { ledger, book, time } = desk.program
    const comes = await desk.open('comes', ['值班员'])
    const person = { login: 'comes', book, name: '王晓', roles: ['值班员' as const], unit: null, password: null }
    await savePerson(ledger, person, 'system', time.now())
    await logIn(comes, 'comes')
    await comes.getByText('请联系 陈子安（0399-6120102） 交班，交班后在这里确认接班').waitFor()
    // Where it leads he is already.
    expect(await comes.getByRole('button', { name: /先看现在的情况|去交班/ }).count()).toBe(0)
    await comes.goto(`${desk.url}/help`)
    await comes.getByRole('button', { name: '先看现在的情况' }).click()
    await night.goto(`${desk.url}/help`)
    await night.getByRole('button', { name: '去交班' }).click()
    // Nor does a form ask him for it, unless he asks for the form.
    await comes.getByText('按值班表这一班由 陈子安（0399-6120102） 交班').waitFor()
    expect(await comes.getByRole('form', { name: '交班' }).count()).toBe(0)
    expect(await comes.getByRole('button', { name: '写交代事项，交班' }).count()).toBe(0)
    await comes.getByRole('button', { name: '由我代为交班' }).press('Enter')
    await comes.locator('#handover-directives:focus').waitFor()
    await comes.close()
  })

  test('what is typed outlives a reload and the end of the session, and goes with logging out', async () => {
    const words = night.getByLabel('口头交代事项')
    await night.goto(`${desk.url}/handover`)
    await words.fill('备班钥匙')
    await night.reload()
    await night.getByText(/这是您今天 08:00 填写、还没有交班的内容/).waitFor()
    expect(await words.inputValue()).toBe('备班钥匙')
    await endSessions('night')
    await night.reload()
    await night.getByLabel('账号').waitFor()
    await logIn(night, 'night')
    expect(await words.inputValue()).toBe('备班钥匙')
    await night.getByRole('button', { name: '清除，重新填写' }).click()
    expect(await words.inputValue()).toBe('')
    // A second tab of the same person: who logs out of one takes his words out of both.
    const second = await night.context().newPage()
    await second.goto(`${desk.url}/handover`)
    await second.getByLabel('口头交代事项').fill('二页')
    await words.fill('一页')
    await night.getByRole('button', { name: '退出' }).click()
    await night.getByLabel('账号').waitFor()
    for (const page of [night, second])
      await page.waitForFunction('sessionStorage.getItem("huiying.draft.handover") === null')
    await second.close()
    await logIn(night, 'night')
    expect(await words.inputValue()).toBe('')
  })

  test('the outgoing officer reads the list, adds what no program knows and hands over, by keyboard', async () => {
    await night.getByRole('link', { name: '交接班' }).click()
    const unsigned = night.getByRole('region', { name: '未签收' })
    await unsigned.getByRole('link', { name: /化工园区发生爆炸/ }).waitFor()
    await night
      .getByRole('region', { name: '特别重大、重大' })
      .getByText(/截止 2026年11月24日 \d\d:\d\d/)
      .waitFor()
    await night.getByRole('button', { name: '写交代事项，交班' }).press('Enter')
    await night.keyboard.type('市领导要书面报告')
    await night.keyboard.press('Tab')
    await night.keyboard.type('备班钥匙在值班室抽屉')
    // A case looked at meanwhile takes nothing of what was typed.
    await unsigned.getByRole('link', { name: /化工园区发生爆炸/ }).press('Enter')
    await night.waitForURL(/\/case\//)
    await night.goBack()
    await night.getByLabel('口头交代事项').focus()
    await night.keyboard.press('Tab')
    await night.keyboard.press('Tab')
    await night.keyboard.press('Enter')
    await night.keyboard.press('Enter')
    await night.getByRole('heading', { name: '值班交接单' }).waitFor()
    await night.getByText('未确认：等接班人用本人的账号登录后确认').waitFor()
    // Read from its top by who has no pointer; and a press sent twice is one step to come back from.
    await night.locator('h1:focus', { hasText: '值班交接单' }).waitFor()
    await night.goBack()
    await night.getByRole('form', { name: '交班' }).waitFor()
    await night.goForward()
    await night.getByRole('heading', { name: '值班交接单' }).waitFor()
  })

  test('until it is confirmed both desks are reminded, without a reload and on every screen', async () => {
    const reminder = day.getByRole('status').filter({ hasText: '未确认交接' })
    await reminder.waitFor()
    // By the roster 王晓 comes on; another on the desk is told so, and not asked.
    expect(await reminder.textContent()).toContain('姓名night 今天 08:00 交班，等接班的 王晓 确认')
    expect(await day.getByRole('button', { name: '打开核对，确认接班' }).count()).toBe(0)
    await day.goto(`${desk.url}/ledger`)
    await reminder.waitFor()
    await night.getByText('未确认交接').waitFor()
  })

  test('who is named is asked to confirm; another is told for whom it waits, and may step in', async () => {
    const third = await desk.open('third', ['值班员'], TELEPHONE)
    await night.goto(`${desk.url}/handover`)
    await night.getByLabel('接班人').click()
    await night.locator('.ant-select-item-option', { hasText: '姓名day' }).click()
    await night.getByRole('button', { name: '重新交班，取代未确认的一张' }).click()
    await day.getByText('等您确认').waitFor()
    await day.getByRole('button', { name: '打开核对，确认接班' }).waitFor()
    await third.goto(`${desk.url}/handover`)
    await third.getByRole('button', { name: '由我另行交班，取代这一张' }).waitFor()
    expect(await third.getByRole('button', { name: '打开核对，确认接班' }).count()).toBe(0)
    await third.getByRole('status').getByRole('button', { name: '打开交接单' }).click()
    await third.getByText('这一班交给 姓名day，等本人确认').waitFor()
    await third.getByRole('button', { name: '改由我接班，已逐项核对' }).waitFor()
    await third.close()
  })

  test('given over again it is another sheet, to which the older one leads on', async () => {
    const older = night.url()
    await night.getByRole('button', { name: '更正后重新交班' }).click()
    expect(await night.getByLabel('领导批示未落实').inputValue()).toBe('市领导要书面报告')
    await night.getByRole('button', { name: '重新交班，取代未确认的一张' }).click()
    await night.getByText('未确认：等接班人用本人的账号登录后确认').waitFor()
    const newer = night.url()
    await night.goto(older)
    await night.getByRole('button', { name: '打开取代它的一张' }).click()
    await night.getByText('未确认：等接班人用本人的账号登录后确认').waitFor()
    expect([night.url(), newer === older]).toEqual([newer, false])
  })

  test('the incoming officer opens it on a telephone, confirms, and the reminder goes on both desks', async () => {
    await day.goto(`${desk.url}/ledger`)
    await day.getByRole('button', { name: '打开核对，确认接班' }).click()
    const confirm = day.getByRole('button', { name: '已逐项核对，确认接班' })
    await confirm.waitFor()
    // The reminder leads to where he is no more.
    expect(await day.getByRole('button', { name: '打开核对，确认接班' }).count()).toBe(0)
    // What no program knows stands first, however long the lists below are.
    const words = await day.getByText('备班钥匙在值班室抽屉').boundingBox()
    expect(words?.y).toBeLessThan((await confirm.boundingBox())?.y ?? 0)
    expect(await day.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(TELEPHONE.width)
    await day.getByText('以下清单截至 2026-11-24 08:00 交班时；标题和级别按现在的显示').waitFor()
    await confirm.press('Enter')
    await day.getByText(/姓名day，2026-11-24 08:00:\d\d 确认/).waitFor()
    await day.locator('h1:focus', { hasText: '值班交接单' }).waitFor()
    for (const page of [day, night]) await page.getByText('未确认交接').waitFor({ state: 'detached' })
    await night.getByText(/姓名day，2026-11-24 08:00:\d\d 确认/).waitFor()
  })

  test('what another has handed over is not written over by a press that did not see it', async () => {
    const order = { commandId: 'handover-of-the-day', to: 'night', seen: null, directives: '', spoken: '班长的话' }
    const given = await day.request.post(`${desk.url}/api/handovers`, { data: order, headers: { 'x-huiying': 'page' } })
    expect(given.status()).toBe(200)
    const sheet = night.url()
    await night.goto(`${desk.url}/handover`)
    // Who is to confirm is led there first; a handover of his own he must ask for.
    await night.getByRole('button', { name: '不接这一班，由我另行交班' }).waitFor()
    expect(await night.getByRole('button', { name: '打开核对，确认接班' }).count()).toBe(2)
    expect(await night.getByRole('form', { name: '交班' }).count()).toBe(0)
    await night.getByRole('button', { name: '不接这一班，由我另行交班' }).press('Enter')
    await night
      .getByRole('form', { name: '交班' })
      .getByText(/姓名day .* 交的班还没有人确认：现在提交，那一张就不能再确认/)
      .waitFor()
    await night.goto(sheet)
    await night.getByText('备班钥匙在值班室抽屉').waitFor()
  })

  test('a deadline missed says so, who may jump waits for no date, and calls to one person are one line', async () => {
    const { program } = desk
    const text = '工钱要不回来，我活不下去了，准备从楼上跳下去。'
    await program.drop({ subject: '我活不下去了', text, date: '2026-11-24 07:50' })
    await program.time.set(beijing('2026-11-24 13:30'))
    await program.settle()
    const sheet = night.url()
    await night.goto(`${desk.url}/handover`)
    const part = (name: string) => night.getByRole('region', { name, exact: true })
    await part('先打电话').getByText('立即打电话').waitFor()
    expect(await part('先打电话').getByText('截止').count()).toBe(0)
    await part('特别重大、重大').getByText('▲ 已超时').waitFor()
    const calls = part('未送达、待打电话')
    const [told, lines] = [Number(await calls.locator('h3 b').textContent()), await calls.getByRole('listitem').count()]
    expect(told).toBeGreaterThan(lines)
    await calls.getByText(`${told} 次`).waitFor()
    await night.goto(sheet)
    await night.getByText('备班钥匙在值班室抽屉').waitFor()
  })

  test('judging is not phoning: the case says what is still to be done, with the act beside it', async () => {
    const { program } = desk
    const sheet = night.url()
    const id = (await program.queue()).find((row) => row.callFirst)?.state.id ?? ''
    await night.goto(`${desk.url}/case/${encodeURIComponent(id)}`)
    const bar = night.getByRole('region', { name: '先打电话' })
    await bar.getByText('先打电话，再研判').waitFor()
    // Whom to ring up stands beside it, and any other unit is two keys away.
    await bar.getByLabel('查其他单位的电话').fill('城管')
    await night.locator('.ant-select-item-option-active', { hasText: '城管' }).waitFor()
    await night.keyboard.press('Enter')
    await bar
      .getByRole('link', { name: /^0399-/ })
      .first()
      .waitFor()
    // On a telephone every number is seen whole, and as high as a thumb.
    const size = night.viewportSize()!
    await night.setViewportSize(TELEPHONE)
    for (const number of await bar.getByRole('link', { name: /^\d/ }).all()) {
      const box = await number.boundingBox()
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(TELEPHONE.width)
      expect(box?.height).toBeGreaterThanOrEqual(36)
    }
    await night.setViewportSize(size)
    const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '普通来信' } as const
    await program.done(id, judged)
    await bar.getByText('研判、交办都不算打过电话').waitFor()
    const record = async (choice: RegExp, note: string) => {
      await bar.getByRole('button', { name: '登记电话' }).press('Enter')
      const dialog = night.getByRole('dialog')
      await dialog.getByLabel('打通没有').press('Enter')
      await night.getByTitle(choice).click()
      await dialog.getByLabel('打给谁、说了什么').fill(note)
      await dialog.getByText('将会：').waitFor()
      await dialog.getByRole('button', { name: '登记电话' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await record(/^未接/, '来信人无人接听')
    await bar.getByText(/打过，未接（来信人无人接听）/).waitFor()
    await night.locator('.call-first').first().waitFor()
    await record(/^已通/, '派出所已见到本人')
    await bar.waitFor({ state: 'detached' })
    await night.getByText('先打电话：已通，派出所已见到本人').waitFor()
    expect(await night.locator('.case-head .call-first').count()).toBe(0)
    await night.goto(sheet)
    await night.getByText('备班钥匙在值班室抽屉').waitFor()
  })

  test('what a unit answers to a mail rings above the queue by its own name, until somebody has heard', async () => {
    const { program } = desk
    const sheet = night.url()
    const mail = (await program.mails()).find(({ to, subject }) => to.includes('@yjj.') && subject.includes('交办'))
    await night.goto(`${desk.url}/`)
    await night.locator('tbody tr').first().waitFor()
    const headers = [`In-Reply-To: <${mail?.messageId}>`]
    const from = mail?.to ?? ''
    await program.drop({ subject: 'Re: 交办', from, text: '又有两人被困。', date: '2026-11-24 13:30', headers })
    const bell = night.locator('.duty .ring').filter({ hasText: '▲ 单位回复' })
    await bell.getByText('内容见案件时间线').waitFor()
    await bell.getByRole('button', { name: '知道了，停响' }).click()
    await bell.waitFor({ state: 'detached' })
    await night.goto(sheet)
    await night.getByText('备班钥匙在值班室抽屉').waitFor()
  })

  test('on a telephone the header is low, and a call at night is told whole and settled on the screen', async () => {
    await day.goto(`${desk.url}/`)
    const call = day.locator('.duty .call').first()
    await call.getByRole('button', { name: '改拨' }).waitFor()
    expect((await day.locator('.head').boundingBox())?.height).toBeLessThan(TELEPHONE.height / 8)
    for (const part of [call.locator('span').first(), ...(await call.getByRole('button').all())]) {
      const box = await part.boundingBox()
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(TELEPHONE.width)
      expect(box?.height).toBeLessThan(44)
    }
    for (const name of ['值班台', '来信', '台账', '共性问题', '交接班', '系统状态', '帮助'])
      expect(await day.getByRole('link', { name, exact: true }).isVisible()).toBe(true)
    await day.locator('.head .who').filter({ hasText: '姓名day' }).waitFor()
  })

  test('an address of no sheet says so, and offers no second try', async () => {
    await day.goto(`${desk.url}/handover?seq=1`)
    await day.getByRole('heading', { name: '没有找到交接单' }).waitFor()
    expect(await day.getByRole('button', { name: '重试' }).count()).toBe(0)
    await day.getByRole('button', { name: '回值班台' }).click()
    await day.getByRole('tab').first().waitFor()
  })

  test('on paper stands the sheet alone', async () => {
    await night.emulateMedia({ media: 'print' })
    expect(await night.locator('.head').isVisible()).toBe(false)
    expect(await night.getByRole('button', { name: '打印' }).isVisible()).toBe(false)
    expect(await night.getByText('备班钥匙在值班室抽屉').isVisible()).toBe(true)
    await night.emulateMedia({ media: null })
  })

  test('nothing was refused by the strict content policy, and no script failed', () => {
    // Sessions that ended are told as 401, and the sheet that is not there as 404.
    const told = /401 .*\/api\/session$|404 .*\/api\/handovers\/1$/
    expect(desk.errors.filter((error) => !told.test(error))).toEqual([])
  })
})
