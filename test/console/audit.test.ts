// The audit package: the chain can be checked without us, and what may not leave the house is proven by its digest.

import type { LedgerPage } from '@huiying/console/wire'
import { chainHash, GENESIS_HASH, sm3 } from '@huiying/ledger/chain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'
import { readSheet, readZip } from './sheet.ts'

interface Line {
  seq: number
  hash: string
  body: string | null
  digest: string | null
}

let api: TestApi
const SECRET = '实名举报市住建局局长收受开发商贿赂'
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  const { program } = api
  await program.drop(
    { subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 10:00' },
    { subject: SECRET, text: `${SECRET}二十万元。`, date: '2026-11-24 10:10' },
  )
  const id = (await program.queue()).find((row) => row.state.title === '滨江壹号停电')?.state.id ?? ''
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
  const at = program.time.now()
  const values = { stage: '终审', by: '周敏', at, result: '通过' }
  await program.done(id, { do: 'record.add', kind: '三审', values: { ...values, stage: '三审' } })
  const moved = { to: '公安机关', content: '伪造通报', approver: '李敏', docNo: '青网办〔2026〕8号', at }
  await program.done(id, { do: 'record.add', kind: '线索移交', values: moved })
  await program.done(id, { do: 'promise.add', text: '三日内恢复供电', due: '2026-11-27', reason: '公告' })
})
afterAll(() => api.stop())

const download = async (path: string, role: '值班长' | '审计' | '纪检') => api.send(path, await api.cookieOf(role))
const packageOf = async (role: '值班长' | '审计' | '纪检', version: string) => {
  const answer = await download(`/api/audit.zip?version=${version}`, role)
  expect(answer.statusCode).toBe(200)
  const files = await readZip(answer.rawPayload)
  const lines = (files.get('entries.jsonl') ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  return { files, lines }
}

describe('the audit package', () => {
  test('holds rows, entries, the verifier page and how to use it', async () => {
    const { files } = await packageOf('审计', 'masked')
    expect([...files.keys()].sort()).toEqual(['entries.jsonl', 'head.json', 'rows.csv', '核验.html', '说明.txt'].sort())
    expect(files.get('rows.csv')).toContain('滨江壹号停电')
    expect(files.get('核验.html')).not.toMatch(/src=|href=|fetch\(|https?:/)
  })

  test('every line follows the one before by SM3, with or without its body', async () => {
    for (const role of ['审计', '纪检'] as const) {
      const { lines } = await packageOf(role, role === '纪检' ? 'internal' : 'masked')
      let previous = GENESIS_HASH
      for (const [index, line] of lines.entries()) {
        expect(line.seq).toBe(index + 1)
        const hash = line.body === null ? sm3(previous + line.digest) : chainHash(previous, line.body)
        expect([line.seq, hash]).toEqual([line.seq, line.hash])
        previous = line.hash
      }
    }
  })

  test('the masked one holds nothing of a 检举控告, no address and no telephone of the roster', async () => {
    const { files, lines } = await packageOf('审计', 'masked')
    const all = [...files.values()].join('\n')
    for (const word of [SECRET, 'llr@zjj.qinghe.example', '0399-6120111', '韩磊', '周敏', '李敏']) {
      if (word === '周敏' || word === '李敏')
        expect([word, files.get('rows.csv')?.includes(word)]).toEqual([word, false])
      else expect([word, all.includes(word)]).toEqual([word, false])
    }
    expect(lines.filter((line) => line.body === null).length).toBeGreaterThan(3)
    const inside = await packageOf('纪检', 'internal')
    expect([...inside.files.values()].join('\n')).toContain(SECRET)
  })

  test('that it was taken out stands in the ledger, by whom and which version', async () => {
    const rows = await api.program.ledger.read
      .selectFrom('entry')
      .select(['actor', 'body'])
      .where('act', '=', 'rows.exported')
      .execute()
    const first = rows.map((row) => [row.actor, JSON.parse(row.body).what, JSON.parse(row.body).version])[0]
    expect(first).toEqual(['p审计', 'audit', 'masked'])
  })
})

describe('the 台账', () => {
  test('shows records in their columns; what nobody recorded stays empty', async () => {
    const { rows } = await readSheet((await download('/api/rows.xlsx?version=internal', '值班长')).rawPayload)
    const head = rows.find((row) => row.includes('编号')) ?? []
    const row = rows.find((one) => one.includes('滨江壹号停电')) ?? []
    const cell = (name: string) => row[head.indexOf(name)] ?? null
    expect(cell('三审与保密审查')).toBe('三审 周敏 2026-11-24 11:00 通过')
    expect(cell('谣言或违法线索移交')).toContain('青网办〔2026〕8号')
    expect(cell('承诺事项')).toContain('三日内恢复供电')
    expect([cell('回应效果评估'), cell('领导批示'), cell('发帖主体')]).toEqual([null, null, null])
  })

  test.each([
    ['text=停电', 1, 'two characters in the title'],
    ['text=伪造', 1, 'what a record says'],
    ['text=贿赂', 0, 'not what is restricted'],
    ['kind=public', 0, 'both came by mail'],
    ['kept=按时&kind=letter', 1, 'nothing is late yet'],
    ['kept=超时', 0, 'nothing is late yet'],
  ])('%s gives %i: %s', async (query, count) => {
    await api.program.indexer.level()
    const page = await api.read<LedgerPage>(`/api/rows?${encodeURI(query)}`, '值班员')
    expect([page.rows.length, page.total]).toEqual([count, count])
  })
})
