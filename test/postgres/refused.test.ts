// What a person reads when the ledger cannot be opened: a wrong password, a wrong CA, a host nobody is at; on the real
// server, with certificates of our own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresEngine, startPostgres } from '@huiying/infra/engines/postgres'
import { openLedger } from '@huiying/ledger/open'
import { failureOf } from '@huiying/runtime/failure'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const TEST_MS = 180_000
const folder = mkdtempSync(join(tmpdir(), 'huiying-tls-'))
const file = (name: string) => join(folder, name)
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })

/** An authority of its own and, when asked, a certificate for a name signed by it. */
function makeAuthority(name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-days', '30', '-nodes']
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject)
}

function makeCertificate(authority: string, host: string): { cert: string; key: string } {
  openssl('req', '-newkey', 'rsa:2048', '-keyout', 'server.key', '-out', 'server.csr', '-nodes', '-subj', `/CN=${host}`)
  writeFileSync(file('names'), `subjectAltName=DNS:${host}`)
  const signer = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial']
  openssl('x509', '-req', '-in', 'server.csr', ...signer, '-out', 'server.pem', '-days', '30', '-extfile', 'names')
  return { cert: readFileSync(file('server.pem'), 'utf8'), key: readFileSync(file('server.key'), 'utf8') }
}

let engine: PostgresEngine
let serial = 0
beforeAll(async () => {
  makeAuthority('ours')
  makeAuthority('theirs')
  engine = await startPostgres({ say: () => undefined, durable: false, tls: makeCertificate('ours', 'localhost') })
}, TEST_MS)
afterAll(() => engine.stop(), TEST_MS)

/** What opening says, and whether `failureOf` takes it for the engine's fault; 'open' when it opens. */
async function opening(url: string, ca: string | null = null): Promise<string> {
  const dataDir = file(`data-${++serial}`)
  try {
    const ledger = await openLedger({ dataDir, ledgerUrl: url, ledgerCa: ca === null ? null : file(`${ca}.pem`) })
    await ledger.close()
    return 'open'
  } catch (error) {
    expect(failureOf(error).kind).toBe('engine')
    return (error as Error).message
  }
}

async function freshUrl(change: (url: URL) => void = () => undefined): Promise<string> {
  const url = new URL(await engine.create(`refused_${++serial}`))
  change(url)
  return url.href
}

const viaTls = (mode: string, host: string) => (url: URL) => {
  url.hostname = host
  url.searchParams.set('sslmode', mode)
}

describe('a ledger on PostgreSQL', () => {
  const table: [string, (url: URL) => void, string | null, RegExp][] = [
    [
      'with a wrong password',
      (url) => {
        url.password = 'falsch'
      },
      null,
      /^账本不可用：账号或密码不对。请核对 LEDGER_URL 里的用户名与密码.*28P01/,
    ],
    [
      'in a database that is not there',
      (url) => {
        url.pathname = '/nowhere'
      },
      null,
      /没有这个数据库。请先由管理员建库.*3D000/,
    ],
    [
      'with a certificate of another authority',
      viaTls('verify-full', 'localhost'),
      'theirs',
      /LEDGER_CA 指向签发它的 CA/,
    ],
    ['with no authority to ask', viaTls('verify-full', 'localhost'), null, /LEDGER_CA 指向签发它的 CA/],
    [
      'under a name that is not on the certificate',
      viaTls('verify-full', '127.0.0.1'),
      'ours',
      /没有 127\.0\.0\.1:\d+ 这个名字/,
    ],
    ['with a mode that is none', viaTls('maybe', 'localhost'), 'ours', /sslmode 不能是“maybe”/],
  ]
  it.each(table)('%s says what is wrong and what to do, and not the password', { timeout: TEST_MS }, async (...row) => {
    const [, change, ca, says] = row
    const said = await opening(await freshUrl(change), ca)
    expect(said).toMatch(says)
    expect(said).not.toContain(engine.password)
  })

  it.each([
    ['verify-full', 'localhost', 'ours'],
    ['verify-ca', '127.0.0.1', 'ours'],
    ['require', '127.0.0.1', null],
  ])('opens over TLS with sslmode=%s', { timeout: TEST_MS }, async (mode, host, ca) => {
    expect(await opening(await freshUrl(viaTls(mode, host)), ca)).toBe('open')
  })

  it('with a CA and no mode asks for the name too', { timeout: TEST_MS }, async () => {
    const at = (host: string) => (url: URL) => {
      url.hostname = host
    }
    expect(await opening(await freshUrl(at('localhost')), 'ours')).toBe('open')
    expect(await opening(await freshUrl(at('127.0.0.1')), 'ours')).toMatch(/没有 127\.0\.0\.1:\d+ 这个名字/)
  })

  it('where nobody listens, or no such host is, says where it looked', { timeout: TEST_MS }, async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((resolve) => server.close(resolve))
    expect(await opening(`postgres://u:p@127.0.0.1:${port}/huiying`)).toMatch(
      new RegExp(`127.0.0.1:${port} 没有数据库在应答.*ECONNREFUSED`),
    )
    expect(await opening('postgres://u:p@ledger.invalid/huiying')).toMatch(/找不到主机 ledger\.invalid:5432/)
  })

  it('on a server without TLS says so when TLS is asked for', { timeout: TEST_MS }, async () => {
    const url = new URL(process.env.POSTGRES_URL!)
    url.searchParams.set('sslmode', 'require')
    expect(await opening(url.href)).toMatch(/没有启用 TLS，而设置要求加密/)
  })
})
