// Sessions in a cookie that only this site sends, and the door every request passes: host, origin, login, role.

import { createHmac } from 'node:crypto'
import type { UserRole } from '@huiying/domain/word'
import { type Person, readPerson } from '@huiying/ledger/person/person'
import { readSession } from '@huiying/ledger/person/session'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ConsoleContext, RefusedError } from './endpoint.ts'
import { rateOf } from './rate.ts'
import { hasRole } from './right.ts'

const COOKIE = 'huiying'
const COOKIE_MARK_CHARS = 8
/** A page of another site cannot set it without being asked by the browser first, and we never say yes. */
const OWN_HEADER = 'x-huiying'
/** A login with a dozen screens in a storm of changes stays well below; a program that pulls everything does not. */
const asks = { burst: 900, perMinute: 1_800, keysMax: 10_000 }
/** Pages behind links in mails, by address: no token is found by trying. */
const linkAsks = { burst: 120, perMinute: 60, keysMax: 10_000 }
const readMethods = new Set(['GET', 'HEAD'])

/**
 * Browsers keep cookies by host and not by port: of two programs on one machine (the sample, the real one) each needs
 * its own, or who opens the one is out of the other. All consoles of one ledger share theirs, as they share its key.
 */
const cookieName = ({ ledger }: ConsoleContext): string => {
  const mark = createHmac('sha256', ledger.sealer.linkKey).update('cookie').digest('hex')
  return `${COOKIE}-${mark.slice(0, COOKIE_MARK_CHARS)}`
}

/** Sessions from before each ledger had its own name go on. */
export const tokenOf = (request: FastifyRequest, context: ConsoleContext): string | undefined =>
  request.cookies[cookieName(context)] ?? request.cookies[COOKIE]

export function clearCookies(reply: FastifyReply, context: ConsoleContext): void {
  for (const name of [cookieName(context), COOKIE]) reply.clearCookie(name, { path: '/' })
}

export function setCookie(reply: FastifyReply, context: ConsoleContext, token: string): void {
  const secure = context.settings.publicUrl?.startsWith('https:') ?? false
  reply.setCookie(cookieName(context), token, { path: '/', httpOnly: true, sameSite: 'strict', secure })
}

/** Against pages elsewhere that resolve their own name to this machine. */
export function checkHost(request: FastifyRequest, context: ConsoleContext): void {
  const known = ['localhost', '127.0.0.1', '[::1]', context.settings.host]
  if (context.settings.publicUrl !== null) known.push(new URL(context.settings.publicUrl).hostname)
  const host = hostOf(`http://${request.headers.host ?? ''}`)
  if (host === null || !known.includes(host)) {
    throw new RefusedError(421, 'host', '请求的主机名不是本系统。请用启动时给出的地址打开，或设置 PUBLIC_URL')
  }
}

/** A write must come from our own page: same origin when the browser names one. */
export function checkOrigin(request: FastifyRequest): void {
  const { origin } = request.headers
  if (origin === undefined || readMethods.has(request.method)) return
  if (!URL.canParse(origin) || new URL(origin).host !== request.headers.host) {
    throw new RefusedError(403, 'origin', '请求来自其他网站，已拒绝。请在本系统页面内操作')
  }
}

/** For the pages without login. */
export function checkLinkRate(request: FastifyRequest, context: ConsoleContext): void {
  if (rateOf(context, 'link', linkAsks).take(request.socket.remoteAddress ?? '', context.time.real.now())) return
  throw new RefusedError(429, 'busy', '请求过于频繁，这一次没有处理。请一分钟后再试，或致电值班室')
}

/** The person of the session, when the role fits; 401 without login, 403 without the role. */
export async function admit(
  request: FastifyRequest,
  context: ConsoleContext,
  roles: readonly UserRole[],
): Promise<Person> {
  const token = tokenOf(request, context)
  const { ledger, time } = context
  const login = token === undefined ? null : await readSession(ledger, token, time.real.now())
  const person = login === null ? null : await readPerson(ledger.read, login)
  if (person === null)
    throw new RefusedError(401, 'login', '未登录或登录已过期。填写的内容仍在页面上，请重新登录后继续')
  if (!readMethods.has(request.method) && request.headers[OWN_HEADER] === undefined) {
    throw new RefusedError(403, 'origin', '请求不是由本系统页面发出，已拒绝')
  }
  if (!rateOf(context, 'api', asks).take(person.login, time.real.now())) {
    throw new RefusedError(429, 'busy', '请求过于频繁，这一次没有处理。填写的内容仍在页面上，请一分钟后再试')
  }
  if (!hasRole(person, roles)) {
    throw new RefusedError(403, 'role', `您的角色（${person.roles.join('、')}）不能使用这一功能。未作改动`)
  }
  return person
}

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).hostname : null)
