// One table that says whether a failure is the engine's (wait and go on) or the message's (retry, then park).

export type FailureKind = 'engine' | 'message'

const engineCodes = new Map<string, string>([
  ['SQLITE_BUSY', '另一进程占用数据库'],
  ['SQLITE_FULL', '磁盘已满'],
  ['SQLITE_IOERR', '磁盘读写出错'],
  ['SQLITE_READONLY', '数据库只读'],
  ['ENOSPC', '磁盘已满'],
  ['EDQUOT', '磁盘配额已满'],
  ['EROFS', '文件系统只读'],
  ['EMFILE', '打开的文件太多'],
  ['EIO', '磁盘读写出错'],
  ['ECONNREFUSED', '服务未启动'],
  ['ECONNRESET', '连接被断开'],
  ['EHOSTUNREACH', '主机不可达'],
  ['ENETUNREACH', '网络不可达'],
  ['ENOTFOUND', '域名不能解析'],
  ['EAI_AGAIN', '域名暂时不能解析'],
  ['ETIMEDOUT', '连接超时'],
  ['EPIPE', '连接已关闭'],
  ['ERR_WORKER_INIT_FAILED', '计算线程不能启动'],
])
/** SQLite's primary result codes, as node:sqlite gives them. */
const sqliteEngineCodes = new Map<number, string>([
  [5, '数据库正被占用'],
  [6, '数据库正被占用'],
  [8, '数据库只读'],
  [10, '磁盘读写出错'],
  [13, '磁盘已满'],
  [14, '打不开数据库文件'],
])

/** Codes that our own engine files give; their message already says in words what is wrong and what to do. */
const inOwnWords = /^(BUS|SEARCH|LEDGER)_(UNREACHABLE|REFUSED|CERTIFICATE|FAILED)$/

/** Follows `cause`; what no row names is the message's own fault. */
export function failureOf(error: unknown): { kind: FailureKind; reason: string } {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, errcode } = at as { code?: string; errcode?: number }
    const reason = code === undefined ? undefined : engineCodes.get(code)
    if (code !== undefined && inOwnWords.test(code)) return { kind: 'engine', reason: at.message }
    if (reason !== undefined) return { kind: 'engine', reason }
    const sqlite = errcode === undefined ? undefined : sqliteEngineCodes.get(errcode & 0xff)
    if (sqlite !== undefined) return { kind: 'engine', reason: sqlite }
  }
  return { kind: 'message', reason: error instanceof Error ? error.message : String(error) }
}

/** Whether the ledger itself cannot be reached: then every screen says 账本不可用 and nothing is parked. */
export function isLedgerDown(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/^LEDGER_/.test((at as { code?: string }).code ?? '')) return true
  }
  return false
}
