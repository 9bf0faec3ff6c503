// What PostgreSQL and the way to it say when they fail: which of it ends the connection, and what a person is told.
import pg from 'pg'
import type { PostgresOptions } from './postgres-connection.ts'

/** Gives every failure of the connection a code that `failureOf` knows; the server's own answers have theirs. */
export function asEngineFailure(error: unknown): { error: Error; broken: boolean } {
  if (!(error instanceof Error)) return { error: new Error(String(error)), broken: true }
  if (error instanceof pg.DatabaseError) {
    const fatal = error.severity === 'FATAL' || error.severity === 'PANIC'
    return { error, broken: fatal }
  }
  // pg gives words and no code when a connection ends in the middle of something.
  const code = (error as { code?: string }).code ?? (/timeout/i.test(error.message) ? 'ETIMEDOUT' : 'ECONNRESET')
  return { error: Object.assign(new Error(error.message, { cause: error }), { code }), broken: true }
}

const explanations: [RegExp, (where: string) => string][] = [
  [/^28P01$/, () => '账号或密码不对。请核对 LEDGER_URL 里的用户名与密码（特殊字符要按网址编码）'],
  [/^28000$/, () => '服务器不许这样登录。请核对 pg_hba.conf、用户名，以及 LEDGER_URL 的 sslmode'],
  [/^3D000$/, () => '没有这个数据库。请先由管理员建库：create database 名称 encoding UTF8'],
  [/^42501$/, () => '账号没有建表或读写的权限。请由管理员授权：grant all on schema public to 用户名'],
  [/^57P03$/, () => '数据库正在启动或恢复。请稍候再试'],
  [/^53300$/, () => '数据库的连接已用完。请调高 max_connections 或减少程序实例'],
  [/^ECONNREFUSED$/, (where) => `${where} 没有数据库在应答。请确认它已启动、端口没有写错、防火墙已放行`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, (where) => `找不到主机 ${where}。请核对 LEDGER_URL 里的主机名与域名解析`],
  [/^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/, (where) => `到不了 ${where}。请检查网络、地址与防火墙`],
  [
    /^((DEPTH_ZERO_)?SELF_SIGNED_CERT.*|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT.*)$/,
    () => '服务器证书不是由受信任的机构签发。请把 LEDGER_CA 指向签发它的 CA 证书（PEM）；不要为此改用 sslmode=require',
  ],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, (where) => `服务器证书上没有 ${where} 这个名字。请改用证书上的主机名`],
  [/^CERT_HAS_EXPIRED$/, () => '服务器证书已过期。请更换证书'],
]

/** What a person reads when the ledger cannot be opened; the error itself stays as its cause. Never the password. */
export function explainFailure(error: unknown, options: PostgresOptions): Error {
  const code = codeOf(error)
  const { hostname, port } = new URL(options.url)
  const where = `${hostname}:${port || 5432}`
  const found = explanations.find(([pattern]) => pattern.test(code))
  const words = error instanceof Error ? error.message : String(error)
  if (found !== undefined) {
    const said = `连不上台账数据库（${code}）：${found[1](where)}。数据未改动`
    return Object.assign(new Error(said, { cause: error }), { code })
  }
  if (/does not support SSL/.test(words)) {
    const said = `连不上台账数据库：${where} 没有启用 TLS，而设置要求加密。请在服务器上启用，或核对端口。数据未改动`
    return new Error(said, { cause: error })
  }
  return error instanceof Error ? error : new Error(words)
}

function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: string }
    // Several addresses of one name that all refuse come as one error without a code of its own.
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0])
    if (code !== undefined && code !== 'ECONNRESET') return code
  }
  return ''
}
