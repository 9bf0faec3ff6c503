// The console: API, live stream and web page on one port; prints nothing, gives its address and the first link.

import { listBooks } from '@huiying/ledger/book'
import { listPersons, savePerson } from '@huiying/ledger/person'
import { createOneTime } from '@huiying/ledger/session'
import { listenOn } from '@huiying/runtime/listen'
import type { ConsoleContext } from './endpoint.ts'
import { buildServer } from './server.ts'
import { openStream } from './stream.ts'

export interface Console {
  url: string
  /** A fresh link that logs in once as 值班长. */
  firstLink(): Promise<string>
  stop(): Promise<void>
}

export async function startConsole(context: ConsoleContext): Promise<Console> {
  const stream = openStream(context)
  const app = await buildServer(context, stream)
  context.probe.measure.read('huiying_live_screens', () => stream.listeners())
  const port = await listen(app, context)
  const host = context.settings.host.includes(':') ? `[${context.settings.host}]` : context.settings.host
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  return {
    url,
    async firstLink() {
      const login = await firstLogin(context)
      return `${url}/?token=${await createOneTime(context.ledger, login, context.time.real.now())}`
    },
    async stop() {
      await stream.stop()
      await app.close()
    },
  }
}

async function listen(app: Awaited<ReturnType<typeof buildServer>>, context: ConsoleContext): Promise<number> {
  const { host, port, portMayMove } = context.settings
  await listenOn({ port, mayMove: portMayMove, setting: 'PORT' }, (wanted) => app.listen({ host, port: wanted }))
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('没有得到端口')
  return address.port
}

/** The link's person: 值班长. A clean book gets 系统管理员 beside it; neither has a password until one is set. */
async function firstLogin({ ledger, time, mark }: ConsoleContext): Promise<string> {
  const [book] = await listBooks(ledger.read)
  if (book === undefined) throw new Error('台账册尚未建立')
  const persons = await listPersons(ledger.read, book.id)
  const known = persons.find((one) => one.roles.includes('值班长') && !one.disabled)
  if (known !== undefined) return known.login
  const make = (login: string, name: string, role: '值班长' | '系统管理员') =>
    savePerson(ledger, { login, book: book.id, name, roles: [role], unit: null, password: null }, 'system', time.now())
  if (mark === null) await make('admin', '系统管理员', '系统管理员')
  await make('zhibanzhang', '值班长', '值班长')
  return 'zhibanzhang'
}
