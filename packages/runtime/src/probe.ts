// What /healthz, /readyz and /metrics answer, for every service alike, and who may read more than yes or no.
import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { failureOf } from './failure.ts'
import { type Measure, oneAtATime, openMeasure } from './measure.ts'
import { real, settleWithin } from './time.ts'

export interface Part {
  /** `ledger`, `bus` or `search`. */
  name: string
  /** Rejects while the engine is away. */
  ask(): Promise<unknown>
  /** False: this service goes on without it, so its absence is told and does not make it unready. */
  needed: boolean
}

export interface Readiness {
  ok: boolean
  /** By part: null when it answers, else why not. */
  parts: Record<string, string | null>
}

export interface Probe {
  measure: Measure
  /** Until it is called the service is starting, and not ready. */
  started(parts: Part[]): void
  /** Asks the engines, once at a time; an answer holds for READY_KEPT_MS, so that probing loads nobody. */
  ready(): Promise<Readiness>
}

/** Who asks, as the socket and the headers say. */
export interface Asker {
  address: string
  headers: IncomingHttpHeaders
}

export interface Answer {
  status: number
  type: string
  body: string
}

const READY_MS_MAX = 5_000
const READY_KEPT_MS = 1_000
const partNames: Record<string, string> = { ledger: '账本', bus: '消息总线', search: '检索' }
const loopback = /^(127\.|::1$|::ffff:127\.)/
const ownHost = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/

export function openProbe(): Probe {
  const measure = openMeasure()
  let parts: Part[] | null = null
  let kept: { readiness: Readiness; at: number } | null = null
  const ask = oneAtATime(async () => {
    if (parts === null) return { ok: false, parts: {} }
    const reasons = await Promise.all(parts.map(reasonOf))
    const readiness = {
      ok: parts.every((part, index) => !part.needed || reasons[index] === null),
      parts: Object.fromEntries(parts.map((part, index) => [part.name, reasons[index] ?? null])),
    }
    kept = { readiness, at: real.now() }
    return readiness
  })
  const ready = async () =>
    kept !== null && Math.abs(real.now() - kept.at) < READY_KEPT_MS ? kept.readiness : await ask()
  measure.read('huiying_ready', async () =>
    Object.entries((await ready()).parts).map(([part, reason]) => ({
      labels: { part },
      value: reason === null ? 1 : 0,
    })),
  )
  return {
    measure,
    ready,
    started(given) {
      parts = given
    },
  }
}

async function reasonOf(part: Part): Promise<string | null> {
  try {
    await settleWithin(part.ask(), READY_MS_MAX)
    return null
  } catch (error) {
    return failureOf(error).reason
  }
}

/** null: another path. `token`: what opens the metrics from elsewhere than this machine; null: nothing does. */
export async function answerProbe(
  probe: Probe,
  path: string,
  asker: Asker,
  token: string | null,
): Promise<Answer | null> {
  if (path === '/healthz') return json(200, { ok: true })
  const trusted = isTrusted(asker, token)
  if (path === '/readyz') return answerReady(await probe.ready(), trusted)
  if (path !== '/metrics') return null
  if (!trusted) return json(403, { code: 'metrics', message: refusal })
  return { status: 200, ...(await probe.measure.text()) }
}

const refusal = '指标只对本机开放；从别处读取请设 METRICS_TOKEN，并带上 Authorization: Bearer 口令'

/** From elsewhere only which engine is away: addresses of engines stay in the house. */
function answerReady({ ok, parts }: Readiness, trusted: boolean): Answer {
  const away = Object.entries(parts).flatMap(([name, reason]) => {
    if (reason === null) return []
    const words = `${partNames[name] ?? name}不可用`
    if (!trusted) return words
    return reason.startsWith(words) ? reason : `${words}：${reason}`
  })
  const starting = !ok && away.length === 0
  return json(ok ? 200 : 503, { ok, reason: starting ? '正在启动' : away.join('；') || null })
}

/**
 * From this machine itself, or with the token. A proxy on this machine speaks for others: it names their host, or says
 * that it forwards.
 */
function isTrusted({ address, headers }: Asker, token: string | null): boolean {
  const forwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined
  if (loopback.test(address) && ownHost.test(headers.host ?? '') && !forwarded) return true
  if (token === null) return false
  const given = Buffer.from((headers.authorization ?? '').replace(/^Bearer /, ''))
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
})
