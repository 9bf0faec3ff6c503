// The answer to a letter under 检举控告 (§14-8): what the writer was told is seen by 值班长 and 纪检 and by nobody else,
// on no way, before the mail goes and after; the mail goes to the writer alone, and his address stands in it only.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LetterPage } from '@huiying/console/letter-wire'
import type { CasePage } from '@huiying/console/wire'
import { type UserRole, userRoles } from '@huiying/domain/word'
import { caseEntries } from '@huiying/ledger/case'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'
import { readFrames } from './frames.ts'
import { readZip } from './sheet.ts'

const WRITER = 'jubaoren@mail.example'
const TOLD = '来信已由纪检监察机关收阅，专人专档保管。'
const SUMMARY = '您好，经纪检监察机关核查，望江楼宴请一事属实，相关责任人已被立案审查。'
const PIECES = ['专人专档保管', '望江楼宴请', '已被立案审查', WRITER]
/** Who works for the house, for the reported bureau, and for another one. */
const readers: [UserRole, string | null][] = userRoles.flatMap((role): [UserRole, string | null][] =>
  role.startsWith('单位') ? ['zjj', 'yjj'].map((unit): [UserRole, string] => [role, unit]) : [[role, null]],
)
const sees = (role: UserRole): boolean => role === '值班长' || role === '纪检'

let api: TestApi
let secret: { id: string; itemId: string; number: string }
let like: string
let before: Map<string, string>
let base: string

const lanes = ['待答复', '待受理', '临期', '超时', '疑似误投', '已答复', '不予受理', '误投告知']
const words = ['望江楼宴请', '立案审查', '专人专档', '纪检监察机关'].map(encodeURIComponent)
const looks = () => [
  '/api/cases',
  '/api/cases?lane=已回应待续',
  ...words.map((word) => `/api/cases?text=${word}`),
  '/api/items?limit=200',
  '/api/items?kind=letter&limit=200',
  `/api/items?caseId=${secret.id}`,
  `/api/items/${like}/similar`,
  `/api/items/${secret.itemId}/similar`,
  `/api/cases/${secret.id}`,
  `/api/cases/${secret.number}`,
  ...lanes.map((lane) => `/api/letters?lane=${encodeURIComponent(lane)}`),
  '/api/rows?limit=200',
  ...words.map((word) => `/api/rows?text=${word}`),
  '/api/problems?least=2',
  '/api/problems.csv?least=2',
  '/api/rows.csv?version=masked',
  '/api/rows.csv?version=internal',
  '/api/directory',
  '/api/status',
  '/api/quarantine',
  '/api/persons',
  '/api/session',
]
const files = ['/api/rows.xlsx?version=masked', '/api/audit.zip?version=masked', '/api/audit.zip?version=internal']
/** What people count by; it must not tell that there is something either. */
const counted = ['/api/cases', '/api/letters', '/api/problems', '/api/rows']

beforeAll(async () => {
  api = await startApi('2026-11-23 09:00')
  const { program } = api
  const report = '我实名举报市住建局局长杨志远在望江楼收受承建商宴请与现金，安置楼外墙保温偷工减料。'
  await program.drop(
    {
      subject: '安置楼外墙保温脱落',
      text: '安置楼外墙保温脱落，承建商偷工减料，请市住建局查处。',
      date: '2026-11-23 08:40',
    },
    { subject: '举报市住建局局长', text: report, date: '2026-11-23 08:50', from: WRITER },
  )
  const items = await program.ledger.read.selectFrom('item').select(['id', 'title', 'caseId']).execute()
  const reported = items.find((one) => one.title.includes('举报'))
  const id = reported?.caseId ?? ''
  const number = (await program.queue()).find((row) => row.state.id === id)?.state.number ?? ''
  secret = { id, itemId: reported?.id ?? '', number }
  like = items.find((one) => one.title.includes('保温'))?.id ?? ''
  const judge = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
  await program.done(id, { ...judge, restricted: '检举控告' }, 'limin')
  base = await api.app.listen({ host: '127.0.0.1', port: 0 })
  before = await countsSeen()
}, 120_000)
afterAll(() => api.stop())

async function countsSeen(): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  for (const [role, unit] of readers.filter(([each]) => !sees(each))) {
    const cookie = await api.cookieOf(role, unit)
    for (const path of counted) {
      const answer = await api.send(path, cookie)
      const { counts, total, letters } = answer.json() as {
        counts?: object
        total?: number
        letters?: unknown[] | number
      }
      const many = Array.isArray(letters) ? letters.length : letters
      seen.set(`${role} ${unit} ${path}`, JSON.stringify([answer.statusCode, counts, total, many]))
    }
  }
  return seen
}

/** Everything this person can read, as one text each, files unpacked. */
async function readable(role: UserRole, unit: string | null): Promise<[string, string][]> {
  const cookie = await api.cookieOf(role, unit)
  const texts: [string, string][] = []
  for (const path of looks()) texts.push([path, (await api.send(path, cookie)).body])
  for (const path of files) {
    const answer = await api.send(path, cookie)
    if (answer.statusCode !== 200) texts.push([path, answer.body])
    else for (const [name, text] of await readZip(answer.rawPayload)) texts.push([`${path} ${name}`, text])
  }
  return texts
}

const leaksTo = async (role: UserRole, unit: string | null) =>
  (await readable(role, unit)).flatMap(([path, text]) => {
    const found = [...PIECES, secret.number].filter((piece) => text.includes(piece))
    return found.map((piece) => `${role} ${unit ?? ''} ${path}: ${piece}`)
  })

async function nobodyElseLearns(): Promise<void> {
  const leaks: string[] = []
  for (const [role, unit] of readers) if (!sees(role)) leaks.push(...(await leaksTo(role, unit)))
  expect(leaks).toEqual([])
  expect(await countsSeen()).toEqual(before)
}

/** Frames that a person gets while something is done, up to the entry it ends with. */
async function framesDuring(role: UserRole, unit: string | null, run: () => Promise<{ seqs: number[] }>) {
  const headers = { cookie: await api.cookieOf(role, unit) }
  const frames = readFrames(await fetch(`${base}/api/stream`, { headers }))
  await frames.next('beat')
  const { seqs } = await run()
  const named = await frames.until(Math.max(...seqs))
  await frames.close()
  return named
}

describe('what the writer of a report is told', { timeout: 120_000 }, () => {
  test('while it waits is nobody else’s, in lists, searches, counts and files', async () => {
    const accept = { do: 'letter.accept', itemId: secret.itemId, told: TOLD, mail: true } as const
    await api.program.done(secret.id, accept, 'limin')
    await nobodyElseLearns()
  })

  test('once it was answered still is not, and the live stream names the case to 值班长 and 纪检 only', async () => {
    const answer = { do: 'letter.answer', itemId: secret.itemId, channel: '', answeredAt: 0, mail: true } as const
    const publicity = { open: false, reason: '检举控告' } as const
    await api.program.done(secret.id, { ...answer, summary: SUMMARY, publicity }, 'limin')
    await api.program.goTo('2026-11-23 11:00')
    const acts = (await caseEntries(api.program.ledger.read, secret.id, 0, 1_000)).map(({ body }) => body.act)
    expect(acts).toEqual(expect.arrayContaining(['answer.queued', 'answer.sent', 'letter.answered']))
    await api.program.indexer.level()
    await nobodyElseLearns()
    const note = () => api.program.done(secret.id, { do: 'note.add', kind: '会商', text: '已答复来信人' }, 'limin')
    for (const [role, unit] of readers.filter(([each]) => !each.endsWith('管理员')))
      expect([role, (await framesDuring(role, unit, note)).includes(secret.id)]).toEqual([role, sees(role)])
  })

  test('is read by those who may: on the case, in the list of letters, in the file for the house', async () => {
    for (const role of ['值班长', '纪检'] as const) {
      const { answers } = await api.read<CasePage>(`/api/cases/${secret.id}`, role)
      expect([role, new Set(answers.map((one) => one.text))]).toEqual([role, new Set([TOLD, SUMMARY])])
      const { letters } = await api.read<LetterPage>('/api/letters?lane=已答复', role)
      expect([role, letters.map((one) => one.mailed?.state)]).toEqual([role, ['sent']])
      const inside = await api.send('/api/rows.csv?version=internal', await api.cookieOf(role))
      expect([role, inside.body.includes(secret.number)]).toEqual([role, true])
      // Not even they see where it went.
      expect((await readable(role, null)).filter(([, text]) => text.includes(WRITER))).toEqual([])
    }
  })

  test('goes in mails to the writer and in no other; the address stands in nothing else that was written', () => {
    const outbox = join(api.program.folder, 'outbox')
    const mails = readdirSync(outbox).map((name) => [name, decoded(readFileSync(join(outbox, name), 'utf8'))] as const)
    const telling = mails.filter(([, text]) => /专人专档|望江楼/.test(text))
    expect(telling).toHaveLength(2)
    for (const [name, text] of telling) expect([name, /^To: (.*)$/m.exec(text)?.[1]]).toEqual([name, WRITER])
    expect(mails.filter(([, text]) => text.includes(WRITER)).map(([name]) => name)).toEqual(
      telling.map(([name]) => name),
    )
  })
})

/** A mail with its parts readable, whichever way they were written. */
function decoded(raw: string): string {
  const [head = '', ...parts] = raw.replaceAll('\r\n', '\n').split('\n\n')
  const body = parts.join('\n\n')
  const base64 = body.match(/^[A-Za-z0-9+/=\n]{40,}$/gm) ?? []
  const quoted = body
    .replace(/=\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
  return [head, quoted, ...base64.map((part) => Buffer.from(part, 'base64').toString('utf8'))].join('\n')
}
