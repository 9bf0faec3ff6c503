// `huiying trace`: one letter followed through all services, with what is missing, parked or held back.
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBook } from '@huiying/ledger/book'
import { BOOK, letter, policyText, receive, START } from '@huiying/ledger/conformance/conformance-fact'
import type { Ledger, Reader } from '@huiying/ledger/ledger'
import { openLedger } from '@huiying/ledger/open'
import { park, replay } from '@huiying/ledger/park'
import { quarantineItems } from '@huiying/ledger/quarantine'
import { itemsMeant, traceItem } from '@huiying/ledger/trace/trace'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../infra/engines/port.ts'
import { engineSettings } from './engine.ts'
import { beijingText, startProgram, type TestProgram } from './program.ts'

const TEST_MS = 120_000
const blast = {
  subject: '化工园区化工厂爆炸',
  text: '化工园区化工厂爆炸，12人死亡，请尽快处理。',
  date: '2026-11-23 10:50',
}

/** Each line as `step state time entry what`; a dash for what there is not. */
async function told(read: Reader, itemId: string, now: number): Promise<string[]> {
  const { lines } = await traceItem(read, itemId, now)
  return lines.map(({ step, state, at, seq, what }) => {
    const time = at === null ? '-' : beijingText(at)
    return `${step} ${state} ${time} ${seq ?? '-'} ${what.replace(/topic-\w+-\d+/, 'topic')}`
  })
}

async function openBlast(program: TestProgram): Promise<string> {
  await program.drop({ ...blast, messageId: 'blast@mail.example' })
  const { id } = await program.onlyCase()
  const judge = { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '12 人死亡' } as const
  await program.done(id, judge, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '安全生产' }, 'limin')
  const [itemId] = await itemsMeant(program.ledger.read, '<blast@mail.example>')
  return itemId!
}

it('what a reader had to guess or leave is told in the words of the card', { timeout: TEST_MS }, async () => {
  const program = await startProgram('2026-11-23 11:00')
  const headers = ['Auto-Submitted: auto-replied']
  await program.drop({ ...blast, headers, messageId: 'auto@mail.example' })
  const [itemId] = await itemsMeant(program.ledger.read, '<auto@mail.example>')
  const lines = await told(program.ledger.read, itemId!, program.time.now())
  expect(lines[1]).toBe('read done 11-23 11:00 - 自动答复')
  await program.stop()
})

describe('a letter that went all the way', { timeout: TEST_MS }, () => {
  let folder = ''
  let itemId = ''
  let lines: string[] = []
  beforeAll(async () => {
    const program = await startProgram('2026-11-23 11:00')
    folder = program.folder
    itemId = await openBlast(program)
    await program.indexer.level()
    lines = await told(program.ledger.read, itemId, program.time.now())
    await program.stop()
  }, TEST_MS)

  it('is told step by step, each with its time and its entry, and what comes next', () => {
    expect(lines.filter((line) => !line.startsWith('delivered'))).toEqual([
      'received done 11-23 10:50 - 来源 mailbox',
      'read done 11-23 11:00 - 原样可读',
      'recorded done 11-23 11:00 3 items.received 第 1 条',
      'tagged done 11-23 11:00 4 主题 safety；模型 topic',
      'grouped done 11-23 11:00 4 立案 YQ-2026-0001：来信，每封立案',
      'alerted done 11-23 11:00 5 新案：疑似重大，请立即研判',
      'alerted done 11-23 11:00 18 T0：交办，请签收',
      'alerted none 11-23 11:15 - 下一步 C5 未签收，到时触发',
    ])
    const deliveries = lines.filter((line) => line.startsWith('delivered'))
    const sent = /^delivered done 11-23 11:00 \d+ 邮件 → \S+ \S+ 已发出$/
    expect(deliveries.filter((line) => !sent.test(line))).toEqual([])
    expect(deliveries.map((line) => Number(line.split(' ')[4]))).toEqual([6, 7, 19, 20, 21, 22, 23, 24])
  })

  const run = async (...args: string[]) => {
    const env = { ...process.env, ...(await engineSettings(folder)), DATA_DIR: folder }
    return new Promise<{ code: unknown; out: string; log: string }>((resolve) => {
      execFile(process.execPath, ['infra/huiying.mjs', 'trace', ...args], { env }, (error, out, log) =>
        resolve({ code: error?.code ?? 0, out, log }),
      )
    })
  }

  it('is a table for a person, found by the Message-ID, with how far the index is', async () => {
    const { code, out } = await run('blast@mail.example')
    const rows = out.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(rows[0]).toBe('步骤  状态    时间（北京）         序号  说明')
    expect(rows[3]).toBe('入账  已完成  2026-11-23 11:00:00  3     items.received 第 1 条')
    // Told a week later than the letter came, with nobody running: the step that was due has not fired.
    expect(out).toContain('C5 未签收 到点没有触发：跟踪服务没有运行')
    expect(rows.at(-1)).toBe('检索  已完成                       4     检索已读到第 24 条，台账共 24 条')
    expect(out).not.toMatch(/化工园区|@/)
  })

  it('is lines of JSON for a program', async () => {
    const { code, out } = await run(itemId, '--json')
    const objects = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(objects.map((one) => one.itemId)).toEqual(objects.map(() => itemId))
    expect(objects[2]).toEqual({
      itemId,
      step: 'recorded',
      state: 'done',
      seq: 3,
      caseId: null,
      what: 'items.received 第 1 条',
      at: '2026-11-23T03:00:00.000Z',
    })
  })

  it('that nobody has heard of is said to be so, with what to give instead', async () => {
    const { code, log } = await run('item_0')
    expect(code).toBe(1)
    expect(log).toContain('台账里没有 item_0：请用信息编号、来信的 Message-ID 或来源自己的编号')
    // A case is known by its number, and holds many.
    const ofCase = await run('YQ-2026-0001')
    expect([ofCase.code, ofCase.log]).toEqual([1, expect.stringContaining(`是案件编号，请用其中一条信息的编号`)])
    expect(ofCase.log).toContain(itemId)
  })
})

it('a mail server that is away leaves deliveries missing, with the alert they belong to', {
  timeout: TEST_MS,
}, async () => {
  const env = { MAIL_URL: `smtp://127.0.0.1:${await freePort()}` }
  const program = await startProgram('2026-11-23 11:00', { env })
  try {
    await program.drop(blast)
    const [item] = await program.ledger.read.selectFrom('item').select('id').execute()
    const lines = await told(program.ledger.read, item!.id, program.time.now())
    expect(lines.filter((line) => line.startsWith('delivered')).sort()).toEqual([
      'delivered missing - - 邮件 → 值班员 wxb-zb1 等待发送',
      'delivered missing - - 邮件 → 值班长 wxb-zbz 等待发送',
    ])
  } finally {
    await program.stop()
  }
})

describe('a letter that went nowhere yet', () => {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await openLedger({ dataDir: mkdtempSync(join(tmpdir(), 'huiying-trace-')) })
    const book = { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false }
    await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
    await receive(ledger, [letter('waiting'), letter('poison')])
  })
  afterAll(() => ledger.close())

  it('is missing where the next service should have taken it', async () => {
    expect((await told(ledger.read, 'waiting', START)).slice(3)).toEqual([
      'tagged missing - - 还没有标签：在消息总线上等，或打标服务没有运行',
      'grouped missing - - 还没有归案也没有去向：跟踪服务没有处理到它',
    ])
  })

  it('is parked with its reason and what to do, and no longer when it was replayed', async () => {
    const body = { book: BOOK, itemId: 'poison' }
    const id = await park(
      ledger,
      { book: BOOK, topic: 'item.collected', key: 'poison', body, reason: '计算线程中断' },
      START,
    )
    const lines = await told(ledger.read, 'poison', START)
    const parked = lines.filter((line) => line.includes(' parked '))
    expect(parked).toHaveLength(1)
    expect(parked[0]).toMatch(/^tagged parked \S+ \S+ - 三次失败后搁置：计算线程中断。修好后在系统状态页点“重放”$/)
    expect((await told(ledger.read, 'waiting', START)).some((line) => line.includes(' parked '))).toBe(false)
    await replay(ledger, id, BOOK, 'limin', START)
    expect((await told(ledger.read, 'poison', START)).some((line) => line.includes(' parked '))).toBe(false)
  })

  it('is held where it is 疑似涉密, known by its id only', async () => {
    const stopped = { itemId: 'item_secret', sha256: 'ab', held: 'cd', reason: '疑似涉密：带“机密”标识' }
    await ledger.write((tx) => quarantineItems(tx, BOOK, [stopped], START))
    expect(await itemsMeant(ledger.read, 'item_secret')).toEqual(['item_secret'])
    const [line] = await told(ledger.read, 'item_secret', START)
    expect(line).toMatch(/^recorded held \S+ \S+ \d+ 疑似涉密：带“机密”标识，已封存，内容不进系统$/)
  })
})
