// No name, phone, ID number, address or account of a letter's writer stands in clear anywhere but in the mailbox
// itself.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLog } from '@huiying/runtime/log'
import { afterEach, expect, it } from 'vitest'
import { parse } from 'yaml'
import { openMailServer } from './mail-server.ts'
import { beijing, startProgram, type TestProgram } from './program.ts'

const TEST_MS = 90_000
let program: TestProgram
afterEach(() => program.stop())

const secrets = {
  name: '田小满',
  phone: '13900001234',
  id: '130102198805126415',
  door: '8栋2单元1603室',
  wechat: 'tianxiaoman_77',
  mail: 'tianxm@mail.example',
  card: '6222021234567890128',
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Where any of these stands in clear: files under DATA_DIR outside the mailbox, mails as read, and what was logged. */
async function findSecrets(sought: string[], logged: string[]): Promise<string[]> {
  const found: string[] = []
  for (const file of filesBelow(program.folder)) {
    if (file.includes(join(program.folder, 'mailbox'))) continue
    const bytes = readFileSync(file)
    const forms = (secret: string) => [Buffer.from(secret), Buffer.from(secret, 'utf16le')]
    for (const secret of sought) {
      if (forms(secret).some((form) => bytes.includes(form))) found.push(`${secret} in ${file}`)
    }
  }
  for (const mail of await program.mails()) {
    const read = [mail.subject, mail.text, mail.html].join('\n')
    for (const secret of sought) if (read.includes(secret)) found.push(`${secret} in mail ${mail.subject}`)
  }
  const log = logged.join('')
  for (const secret of sought) if (log.includes(secret)) found.push(`${secret} in the log`)
  return found
}

it('nor is the address an answer was mailed to, whether it was taken or refused', { timeout: TEST_MS }, async () => {
  const logged: string[] = []
  const log = openLog('trace', { write: (line) => logged.push(line) })
  const server = await openMailServer()
  program = await startProgram('2026-11-23 10:00', { log, env: { MAIL_URL: server.url } })
  const addresses = ['tianxm@mail.example', 'laibr@mail.example']
  server.refused.add(addresses[1]!)
  for (const [index, from] of addresses.entries()) {
    const text = `青河市渡口社区停水${index + 2}天了，没有人管。`
    await program.drop({ subject: `渡口社区停水${index + 2}天`, from, date: '2026-11-23 09:50', text })
  }
  const letters = await program.ledger.read.selectFrom('item').select(['id', 'caseId']).execute()
  for (const { id: itemId, caseId } of letters) {
    const answer = { do: 'letter.answer', itemId, channel: '', answeredAt: 0, summary: '您好，已恢复供水。' } as const
    await program.done(caseId!, { ...answer, publicity: { open: true }, mail: true })
  }
  expect(server.arrived.map((mail) => mail.to)).toContain(addresses[0])
  const mails = await program.ledger.read.selectFrom('answerMail').select('state').orderBy('state').execute()
  expect(mails.map((row) => row.state)).toEqual(['failed', 'sent'])
  expect(await findSecrets(addresses, logged)).toEqual([])
  await server.close()
})

it('neither in databases, indexes, blobs and mails under DATA_DIR nor in what was logged', async () => {
  const logged: string[] = []
  const log = openLog('trace', { write: (line) => logged.push(line) })
  program = await startProgram('2026-11-23 10:00', { log })
  await program.drop({
    subject: '锦绣家园三期停工，业主田小满反映',
    from: secrets.mail,
    date: '2026-11-23 09:00',
    text:
      `市长您好：我叫${secrets.name}，住在滨河街道建设路15号锦绣家园${secrets.door}，身份证号${secrets.id}，` +
      `电话${secrets.phone}，微信号${secrets.wechat}，邮箱${secrets.mail}，补偿款请打到银行卡${secrets.card}。\n` +
      '锦绣家园三期停工快一年了，请住建局督促复工。',
  })
  const { id } = await program.onlyCase()
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  await program.goTo('2026-11-25 12:00')
  expect((await program.mails()).length).toBeGreaterThan(5)
  expect(logged.length).toBeGreaterThan(0)
  expect(await findSecrets(Object.values(secrets), logged)).toEqual([])
})

/** Not names of anybody. */
const unnamed = new Set(['热心市民', '匿名'])
/** Doors of writers, as they stand in the sample; the building a letter is about is where the unit has to go. */
const doors = ['8栋2单元1603室', '建设路15号院', '3号楼201室']

it('nor is anything of any sample letter, each given to a unit and urged to its third 超时', {
  timeout: TEST_MS,
}, async () => {
  const file = new URL('../infra/sample/letters.yaml', import.meta.url)
  const letters = parse(readFileSync(file, 'utf8')) as { from: string; subject: string; text: string }[]
  const sought = new Set(doors)
  for (const { from, subject, text } of letters) {
    const [, name = '', address = ''] = /^(.*?)\s*<(.+)>$/.exec(from) ?? []
    if (!unnamed.has(name)) sought.add(name)
    sought.add(address)
    // Found here by their plain shape, not by the mask's own rules.
    const numbers = `${subject}\n${text}`.match(/\d{17}[\dXx]|1\d{10}|0\d{2,3}-\d{7,8}|(?<=微信号)\w+/g) ?? []
    for (const number of numbers) sought.add(number)
  }
  expect([...sought]).toEqual(expect.arrayContaining(['赖伯仁', '130102198805126419', 'yandongmei_77', '0399-5551208']))

  const logged: string[] = []
  const log = openLog('trace', { write: (line) => logged.push(line) })
  program = await startProgram('2026-11-23 10:00', { kind: '演示', shipped: true, log })
  await program.drop()
  const rows = await program.queue()
  expect(rows.reduce((sum, row) => sum + row.state.letters.total, 0)).toBe(letters.length)
  for (const { state } of rows) {
    if (state.restricted !== null || state.status !== '待研判') continue
    const order = { do: 'case.convert', grade: '非突发', reason: '多平台转发' } as const
    await program.act(state.id, order, 'limin')
    await program.act(state.id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' }, 'limin')
  }
  await program.time.set(beijing('2026-11-26 12:00'))
  await program.settle()
  expect((await program.mails()).length).toBeGreaterThan(letters.length * 3)
  expect(await findSecrets([...sought], logged)).toEqual([])
})
