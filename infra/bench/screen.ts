// A desk as a bench knows it: logged in, hearing the live stream, reading what its screen would read.
import { hearChanges } from './change.ts'

export interface Desk {
  /** Resolves when the stream has named this case after the call. */
  hears(caseId: string): Promise<void>
  /** Reads the queue; gives the moment it was there. */
  readQueue(): Promise<number>
  read(...paths: string[]): Promise<void>
  send(path: string, body: object): Promise<void>
  /** Takes a file chunk by chunk; `look` is called at each. */
  download(path: string, look: () => void): Promise<void>
  close(): Promise<void>
}

export async function openDesk(url: string, cookie: string): Promise<Desk> {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(new URL(path, url), { ...init, headers: { cookie, ...init.headers } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const stream = await ask('/api/stream')
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  const waiting = new Map<string, (() => void)[]>()
  const listening = hearChanges(reader, (cases) => {
    for (const id of cases) {
      for (const tell of waiting.get(id) ?? []) tell()
      waiting.delete(id)
    }
  })
  return {
    hears: (caseId) =>
      new Promise((resolve) => {
        waiting.set(caseId, [...(waiting.get(caseId) ?? []), resolve])
      }),
    async readQueue() {
      await (await ask('/api/cases?limit=200')).json()
      return performance.now()
    },
    async read(...paths) {
      await Promise.all(paths.map(async (path) => (await ask(path)).json()))
    },
    async send(path, body) {
      const headers = { 'content-type': 'application/json', 'x-huiying': 'bench' }
      await (await ask(path, { method: 'POST', body: JSON.stringify(body), headers })).json()
    },
    async download(path, look) {
      const chunks = (await ask(path)).body!.getReader()
      while (!(await chunks.read()).done) look()
    },
    async close() {
      await reader.cancel()
      await listening
    },
  }
}
