// A real web server for tests that plays the gateway of SMS or 政务微信: keeps what arrives and answers as told.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookMessage } from '@huiying/notifier/webhook'

export interface Posted {
  headers: IncomingHttpHeaders
  body: string
  message: WebhookMessage
}

/** `answers` are statuses by the recipient's account; others get 200. */
export async function openTestGateway() {
  const posted: Posted[] = []
  const answers = new Map<string, number>()
  const make = () =>
    createServer(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const body = Buffer.concat(parts).toString('utf8')
      const message = JSON.parse(body) as WebhookMessage
      posted.push({ headers: request.headers, body, message })
      response.writeHead(answers.get(message.to) ?? 200).end('{}')
    })
  const listen = async (port: number) => {
    const server = make()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return server
  }
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  const goAway = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    posted,
    answers,
    url: `http://127.0.0.1:${port}/send`,
    goAway,
    async comeBack() {
      server = await listen(port)
    },
    close: goAway,
  }
}
