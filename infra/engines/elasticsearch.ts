// A real Elasticsearch of one node, from Maven's artifact, on 127.0.0.1 and in a folder of its own, never as root.
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Doors, type EngineOptions, javaFlagsOf, type RestartableEngine } from './engine.ts'
import { type Key, makeKey } from './key.ts'
import { freePort } from './port.ts'
import { type Server, startServer } from './server.ts'
import { fetchOnce, needProgram } from './store.ts'

const VERSION = '8.19.2'
const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${VERSION}:zip`
const owned = 0o777
const readable = 0o644
const HASH_ROUNDS = 10_000
const HASH_BYTES = 32

export interface ElasticsearchEngine extends RestartableEngine {
  /** The CA's certificate in PEM, as a file; only where doors were asked for, and then `url` is https. */
  caFile: string | null
}

/**
 * Ready in about ten seconds; the archive (97 MB) is fetched once and may be used here but not passed on. With `doors`
 * it asks for a login over TLS.
 */
export async function startElasticsearch(options: EngineOptions & { doors?: Doors }): Promise<ElasticsearchEngine> {
  const javaHome = dirname(dirname(needProgram('java')))
  const store = await fetchOnce(
    `elasticsearch-${VERSION}`,
    (folder) => ({ goal: 'unpack', args: [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], cwd: folder }),
    options.say,
  )
  const home = join(store, `elasticsearch-${VERSION}`)
  const folder = mkdtempSync(join(tmpdir(), 'huiying-elasticsearch-'))
  const [port, transport] = [await freePort(options.port), await freePort()]
  writeSettings(home, folder, { port, transport })
  const key = options.doors === undefined ? null : await guard(folder, options.doors)
  const start = (): Promise<Server> =>
    startServer({
      name: 'Elasticsearch',
      command: join(home, 'bin', 'elasticsearch'),
      args: [],
      cwd: folder,
      env: {
        ES_JAVA_HOME: javaHome,
        ES_PATH_CONF: join(folder, 'config'),
        ES_TMPDIR: join(folder, 'tmp'),
        ES_JAVA_OPTS: ['-Xms512m', '-Xmx512m', '-XX:-AlwaysPreTouch', ...javaFlagsOf(options)].join(' '),
      },
      refusesRoot: true,
      isReady: (line) => /\bstarted\b.*\{|current\.health="(GREEN|YELLOW)"/.test(line),
    })
  let server = await start()
  options.say(`Elasticsearch ${VERSION} 就绪：127.0.0.1:${port}`)
  return {
    url: key === null ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    caFile: key?.caFile ?? null,
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

/** Its own configuration folder: the one of the store stays as it came, for whoever runs it next. */
function writeSettings(home: string, folder: string, ports: { port: number; transport: number }): void {
  for (const name of ['config', 'tmp', 'data', 'logs']) {
    mkdirSync(join(folder, name))
    // As root, `nobody` has to write here; mkdir alone would be cut by the umask.
    chmodSync(join(folder, name), owned)
  }
  const lines = [
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${ports.port}`,
    `transport.port: ${ports.transport}`,
    `path.data: ${join(folder, 'data')}`,
    `path.logs: ${join(folder, 'logs')}`,
    'cluster.routing.allocation.disk.threshold_enabled: false',
  ]
  writeFileSync(join(folder, 'config', 'elasticsearch.yml'), `${lines.join('\n')}\nxpack.security.enabled: false\n`)
  writeFileSync(join(folder, 'config', 'log4j2.properties'), readFileSync(join(home, 'config', 'log4j2.properties')))
  // Without the log of every collection, which would lie beside the program.
  const options = readFileSync(join(home, 'config', 'jvm.options'), 'utf8').split('\n')
  const kept = options.filter((line) => !/Xlog|ErrorFile|HeapDumpPath/.test(line))
  writeFileSync(join(folder, 'config', 'jvm.options'), kept.join('\n'))
}

/** A login in the file realm and a key for HTTP; the hash is one the server knows by its first word. */
async function guard(folder: string, { user, password }: Doors): Promise<Key> {
  const config = join(folder, 'config')
  const key = await makeKey(config, 'http')
  const file = join(config, 'elasticsearch.yml')
  const open = readFileSync(file, 'utf8').replace('xpack.security.enabled: false', 'xpack.security.enabled: true')
  const lines = ['enabled: true', 'keystore.path: http.p12', `keystore.password: ${key.secret}`]
  writeFileSync(file, open + lines.map((line) => `xpack.security.http.ssl.${line}\n`).join(''))
  const salt = randomBytes(HASH_BYTES)
  const hash = pbkdf2Sync(password, salt, HASH_ROUNDS, HASH_BYTES, 'sha512')
  const users = `${user}:{PBKDF2}${HASH_ROUNDS}$${salt.toString('base64')}$${hash.toString('base64')}\n`
  writeFileSync(join(config, 'users'), users)
  writeFileSync(join(config, 'users_roles'), `superuser:${user}\n`)
  for (const name of ['http.p12', 'users', 'users_roles', 'elasticsearch.yml']) chmodSync(join(config, name), readable)
  return key
}
