// The 台账 as a file: A12 of the acceptance cases, typed cells, a frozen head, and what may not leave the house.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'
import { readSheet } from './sheet.ts'

const FORMULA = '=HYPERLINK("http://evil.example","点这里")'
let api: TestApi

beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  await api.program.drop({ subject: FORMULA, text: '滨江壹号停电两天。', date: '2026-11-24 10:00' })
  const { id } = await api.program.onlyCase()
  await api.program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' })
  await api.program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
  await api.program.done(id, {
    do: 'response.record',
    statement: '进展',
    unit: 'zjj',
    channel: '政府网站',
    url: 'https://zjj.qinghe.example/1',
    screenshot: null,
    publishedAt: api.program.time.now(),
    reviewed: true,
    summary: '=1+1，联系人电话13812345678',
  })
})
afterAll(() => api.stop())

const download = async (path: string, role: '值班长' | '审计' = '值班长') => api.send(path, await api.cookieOf(role))

describe('A12 a title that is a formula', () => {
  test('stands in the CSV with an apostrophe before it', async () => {
    const { body } = await download('/api/rows.csv?version=internal')
    expect(body.startsWith('\uFEFF')).toBe(true)
    expect(body).toContain(`"'${FORMULA.replaceAll('"', '""')}"`)
    expect(body).not.toMatch(/(^|[,"])=/m)
  })

  test('stands in the .xlsx as text with an apostrophe, and no cell of it is a formula', async () => {
    const sheet = await readSheet((await download('/api/rows.xlsx?version=internal')).rawPayload)
    expect(sheet.xml).not.toMatch(/<f[ >]/)
    expect(sheet.rows.flat()).toContain(`'${FORMULA}`)
    expect(sheet.rows.flat().filter((cell) => typeof cell === 'string' && /^[=+\-@]/.test(cell))).toEqual([])
  })
})

describe('the .xlsx', () => {
  test('has period, unit, maker and seal above a frozen head of the 40 columns, and typed dates', async () => {
    const sheet = await readSheet((await download('/api/rows.xlsx?version=internal')).rawPayload)
    const top = sheet.rows.slice(0, 4).flat().join('\n')
    for (const word of ['内部版', '统计期限：', '制表单位：青河市委网信办', '制表人：值班长', '封印：序号'])
      expect(top).toContain(word)
    expect(sheet.rows[4]).toHaveLength(40)
    expect(sheet.xml).toContain('ySplit="5"')
    expect(sheet.xml).toContain('state="frozen"')
    const found = sheet.rows[5]?.[(sheet.rows[4] ?? []).indexOf('首次回应时间')]
    expect(found).toBeCloseTo((Date.UTC(2026, 10, 24, 11) - Date.UTC(1899, 11, 30)) / 86_400_000, 8)
  })

  test('of the masked version holds no name or telephone of a person, of the roster or of a text', async () => {
    const inside = (await readSheet((await download('/api/rows.xlsx?version=internal')).rawPayload)).xml
    const masked = (await readSheet((await download('/api/rows.xlsx?version=masked')).rawPayload)).xml
    expect(inside).toContain('韩磊')
    expect(masked).not.toContain('韩磊')
    expect(masked).not.toContain('13812345678')
    expect(masked).toContain('脱敏版')
  })

  test('of the internal version is not for auditors', async () => {
    const answer = await download('/api/rows.xlsx?version=internal', '审计')
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'role'])
    expect((await download('/api/rows.xlsx', '审计')).statusCode).toBe(200)
  })
})
