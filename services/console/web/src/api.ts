// Talks to the server: reads, orders with an id of their own, and refusals as errors a screen can show.
import type { Entry } from '../../src/wire.ts'
import { noteLedger } from './live.ts'

export class RefusedError extends Error {
  readonly status: number
  readonly code: string
  readonly changed: Entry[]
  constructor(status: number, code: string, message: string, changed: Entry[]) {
    super(message)
    this.status = status
    this.code = code
    this.changed = changed
  }
}

const WAIT_MS = 20_000
const jsonHeaders = { 'content-type': 'application/json', 'x-huiying': 'page' }

export const get = <T>(path: string): Promise<T> => ask<T>(path, { method: 'GET' })

export const post = <T>(path: string, body: unknown = {}): Promise<T> =>
  ask<T>(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: jsonHeaders,
  })

export interface ReceivedFile {
  bytes: Blob
  /** As the server says that it may be saved. */
  name: string
}

/** Asks for a file as `post` asks for facts. */
export async function postForFile(path: string, body: unknown): Promise<ReceivedFile> {
  const answer = await reach(path, { method: 'POST', body: JSON.stringify(body), headers: jsonHeaders })
  if (!answer.ok) throw refusalOf(answer, await factsOf(answer))
  const coded = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? ''
  return { bytes: await answer.blob(), name: decodeURIComponent(coded) || '附件' }
}

/** Sends a file to a case as bytes; the server says what it is. */
export const sendFile = (caseId: string, file: File): Promise<{ sha256: string; name: string }> =>
  ask(withQuery(`/api/cases/${encodeURIComponent(caseId)}/files`, { name: file.name.slice(-120) }), {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream', 'x-huiying': 'page' },
  })

/** Query string without the empty parts. */
export function withQuery(path: string, query: Record<string, string | number | undefined | null>): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  )
  return parts.length === 0 ? path : `${path}?${new URLSearchParams(parts)}`
}

interface Facts {
  code?: string
  message?: string
  changed?: Entry[]
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await reach(path, init)
  const facts = await factsOf(answer)
  if (answer.ok) return facts as T
  throw refusalOf(answer, facts)
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(WAIT_MS) })
  } catch {
    // Whatever kept it from arriving, a person is told the same and keeps what he typed.
    throw new RefusedError(0, 'offline', '连不上服务器，未作改动。填写的内容仍在，连上后再试', [])
  }
}

async function factsOf(answer: Response): Promise<Facts | null> {
  const facts = (await answer.json().catch(() => null)) as Facts | null
  noteLedger(facts?.code === 'ledger')
  return facts
}

function refusalOf(answer: Response, facts: Facts | null): RefusedError {
  const { code = 'failed', message = '服务器没有说明原因，未作改动。请稍后重试', changed = [] } = facts ?? {}
  return new RefusedError(answer.status, code, message, changed)
}

/** 128 random bits: the same press sent twice is done once. (randomUUID is missing on plain http.) */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
