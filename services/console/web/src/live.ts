// The live link to the server: changed cases make queries fresh, beats carry the server's time, three missed say so.
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { SECONDS_BELOW_MS } from './time.ts'

/** Beats come every five seconds. */
const SILENT_MS = 15_000
const AGAIN_MS = 3_000
const SOON_MS = 60
/** In a storm of changes a screen reads its queue this often and not more. */
const REFRESH_EVERY_MS = 600

interface Live {
  connected: boolean
  /** The server answers and cannot reach the ledger. */
  ledgerDown: boolean
  /** Server's time of the last beat: what is shown is from then. */
  lastBeatAt: number | null
}

let live: Live = { connected: true, ledgerDown: false, lastBeatAt: null }
/** Server's clock minus this machine's. */
let offsetMs = 0
let heardAt = Date.now()
let headSeq = 0
const watchers = new Set<() => void>()
const tell = () => {
  for (const watcher of watchers) watcher()
}
const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

export const serverNow = (): number => Date.now() + offsetMs

export function noteServerTime(now: number): void {
  offsetMs = now - Date.now()
  tell()
}

/** Told by the stream and by every answer of the server, whichever comes first. */
export function noteLedger(down: boolean): void {
  if (live.ledgerDown === down) return
  live = { ...live, ledgerDown: down }
  tell()
}

function readListsAgain(client: QueryClient): void {
  for (const list of ['cases', 'letters', 'items', 'rows']) client.invalidateQueries({ queryKey: [list] })
  // What would be handed over now reads much: its own screen asks for it.
  client.invalidateQueries({ queryKey: ['handovers'], predicate: ({ queryKey }) => queryKey[1] !== 'now' })
}

/** Opens the stream and keeps it; returns how to close it. */
export function openLive(client: QueryClient): () => void {
  let source: EventSource | null = null
  let closed = false
  let lastAt = 0
  let pending: ReturnType<typeof setTimeout> | null = null
  const refresh = (cases: string[] | null) => {
    for (const id of cases ?? []) client.invalidateQueries({ queryKey: ['case', id] })
    if (cases === null) client.invalidateQueries({ queryKey: ['case'] })
    const wait = Math.max(SOON_MS, lastAt + REFRESH_EVERY_MS - Date.now())
    pending ??= setTimeout(() => {
      pending = null
      lastAt = Date.now()
      readListsAgain(client)
    }, wait)
  }
  const hear = () => {
    heardAt = Date.now()
    if (!live.connected) {
      live = { ...live, connected: true }
      refresh(null)
    }
  }
  const open = () => {
    source?.close()
    if (closed) return
    source = new EventSource('/api/stream')
    source.addEventListener('beat', (event) => {
      const { now, seq } = JSON.parse(event.data) as { now: number; seq: number }
      hear()
      offsetMs = now - Date.now()
      // What was missed while the ledger was away is read again.
      if (live.ledgerDown) refresh(null)
      live = { connected: true, ledgerDown: false, lastBeatAt: now }
      // Something changed that was not named: an item in a lane, or a case that went out of sight.
      if (seq > headSeq && headSeq > 0) refresh([])
      headSeq = Math.max(headSeq, seq)
      tell()
    })
    source.addEventListener('ledger', () => {
      hear()
      noteLedger(true)
    })
    source.addEventListener('change', (event) => {
      const { cases } = JSON.parse(event.data) as { cases: string[] }
      headSeq = Math.max(headSeq, Number(event.lastEventId) || 0)
      hear()
      refresh(cases)
      tell()
    })
  }
  open()
  const check = setInterval(() => {
    if (Date.now() - heardAt < SILENT_MS) return
    if (live.connected) {
      live = { ...live, connected: false }
      tell()
    }
    if (source?.readyState === EventSource.CLOSED) open()
  }, AGAIN_MS)
  heardAt = Date.now()
  return () => {
    closed = true
    clearInterval(check)
    if (pending !== null) clearTimeout(pending)
    source?.close()
  }
}

export const useLive = (): Live => useSyncExternalStore(watch, () => live)

const second = new Set<() => void>()
setInterval(() => {
  for (const watcher of second) watcher()
}, 1000)
const watchSecond = (watcher: () => void) => {
  second.add(watcher)
  return () => second.delete(watcher)
}

/** The server's time in whole seconds; renders every second. */
export const useSecond = (): number => useSyncExternalStore(watchSecond, () => Math.floor(serverNow() / 1000) * 1000)

/** The server's time in whole minutes. */
export const useMinute = (): number =>
  useSyncExternalStore(watchSecond, () => Math.floor(serverNow() / 60_000) * 60_000)

/** As fine as `due` needs: seconds when nearly due, else minutes counted from the deadline. */
export const useNowFor = (due: number): number =>
  useSyncExternalStore(watchSecond, () => {
    const now = serverNow()
    const left = due - now
    const partMs = Math.abs(left) < SECONDS_BELOW_MS ? 1000 : 60_000
    return due - Math.floor(left / partMs) * partMs
  })
