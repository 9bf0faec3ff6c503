// What is told to a letter's writer begins with his name: the mail carries it as typed, sent once or again, and nothing
// else that is written or shown holds it.
import { type ChildProcess, fork } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LetterPage } from '@huiying/console/letter-wire'
import type { CasePage } from '@huiying/console/wire'
import type { Order } from '@huiying/domain/command'
import { answersOf } from '@huiying/ledger/answer/answer-row'
import { caseEntries } from '@huiying/ledger/case'
import { backup, restore } from '@huiying/ledger/copy/backup'
import { dump } from '@huiying/ledger/copy/dump'
import { eraseContents } from '@huiying/ledger/erase'
import { placeOf } from '@huiying/ledger/open'
import { openLog } from '@huiying/runtime/log'
import { readSettings } from '@huiying/runtime/settings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'
import { linkPath } from './console/link-path.ts'
import { readZip } from './console/sheet.ts'
import { engineSettings } from './engine.ts'
import { type MailServer, openMailServer } from './mail-server.ts'
import { beijing, startProgram, type TestOptions } from './program.ts'

const TEST_MS = 120_000
const START = '2026-11-23 09:00'
/** Known by the letter's head alone; no rule of names knows the second. */
const ZHANG = '张伟'
const SHUI = '水淼'
const NAMES = [ZHANG, SHUI]

let api: TestApi
let server: MailServer
let serial = 0
const logged: string[] = []

async function start(options: TestOptions = {}): Promise<void> {
  server = await openMailServer()
  const log = openLog('trace', { write: (line) => logged.push(line) })
  api = await startApi(START, { log, env: { MAIL_URL: server.url }, ...options })
}

async function stop(): Promise<void> {
  await api.stop()
  await server.close()
}

/** A letter on record whose writer stands in its head and nowhere in its words. */
async function arrive(name: string) {
  const number = ++serial
  const writer = `xiexinren${number}@mail.example`
  const messageId = `told-${number}@mail.example`
  const text = `青河市渡口社区停水两天了，没有人管，这是第${number}次反映。`
  await api.program.drop({
    subject: `第${number}次反映停水`,
    from: writer,
    name,
    date: '2026-11-23 08:50',
    text,
    messageId,
  })
  const query = api.program.ledger.read
    .selectFrom('item')
    .select(['id', 'caseId'])
    .where('ownId', '=', `<${messageId}>`)
  const { id: itemId, caseId } = await query.executeTakeFirstOrThrow()
  return { itemId, caseId: caseId!, writer }
}

/** As a person at the desk gives it. */
async function give(caseId: string, order: Order) {
  const answer = await api.order(caseId, order, '值班长')
  await api.program.settle()
  return answer
}

const answerTo = (itemId: string, summary: string): Order & { do: 'letter.answer' } => ({
  ...{ do: 'letter.answer', itemId, channel: '电话', answeredAt: api.program.time.now(), summary },
  publicity: { open: true },
})

const firstLines = (address: string) =>
  server.arrived.filter((mail) => mail.to === address).map((mail) => mail.text.split('\n')[0])

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Files of the data folder outside the mailbox, and of the log, that hold any of these. */
function filesWith(folder: string, sought: string[]): string[] {
  const holds = (bytes: Buffer) =>
    sought.some((one) => bytes.includes(one) || bytes.includes(Buffer.from(one, 'utf16le')))
  const files = filesBelow(folder).filter((file) => !file.includes(join(folder, 'mailbox')))
  const found = files.filter((file) => holds(readFileSync(file)))
  return holds(Buffer.from(logged.join(''))) ? [...found, 'the log'] : found
}

/** Entries of the case that hold both, as text. */
const entriesAbout = async (caseId: string, about: string, piece: string): Promise<string[]> =>
  (await caseEntries(api.program.ledger.read, caseId, 0, Number.MAX_SAFE_INTEGER))
    .map(({ body }) => JSON.stringify(body))
    .filter((body) => body.includes(about) && body.includes(piece))

describe('a writer greeted by his name', { timeout: TEST_MS }, () => {
  beforeAll(() => start(), TEST_MS)
  afterAll(stop, TEST_MS)

  const orders: [what: string, order: (itemId: string, told: string) => Order][] = [
    ['受理', (itemId, told) => ({ do: 'letter.accept', itemId, told })],
    ['答复', (itemId, told) => answerTo(itemId, told)],
    ['不予受理', (itemId, told) => ({ do: 'letter.refuse', itemId, code: '属其他机关职权', told })],
    ['误投告知', (itemId, told) => ({ do: 'letter.redirect', itemId, kind: '属其他机关', to: '市信访局', told })],
  ]
  it.each(orders)('%s: the mail says it as typed, the record covered', async (_what, order) => {
    for (const [name, covered] of [
      [ZHANG, '尊敬的张*先生：您好，渡口社区主管已于11月23日8时修复，请张*本人留意。'],
      [SHUI, '尊敬的水*先生：您好，渡口社区主管已于11月23日8时修复，请水*本人留意。'],
    ] as const) {
      const { itemId, caseId, writer } = await arrive(name)
      const told = covered.replaceAll(`${name[0]}*`, name)
      const answer = await give(caseId, { ...order(itemId, told), mail: true } as Order)
      expect([answer.statusCode, firstLines(writer)]).toEqual([200, [told]])
      const [queued] = await entriesAbout(caseId, itemId, '"answer.queued"')
      expect(queued).toContain(covered)
      expect(queued).not.toContain(name)
    }
  })

  it.each(orders)('%s in another way: the record has it covered', async (_what, order) => {
    const { itemId, caseId } = await arrive(SHUI)
    expect((await give(caseId, order(itemId, '水淼女士：您好，渡口社区主管已于11月23日8时修复。'))).statusCode).toBe(
      200,
    )
    const said = await entriesAbout(caseId, itemId, '水*女士')
    expect(said).toHaveLength(1)
  })

  it('what needs no covering is in the entry alone, as before', async () => {
    const { itemId, caseId, writer } = await arrive(ZHANG)
    await give(caseId, { do: 'letter.accept', itemId, told: '来信人您好，来信已受理。', mail: true })
    expect(firstLines(writer)).toEqual(['来信人您好，来信已受理。'])
    expect(await entriesAbout(caseId, itemId, '"answer.queued"')).toMatchObject([expect.stringContaining('"v":1')])
  })

  it('a response, at the desk or by the unit’s link, is recorded covered, with who recorded it', async () => {
    const { caseId } = await arrive(SHUI)
    await give(caseId, { do: 'case.convert', grade: '一般', reason: '多平台转发' })
    await give(caseId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '供水设施' })
    const words = '水淼女士反映的渡口社区停水，主管已于11月23日8时修复，恢复供水。'
    const form = {
      ...{ do: 'answer', by: '韩磊', statement: '结果', channel: '政府网站', reviewed: '1' },
      summary: words,
      ...{ publishedAt: '2026-11-23T09:00', screenshot: '截图一' },
    }
    const path = await linkPath(api.program, { caseId, contact: 'zjj-llr' })
    await api.send(path, null, { method: 'POST', form: { do: 'sign', by: '韩磊' } })
    expect((await api.send(path, null, { method: 'POST', form })).statusCode).toBe(200)
    const response = { statement: '结果', unit: 'zjj', channel: '政府网站', url: null, screenshot: '截图二' } as const
    const said = { publishedAt: api.program.time.now(), reviewed: true, summary: words }
    expect((await give(caseId, { do: 'response.record', ...response, ...said })).statusCode).toBe(200)
    const recorded = await entriesAbout(caseId, 'response.recorded', '水*女士反映的渡口社区停水')
    expect(recorded.map((one) => one.includes('（韩磊登记）'))).toEqual([true, false])
  })

  it('words with a telephone are refused as ever, and nothing of them is written', async () => {
    const { itemId, caseId } = await arrive(ZHANG)
    const told = '尊敬的张伟先生：您好，请与13812345678联系。'
    const answer = await give(caseId, { do: 'letter.accept', itemId, told, mail: true })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'Q13'])
    expect(await entriesAbout(caseId, itemId, '"answer.queued"')).toEqual([])
  })

  it('no page, export, dump, index, file of the data folder or line of the log holds the names', async () => {
    const { read, snapshot } = api.program.ledger
    const cases = await read.selectFrom('caseState').select('id').execute()
    const lanes = ['待答复', '待受理', '临期', '超时', '疑似误投', '已答复', '不予受理', '误投告知']
    const paths = [
      ...cases.map(({ id }) => `/api/cases/${id}`),
      ...lanes.map((lane) => `/api/letters?lane=${encodeURIComponent(lane)}`),
      ...['/api/cases', '/api/items?limit=200', '/api/rows?limit=200', '/api/rows.csv?version=internal'],
      '/api/handovers/now',
    ]
    const shown: string[] = []
    for (const path of paths) shown.push((await api.send(path, await api.cookieOf('值班长'))).body)
    for (const path of ['/api/rows.xlsx?version=internal', '/api/audit.zip?version=internal']) {
      const answer = await api.send(path, await api.cookieOf('值班长'))
      for (const [, text] of await readZip(answer.rawPayload)) shown.push(text)
    }
    const kinds = ['items', 'cases', 'clocks', 'alerts', 'deliveries', 'entries'] as const
    for (const kind of kinds) shown.push(JSON.stringify(await snapshot((one) => dump(one, kind, null))))
    expect(shown.join('').includes('张*先生')).toBe(true)
    expect(shown.filter((text) => NAMES.some((name) => text.includes(name)))).toEqual([])
    await api.program.indexer.level()
    const hits = async (text: string) =>
      (await api.program.indexer.query({ book: api.program.book, text, restricted: true, limit: 9 })).hits.length
    expect([await hits(ZHANG), await hits(SHUI)]).toEqual([0, 0])
    expect(filesWith(api.program.folder, NAMES)).toEqual([])
    const others = server.arrived.filter((mail) => !mail.to.startsWith('xiexinren'))
    expect(others.filter((mail) => NAMES.some((name) => `${mail.subject}${mail.text}`.includes(name)))).toEqual([])
    expect(await api.program.verify()).toMatchObject([{ ok: true }])
  })

  it('the case page and the list of letters show what was said, covered', async () => {
    const { itemId, caseId } = await arrive(ZHANG)
    await give(caseId, { ...answerTo(itemId, '尊敬的张伟先生：主管已修复，请查看水压。'), mail: true })
    const page = await api.read<CasePage>(`/api/cases/${caseId}`, '值班长')
    expect(page.answers.filter((one) => one.itemId === itemId).map((one) => one.text)).toEqual([
      '尊敬的张*先生：主管已修复，请查看水压。',
    ])
    const { letters } = await api.read<LetterPage>('/api/letters?lane=已答复', '值班长')
    expect(letters.find((one) => one.itemId === itemId)?.mailed?.text).toContain('尊敬的张*先生')
  })
})

describe('words that were typed and not sent yet', { timeout: TEST_MS }, () => {
  const TOLD = '尊敬的张伟先生：您好，渡口社区主管已经修复。'
  /** Waits, for the mail server is away. */
  async function wait() {
    await start()
    await server.goAway()
    const letter = await arrive(ZHANG)
    await give(letter.caseId, { do: 'letter.accept', itemId: letter.itemId, told: TOLD, mail: true })
    expect((await answersOf(api.program.ledger.read, [letter.itemId])).map((one) => one.state)).toEqual(['waiting'])
    return letter
  }

  it('go out as typed, twice as once, when the program is killed amid the sending', async () => {
    const { writer, itemId } = await wait()
    const { folder } = api.program
    await api.stop()
    await server.comeBack()
    const { taken } = server.keepSilent(writer)
    const first = await run(folder, server.url, '2026-11-23 09:30')
    await Promise.race([taken, gone(first)])
    first.kill('SIGKILL')
    await gone(first)
    expect(firstLines(writer)).toEqual([TOLD])
    const again = await startProgram('2026-11-23 10:30', { folder, env: { MAIL_URL: server.url } })
    await again.settle()
    expect(firstLines(writer)).toEqual([TOLD, TOLD])
    const own = server.arrived.filter((mail) => mail.to === writer)
    expect(new Set(own.map((mail) => mail.messageId)).size).toBe(1)
    const { caseId } = await again.ledger.read.selectFrom('answerMail').select('caseId').executeTakeFirstOrThrow()
    const sent = (await caseEntries(again.ledger.read, caseId, 0, 1_000)).find(({ body }) => body.act === 'answer.sent')
    expect([sent?.body, (await answersOf(again.ledger.read, [itemId]))[0]?.state]).toMatchObject([
      { again: true },
      'sent',
    ])
    expect(filesWith(folder, [ZHANG])).toEqual([])
    await again.stop()
    await server.close()
  })

  it('go out as typed from a backup put back elsewhere', async () => {
    const { writer } = await wait()
    const { place, folder } = api.program
    const file = join(mkdtempSync(join(tmpdir(), 'huiying-told-')), 'backup.db')
    await backup(place, file)
    expect(readFileSync(file).includes(ZHANG)).toBe(false)
    await api.stop()
    const other = mkdtempSync(join(tmpdir(), 'huiying-told-'))
    await restore(file, placeOf(readSettings({ DATA_DIR: other, ...(await engineSettings(other)) })))
    copyFileSync(join(folder, 'key'), join(other, 'key'))
    await server.comeBack()
    const program = await startProgram('2026-11-23 10:00', { folder: other, env: { MAIL_URL: server.url } })
    await program.settle()
    expect(firstLines(writer)).toEqual([TOLD])
    await program.stop()
    await server.close()
  })

  it('changed behind the record: verify names them, nothing is sent and it rings', async () => {
    const { writer, itemId, caseId } = await wait()
    const { ledger, verify } = api.program
    const { sealed } = await ledger.read.selectFrom('answerWords').select('sealed').executeTakeFirstOrThrow()
    const put = (bytes: Uint8Array) =>
      ledger.write((tx) => tx.db.updateTable('answerWords').set({ sealed: bytes }).execute(), 'none')
    await put(ledger.sealer.seal(Buffer.from('别的话')))
    expect(await verify()).toMatchObject([{ ok: false, table: 'answerWords', reason: 'hash' }])
    await server.comeBack()
    await api.program.goTo('2026-11-23 09:30')
    expect([firstLines(writer), (await answersOf(ledger.read, [itemId]))[0]?.state]).toEqual([[], 'failed'])
    expect((await entriesAbout(caseId, 'call.opened', '回信')).join('')).toContain('被改动，未寄')
    await ledger.write((tx) => tx.db.deleteFrom('answerWords').execute(), 'none')
    expect(await verify()).toMatchObject([{ ok: false, table: 'answerWords', reason: 'gap' }])
    const { id: answerId } = (await answersOf(ledger.read, [itemId]))[0]!.answer
    const row = { answerId, book: api.program.book, itemId, sealed }
    await ledger.write(
      (tx) =>
        tx.db
          .insertInto('answerWords')
          .values([row, { ...row, answerId: 'x' }])
          .execute(),
      'none',
    )
    expect(await verify()).toMatchObject([{ ok: false, table: 'answerWords', reason: 'order' }])
    await ledger.write((tx) => tx.db.deleteFrom('answerWords').where('answerId', '=', 'x').execute(), 'none')
    await stop()
  })
})

it('erased with the letter: no twelve characters with the name are left anywhere, and verify holds', {
  timeout: TEST_MS,
}, async () => {
  // A sample writes its mails into the data folder.
  await start({ kind: '演示' })
  const { program } = api
  const told = '尊敬的张伟先生：您好，渡口社区主管已经修复，请张伟先生查看水压。'
  const { itemId, caseId } = await arrive(ZHANG)
  await give(caseId, { ...answerTo(itemId, told), mail: true })
  const outbox = join(program.folder, 'outbox')
  expect((await program.mails()).map((mail) => mail.text).join('')).toContain(told)
  expect(await program.ledger.read.selectFrom('answerWords').select('itemId').execute()).toEqual([{ itemId }])
  const mailbox = join(program.folder, 'mailbox')
  const erasing = { book: program.book, ids: [itemId], rule: '信件原文保存 3 年', actor: 'limin', mailbox, outbox }
  await eraseContents(program.ledger, { ...erasing, forget: program.bus.forget }, program.time.now())
  expect(await program.ledger.read.selectFrom('answerWords').select('itemId').execute()).toEqual([])
  await program.idle()
  await program.ledger.scrub()
  const windows = Array.from({ length: told.length - 11 }, (_, at) => told.slice(at, at + 12))
  const naming = windows.filter((window) => window.includes(ZHANG))
  expect(naming.length).toBeGreaterThan(10)
  const holding = filesBelow(program.folder).filter((file) => {
    const bytes = readFileSync(file)
    return [...naming, Buffer.from(told).toString('base64').slice(0, 60)].some((piece) => bytes.includes(piece))
  })
  expect(holding).toEqual([])
  expect(await program.verify()).toMatchObject([{ ok: true }])
  await stop()
})

/** The whole program in a process of its own. */
async function run(folder: string, mail: string, at: string): Promise<ChildProcess> {
  const env = { ...process.env, ...(await engineSettings(folder)), DATA_DIR: folder, MAIL_URL: mail }
  return fork(new URL('./kill/child.ts', import.meta.url), [String(beijing(at)), '0'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))
