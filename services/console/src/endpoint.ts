// What a handler gets and gives: parsed input, the person, one `now`; refusals are thrown with a status and words.
import type { Bus } from '@huiying/bus/bus'
import type { Ledger } from '@huiying/ledger/ledger'
import type { Person } from '@huiying/ledger/person/person'
import type { Logger } from '@huiying/runtime/log'
import type { Probe } from '@huiying/runtime/probe'
import type { Settings } from '@huiying/runtime/settings'
import type { Time } from '@huiying/runtime/time'
import type { Search } from '@huiying/search/search'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { output, ZodType } from 'zod'
import type { AttachmentReader } from './attachment-reader.ts'
import type { Stream } from './stream.ts'

export interface ConsoleContext {
  settings: Settings
  time: Time
  log: Logger
  ledger: Ledger
  bus: Bus
  probe: Probe
  /** The index; without it a search looks in titles and numbers only. */
  search?: Pick<Search, 'query' | 'position'>
  /** Written on every screen of a sample or drill folder. */
  mark: '演示' | '演练' | null
  /** What all must know before working: the ledger is older than its seals, or none can be kept. On every screen. */
  warning?: () => string | null
}

export interface Asked<Q, B, P> {
  context: ConsoleContext
  stream: Stream
  attachments: AttachmentReader
  /** Who asks; on public routes nobody is known. */
  person: Person
  query: Q
  body: B
  params: P
  /** Business time, read once. */
  now: number
  request: FastifyRequest
  reply: FastifyReply
}

export interface Endpoint<Q = unknown, B = unknown, P = unknown> {
  query?: ZodType<Q>
  body?: ZodType<B>
  params?: ZodType<P>
  handle(asked: Asked<Q, B, P>): Promise<unknown>
}

/** Ties the handler's types to its schemas. */
export function endpoint<Q extends ZodType, B extends ZodType, P extends ZodType>(spec: {
  query?: Q
  body?: B
  params?: P
  handle(asked: Asked<output<Q>, output<B>, output<P>>): Promise<unknown>
}): Endpoint<output<Q>, output<B>, output<P>> {
  return spec as Endpoint<output<Q>, output<B>, output<P>>
}

/** Answered as `{code, message, …}` with the status. */
export class RefusedError extends Error {
  readonly status: number
  readonly code: string
  readonly more: object
  constructor(status: number, code: string, message: string, more: object = {}) {
    super(message)
    this.status = status
    this.code = code
    this.more = more
  }
}

/** One answer for "is not" and "is not for you": nobody learns of a case he may not see. */
export const notFound = (what: string): RefusedError =>
  new RefusedError(404, 'missing', `没有找到${what}，或您无权查看。请返回值班台重新选择`)
