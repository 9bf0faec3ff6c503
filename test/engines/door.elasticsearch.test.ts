// The guarded door of a real Elasticsearch: password and API key over TLS; a wrong one is told in words.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElasticsearchEngine, startElasticsearch } from '@huiying/infra/engines/elasticsearch'
import { makeKey } from '@huiying/infra/engines/key'
import { freePort } from '@huiying/infra/engines/port'
import { openSearch } from '@huiying/search/open'
import { afterAll, beforeAll, expect, it } from 'vitest'

const START_MS_MAX = 420_000
const login = { user: 'huiying', password: 'qinghe-2026' }
let engine: ElasticsearchEngine
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-door-'))
  engine = await startElasticsearch({ say: () => undefined, doors: login })
}, START_MS_MAX)
afterAll(async () => {
  await engine.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Asking {
  url?: string
  caFile?: string | null
  apiKey?: string | null
}

const urlWith = (password: string) => engine.url.replace('https://', `https://${login.user}:${password}@`)

/** Asks how far a book has been read; what it was told, or null when it was answered. */
async function ask({ url = urlWith(login.password), caFile = engine.caFile, apiKey = null }: Asking) {
  const search = await openSearch({ url, file: '', caFile, apiKey }, (text) => text)
  const answer = await search.position('qinghe').then(
    () => null,
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  )
  await search.close()
  return answer
}

it('takes a right password', async () => {
  expect(await ask({})).toBeNull()
})
it('says that the password is wrong, without repeating it', async () => {
  const told = await ask({ url: urlWith('sesame') })
  expect(told).toMatch(/^SEARCH_REFUSED Elasticsearch（localhost:\d+）拒绝了密码或密钥（401）/)
  expect(told).not.toContain('sesame')
})
// A right key cannot be made here: this build lacks the analysis module that the security index wants.
it('sends an API key instead of a password, and says when it is refused', async () => {
  const told = await ask({ url: engine.url, apiKey: Buffer.from('id:qinghe').toString('base64') })
  expect(told).toMatch(/^SEARCH_REFUSED .*（401）.*SEARCH_API_KEY/)
})
it('says that the certificate is not of the CA it was given', async () => {
  const other = await makeKey(folder, 'other')
  expect(await ask({ caFile: other.caFile })).toMatch(/^SEARCH_CERTIFICATE .*SEARCH_CA/)
}, 60_000)
it('says that nobody is there, and what goes on without it', async () => {
  const told = await ask({ url: `http://127.0.0.1:${await freePort()}` })
  expect(told).toMatch(
    /^SEARCH_UNREACHABLE 连不上 Elasticsearch（127\.0\.0\.1:\d+），检索暂停；台账、时限和邮件不受影响/,
  )
})
it('says which file of the CA cannot be read, and which address is none', async () => {
  await expect(ask({ caFile: join(folder, 'none.pem') })).rejects.toThrow('SEARCH_CA 不能读取')
  await expect(ask({ url: 'elastic://localhost' })).rejects.toThrow('SEARCH_URL 应为')
})
