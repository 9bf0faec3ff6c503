// Photographs every screen in its states (filled, empty, loading, error, offline, no permission) for people to see.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { recordModel } from '@huiying/ledger/model'
import { hashModel, heads } from '@huiying/text/tag/model-file'
import { hashShipped, packLocal } from '@huiying/text/train/local-model'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, findChromium, startDesk } from '../browser/desk.ts'

const chromium = findChromium()
if (chromium === null) throw new Error('没有找到 Chromium：apt-get install -y chromium fonts-noto-cjk 后再试')
const folder = join(import.meta.dirname, '..', '..', 'var', 'screens')
const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
]
/** What stands on a screen until it has been read. */
const reading = /正在(读取|检查|打开)/
/** Three beats of five seconds, and the look that notices. */
const SILENT_MS_MAX = 25_000

const screens: [name: string, path: string][] = [
  ['queue', '/'],
  ['lane-items', '/?lane=待核信息'],
  ['letters', '/letters'],
  ['ledger', '/ledger'],
  ['problems', '/problems'],
  ['handover', '/handover'],
  ['status', '/status'],
  ['help', '/help'],
  ['wall', '/wall'],
]

describe.each(sizes)('at $width×$height', (size) => {
  let desk: Desk
  let page: Page
  let caseId = ''
  let lettersId = ''
  const shoot = async (name: string, state: string, of = page) => {
    await of.screenshot({ path: join(folder, `${size.width}-${name}-${state}.png`) })
    expect([name, state, await of.evaluate('document.documentElement.scrollWidth')]).toEqual([name, state, size.width])
  }
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    desk = await startDesk('2026-11-24 11:00', chromium)
    page = await desk.open('李敏', ['值班长'], size)
  }, 120_000)
  afterAll(() => desk?.stop())

  const go = async (path: string, of = page) => {
    await of.goto(`${desk.url}${path}`)
    await of.waitForLoadState('networkidle').catch(() => undefined)
  }

  test('empty', async () => {
    for (const [name, path] of screens) {
      await go(path)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await shoot(name, 'empty')
    }
  }, 60_000)

  test('filled', async () => {
    const filled = await fill(desk)
    caseId = filled.grave
    lettersId = filled.letters
    for (const [name, path] of [...screens, ['case', `/case/${caseId}`]] as const) {
      await go(path)
      await page.getByText(reading).first().waitFor({ state: 'detached' })
      await shoot(name, 'filled')
    }
  }, 180_000)

  test('one step further: panels, dialogs, lanes, the past', async () => {
    const steps: [name: string, path: string, act: () => Promise<unknown>][] = [
      ['preview', '/', () => openPreview(page)],
      ['bulk', '/', () => markTwo(page)],
      ['keys', '/', () => page.keyboard.press('?')],
      ['manual', '/', () => page.keyboard.press('n')],
      ['found', '/?q=路灯', () => page.getByText('路灯').first().waitFor()],
      ['none-found', '/?q=没有这样的事', () => page.getByText('没有符合条件的案件').waitFor()],
      ['act', `/case/${caseId}`, () => page.getByRole('button', { name: /^登记回应/ }).click()],
      ['judge', `/case/${caseId}`, () => page.getByRole('button', { name: /^研判/ }).click()],
      ['menu', `/case/${caseId}`, () => page.getByRole('button', { name: /^更多/ }).click()],
      ['time-line', `/case/${caseId}`, () => page.getByRole('button', { name: '看全部' }).click()],
      ['letter-case', `/case/${lettersId}`, () => page.getByRole('region', { name: '回信' }).waitFor()],
      ['letter', '/letters', () => openLetter(page)],
      ['answered', '/letters?lane=已答复', () => page.locator('tbody tr').first().waitFor()],
      ['ledger-past', '/ledger?asOf=2026-11-24T11:00', () => page.getByText('不是现在').waitFor()],
      ['ledger-all', '/ledger?set=全部', () => page.locator('tbody tr').first().waitFor()],
      ['models', '/status', () => page.locator('.models summary').click()],
      ['quarantine', '/quarantine', () => page.getByText('保密办核对').first().waitFor()],
    ]
    for (const [name, path, act] of steps) {
      await go(path)
      await page.locator('.head').waitFor()
      await act()
      await page.getByText(reading).first().waitFor({ state: 'detached' })
      await shoot(name, 'filled')
      await page.keyboard.press('Escape')
    }
  }, 180_000)

  test('a unit: its desk, and the page its mail links to', async () => {
    const unit = await desk.open('郑涛', ['单位联络员'], size, 'zjj')
    for (const [name, path] of [...screens, ['case', `/case/${lettersId}`]] as const) {
      if (['lane-items', 'letters', 'problems', 'handover', 'status'].includes(name)) continue
      await go(path, unit)
      await unit.getByText(reading).first().waitFor({ state: 'detached', timeout: SILENT_MS_MAX })
      await shoot(name, 'unit', unit)
    }
    const mails = await desk.program.mails()
    const links = mails.flatMap((one) => /https?:\/\/\S+\/mail\/[^\s（]+/.exec(one.text)?.[0] ?? [])
    const reader = await desk.open(null, [], size)
    let link = ''
    for (link of links) {
      await reader.goto(link)
      if ((await reader.getByRole('button', { name: '签收' }).count()) > 0) break
    }
    await shoot('mail', 'filled', reader)
    await reader.getByLabel('签收人姓名').fill('韩磊')
    await reader.getByRole('button', { name: '签收' }).click()
    await reader.getByText('已由 韩磊').waitFor()
    await shoot('mail', 'signed', reader)
    await reader.goto(`${link}x`)
    await shoot('mail', 'wrong-link', reader)
  }, 120_000)

  test.each([
    ['loading', 'hang'],
    ['error', 'fail'],
  ])(
    '%s',
    async (state, how) => {
      const reads = /\/api\/(cases|items|letters|rows|problems|handovers|status)/
      await page.route(reads, (route) => {
        if (how === 'hang') return
        const body = JSON.stringify({ code: 'failed', message: '存储暂不可用（磁盘已满），未作改动。请稍后重试' })
        return route.fulfill({ status: 500, contentType: 'application/json', body })
      })
      for (const [name, path] of [...screens, ['case', `/case/${caseId}`]] as const) {
        await page.goto(`${desk.url}${path}`)
        await page.locator('.head, .wall').first().waitFor()
        if (how === 'fail' && name !== 'help') await page.getByText('磁盘已满').first().waitFor()
        await shoot(name, state)
      }
      await page.unroute(reads)
    },
    90_000,
  )

  test('no permission, and nobody logged in', async () => {
    const unit = await desk.open('韩磊', ['单位联络员'], size)
    for (const [name, path] of [...screens, ['case', `/case/${caseId}`]] as const) {
      await go(path, unit)
      await shoot(name, 'no-permission', unit)
    }
    const keeper = await desk.open('孙倩', ['系统管理员'], size)
    for (const [name, path] of [
      ['keeper-status', '/'],
      ['person', '/person'],
    ] as const) {
      await go(path, keeper)
      await shoot(name, 'filled', keeper)
    }
    const nobody = await desk.open(null, [], size)
    await nobody.goto(desk.url)
    await nobody.getByRole('button', { name: '登录' }).waitFor()
    await shoot('login', 'nobody', nobody)
  }, 60_000)

  test('offline', async () => {
    await go('/')
    await page.locator('tbody tr').first().waitFor()
    await desk.cutOff()
    await page.getByRole('alert').getByText('连接中断').waitFor({ timeout: SILENT_MS_MAX })
    for (const [name] of screens.filter(([one]) => !['lane-items', 'wall'].includes(one))) {
      const words: Record<string, string> = {
        queue: '值班台',
        letters: '来信',
        ledger: '台账',
        problems: '共性问题',
        handover: '交接班',
        status: '系统状态',
        help: '帮助',
      }
      await page.getByRole('link', { name: words[name] ?? '', exact: true }).click()
      await page.getByText(reading).first().waitFor({ state: 'detached', timeout: SILENT_MS_MAX })
      await shoot(name, 'offline')
    }
  }, 120_000)
})

async function openPreview(page: Page): Promise<void> {
  await page.locator('tbody tr').first().click()
  await page.keyboard.press('Space')
  await page.getByRole('complementary').getByText('建议级别').waitFor()
}

async function markTwo(page: Page): Promise<void> {
  for (const row of [1, 2])
    await page
      .locator('tbody tr')
      .nth(row)
      .click({ modifiers: ['Control'] })
  await page.getByRole('toolbar', { name: '成批办理' }).waitFor()
}

async function openLetter(page: Page): Promise<void> {
  await page.locator('tbody tr').first().click()
  await page.getByRole('complementary').locator('article').waitFor()
}

/** A night with something of everything; returns the case with most in it, and one of letters. */
async function fill(desk: Desk): Promise<{ grave: string; letters: string }> {
  const { program } = desk
  const letters = [
    '滨河街道路灯不亮',
    '柳溪村井盖缺失',
    '渡口社区停水两天',
    '石桥村村道塌陷',
    '锦绣社区夜里施工吵',
    '临江镇卫生院挂号排队',
    '西岭村饮水发黄',
    '大柳村低保名额',
    '滨江壹号停工，业主集体来信要求说明交房时间和资金监管账户余额',
    '城南小学门口没有斑马线',
    '老城区公交改线',
    '工业园夜间噪声',
    '养老院伙食差',
    '东关菜市场污水',
  ].flatMap((subject, index) =>
    ['', '，已经第二次来信'].map((more) => ({
      subject: subject + more,
      text: `${subject}${more}，请尽快处理。电话13812345678。`,
      date: `2026-11-${17 + (index % 7)} 09:${10 + index}`,
    })),
  )
  const grave = {
    subject: '化工园区发生爆炸，已有12人死亡',
    text: '青河化工园区今天上午十点发生爆炸，已造成12人死亡、20人受伤，请尽快发布消息。',
    date: '2026-11-24 10:40',
  }
  const application = { subject: '申请公开', text: '我申请公开柳林镇征地补偿的政府信息。', date: '2026-11-24 10:00' }
  const report = { subject: '反映问题', text: '实名举报市交通局副局长收受贿赂。', date: '2026-11-24 10:00' }
  const marked = { subject: '机密★ 管网改造请示', text: '图纸放在小区门口。', date: '2026-11-24 10:00' }
  const halted = ['一号楼', '二号楼', '三号楼', '四号楼', '五号楼'].map((house, index) => ({
    subject: `锦绣家园${house}停工半年没有交房`,
    text: `锦绣家园${house}停工半年，开发商拖延交房，要求公布复工计划和预售资金监管情况。`,
    date: `2026-11-${16 + index} 08:30`,
    from: `jinxiu${index}@mail.example`,
  }))
  await program.drop(marked, ...letters, ...halted, grave, application, report)
  await program.publish(
    {
      title: '青河市实验二小六十余名学生呕吐送医',
      text: '青河市实验二小六十余名学生午餐后呕吐，已送医，家长在校门口聚集，有人喊要堵路。',
      date: '2026-11-24 09:50',
    },
    {
      title: '青河市教育局发布招聘公告引发讨论',
      text: '青河市教育局发布招聘公告，网友讨论。',
      date: '2026-11-24 10:30',
    },
    { title: '青河市人社局通报欠薪案件', text: '青河市人社局通报三起拖欠工资案件。', date: '2026-11-24 10:20' },
  )
  return work(program, grave.subject)
}

/** What the night's desk has done with it by half past one. */
async function work(program: Desk['program'], grave: string): Promise<{ grave: string; letters: string }> {
  const id = (await program.queue()).find((row) => row.state.title === grave)?.state.id ?? ''
  await program.done(
    id,
    { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12人死亡' },
    '李敏',
  )
  await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '核实并发布' }, '李敏')
  const others = (await program.queue()).flatMap(({ state }) =>
    state.id !== id && state.kind === 'letter' && state.restricted === null ? [state] : [],
  )
  for (const [index, state] of others.slice(0, 6).entries()) {
    await program.done(state.id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实并答复' }, '李敏')
    const given = (await program.queue()).find((row) => row.state.id === state.id)?.state.assignments[0]?.id ?? ''
    if (index % 2 === 0) await program.done(state.id, { do: 'assignment.sign', id: given, by: '韩磊', how: '电话' })
  }
  const at = program.time.now()
  const values = { units: ['yjj', 'zjj'], at, deaths: 12, injured: 20, wording: '以应急局核实的为准' }
  await program.done(id, { do: 'record.add', kind: '口径会签', values }, '李敏')
  const answered = await program.clocks(others[0]?.id ?? '')
  const told = { channel: '电话', summary: '您好，经核实，已更换灯具。', publicity: { open: true } } as const
  for (const [index, clock] of answered.entries()) {
    const itemId = clock.itemId ?? ''
    if (index === 0) await program.done(clock.caseId, { do: 'letter.answer', itemId, answeredAt: at, ...told }, '李敏')
    else await program.done(clock.caseId, { do: 'letter.accept', itemId, told: '来信已受理。', mail: true }, '李敏')
  }
  await putModel(program)
  await program.goTo('2026-11-24 13:30')
  return { grave: id, letters: others[0]?.id ?? '' }
}

/** A model made from corrections, compared and not yet in use; it changes nothing of the shipped one. */
async function putModel({ ledger, book, time }: Desk['program']): Promise<void> {
  const local = { version: 'local', base: hashShipped(), learnt: [], biases: heads.map(() => 0) }
  const bytes = packLocal({ ...local, rows: new Uint32Array(), weights: new Int8Array() })
  const figures = [
    { name: '全部主题', yes: 40, n: 400, active: 0.71, fresh: 0.86 },
    { name: 'wages', yes: 22, n: 80, active: 0.62, fresh: 0.88 },
    { name: 'gov', yes: 51, n: 80, active: 0.9, fresh: 0.91 },
  ]
  const made = { id: 'local-20261124', version: 'local', sha256: hashModel(bytes), base: local.base }
  const facts = { ...made, corrected: 60, stood: 90, figures, changed: { n: 30, active: 4, fresh: 2 } }
  await recordModel(ledger, book, { facts, bytes }, 'system', time.now())
}
