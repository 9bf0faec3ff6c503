// A real Kafka of one node (KRaft), from Maven's artifacts, on 127.0.0.1 and in a folder of its own.
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Doors, type EngineOptions, javaFlagsOf, type RestartableEngine } from './engine.ts'
import { type Key, makeKey } from './key.ts'
import { freePort } from './port.ts'
import { type Server, startServer } from './server.ts'
import { fetchOnce, needProgram } from './store.ts'

const VERSION = '3.9.1'
const memory = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC']

export interface KafkaEngine extends RestartableEngine {
  /** `host:port` of each door; the guarded ones only where doors were asked for. */
  plain: string
  sasl: string | null
  tls: string | null
  /** The CA's certificate in PEM, as a file. */
  caFile: string | null
}

/**
 * Ready in about six seconds; the jars (46 MB) are fetched once. Throws in words without java, mvn or network. With
 * `doors` it has two more: SASL/PLAIN in the clear, and TLS.
 */
export async function startKafka(options: EngineOptions & { doors?: Doors }): Promise<KafkaEngine> {
  needProgram('java')
  const jars = await fetchOnce(`kafka-${VERSION}`, mavenGoal, options.say)
  const folder = mkdtempSync(join(tmpdir(), 'huiying-kafka-'))
  const port = await freePort(options.port)
  const [controller, sasl, tls] = [await freePort(), await freePort(), await freePort()]
  const guarded =
    options.doors === undefined ? null : { ...options.doors, sasl, tls, keyStore: await makeKey(folder, 'kafka') }
  const file = join(folder, 'server.properties')
  writeFileSync(file, properties({ folder, port, controller, guarded }), { mode: 0o600 })
  writeFileSync(join(folder, 'log4j.properties'), logSettings)
  formatData(join(folder, 'data'))
  const java = (main: string, args: string[]) => [
    ...memory,
    ...javaFlagsOf(options),
    `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`,
    ...['-cp', join(jars, '*'), main],
    ...args,
  ]
  const start = (): Promise<Server> =>
    startServer({
      name: 'Kafka',
      command: 'java',
      args: java('kafka.Kafka', [file]),
      cwd: folder,
      env: {},
      isReady: (line) => line.includes('Kafka Server started'),
    })
  let server = await start()
  options.say(`Kafka ${VERSION} 就绪：127.0.0.1:${port}`)
  return {
    url: `kafka://127.0.0.1:${port}`,
    plain: `127.0.0.1:${port}`,
    sasl: guarded && `127.0.0.1:${sasl}`,
    tls: guarded && `localhost:${tls}`,
    caFile: guarded?.keyStore.caFile ?? null,
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

function mavenGoal(folder: string) {
  const pom = join(folder, 'pom.xml')
  const tag = (name: string, value = '') => `<${name}>${value}</${name}>`
  const needed = [
    ['org.apache.kafka', 'kafka_2.13', VERSION],
    // Without these two the broker dies at its first line of log.
    ['org.slf4j', 'slf4j-reload4j', '1.7.36'],
    ['ch.qos.reload4j', 'reload4j', '1.2.25'],
  ].map(([group, artifact, version]) =>
    tag('dependency', tag('groupId', group) + tag('artifactId', artifact) + tag('version', version)),
  )
  writeFileSync(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>huiying</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies>${needed.join('')}</dependencies></project>`,
  )
  return { goal: 'copy-dependencies', args: ['-f', pom, '-DincludeScope=runtime', `-DoutputDirectory=${folder}`] }
}

/** What kafka.tools.StorageTool would write, without starting a Java for it: the ids of cluster, node and folder. */
function formatData(folder: string): void {
  const id = () => randomBytes(16).toString('base64url').replace(/^-/, 'a')
  mkdirSync(folder)
  writeFileSync(join(folder, 'meta.properties'), `version=1\ncluster.id=${id()}\nnode.id=1\ndirectory.id=${id()}\n`)
}

type Guarded = Doors & { sasl: number; tls: number; keyStore: Key }

function properties(at: { folder: string; port: number; controller: number; guarded: Guarded | null }): string {
  const { folder, port, controller, guarded } = at
  const doors = [`PLAINTEXT://127.0.0.1:${port}`]
  if (guarded !== null) doors.push(`SASL_PLAINTEXT://127.0.0.1:${guarded.sasl}`, `SSL://127.0.0.1:${guarded.tls}`)
  const lines = [
    'process.roles=broker,controller',
    'node.id=1',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL',
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    'controller.listener.names=CONTROLLER',
    `listeners=${doors.join(',')},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=${doors.join(',').replace('SSL://127.0.0.1', 'SSL://localhost')}`,
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${join(folder, 'data')}`,
    'auto.create.topics.enable=false',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=1',
    'group.initial.rebalance.delay.ms=0',
    'controlled.shutdown.enable=false',
  ]
  if (guarded === null) return lines.join('\n')
  const { user, password, keyStore } = guarded
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
  return [
    ...lines,
    'sasl.enabled.mechanisms=PLAIN',
    `listener.name.sasl_plaintext.plain.sasl.jaas.config=${login} user_${user}="${password}";`,
    'ssl.keystore.type=PKCS12',
    `ssl.keystore.location=${keyStore.keyFile}`,
    `ssl.keystore.password=${keyStore.secret}`,
    `ssl.key.password=${keyStore.secret}`,
  ].join('\n')
}

const logSettings = `log4j.rootLogger=WARN, out
log4j.logger.kafka.server.KafkaRaftServer=INFO
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d %p %m (%c)%n
`
