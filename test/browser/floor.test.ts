// The first floor of the console, one test a part, each ending in what the ledger says.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { checkPublications } from '@huiying/collector/publication'
import type { CasePage, QueuePage } from '@huiying/console/wire'
import { caseEntries, readCase } from '@huiying/ledger/case'
import { recordModel } from '@huiying/ledger/model'
import { park } from '@huiying/ledger/park'
import { hashModel, heads } from '@huiying/text/tag/model-file'
import { hashShipped, packLocal } from '@huiying/text/train/local-model'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readZip } from '../console/sheet.ts'
import { choose, type Desk, findChromium, startDesk } from './desk.ts'

const chromium = findChromium()
if (chromium === null) console.log('SKIPPED floor: no chromium on PATH; apt-get install -y chromium fonts-noto-cjk')

describe.skipIf(chromium === null)('the first floor', { timeout: 120_000 }, () => {
  let desk: Desk
  let page: Page
  beforeAll(async () => {
    desk = await startDesk('2026-11-24 11:00', chromium ?? '')
    await desk.program.drop(
      { subject: '滨河街道路灯不亮', text: '滨河街道路灯不亮一个月。', date: '2026-11-24 10:00' },
      { subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失。', date: '2026-11-24 10:05' },
      { subject: '化工园区爆炸已致12人死亡', text: '青河化工园区爆炸，已致12人死亡。', date: '2026-11-24 10:40' },
    )
    page = await desk.open('lead1', ['值班长'])
    await page.locator('tbody tr').first().waitFor()
  }, 120_000)
  afterAll(() => desk?.stop())

  const caseOf = async (title: string) => {
    const row = (await desk.program.queue()).find((one) => one.state.title === title)
    if (row === undefined) throw new Error(`no open case ${title}`)
    return row.state
  }
  /** The unit's open assignment; given to it when nobody has the case yet. */
  const assignmentOf = async (id: string) => {
    const live = async () =>
      (await readCase(desk.program.ledger.read, id))?.assignments.find((one) => one.ended === null)
    const given = { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '路灯归口' } as const
    if ((await live()) === undefined) await desk.program.done(id, given)
    return (await live())?.id ?? ''
  }
  const actsOf = async (id: string) =>
    (await caseEntries(desk.program.ledger.read, id, 0, 1_000)).map((entry) => entry.body.act)

  test('1 queue: two rows chosen by key are given to a unit at once; what rings is acknowledged', async () => {
    const open = (await desk.program.queue()).filter((row) => row.state.title !== '化工园区爆炸已致12人死亡')
    for (const { state } of open) await page.locator('tr', { hasText: state.title }).click({ modifiers: ['Control'] })
    await page.getByRole('toolbar', { name: '成批办理' }).getByRole('button', { name: '交办' }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog, '单位', '住建')
    await dialog.getByLabel('要求与理由').fill('路灯和井盖归口')
    await dialog.getByRole('button', { name: '交办 2 件' }).click()
    await dialog.waitFor({ state: 'detached' })
    for (const { state } of open) expect(await actsOf(state.id)).toContain('case.assigned')
    await page.getByRole('button', { name: '知道了，停响' }).first().click()
    await page.getByRole('button', { name: '知道了，停响' }).first().waitFor({ state: 'detached' })
    expect(await actsOf((await caseOf('化工园区爆炸已致12人死亡')).id)).toContain('alert.acknowledged')
  })

  test('2 case: a review by form and a file; both stand in the time line and the ledger', async () => {
    const { id } = await caseOf('滨河街道路灯不亮')
    await page.goto(`${desk.url}/case/${id}`)
    await page.getByRole('button', { name: /^更多/ }).click()
    await page.getByRole('menuitem', { name: '登记三审' }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog, '环节', '一审')
    await dialog.getByLabel('审查人').fill('周敏')
    await choose(dialog, '结论', '通过')
    await dialog.getByRole('button', { name: '登记三审' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('三审：环节 一审；审查人 周敏').waitFor()
    const file = join(desk.program.folder, '现场.txt')
    writeFileSync(file, '现场照片说明')
    await page.getByLabel('上传附件').setInputFiles(file)
    const link = page.getByRole('link', { name: '现场.txt' })
    await link.waitFor()
    // By the keyboard: whatever still moves on the page, the link has the focus.
    const [download] = await Promise.all([page.waitForEvent('download'), link.press('Enter')])
    expect(download.suggestedFilename()).toBe('现场.txt')
    expect(await actsOf(id)).toEqual(expect.arrayContaining(['record.added', 'attachment.added']))
  })

  test('2 case: an item tells its title once, the time line has words for all; the answer is next', async () => {
    const { id } = await caseOf('滨河街道路灯不亮')
    const given = await assignmentOf(id)
    await desk.program.done(id, { do: 'assignment.sign', id: given, by: '韩磊', how: '电话' })
    await page.goto(`${desk.url}/case/${id}`)
    const article = page.getByRole('article').first()
    await article.getByRole('heading', { name: '滨河街道路灯不亮' }).waitFor()
    expect((await article.locator('.text').textContent())?.trim()).toBe('滨河街道路灯不亮一个月。')
    expect(await page.locator('.acts .ant-btn-primary').allTextContents()).toEqual(['答复来信人'])
    await page.getByRole('button', { name: '看全部' }).click()
    const line = page.getByRole('region', { name: '时间线' })
    await line.getByText('升级方案：').first().waitFor()
    expect(await line.textContent()).not.toMatch(/[a-z]+\.[a-z]+|其他台账记录/)
  })

  test('2 case: 现在检查 has the page of a response looked at, by a person and on record', async () => {
    const { id } = await caseOf('化工园区爆炸已致12人死亡')
    const { ledger, book, time } = desk.program
    let status = 200
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end('<title>情况通报</title>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`
    // As the collector does; the test's own server counts as outside.
    const look = () => checkPublications({ ledger, book, collector: 'test', inside: () => false }, time.now())
    const response = { statement: '受理告知', unit: 'yjj', channel: '政府网站', url, screenshot: null } as const
    const order = { do: 'response.record', ...response, publishedAt: time.now(), reviewed: true } as const
    await desk.program.done(id, { ...order, summary: '情况正在核实，请留意后续通报。' })
    await look()
    await page.goto(`${desk.url}/case/${id}`)
    const links = page.getByRole('region', { name: '回应链接' })
    await links.getByRole('link', { name: '情况通报' }).waitFor()
    status = 404
    await links.getByRole('button', { name: '现在检查' }).click()
    await links.getByText('正在检查').waitFor()
    const asked = (await caseEntries(ledger.read, id, 0, 1_000)).filter(
      (entry) => entry.body.act === 'publication.asked',
    )
    expect(asked.map((entry) => entry.actor)).toEqual(['lead1'])
    await look()
    await links.getByText('打不开：对方答复 HTTP 404').waitFor()
    await links.getByRole('button', { name: '现在检查' }).waitFor()
    await new Promise((resolve) => server.close(resolve))
  })

  test('2 case: one that may be the same happening is offered, and merged by a person with a reason', async () => {
    const from = (subject: string, text: string) => ({ subject, text, date: '2026-11-24 10:50' })
    await desk.program.drop(
      from('渡口社区健身器材坏了没人修', '渡口社区广场的健身器材锈断两处，小孩玩耍容易划伤，请维修。'),
      from(
        '孩子被器材划伤，医药费谁出',
        '我带孩子在渡口社区广场玩，他抓单杠时杠子断了，手上划了一道口子，去医院花了八百元。我找社区，社区让我找体育局，' +
          '体育局让我找厂家。厂家电话打不通。器材上连个保养记录都没有，请问医药费谁出。',
      ),
    )
    const [broken, hurt] = [await caseOf('渡口社区健身器材坏了没人修'), await caseOf('孩子被器材划伤，医药费谁出')]
    await page.goto(`${desk.url}/case/${hurt.id}`)
    const offered = page.getByRole('region', { name: '可能是同一事件' })
    await offered.getByText(`${broken.number} 渡口社区健身器材坏了没人修`).waitFor()
    await offered.getByRole('button', { name: '并入这一案…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByTitle(`${broken.number} 渡口社区健身器材坏了没人修（待研判）`).waitFor()
    await dialog.getByLabel('为什么是同一件事').fill('同一处器材')
    await dialog.getByRole('button', { name: '并入另一案件' }).click()
    await dialog.waitFor({ state: 'detached' })
    await offered.waitFor({ state: 'detached' })
    expect(await actsOf(hurt.id)).toContain('case.merged')
  })

  test('the answer to a writer: what the unit found, and what of the letter has no answer, marked in it', async () => {
    const text = '1、地下车库漏水一年无人修；2、消防栓没有水；3、公共收益从来没有公示过。请逐条答复。'
    await desk.program.drop({ subject: '渡口嘉园的三件事', text, date: '2026-11-24 10:50' })
    const { id } = await caseOf('渡口嘉园的三件事')
    const values = { side: '线下', at: desk.program.time.now(), text: '已到渡口嘉园查看车库' }
    await desk.program.done(id, { do: 'record.add', kind: '处置情况', values })
    await page.goto(`${desk.url}/case/${id}`)
    await page.getByRole('button', { name: '答复来信人' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('单位反馈（今天 11:00）：已到渡口嘉园查看车库').waitFor()
    await dialog.getByLabel('答复内容').fill('您好，渡口嘉园地下车库漏水已于11月15日堵漏完毕。')
    const missed = dialog.getByRole('list', { name: '来信里没有答到的' }).locator('q')
    await missed.nth(1).waitFor()
    expect(await missed.allTextContents()).toEqual(['2、消防栓没有水', '3、公共收益从来没有公示过'])
    expect(await dialog.locator('mark.m-missed').allTextContents()).toEqual(await missed.allTextContents())
    await dialog.getByRole('button', { name: '取消' }).click()
  })

  test('a reply being typed shows its hints and their words; what it promises goes on record', async () => {
    const { id } = await caseOf('滨河街道路灯不亮')
    await page.goto(`${desk.url}/case/${id}`)
    await page.getByRole('button', { name: /^登记回应/ }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog, '回应主体', '住建')
    await dialog.getByLabel('发布平台和账号').fill('政府网站')
    await dialog.getByLabel('链接').fill('https://www.qinghe.example/answer')
    await dialog.getByLabel('回应要点').fill('已更换灯具，联系人电话13812345678。')
    const hints = dialog.getByRole('region', { name: '回复检查' })
    await hints.getByText('Q13 泄露他人信息：不能登记').waitFor()
    await hints.locator('q', { hasText: '13812345678' }).waitFor()
    await dialog.getByLabel('回应要点').fill('经核查，滨河街道12盏路灯线路老化，将于2026年11月28日前全部修复。')
    await hints.getByText('2026-11-28').waitFor()
    await dialog.getByText('将会：').waitFor()
    await dialog.getByRole('button', { name: '登记回应' }).click()
    await dialog.waitFor({ state: 'detached' })
    const entries = await caseEntries(desk.program.ledger.read, id, 0, 1_000)
    const promises = entries.filter((entry) => entry.body.act === 'clock.started' && entry.body.clock.code === 'PRM')
    expect([entries.some((entry) => entry.body.act === 'response.recorded'), promises.length]).toEqual([true, 1])
  })

  test('3 来信: refused with a reason whose words are filled in; its LET ends so in the ledger', async () => {
    const { id } = await caseOf('柳溪村井盖缺失')
    // The answer of the test before has gone, so that nothing moves while the dialog is open.
    await desk.program.settle()
    await page.goto(`${desk.url}/letters`)
    await page.locator('tbody tr', { hasText: '柳溪村井盖缺失' }).click()
    await page.keyboard.press('x')
    const dialog = page.getByRole('dialog')
    await choose(dialog, '原因', '民事纠纷')
    expect(await dialog.getByLabel('告知来信人的话').inputValue()).toContain('人民调解')
    await dialog.getByText('将会：').waitFor()
    await dialog.getByRole('button', { name: '不予受理' }).click()
    await dialog.waitFor({ state: 'detached' })
    // The letter came by mail: it is refused once the mail to its writer has gone.
    await desk.program.settle()
    await page.getByRole('tab', { name: /不予受理 1/ }).waitFor()
    const [clock] = await desk.program.clocks(id)
    expect([clock?.state, clock?.letter?.outcome]).toEqual(['ended', '不予受理'])
  })

  test('4 台账: the audit package is checked by its own page without us; a changed line is named', async () => {
    await page.goto(`${desk.url}/ledger`)
    await page.locator('tbody tr').first().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '审计包 zip' }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const files = await readZip(Buffer.concat(chunks))
    const html = join(desk.program.folder, 'check.html')
    writeFileSync(html, files.get('核验.html') ?? '')
    const check = async (lines: string) => {
      const path = join(desk.program.folder, 'entries.jsonl')
      writeFileSync(path, lines)
      await page.goto(`file://${html}`)
      await page.locator('#entries').setInputFiles(path)
      await page.getByText(/^[●✕] /).waitFor()
      return (await page.locator('#result').textContent()) ?? ''
    }
    const lines = files.get('entries.jsonl') ?? ''
    const { headSeq } = await desk.program.ledger.read.selectFrom('book').select('headSeq').executeTakeFirstOrThrow()
    expect(await check(lines)).toContain(`链完整：${headSeq - 1} 条`)
    expect(await check(lines.replace('周敏', '周勉'))).toMatch(/第 \d+ 条与校验值不符/)
    expect(await check(lines.split('\n').slice(1).join('\n'))).toContain('不在原位')
    await page.goto(desk.url)
  })

  test('4 台账: columns chosen are kept under a name beside the filters, and are there after a reload', async () => {
    const heads = () => page.locator('.ledger-table th').allTextContents()
    const keep = async (what: string, name: string) => {
      await page.getByRole('button', { name: `已存${what}` }).click()
      await page.getByRole('menuitem', { name: `存下当前${what}…` }).click()
      await page.getByLabel(`${what}的名称`).fill(name)
      await page.getByRole('button', { name: '存下', exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.goto(`${desk.url}/ledger?columns=${encodeURIComponent('编号~热度~舆情标题')}&status=待研判`)
    await page.locator('.ledger-table th').first().waitFor()
    expect(await heads()).toEqual(['编号', '热度', '舆情标题'])
    await keep('列', '周报列')
    await keep('筛选', '没研判的')
    await page.goto(`${desk.url}/ledger`)
    await page.locator('.ledger-table th').first().waitFor()
    expect(await heads()).not.toContain('回应主体、平台、要点')
    await page.getByRole('button', { name: '已存列' }).click()
    await page.getByRole('menuitem', { name: '周报列' }).click()
    await page.getByRole('columnheader', { name: '热度' }).waitFor()
    expect([await heads(), new URL(page.url()).searchParams.get('status')]).toEqual([
      ['编号', '热度', '舆情标题'],
      null,
    ])
    await page.getByRole('button', { name: '已存筛选' }).click()
    await page.getByRole('menuitem', { name: '没研判的' }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('status')).toBe('待研判')
    expect(await heads()).toEqual(['编号', '热度', '舆情标题'])
  })

  test('5 people: five wrong passwords lock, all on record; a unit sees nothing that was not given to it', async () => {
    const nobody = await desk.open(null, [])
    await nobody.goto(desk.url)
    for (let time = 0; time < 6; time++) {
      await nobody.getByLabel('账号').fill('lead1')
      await nobody.getByLabel('密码').fill('wrong-password')
      await nobody.getByRole('button', { name: '登录' }).click()
      await nobody.getByRole('alert').waitFor()
    }
    await nobody.getByText('账号已锁定').waitFor()
    const tries = await desk.program.ledger.read
      .selectFrom('entry')
      .select('body')
      .where('act', '=', 'person.entered')
      .where('actor', '=', 'lead1')
      .execute()
    expect(tries.filter((row) => JSON.parse(row.body).ok === false)).toHaveLength(6)
    const unit = await desk.open('unit1', ['单位联络员'])
    await unit.getByRole('heading', { name: '没有待办案件' }).waitFor()
    expect(await unit.getByRole('link', { name: '来信' }).count()).toBe(0)
    expect(await unit.getByLabel('按牵头单位筛选').count()).toBe(0)
    await unit.goto(`${desk.url}/letters`)
    await unit.getByRole('heading', { name: '您的角色不能查看来信' }).waitFor()
    expect(await unit.getByRole('tab').count()).toBe(0)
  })

  test('5 people: what is held back as 涉密 is let go by 值班长 and 安全管理员, each from their own screen', async () => {
    await desk.program.drop({ subject: '机密★ 请示', text: '图纸放在小区门口，请核实。', date: '2026-11-24 10:50' })
    await page.goto(`${desk.url}/quarantine`)
    await page.getByLabel(/^解除 .* 的理由$/).fill('保密办核对：误盖')
    await page.getByRole('button', { name: /^解除 / }).click()
    await page.getByText('您已解除，等另一位').waitFor()
    const second = await desk.open('safety1', ['安全管理员'])
    await second.getByRole('link', { name: '涉密隔离' }).click()
    await second.getByText('值班长 姓名lead1').waitFor()
    expect(await second.getByText('图纸').count()).toBe(0)
    await second.getByLabel(/^解除 .* 的理由$/).fill('保密办核对：误盖')
    await second.getByRole('button', { name: /^解除 / }).click()
    await second.getByRole('heading', { name: '没有隔离件' }).waitFor()
    const { ledger } = desk.program
    const cleared = await ledger.read.selectFrom('entry').select('actor').where('act', '=', 'item.cleared').execute()
    expect(cleared.map((row) => row.actor)).toContain('lead1')
    const released = await ledger.read.selectFrom('entry').select('seq').where('act', '=', 'item.released').execute()
    expect(released).toHaveLength(1)
  })

  test('6 alive panel: a parked message shows its reason and is replayed from here', async () => {
    const { ledger, book, time } = desk.program
    const message = { book, topic: 'item.collected', key: 'item_x', body: { book, itemId: 'item_x' } }
    await park(ledger, { ...message, reason: '字典缺失' }, time.now())
    await page.goto(`${desk.url}/status`)
    await page.getByText('字典缺失').waitFor()
    const states = (await page.locator('.parts li > b').allTextContents())
      .slice(1)
      .map((text) => '✕▲●'.indexOf(text[0]!))
    expect(states).toEqual(states.toSorted())
    await page.getByRole('button', { name: '重放' }).click()
    await page.getByText('字典缺失').waitFor({ state: 'detached' })
    const replayed = await ledger.read.selectFrom('entry').select('actor').where('act', '=', 'unparked').execute()
    expect(replayed.map((row) => row.actor)).toEqual(['lead1'])
  })

  test('6 alive panel: a local model is compared, put in use and taken back, each with its reason', async () => {
    const { ledger, book, time } = desk.program
    // Changes nothing of the shipped one: what is read meanwhile is read as before.
    const local = { version: 'local', base: hashShipped(), learnt: [], biases: heads.map(() => 0) }
    const bytes = packLocal({ ...local, rows: new Uint32Array(), weights: new Int8Array() })
    const figures = [{ name: '全部主题', yes: 40, n: 400, active: 0.71, fresh: 0.86 }]
    const facts = {
      id: 'local-1',
      version: 'local',
      sha256: hashModel(bytes),
      base: local.base,
      corrected: 60,
      stood: 90,
    }
    const changed = { n: 30, active: 4, fresh: 2 }
    await recordModel(ledger, book, { facts: { ...facts, figures, changed }, bytes }, 'system', time.now())
    await page.goto(`${desk.url}/status`)
    const models = page.getByRole('region', { name: '主题模型' })
    await models.getByText('71% → 86%').waitFor()
    await models.getByLabel(/^启用本地模型 .*的理由$/).fill('比较后更准')
    await models.getByRole('button', { name: /^启用本地模型/ }).click()
    await models.getByRole('row', { name: /^本地模型.*使用中/ }).waitFor()
    await models.getByLabel('退回程序自带的理由').fill('先不换')
    await models.getByRole('button', { name: '退回程序自带' }).click()
    await models.getByRole('row', { name: /^程序自带.*使用中/ }).waitFor()
    const used = await ledger.read
      .selectFrom('entry')
      .select(['actor', 'body'])
      .where('act', '=', 'model.used')
      .execute()
    const told = used.map((row) => [row.actor, JSON.parse(row.body).id, JSON.parse(row.body).reason])
    expect(told).toEqual([
      ['lead1', 'local-1', '比较后更准'],
      ['lead1', 'shipped', '先不换'],
    ])
  })

  test('7 help: clocks with their documents, the misreadings, and every key', async () => {
    await page.goto(`${desk.url}/help`)
    const text = (await page.getByRole('region', { name: '帮助' }).textContent()) ?? ''
    for (const words of [
      '国办发〔2016〕80号',
      '国办发〔2016〕61号',
      '黄金 4 小时',
      '48 小时是办结时限',
      'j / k',
      '成批办理',
    ]) {
      expect(text.replace(/\s+/g, ' ')).toContain(words)
    }
  })

  test('no script failed and nothing broke the content policy', () => {
    expect(desk.errors.filter((error) => !/ (401|403|409|422) /.test(error))).toEqual([])
  })

  test('what the desks read is what the API gives', async () => {
    const { id } = await caseOf('滨河街道路灯不亮')
    const [queue, one] = await Promise.all([
      page.evaluate('fetch("/api/cases").then((a) => a.json())') as Promise<QueuePage>,
      page.evaluate(`fetch("/api/cases/${id}").then((a) => a.json())`) as Promise<CasePage>,
    ])
    expect(queue.cases.find((line) => line.id === id)?.lead).toBe('zjj')
    expect(one.case.records.map((record) => record.kind)).toEqual(['三审'])
  })
})
