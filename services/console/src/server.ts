// Builds the web server: the door every request passes, the routes of the table, the page and its static files.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifySwagger from '@fastify/swagger'
import { failureOf, isLedgerDown } from '@huiying/runtime/failure'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { type AttachmentLimits, openAttachmentReader } from './attachment-reader.ts'
import { type Asked, type ConsoleContext, RefusedError } from './endpoint.ts'
import { FILE_BYTES_MAX } from './file-add.ts'
import { deadPage } from './link-page.ts'
import { addPageFiles, readPage } from './page-file.ts'
import { everyone } from './right.ts'
import { type Route, routes } from './route.ts'
import { admit, checkHost, checkLinkRate, checkOrigin } from './session.ts'
import { openByLink } from './session-open.ts'
import type { Stream } from './stream.ts'
import { type UnitFile, unitFormReader } from './unit-form.ts'

const BODY_BYTES_MAX = 64 * 1024
const PARAM_CHARS_MAX = 700
const NONCE_BYTES = 16
const pageFolder = join(import.meta.dirname, '..', 'web', 'dist')
const unbuilt = '<!doctype html><title>回应</title><p>网页尚未构建</p>'

export async function buildServer(
  context: ConsoleContext,
  stream: Stream,
  limits: AttachmentLimits = {},
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PARAM_CHARS_MAX },
    forceCloseConnections: true,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX },
    (_request, body, done) => done(null, body),
  )
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: FILE_BYTES_MAX + BODY_BYTES_MAX },
    unitFormReader(context),
  )
  // A signature is over the bytes as they came, so they stay beside what they say.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.url.startsWith('/hooks/')) request.rawBody = body
    parseJson(request, body.toString('utf8'), done)
  })
  await app.register(fastifyCookie)
  await app.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Huiying 回应', version: '0.1.0' } },
    transform: jsonSchemaTransform,
  })
  app.addHook('onRequest', async (request, reply) => {
    setHeaders(request, reply)
    checkHost(request, context)
    checkOrigin(request)
    // What no route of the table answers is 401 too: without login nobody learns which paths exist.
    const known = request.routeOptions.url?.startsWith('/api/') ?? false
    if (!known && /^\/api(\/|\?|$)/.test(request.url)) await admit(request, context, everyone)
  })
  app.setErrorHandler((error, request, reply) => answerError(context, error, request, reply))
  const attachments = openAttachmentReader(context.ledger, context.settings, context.log, limits)
  app.addHook('onClose', attachments.stop)
  for (const route of routes) addRoute(app, { context, stream, attachments }, route)
  app.get('/api/openapi.json', { schema: { summary: '本接口的说明' } }, async (request) => {
    await admit(request, context, everyone)
    return app.swagger()
  })
  addPage(app, context)
  return app
}

function addRoute(
  app: FastifyInstance,
  parts: Pick<Asked<unknown, unknown, unknown>, 'context' | 'stream' | 'attachments'>,
  route: Route,
): void {
  const { context } = parts
  const { query, body, params } = route.endpoint
  app.route({
    method: route.method,
    url: route.path,
    ...(route.bodyBytesMax === undefined ? {} : { bodyLimit: route.bodyBytesMax }),
    exposeHeadRoute: route.path !== '/api/stream',
    schema: {
      summary: route.about,
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      ...(params === undefined ? {} : { params }),
    },
    // Before parsing and checking: who is not logged in learns nothing of what a route expects.
    ...(route.roles === 'public'
      ? { onRequest: async (request: FastifyRequest) => checkLinkRate(request, context) }
      : {
          onRequest: async (request: FastifyRequest) => {
            request.asker = await admit(request, context, route.roles as Exclude<Route['roles'], 'public'>)
          },
        }),
    handler: async (request, reply) => {
      const asked: Asked<unknown, unknown, unknown> = {
        ...parts,
        person: request.asker ?? nobody,
        query: request.query,
        body: request.body,
        params: request.params,
        now: context.time.now(),
        request,
        reply,
      }
      return route.endpoint.handle(asked)
    },
  })
}

const nobody = { login: '', book: '', name: '', roles: [], unit: null, disabled: true }

declare module 'fastify' {
  interface FastifyRequest {
    asker?: Asked<unknown, unknown, unknown>['person']
    nonce?: string
    /** What a signature was made over. */
    rawBody?: Buffer
    /** What hung on a unit's form. */
    unitFile?: UnitFile
  }
}

function setHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  request.nonce = nonce
  const policy = [
    "default-src 'self'",
    // antd writes its styles as the page runs; only those with this answer's own number are taken.
    `style-src 'self' 'nonce-${nonce}'`,
    // blob: a picture of a letter, which the page has in memory and nowhere else.
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  reply.header('content-security-policy', policy.join('; '))
  reply.header('x-content-type-options', 'nosniff')
  // Not `no-referrer`: with it a form of our own page would name its origin as null.
  reply.header('referrer-policy', 'same-origin')
  reply.header('cross-origin-opener-policy', 'same-origin')
  if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
}

const isMailPage = ({ url }: FastifyRequest): boolean => url.startsWith('/mail/')

/** Where what was typed is now: of a form of a mail's page one step back; who only reads there has typed nothing. */
function keptWords(request: FastifyRequest): string {
  if (!isMailPage(request)) return '。填写的内容仍在页面上'
  return request.method === 'POST' ? '。填写的内容在上一页' : ''
}

interface Said {
  code: string
  message: string
  problems?: string[]
}

/** A contact on a telephone must be told in words, with his text one step back. */
const sayOnPage = (reply: FastifyReply, status: number, message: string) =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(deadPage({ title: '这一次没有办成', message, phone: null }))

function answerError(context: ConsoleContext, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const kept = keptWords(request)
  const failed = (status: number, body: Said) =>
    isMailPage(request) ? sayOnPage(reply, status, body.message) : reply.code(status).send(body)
  /** The console's own page says itself what it keeps; that of a mail says no more than this. */
  const send = (status: number, body: Said) =>
    failed(status, isMailPage(request) ? { ...body, message: `${body.message}${kept}` } : body)
  if (error instanceof RefusedError) {
    return send(error.status, { code: error.code, message: error.message, ...error.more })
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map((one) => `${one.instancePath.slice(1) || '内容'}：${one.message ?? ''}`)
    return send(422, { code: 'input', message: `填写有误，未作改动。${problems.join('；')}`, problems })
  }
  if (error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return send(413, { code: 'input', message: '内容太大，没有保存。文件至多 10 MB，请压缩或分开后再传' })
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) {
    return send(status, { code: 'input', message: '请求不能理解，未作改动。请刷新页面后重试' })
  }
  const { kind, reason } = failureOf(error)
  context.log.error({ path: request.routeOptions.url, error: error instanceof Error ? error.stack : reason }, 'console')
  if (isLedgerDown(error)) {
    return failed(503, { code: 'ledger', message: `${reason}。未作改动${kept}` })
  }
  const wait = kind === 'engine' ? `存储暂不可用（${reason}）` : '程序出错'
  return failed(500, { code: 'failed', message: `${wait}，未作改动${kept}，请稍后重试` })
}

function addPage(app: FastifyInstance, context: ConsoleContext): void {
  const { html, files } = readPage(pageFolder)
  addPageFiles(app, files)
  const sendPage = (request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send((html ?? unbuilt).replaceAll('__NONCE__', request.nonce ?? ''))
  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    const { token } = request.query as { token?: string }
    // A HEAD, as of a link checker, must not use the link up.
    if (typeof token !== 'string' || request.method === 'HEAD') return sendPage(request, reply)
    const opened = await openByLink(context, reply, token)
    return reply.redirect(opened ? '/' : '/?link=dead', 303)
  })
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(api|assets)\//.test(request.url)
    if (isPage && (request.headers.accept ?? '').includes('text/html')) return sendPage(request, reply)
    return reply.code(404).send({ code: 'missing', message: '没有这个地址' })
  })
}
