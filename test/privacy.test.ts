// No name, phone, ID number, address or account of a letter's writer stands in clear anywhere but in the mailbox
// itself.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestProgram } from './program.ts'

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

it('neither in databases, indexes, blobs and mails under DATA_DIR nor in what was logged', async () => {
  program = await startProgram('2026-11-23 10:00')
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
  const mails = await program.mails()
  expect(mails.length).toBeGreaterThan(5)
  const found: string[] = []
  for (const file of filesBelow(program.folder)) {
    if (file.includes(join('mailbox', ''))) continue
    const bytes = readFileSync(file)
    for (const [kind, secret] of Object.entries(secrets)) {
      if (bytes.includes(Buffer.from(secret)) || bytes.includes(Buffer.from(secret, 'utf16le')))
        found.push(`${kind} in ${file}`)
    }
  }
  for (const mail of mails) {
    for (const [kind, secret] of Object.entries(secrets)) {
      if (`${mail.subject}\n${mail.text}`.includes(secret)) found.push(`${kind} in mail ${mail.subject}`)
    }
  }
  expect(found).toEqual([])
})
