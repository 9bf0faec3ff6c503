// Log lines say which item, case and delivery they are about, and nothing that a letter said.
import { openLog } from '@huiying/runtime/log'
import { expect, it } from 'vitest'
import { startProgram } from './program.ts'

const TEST_MS = 120_000

it('a letter is followed through the log by its ids, without a word of it', { timeout: TEST_MS }, async () => {
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => lines.push(line) })
  const program = await startProgram('2026-11-23 11:00', { log })
  try {
    const text = '化工园区化工厂爆炸，12人死亡。我是王建国，电话 13912345678。'
    await program.drop({ subject: '化工园区化工厂爆炸', date: '2026-11-23 10:50', text, from: 'jianguo@mail.example' })
    const { id: caseId } = await program.onlyCase()
    const { id: itemId } = await program.ledger.read.selectFrom('item').select('id').executeTakeFirstOrThrow()
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const about = (msg: string) => told.filter((line) => line.msg === msg)
    expect(about('on record')).toMatchObject([{ itemId }])
    expect(about('case opened')).toMatchObject([{ itemId, caseId }])
    expect(about('tracked')).toMatchObject([{ itemId, caseId }])
    expect(about('sent').length).toBe((await program.mails()).length)
    const deliveryId = expect.stringMatching(/^delivery_[-0-9a-f]+$/)
    for (const line of about('sent')) expect(line).toMatchObject({ caseId, deliveryId })
    expect(lines.join('')).not.toMatch(/化工|死亡|王建国|13912345678|@/)
  } finally {
    await program.stop()
  }
})
