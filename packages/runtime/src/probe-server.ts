// The small listener of a service started alone: /healthz, /readyz and /metrics, and nothing else.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenOn } from './listen.ts'
import { answerProbe, type Probe } from './probe.ts'
import type { Settings } from './settings.ts'

const REQUEST_MS_MAX = 10_000

/** Listens from the first moment, so that a service that waits for its engines at start can say so. */
export async function openProbeServer(probe: Probe, { host, port, mayMove, token }: Settings['metrics']) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://probe')
    const asker = { address: request.socket.remoteAddress ?? '', headers: request.headers }
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const answer = reads ? await answerProbe(probe, pathname, asker, token) : null
    const { status, type, body } = answer ?? { status: 404, type: 'text/plain', body: '' }
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
    response.end(request.method === 'HEAD' ? undefined : body)
  })
  server.requestTimeout = REQUEST_MS_MAX
  await listenOn(
    { port, mayMove, setting: 'METRICS_PORT' },
    (wanted) =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(wanted, host, () => {
          server.removeListener('error', reject)
          resolve()
        })
      }),
  )
  const { port: found } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${found}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
