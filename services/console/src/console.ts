// The console: API, live stream and web page on one port; prints nothing, gives its address and the first link.

import { listBooks } from '@huiying/ledger/book'
import { listPersons, savePerson } from '@huiying/ledger/person/person'
import { createOneTime } from '@huiying/ledger/person/session'
import { listenOn } from '@huiying/runtime/listen'
import type { ConsoleContext } from './endpoint.ts'
import { buildServer } from './server.ts'
import { openStream } from './stream.ts'

export interface Console {
  url: string
  /** A fresh link that logs in once as 值班长. */
  firstLink(): Promise<string>
  /** In a sample one more, for a second officer: what the first hands over can be confirmed. Null in any other book. */
  secondLink(): Promise<string | null>
  stop(): Promise<void>
}

export async function startConsole(context: ConsoleContext): Promise<Console> {
  const stream = openStream(context)
  const app = await buildServer(context, stream)
  context.probe.measure.read('huiying_live_screens', () => stream.listeners())
  const port = await listen(app, context)
  const host = context.settings.host.includes(':') ? `[${context.settings.host}]` : context.settings.host
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  const linkOf = async (login: string) =>
    `${url}/?token=${await createOneTime(context.ledger, login, context.time.real.now())}`
  return {
    url,
    firstLink: async () => linkOf(await firstLogin(context)),
    async secondLink() {
      const login = await secondLogin(context)
      return login === null ? null : linkOf(login)
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

/** As the sample's roster names him; whoever was made with this login stays what he is. */
const SECOND = { login: 'wangxiao', name: '王晓' }

/** A real book and a drill get no account that nobody asked for. */
async function secondLogin({ ledger, time, mark }: ConsoleContext): Promise<string | null> {
  const [book] = await listBooks(ledger.read)
  if (book === undefined || mark !== '演示') return null
  const persons = await listPersons(ledger.read, book.id)
  const known = persons.find((one) => one.login === SECOND.login)
  if (known !== undefined) return known.disabled ? null : known.login
  const person = { ...SECOND, book: book.id, roles: ['值班员' as const], unit: null, password: null }
  await savePerson(ledger, person, 'system', time.now())
  return SECOND.login
}
