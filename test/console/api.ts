// The console's API without a socket for tests: the whole program, and people logged in by role.

import type { AttachmentLimits } from '@huiying/console/attachment-reader'
import type { ConsoleContext } from '@huiying/console/endpoint'
import { buildServer } from '@huiying/console/server'
import { openStream } from '@huiying/console/stream'
import type { Order } from '@huiying/domain/command'
import type { UserRole } from '@huiying/domain/word'
import { savePerson } from '@huiying/ledger/person/person'
import { createSession } from '@huiying/ledger/person/session'
import { openLog } from '@huiying/runtime/log'
import { openProbe } from '@huiying/runtime/probe'
import { readSettings } from '@huiying/runtime/settings'
import type { Search } from '@huiying/search/search'
import { startProgram, type TestOptions } from '../program.ts'

export interface Sent {
  method?: 'GET' | 'POST' | 'HEAD'
  body?: object
  form?: Record<string, string>
  headers?: Record<string, string>
}

let serial = 0

interface ApiOptions extends TestOptions {
  /** An index other than the program's own. */
  search?: Search
  /** Of what reads attachments. */
  limits?: AttachmentLimits
}

export async function startApi(startAt: string, options: ApiOptions = {}) {
  const program = await startProgram(startAt, options)
  const { ledger, bus, time, book, folder } = program
  const { ledgerUrl } = program.place
  const engine = ledgerUrl == null ? {} : { LEDGER_URL: ledgerUrl }
  const settings = readSettings({ DATA_DIR: folder, LOG_LEVEL: 'silent', ...engine, ...options.env })
  const search = options.search ?? program.indexer
  const { mark, warning } = program
  const probe = openProbe()
  probe.started(program.engines)
  const about = { settings, time, log: openLog('silent'), probe }
  const context: ConsoleContext = { ...about, ledger, bus, search, mark, warning }
  const stream = openStream(context)
  const app = await buildServer(context, stream, options.limits)
  const cookies = new Map<string, string>()

  /** The cookie of a person with this role, made on first use; units are given with the role. */
  const cookieOf = async (role: UserRole, unit: string | null = null): Promise<string> => {
    const login = `p${role}${unit ?? ''}`
    const known = cookies.get(login)
    if (known !== undefined) return known
    await savePerson(ledger, { login, book, name: role, roles: [role], unit, password: null }, 'system', time.now())
    const cookie = `huiying=${await createSession(ledger, login, time.real.now())}`
    cookies.set(login, cookie)
    return cookie
  }
  const send = async (path: string, cookie: string | null, sent: Sent = {}) => {
    const { method = 'GET', body, form, headers } = sent
    const payload = form === undefined ? body : new URLSearchParams(form).toString()
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        ...(cookie === null ? {} : { cookie }),
        ...(method === 'POST' ? { 'x-huiying': 'test' } : {}),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
    return answer
  }
  return {
    program,
    app,
    cookieOf,
    send,
    /** Reads as a role; the parsed body. */
    async read<T>(path: string, role: UserRole, unit: string | null = null): Promise<T> {
      const answer = await send(path, await cookieOf(role, unit))
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`)
      return answer.json() as T
    },
    /** Gives an order as a role through the API. */
    async order(caseId: string, order: Order, role: UserRole, expectedVersion: number | null = null, id?: string) {
      const commandId = id ?? `test-command-${String(++serial).padStart(7, '0')}`
      const body = { commandId, expectedVersion, order }
      return send(`/api/cases/${caseId}/act`, await cookieOf(role), { method: 'POST', body })
    },
    async stop() {
      await stream.stop()
      await app.close()
      await program.stop()
    },
  }
}

export type TestApi = Awaited<ReturnType<typeof startApi>>
