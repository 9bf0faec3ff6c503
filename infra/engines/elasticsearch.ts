// A real Elasticsearch of one node, from Maven's artifact, on 127.0.0.1 and in a folder of its own, never as root.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { EngineOptions, RestartableEngine } from './engine.ts'
import { freePort } from './port.ts'
import { type Server, startServer } from './server.ts'
import { fetchOnce, needProgram } from './store.ts'

const VERSION = '8.19.2'
const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${VERSION}:zip`
const owned = 0o777

/** Ready in about ten seconds; the archive (97 MB) is fetched once and may be used here but not passed on. */
export async function startElasticsearch(options: EngineOptions): Promise<RestartableEngine> {
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
        ES_JAVA_OPTS: '-Xms512m -Xmx512m',
      },
      refusesRoot: true,
      isReady: (line) => /\bstarted\b.*\{|current\.health="(GREEN|YELLOW)"/.test(line),
    })
  let server = await start()
  options.say(`Elasticsearch ${VERSION} 就绪：127.0.0.1:${port}`)
  return {
    url: `http://127.0.0.1:${port}`,
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
    'xpack.security.enabled: false',
    'network.host: 127.0.0.1',
    `http.port: ${ports.port}`,
    `transport.port: ${ports.transport}`,
    `path.data: ${join(folder, 'data')}`,
    `path.logs: ${join(folder, 'logs')}`,
    'cluster.routing.allocation.disk.threshold_enabled: false',
  ]
  writeFileSync(join(folder, 'config', 'elasticsearch.yml'), `${lines.join('\n')}\n`)
  writeFileSync(join(folder, 'config', 'log4j2.properties'), readFileSync(join(home, 'config', 'log4j2.properties')))
  // Without the log of every collection, which would lie beside the program.
  const options = readFileSync(join(home, 'config', 'jvm.options'), 'utf8').split('\n')
  const kept = options.filter((line) => !/Xlog|ErrorFile|HeapDumpPath/.test(line))
  writeFileSync(join(folder, 'config', 'jvm.options'), kept.join('\n'))
}
