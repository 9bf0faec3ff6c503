// What PostgreSQL and the way to it say when they fail: which of it is the engine's, which ends the connection, and
// what a person is told. `failureOf` knows the codes given here; the words are already a person's.
import pg from 'pg'

export type LedgerCode = 'LEDGER_UNREACHABLE' | 'LEDGER_REFUSED' | 'LEDGER_CERTIFICATE' | 'LEDGER_FAILED'

const unreachable = '账本不可用'
const rows: [RegExp, LedgerCode, (where: string) => string][] = [
  [/^28P01$/, 'LEDGER_REFUSED', () => '账号或密码不对。请核对 LEDGER_URL 里的用户名与密码（特殊字符要按网址编码）'],
  [/^28000$/, 'LEDGER_REFUSED', () => '服务器不许这样登录。请核对 pg_hba.conf、用户名和 LEDGER_URL 的 sslmode'],
  [/^3D000$/, 'LEDGER_REFUSED', () => '没有这个数据库。请先由管理员建库：create database 名称 encoding UTF8'],
  [/^42501$/, 'LEDGER_REFUSED', () => '账号没有建表或读写的权限。请由管理员授权：grant all on schema public to 用户名'],
  [/^25006$/, 'LEDGER_REFUSED', () => '连到的是只读的备库。请把 LEDGER_URL 指向主库'],
  [/^57P03$/, 'LEDGER_UNREACHABLE', () => '数据库正在启动或恢复，好了会自动继续'],
  [/^57P0[124]$/, 'LEDGER_UNREACHABLE', () => '数据库已停止，恢复后自动继续'],
  [/^53300$/, 'LEDGER_FAILED', () => '数据库的连接已用完。请调高 max_connections 或减少程序实例'],
  [/^53[12]00$/, 'LEDGER_FAILED', () => '数据库的磁盘或内存已满。请清理后自动继续'],
  [/^(40001|40P01|55P03|57014|25P03)$/, 'LEDGER_FAILED', () => '等待过久或与另一程序同时改动，本次已撤回，会自动再试'],
  [/^(08|53|57|58|XX)/, 'LEDGER_FAILED', () => '数据库出错，恢复后自动继续'],
  [/^ECONNREFUSED$/, 'LEDGER_UNREACHABLE', (where) => `${where} 没有数据库在应答。请确认它已启动、端口没有写错`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'LEDGER_UNREACHABLE', (where) => `找不到主机 ${where}。请核对主机名与域名解析`],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/,
    'LEDGER_UNREACHABLE',
    (where) => `到不了 ${where}。请检查网络、地址与防火墙`,
  ],
  [
    /^((DEPTH_ZERO_)?SELF_SIGNED_CERT.*|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT.*|CERT_SIG.*)$/,
    'LEDGER_CERTIFICATE',
    () => '服务器证书不是由受信任的机构签发。请把 LEDGER_CA 指向签发它的 CA 证书，不要改用 sslmode=require',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'LEDGER_CERTIFICATE',
    (where) => `服务器证书上没有 ${where} 这个名字。请改用证书上的主机名`,
  ],
  [/^CERT_HAS_EXPIRED$/, 'LEDGER_CERTIFICATE', () => '服务器证书已过期。请更换证书'],
]

/**
 * The engine's failures in words and with a code of their own, whose cause is what was said; the server's answers to
 * what we asked (a key that is there already) stay as they are. `broken`: the connection is of no more use.
 */
export function asLedgerFailure(error: unknown, where: string): { error: Error; broken: boolean } {
  if (!(error instanceof Error)) return { error: new Error(String(error)), broken: true }
  const answered = error instanceof pg.DatabaseError
  const broken = !answered || error.severity === 'FATAL' || error.severity === 'PANIC'
  const told = codeOf(error)
  const found = rows.find(([pattern]) => pattern.test(told))
  if (found !== undefined) {
    const [, code, words] = found
    return { error: failure(code, `${words(where)}（${told}）`, error), broken }
  }
  if (answered) return { error, broken }
  if (/does not support SSL/.test(error.message)) {
    const words = `${where} 没有启用 TLS，而设置要求加密。请在服务器上启用，或核对端口`
    return { error: failure('LEDGER_CERTIFICATE', words, error), broken }
  }
  // pg gives words and no code when a connection ends in the middle of something.
  const words = /timeout/i.test(error.message) ? `${where} 久不应答` : `与 ${where} 的连接中断`
  return { error: failure('LEDGER_UNREACHABLE', `${words}，恢复后自动继续`, error), broken }
}

const failure = (code: LedgerCode, words: string, cause: Error): Error =>
  Object.assign(new Error(`${unreachable}：${words}`, { cause }), { code })

function codeOf(error: Error): string {
  // Several addresses of one name that all refuse come as one error.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0])
  return (error as { code?: string }).code ?? ''
}
