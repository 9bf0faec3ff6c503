// Who sees and does what, whole: every route of the API × every role × the own unit's case, another's, a secret one.
import { routes } from '@huiying/console/route'
import { userRoles } from '@huiying/domain/word'
import { listItems } from '@huiying/ledger/queue-fact'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

/** 班=值班员 长=值班长 审=审核 联=单位联络员 负=单位负责人 纪=纪检 计=审计 系/安/管=administrators; in order of `userRoles`. */
const letters = [...'班长审联负纪计系安管']

interface Row {
  /** Who gets at the case given to the own unit (市住建局), at another unit's, at one under 检举控告. */
  own: string
  other: string
  secret: string
  /** How the route is asked about one case. */
  ask(target: Target): { path: string; body?: object }
  /** A list is asked once and looked through for the case; others answer for one case and must not refuse. */
  list?: true
}

interface Target {
  caseId: string
  itemId: string
  number: string
  sha256: string
}

const note = { do: 'note.add', kind: '会商', text: '核对' }
let serial = 0
const command = () => ({ commandId: `matrix-${++serial}`.padEnd(18, '0'), expectedVersion: null, order: note })
const everyRead = { own: '班长审联负纪计', other: '班长审纪计', secret: '长纪' }
const everyWrite = { own: '班长审联负纪', other: '班长审纪', secret: '长纪' }

/** By hand; a route that is neither here nor among those without any case fails the first test. */
const matrix: Record<string, Row> = {
  'GET /api/cases': { ...everyRead, list: true, ask: () => ({ path: '/api/cases' }) },
  'GET /api/cases/:id': { ...everyRead, ask: ({ caseId }) => ({ path: `/api/cases/${caseId}` }) },
  'POST /api/cases/:id/preview': {
    ...everyWrite,
    ask: ({ caseId }) => ({ path: `/api/cases/${caseId}/preview`, body: command() }),
  },
  'POST /api/cases/:id/act': {
    ...everyWrite,
    ask: ({ caseId }) => ({ path: `/api/cases/${caseId}/act`, body: command() }),
  },
  'POST /api/cases/:id/replies/check': {
    ...everyWrite,
    ask: ({ caseId }) => ({
      path: `/api/cases/${caseId}/replies/check`,
      body: { reply: '已修复', itemId: null, statement: '结果', unit: null },
    }),
  },
  'POST /api/cases/act': {
    own: '班长审纪',
    other: '班长审纪',
    secret: '长纪',
    ask: ({ caseId }) => ({
      path: '/api/cases/act',
      body: { commandId: command().commandId, ids: [caseId], order: note },
    }),
  },
  'GET /api/cases/:id/files/:sha256': {
    ...everyRead,
    ask: ({ caseId, sha256 }) => ({ path: `/api/cases/${caseId}/files/${sha256}` }),
  },
  'GET /api/items': { ...everyRead, ask: ({ caseId }) => ({ path: `/api/items?caseId=${caseId}` }) },
  'POST /api/items/:id/reveal': {
    own: '班长纪',
    other: '班长纪',
    secret: '长纪',
    ask: ({ caseId, itemId }) => ({ path: `/api/items/${itemId}/reveal`, body: { caseId, reason: '核对地址' } }),
  },
  'GET /api/items/:id/attachments': {
    ...everyRead,
    ask: ({ caseId, itemId }) => ({ path: `/api/items/${itemId}/attachments?caseId=${caseId}` }),
  },
  'POST /api/items/:id/attachments/:number': {
    own: '班长纪',
    other: '班长纪',
    secret: '长纪',
    ask: ({ caseId, itemId }) => ({
      path: `/api/items/${itemId}/attachments/1`,
      body: { caseId, reason: '核对现场' },
    }),
  },
  'GET /api/cases/:id/alike': {
    own: '班长',
    other: '班长',
    secret: '长',
    ask: ({ caseId }) => ({ path: `/api/cases/${caseId}/alike` }),
  },
  'GET /api/items/:id/similar': { ...everyRead, ask: ({ itemId }) => ({ path: `/api/items/${itemId}/similar` }) },
  'GET /api/letters': {
    own: '班长审纪计',
    other: '班长审纪计',
    secret: '长纪',
    list: true,
    ask: () => ({ path: '/api/letters' }),
  },
  'GET /api/rows': { ...everyRead, list: true, ask: () => ({ path: '/api/rows' }) },
  'GET /api/rows.csv': {
    own: '班长审纪计',
    other: '班长审纪计',
    secret: '',
    list: true,
    ask: () => ({ path: '/api/rows.csv' }),
  },
}

/** Routes that hold nothing of any one case; who may use them at all stands in door.test.ts. */
const caseless = [
  'GET /api/session',
  'POST /api/session/close',
  'POST /api/session/password',
  'GET /api/directory',
  'POST /api/items',
  'GET /api/persons',
  'POST /api/persons/:login/switch',
  'GET /api/status',
  'POST /api/parked/:id/replay',
  'GET /api/models',
  'POST /api/models/use',
  'GET /api/quarantine',
  'POST /api/quarantine/:id/clear',
]
/** The same rows as another route, through other tests: the stream in case.test.ts, the zip of the same cells. */
// Problems are counted in problem.test.ts; handovers tell of no restricted case: handover.test.ts.
const elsewhere = [
  'GET /api/handovers',
  'GET /api/handovers/now',
  'GET /api/handovers/:seq',
  'POST /api/handovers',
  'POST /api/handovers/:seq/take',
  'GET /api/stream',
  'GET /api/problems',
  'GET /api/problems.csv',
  'GET /api/rows.xlsx',
  'GET /api/audit.zip',
  'POST /api/items/:id/open',
  'POST /api/items/:id/leave',
  'POST /api/items/:id/correct',
  'POST /api/cases/:id/files',
  'POST /api/items/leave',
]

let api: TestApi
const targets: Record<'own' | 'other' | 'secret', Target> = {
  own: { caseId: '', itemId: '', number: '', sha256: '' },
  other: { caseId: '', itemId: '', number: '', sha256: '' },
  secret: { caseId: '', itemId: '', number: '', sha256: '' },
}

beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
  const { program } = api
  const files = [{ name: '现场.bin', content: Buffer.from([0, 1, 254]) }]
  await program.drop(
    { subject: '滨江壹号停电', text: '滨江壹号停电两天。', date: '2026-11-24 10:00', files },
    { subject: '柳溪村井盖缺失', text: '柳溪村村口井盖缺失半个月。', date: '2026-11-24 10:05', files },
    { subject: '反映问题', text: '实名举报市交通局副局长收受贿赂二十万元。', date: '2026-11-24 10:10', files },
  )
  const rows = await program.queue()
  const find = async (title: string): Promise<Target> => {
    const state = rows.find((row) => row.state.title === title)?.state
    const items = await listItems(
      program.ledger.read,
      { book: program.book, restricted: true, caseIds: [state?.id ?? ''] },
      1,
      null,
    )
    const sha256 = await program.ledger.blobs.put(Buffer.from(title))
    const file = { do: 'attachment.add', sha256, name: 'a.txt', type: 'text/plain', bytes: 1 } as const
    await program.done(state?.id ?? '', file)
    return { caseId: state?.id ?? '', itemId: items[0]?.item.id ?? '', number: state?.number ?? '', sha256 }
  }
  targets.own = await find('滨江壹号停电')
  targets.other = await find('柳溪村井盖缺失')
  targets.secret = await find('反映问题')
  await program.done(targets.own.caseId, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '请核实' })
  await program.done(targets.other.caseId, { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '请核实' })
  const judged = { do: 'case.judge', verdict: '确认', grade: null, type: null, reason: '违纪线索' } as const
  await program.done(targets.secret.caseId, { ...judged, restricted: '检举控告' })
})
afterAll(() => api.stop())

test('every route of the API is in the matrix, or is known to hold nothing of a case', () => {
  const all = routes.filter((route) => route.path.startsWith('/api/')).map((route) => `${route.method} ${route.path}`)
  expect([...Object.keys(matrix), ...caseless, ...elsewhere].sort()).toEqual(all.sort())
})

describe.each(Object.entries(matrix))('%s', (route, row) => {
  test.each(['own', 'other', 'secret'] as const)('about the case of %s', async (which) => {
    const method = route.startsWith('POST') ? 'POST' : 'GET'
    const found: string[] = []
    for (const [index, role] of userRoles.entries()) {
      const unit = role.startsWith('单位') ? 'zjj' : null
      const { path, body } = row.ask(targets[which])
      const answer = await api.send(path, await api.cookieOf(role, unit), { method, ...(body ? { body } : {}) })
      const named = answer.body.includes(targets[which].number)
      const allowed = row.list === true ? answer.statusCode === 200 && named : answer.statusCode === 200
      if (!allowed && row.list !== true) expect([403, 404]).toContain(answer.statusCode)
      if (!allowed) expect([role, named]).toEqual([role, false])
      if (allowed) found.push(letters[index] ?? '')
    }
    expect(found.join('')).toBe(row[which])
  })
})
