// The live stream (SSE): changed cases folded for 200 ms, named only to those who may see them; a beat every 5 s.
import type { ServerResponse } from 'node:http'
import type { Bus } from '@huiying/bus/bus'
import { headOf } from '@huiying/ledger/book'
import { readCase } from '@huiying/ledger/case'
import type { Ledger } from '@huiying/ledger/ledger'
import { type Person, readPerson } from '@huiying/ledger/person/person'
import { changedCases } from '@huiying/ledger/queue-fact'
import type { Logger } from '@huiying/runtime/log'
import type { Time, Timer } from '@huiying/runtime/time'
import { maySee } from './right.ts'

export interface Stream {
  /** Takes over the response; `lastSeq` is what the browser has seen, null at first. */
  join(raw: ServerResponse, person: Person, lastSeq: number | null): Promise<void>
  listeners(): number
  stop(): Promise<void>
}

const FOLD_MS = 200
const BEAT_MS = 5_000
export const LISTENERS_MAX = 300
/** More changes at once than this are not named one by one: the page reads its queue again. */
const CHANGES_MAX = 500
/** A screen that does not read is let go; it comes back with the last seq it saw. */
const UNREAD_BYTES_MAX = 256 * 1024
const RETRY_MS = 1_000

interface Listener {
  raw: ServerResponse
  person: Person
}

export function openStream(options: { bus: Bus; ledger: Ledger; time: Time; log: Logger }): Stream {
  const { bus, ledger, time, log } = options
  const listeners = new Set<Listener>()
  const folded = new Map<string, { book: string; seq: number }>()
  let timer: Timer | null = null

  function send(listener: Listener, name: string, data: object, seq?: number): void {
    const { raw } = listener
    if (raw.writableLength > UNREAD_BYTES_MAX) {
      raw.destroy()
      return
    }
    raw.write(`${seq === undefined ? '' : `id: ${seq}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  async function flush(): Promise<void> {
    timer = null
    const changed = [...folded]
    folded.clear()
    if (listeners.size === 0) return
    const states = await Promise.all(changed.slice(0, CHANGES_MAX).map(([id]) => readCase(ledger.read, id)))
    for (const book of new Set(changed.map(([, change]) => change.book))) {
      const own = changed.filter(([, change]) => change.book === book)
      const seq = Math.max(...own.map(([, change]) => change.seq))
      for (const listener of listeners) {
        if (listener.person.book !== book) continue
        const seen = states.flatMap((state) => (state !== null && maySee(listener.person, state) ? [state.id] : []))
        // A case nobody may name still makes the page read its queue again: a row may have to go.
        send(listener, 'change', { cases: own.length > CHANGES_MAX ? [] : seen }, seq)
      }
    }
  }

  const subscription = bus.subscribe({
    topic: 'case.changed',
    group: 'console',
    mode: 'all',
    batchMax: CHANGES_MAX,
    async handle(batch) {
      for (const message of batch) {
        const { book, caseId, seq } = JSON.parse(message.body) as { book: string; caseId: string; seq: number }
        folded.set(caseId, { book, seq: Math.max(seq, folded.get(caseId)?.seq ?? 0) })
      }
      timer ??= time.real.after(FOLD_MS, () =>
        flush().catch((error) => log.error({ error: String(error) }, 'live stream')),
      )
    },
  })

  async function beat(): Promise<void> {
    for (const listener of listeners) {
      const person = await readPerson(ledger.read, listener.person.login)
      if (person === null || person.disabled) {
        listener.raw.end()
        continue
      }
      listener.person = person
      const head = await headOf(ledger.read, person.book)
      send(listener, 'beat', { now: time.now(), seq: head.seq })
    }
  }
  const beats = time.real.every(BEAT_MS, () => beat().catch(beatWithoutLedger))

  /** The screens are told at once that they show the past, instead of waiting for a beat that fails to come. */
  function beatWithoutLedger(error: unknown): void {
    log.error({ error: String(error) }, 'live beat')
    for (const listener of listeners) send(listener, 'ledger', { now: time.now() })
  }

  return {
    listeners: () => listeners.size,
    async join(raw, person, lastSeq) {
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const listener = { raw, person }
      listeners.add(listener)
      raw.on('close', () => listeners.delete(listener))
      raw.on('error', () => listeners.delete(listener))
      raw.write(`retry: ${RETRY_MS}\n\n`)
      const head = await headOf(ledger.read, person.book)
      send(listener, 'beat', { now: time.now(), seq: head.seq })
      if (lastSeq === null) return
      const missed = await changedCases(ledger.read, person.book, lastSeq, CHANGES_MAX)
      const seen = missed.flatMap(({ state }) => (maySee(person, state) ? [state.id] : []))
      send(listener, 'change', { cases: missed.length === CHANGES_MAX ? [] : seen }, head.seq)
    },
    async stop() {
      beats.cancel()
      timer?.cancel()
      for (const { raw } of listeners) raw.end()
      await subscription.stop()
    },
  }
}
