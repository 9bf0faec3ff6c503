// How a connection to PostgreSQL is made from the settings: TLS, timeouts, and the name it shows there.
import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type pg from 'pg'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  url: string
  /** PEM file of the authority that signed the server's certificate; null: the machine's own list. */
  ca: string | null
}

/** Host and port as a person reads them; never the password. */
export function whereOf({ url }: PostgresOptions): string {
  const { hostname, port } = new URL(url)
  return `${hostname}:${port || 5432}`
}

const CONNECT_MS_MAX = 10_000
/** A statement that takes longer is ended by the server; verify and migrate read in pages. */
const STATEMENT_MS_MAX = 120_000
/** A program that stops in the middle of a turn (suspended, cut off) holds its book no longer than this. */
const IDLE_IN_TURN_MS_MAX = 30_000
/** As above for a server that no longer answers at all. */
const ANSWER_MS_MAX = STATEMENT_MS_MAX + 10_000

export function connectionOf(options: PostgresOptions): pg.ClientConfig {
  const url = new URL(options.url)
  const ssl = tlsOf(url.searchParams.get('sslmode'), options.ca)
  // pg reads the rest of the address; the modes of TLS are ours, so that a mode never means less than it says.
  for (const name of ['sslmode', 'sslrootcert', 'ssl']) url.searchParams.delete(name)
  return {
    connectionString: url.href,
    ssl,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    idle_in_transaction_session_timeout: IDLE_IN_TURN_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    keepAlive: true,
    application_name: 'huiying',
  }
}

/** As libpq names them: disable; require (encrypted, whoever answers); verify-ca; verify-full (name too). */
function tlsOf(mode: string | null, ca: string | null): false | ConnectionOptions {
  const trust = ca === null ? {} : { ca: readFileSync(ca, 'utf8') }
  switch (mode ?? (ca === null ? 'disable' : 'verify-full')) {
    case 'disable':
      return false
    case 'require':
      return ca === null ? { rejectUnauthorized: false } : { ...trust, checkServerIdentity: () => undefined }
    case 'verify-ca':
      return { ...trust, checkServerIdentity: () => undefined }
    case 'verify-full':
      return trust
    default:
      throw Object.assign(
        new Error(`LEDGER_URL 的 sslmode 不能是“${mode}”：请用 disable、require、verify-ca 或 verify-full`),
        { code: 'LEDGER_REFUSED' },
      )
  }
}
