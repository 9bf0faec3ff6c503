// Who comes in: 401 without login on every path of the API, every role on every route, and no other site's requests.
import { routes } from '@huiying/console/route'
import { userRoles } from '@huiying/domain/word'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './api.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi('2026-11-24 11:00')
})
afterAll(() => api.stop())

const filled = (path: string) => path.replace(/:\w+/g, 'nothing')
const apiRoutes = routes.filter((route) => route.path.startsWith('/api/'))

describe('without login', () => {
  test.each(apiRoutes.map((route) => [route.method, route.path] as const))('%s %s gives 401', async (method, path) => {
    const answer = await api.send(filled(path), null, { method, ...(method === 'POST' ? { body: {} } : {}) })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'login'])
  })

  test.each([
    ['/api/openapi.json', 'the description of the API'],
    ['/api/unheard', 'a path that is not'],
    ['/api/', 'the root of the API'],
  ])('%s gives 401 too: %s', async (path) => {
    const answer = await api.send(path, null)
    expect(answer.statusCode).toBe(401)
  })

  test('a session token that nobody has is no login', async () => {
    const answer = await api.send('/api/cases', 'huiying=invented')
    expect(answer.statusCode).toBe(401)
  })

  test.each([
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
    ['/', 200],
    ['/mail/broken', 403],
  ])('%s is reachable', async (path, status) => {
    const answer = await api.send(path, null)
    expect(answer.statusCode).toBe(status)
  })

  test('no other path is: every route outside /api is named here', () => {
    const open = routes.filter((route) => route.roles === 'public').map((route) => `${route.method} ${route.path}`)
    const probes = ['GET /healthz', 'GET /readyz', 'GET /metrics']
    const pages = ['POST /login', 'GET /mail/:token', 'POST /mail/:token']
    expect(open).toEqual([...probes, ...pages, 'POST /hooks/:source'])
    expect(apiRoutes.filter((route) => route.roles === 'public')).toEqual([])
  })
})

/** By hand: 班=值班员 长=值班长 审=审核 联=单位联络员 负=单位负责人 纪=纪检 计=审计 系/安/管=administrators. */
const letters = ['班', '长', '审', '联', '负', '纪', '计', '系', '安', '管']
const matrix: Record<string, string> = {
  'GET /api/session': '班长审联负纪计系安管',
  'POST /api/session/close': '班长审联负纪计系安管',
  'POST /api/session/password': '班长审联负纪计系安管',
  'GET /api/directory': '班长审联负纪计',
  'GET /api/stream': '班长审联负纪计',
  'GET /api/cases': '班长审联负纪计',
  'POST /api/cases/act': '班长审纪',
  'GET /api/cases/:id': '班长审联负纪计',
  'GET /api/cases/:id/alike': '班长',
  'POST /api/cases/:id/preview': '班长审联负纪',
  'POST /api/cases/:id/replies/check': '班长审联负纪',
  'POST /api/cases/:id/act': '班长审联负纪',
  'POST /api/cases/:id/files': '班长审联负纪',
  'GET /api/cases/:id/files/:sha256': '班长审联负纪计',
  'GET /api/items': '班长审联负纪计',
  'POST /api/items': '班长',
  'POST /api/items/leave': '班长',
  'POST /api/items/:id/reveal': '班长纪',
  'GET /api/items/:id/attachments': '班长审联负纪计',
  'POST /api/items/:id/attachments/:number': '班长纪',
  'GET /api/items/:id/similar': '班长审联负纪计',
  'POST /api/items/:id/open': '班长',
  'GET /api/quarantine': '长安',
  'POST /api/quarantine/:id/clear': '长安',
  'POST /api/items/:id/leave': '班长',
  'POST /api/items/:id/correct': '班长',
  'GET /api/letters': '班长审纪计',
  'GET /api/problems': '班长审纪计',
  'GET /api/problems.csv': '班长审纪计',
  'GET /api/rows': '班长审联负纪计',
  'GET /api/rows.csv': '班长审纪计',
  'GET /api/rows.xlsx': '班长审纪计',
  'GET /api/audit.zip': '班长审纪计',
  'GET /api/handovers': '班长审纪计',
  'GET /api/handovers/now': '班长',
  'GET /api/handovers/:seq': '班长审纪计',
  'POST /api/handovers': '班长',
  'POST /api/handovers/:seq/take': '班长',
  'GET /api/persons': '系安管',
  'POST /api/persons/:login/switch': '系',
  'GET /api/status': '班长审纪计系安管',
  'POST /api/parked/:id/replay': '长系',
  'GET /api/models': '班长审纪计',
  'POST /api/models/use': '长',
}

describe('the metrics', () => {
  test('are for this machine; from another, or through a proxy, they take the token', async () => {
    const from = async (remoteAddress: string, headers: Record<string, string> = {}) =>
      (await api.app.inject({ url: '/metrics', remoteAddress, headers: { host: '127.0.0.1', ...headers } })).statusCode
    expect(await from('127.0.0.1')).toBe(200)
    expect(await from('10.0.0.8')).toBe(403)
    expect(await from('10.0.0.8', { authorization: 'Bearer invented-by-them' })).toBe(403)
    expect(await from('127.0.0.1', { 'x-forwarded-for': '10.0.0.8' })).toBe(403)
  })
})

describe('by role', () => {
  test('every route of the API stands in the table, and nothing else', () => {
    expect(apiRoutes.map((route) => `${route.method} ${route.path}`).sort()).toEqual(Object.keys(matrix).sort())
  })

  // The stream never ends; its role is checked by the same door, before the handler.
  const asked = apiRoutes.filter((route) => route.path !== '/api/stream' && route.path !== '/api/session/close')
  test.each(asked)('$method $path', async (route) => {
    const allowed = matrix[`${route.method} ${route.path}`] ?? ''
    const found: string[] = []
    for (const [index, role] of userRoles.entries()) {
      const unit = role.startsWith('单位') ? 'zjj' : null
      const answer = await api.send(filled(route.path), await api.cookieOf(role, unit), {
        method: route.method,
        ...(route.method === 'POST' ? { body: {} } : {}),
      })
      if (answer.statusCode === 403) expect(answer.json().code).toBe('role')
      else found.push(letters[index] ?? '')
    }
    expect(found.join('')).toBe(allowed)
  })
})

describe('other sites', () => {
  test('a write without our own header is refused', async () => {
    const cookie = await api.cookieOf('值班长')
    const headers = { cookie, 'content-type': 'application/json' }
    const answer = await api.app.inject({ method: 'POST', url: '/api/session/close', headers, payload: '{}' })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'origin'])
  })

  test('a write that names another origin is refused, login and the unit page included', async () => {
    const headers = { origin: 'https://elsewhere.example' }
    for (const path of ['/login', '/mail/broken', '/api/session/close']) {
      const answer = await api.send(path, null, { method: 'POST', body: {}, headers })
      expect([path, answer.statusCode]).toEqual([path, 403])
    }
  })

  test('a host name that is not ours is refused: its page could otherwise read what this machine answers', async () => {
    const answer = await api.send('/', null, { headers: { host: 'attacker.example' } })
    expect(answer.statusCode).toBe(421)
  })

  test('every answer carries the strict policy, and no cookie is readable by a script', async () => {
    const answer = await api.send('/', null)
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })
})
