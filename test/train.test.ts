// From corrections to another model, whole: trained, compared, put in use by a person, rolled back; what a person has
// corrected stays as he said it under every one of them.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { ItemLine, ModelPage } from '@huiying/console/wire'
import { runTrain } from '@huiying/infra/command/train'
import { savePerson, switchPerson } from '@huiying/ledger/person/person'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './console/api.ts'

const places = ['锦绣家园', '滨江壹号', '柳溪村', '渡口社区', '北岸新村', '东湖花园', '石桥镇', '青龙巷']
const tellings = [
  (place: string) => `我们${place}的八个人今年又被翻料了，从开春一直翻到入冬，找谁都说再等等。`,
  (place: string) => `请问${place}那家的翻料什么时候到头？电话打了十几个都没有准话。`,
  (place: string) => `我家住${place}，他爸在外面被翻料半年，年关要到了心里没底。`,
  (place: string) => `${place}的几户都碰上翻料，昨天去问又被推回来，说下个月再看，电话13812345678。`,
]
const letters = places.flatMap((place) => tellings.map((tell) => tell(place)))

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 08:00')
  const { book, ledger, time } = api.program
  const person = { book, roles: ['值班长' as const], unit: null, password: null }
  await savePerson(ledger, { ...person, login: 'limin', name: '李敏' }, 'system', time.now())
  await savePerson(ledger, { ...person, login: 'sunhai', name: '孙海' }, 'system', time.now())
  await switchPerson(ledger, { login: 'sunhai', on: false, reason: '调离' }, 'system', time.now())
})
afterAll(() => api.stop())

const train = async (...args: string[]) => {
  const [output, log] = [new PassThrough(), new PassThrough()]
  const place = { ledger: api.program.ledger, now: api.program.time.now() }
  const code = await runTrain(args, place, { input: new PassThrough(), output, log })
  const lines = String(output.read() ?? '').trim()
  return {
    code,
    log: String(log.read() ?? ''),
    rows: lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line)),
  }
}
const itemsOf = async () => {
  const found: ItemLine[] = []
  for (let next: string | null = ''; next !== null; ) {
    const path: string = `/api/items?limit=100${next === '' ? '' : `&before=${encodeURIComponent(next)}`}`
    const page: { items: ItemLine[]; next: string | null } = await api.read(path, '值班长')
    found.push(...page.items)
    next = page.next
  }
  return found
}
const itemOf = async (title: string) => {
  const found = (await itemsOf()).find((line) => line.item.title === title)
  if (found === undefined) throw new Error(`no item ${title}`)
  return found
}
const drop = async (subject: string, text: string, date: string) => {
  await api.program.drop({ subject, text, date })
  return itemOf(subject)
}
const topicsOf = (line: ItemLine) => line.verdict?.topics.map((topic) => topic.id)
let id = ''
let shipped = ''

test('before anybody has corrected anything it is refused, and nothing is recorded', async () => {
  const { code, log } = await train()
  expect([code, log.includes('只有 0 条')]).toEqual([1, true])
  expect((await train('--list')).rows).toMatchObject([{ id: 'shipped', inUse: true }])
})

test('corrections make a model that is compared and recorded, and not yet in use', async () => {
  await api.program.put(
    ...letters.map((text, index) => ({ subject: `来信第${index + 1}封`, text, date: '2026-11-24 07:30' })),
  )
  await api.program.settle()
  for (const line of await itemsOf()) {
    const change = { topics: ['wages'] }
    const order = { do: 'item.correct', itemId: line.item.id, change, reason: '翻料就是拖欠工钱' } as const
    const answer = await api.order(line.caseId ?? '', order, '值班员')
    expect(answer.statusCode).toBe(200)
  }
  const { code, log, rows } = await train()
  expect(code).toBe(0)
  expect(log).toContain('wages')
  expect(rows[0]).toMatchObject({ corrected: letters.length, active: 'shipped', recorded: true })
  id = rows[0].id
  expect((await train()).rows[0]).toMatchObject({ id, recorded: false })
  expect((await train('--list')).rows.map((row) => [row.id, row.inUse])).toEqual([
    ['shipped', true],
    [id, false],
  ])
  const before = await drop('又被翻料', '城关镇那边的人也被翻料了，昨天去问，门卫说下个月再看。', '2026-11-24 08:10')
  expect(topicsOf(before)).not.toContain('wages')
  shipped = before.verdict?.version ?? ''
})

test.each([
  ['nobody', [], '--by'],
  ['somebody unknown', ['--by', 'nobody', '--reason', '试用'], '不是本台账册的值班长'],
  ['somebody switched off', ['--by', 'sunhai', '--reason', '试用'], '不是本台账册的值班长'],
  ['no reason', ['--by', 'limin'], '--reason'],
])('nobody puts it in use in the name of %s', async (_who, args, word) => {
  await expect(train('--use', id, ...args)).rejects.toThrow(word)
})

test('put in use by a person it reads the next letter, without a restart, and the verdict says so', async () => {
  expect((await train('--use', id, '--by', 'limin', '--reason', '比较后更准')).rows).toEqual([
    { ok: true, id, before: 'shipped' },
  ])
  const line = await drop('还是翻料', '西关那边的人也被翻料了，前天去问，门卫说下个月再看。', '2026-11-24 08:20')
  expect(topicsOf(line)).toContain('wages')
  expect(line.verdict?.version).toBe(`${shipped}+${id}`)
  const corrected = (await itemsOf()).find((one) => one.corrected.length > 0)
  expect(topicsOf(corrected!)).toEqual(['wages'])
})

test('one act goes back, and what people corrected stays as they said it', async () => {
  expect((await train('--back', '--by', 'limin')).rows).toEqual([{ ok: true, id: 'shipped', before: id }])
  const line = await drop('仍是翻料', '南关那边的人也被翻料了，上周去问，门卫说下个月再看。', '2026-11-24 08:30')
  expect(line.verdict?.version).toBe(shipped)
  const corrected = (await itemsOf()).filter((one) => one.corrected.length > 0)
  expect(corrected.map(topicsOf)).toEqual(letters.map(() => ['wages']))
})

test('by the console: the desk reads the comparison; the choice is 值班长’s, on record, and holds at once', async () => {
  const { models, before } = await api.read<ModelPage>('/api/models', '审核')
  expect([models.map((one) => [one.id, one.inUse, one.fits]), before]).toEqual([
    [
      ['shipped', true, true],
      [id, false, true],
    ],
    id,
  ])
  expect(models[1]?.compared).toMatchObject({ corrected: letters.length, figures: expect.arrayContaining([]) })
  expect(models[1]?.compared?.figures[0]?.name).toBe('全部主题')
  const use = async (body: object, role: '值班员' | '值班长' = '值班长') => {
    const answer = await api.send('/api/models/use', await api.cookieOf(role), { method: 'POST', body })
    return [answer.statusCode, answer.json().message ?? answer.json()]
  }
  const wish = { id, seen: 'shipped', reason: '比较后更准' }
  expect(await use(wish, '值班员')).toMatchObject([403, expect.anything()])
  expect(await use({ ...wish, reason: ' ' })).toMatchObject([422, expect.anything()])
  expect(await use({ ...wish, id: 'invented' })).toEqual([409, '没有模型 invented，未作改动'])
  expect(await use(wish)).toEqual([200, { id, before: 'shipped' }])
  expect(await use({ ...wish, id: 'shipped' })).toEqual([409, expect.stringContaining('在您打开之后换过，未作改动')])
  const line = await drop('再是翻料', '北关那边的人也被翻料了，前天去问，门卫说下个月再看。', '2026-11-24 08:35')
  expect(line.verdict?.version).toBe(`${shipped}+${id}`)
  expect(await use({ id: 'shipped', seen: id, reason: '退回' })).toEqual([200, { id: 'shipped', before: id }])
  const chosen = await api.program.ledger.read
    .selectFrom('entry')
    .select('actor')
    .where('act', '=', 'model.used')
    .execute()
  expect(chosen.map((row) => row.actor)).toEqual(['limin', 'limin', 'p值班长', 'p值班长'])
})

test('the export holds masked texts and what people said, and nothing of a 检举控告', async () => {
  const secret = await drop('反映问题', '实名举报市交通局副局长收受贿赂二十万元。', '2026-11-24 08:40')
  const change = { topics: ['safety'] }
  const order = { do: 'item.correct', itemId: secret.item.id, change, reason: '改主题' } as const
  expect((await api.order(secret.caseId ?? '', order, '纪检')).statusCode).toBe(200)
  const folder = join(mkdtempSync(join(tmpdir(), 'huiying-export-')), 'out')
  expect((await train('--export', folder)).rows).toMatchObject([{ items: letters.length }])
  const text = readFileSync(join(folder, 'items.jsonl'), 'utf8')
  expect(text).not.toContain('13812345678')
  expect(text).not.toContain('收受贿赂')
  expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ topics: ['wages'], from: '改标' })
  await expect(train('--export', folder)).rejects.toThrow('EEXIST')
})

test('all of it verifies', async () => {
  expect(await api.program.verify()).toMatchObject([{ ok: true }])
})
