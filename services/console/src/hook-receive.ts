// POST /hooks/SOURCE: items that a bought system pushes, signed; 202 means that they are on record.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Policy } from '@huiying/domain/policy'
import { listBooks } from '@huiying/ledger/book'
import { insertItems, type NewItem } from '@huiying/ledger/item/item'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { holdItems, quarantineItems } from '@huiying/ledger/quarantine'
import { failureOf } from '@huiying/runtime/failure'
import { deriveId } from '@huiying/runtime/id'
import { findClassified } from '@huiying/text/classified'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type ConsoleContext, endpoint, RefusedError } from './endpoint.ts'
import { buildItem } from './item-build.ts'

type Source = Policy['sources'][number]

/** Older or newer than this by the sender's clock: a replay, or a clock that is wrong. */
const SKEW_MS_MAX = 5 * 60 * 1000
const RETRY_AFTER_S = 30
const ITEMS_MAX = 200
export const HOOK_BODY_BYTES_MAX = 4 * 1024 * 1024

const webAddress = z
  .string()
  .max(2_000)
  .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), '应为 http 或 https 网址')
const count = z.number().int().nonnegative().nullish()
const sentItem = z.object({
  /** The sender's own id: the same id with the same words is one item, with other words a revision. */
  id: z.string().min(1).max(200),
  title: z.string().trim().min(1).max(500),
  text: z.string().max(100_000).default(''),
  url: webAddress.nullish(),
  author: z.string().max(200).nullish(),
  platform: z.string().max(100).nullish(),
  reads: count,
  comments: count,
  reposts: count,
  likes: count,
  at: z.iso.datetime({ offset: true, error: '应为带时区的 ISO 8601 时间' }).nullish(),
})
const sentBody = z.object({ items: z.array(sentItem).min(1).max(ITEMS_MAX, `一次最多 ${ITEMS_MAX} 条，请分几次`) })
type SentItem = z.infer<typeof sentItem>

export const receiveHook = endpoint({
  params: z.object({ source: z.string().max(60) }),
  // Read only after the signature: who is not known learns nothing of what is expected.
  body: z.unknown(),
  async handle({ context, params, body, request, reply, now }) {
    try {
      const { policy, source } = await sourceOf(context, params.source, request)
      const taken = await take(context.ledger, policy, source, readItems(body), now)
      return reply.code(202).send(taken)
    } catch (error) {
      if (error instanceof RefusedError || failureOf(error).kind !== 'engine') throw error
      context.log.warn({ source: params.source, reason: failureOf(error).reason }, 'hook waits for the ledger')
      reply.header('retry-after', String(RETRY_AFTER_S))
      throw new RefusedError(503, 'away', `台账暂不可用，没有收下。请 ${RETRY_AFTER_S} 秒后原样重发`)
    }
  },
})

function readItems(body: unknown): SentItem[] {
  const read = sentBody.safeParse(body)
  if (read.success) return read.data.items
  const problems = read.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || '内容'}：${issue.message}`)
  throw new RefusedError(422, 'input', `内容不合要求，一条也没有收下。${problems.join('；')}`, { problems })
}

/** One answer for an unknown source and a wrong signature: nobody learns which sources there are. */
async function sourceOf(context: ConsoleContext, id: string, request: FastifyRequest) {
  const secret = context.settings.hookSecrets[id]
  const refused = new RefusedError(401, 'signature', '签名不对，没有收下。请核对来源名、密钥和签名的算法')
  if (secret === undefined || !isSigned(request, secret)) throw refused
  const sentAt = sentAtOf(request)
  if (sentAt === null || Math.abs(context.time.real.now() - sentAt) > SKEW_MS_MAX) {
    throw new RefusedError(401, 'time', 'X-Huiying-Timestamp 与本机时间相差超过 5 分钟，没有收下。请校时后重新签名')
  }
  for (const book of await listBooks(context.ledger.read)) {
    const { policy } = await policyOf(context.ledger.read, book.id)
    const source = policy.sources.find((one) => one.id === id && one.kind === 'webhook' && one.on)
    if (source !== undefined) return { policy, source }
  }
  throw refused
}

const headerOf = (request: FastifyRequest, name: string): string => String(request.headers[name] ?? '')

function isSigned(request: FastifyRequest, secret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(headerOf(request, 'x-huiying-signature'))?.[1]
  if (given === undefined || request.rawBody === undefined) return false
  const hmac = createHmac('sha256', secret).update(`${headerOf(request, 'x-huiying-timestamp')}.`)
  return timingSafeEqual(hmac.update(request.rawBody).digest(), Buffer.from(given, 'hex'))
}

/** Seconds or milliseconds since 1970, as senders write it. */
function sentAtOf(request: FastifyRequest): number | null {
  const written = headerOf(request, 'x-huiying-timestamp')
  if (!/^\d{10}(?:\d{3})?$/.test(written)) return null
  return written.length === 10 ? Number(written) * 1000 : Number(written)
}

async function take(ledger: Ledger, policy: Policy, source: Source, sent: SentItem[], now: number) {
  const built = sent.map((one) => buildItem(policy, toldOf(source, one, now), now))
  await ledger.blobs.putMany(built.map((one) => one.raw))
  const items: NewItem[] = []
  const marked: { item: NewItem; mark: string }[] = []
  for (const { item } of built) {
    const mark = findClassified(item.clear)
    if (mark === null) items.push(item)
    else marked.push({ item, mark: mark.level })
  }
  const stopped = await holdItems(ledger, policy.book, marked)
  const batch = { book: policy.book, source: source.id, items, cursor: null, backfill: () => false }
  return ledger.write(async (tx) => {
    const { inserted, revised, known } = await insertItems(tx, ledger.sealer, batch, now)
    await quarantineItems(tx, policy.book, stopped, now)
    return { received: inserted.length + revised.length, known, quarantined: stopped.length }
  })
}

function toldOf(source: Source, one: SentItem, now: number) {
  const at = one.at == null ? null : Date.parse(one.at)
  const future = at !== null && at > now
  return {
    id: deriveId('item', source.id, one.id),
    source: source.id,
    kind: source.channel === undefined ? ('post' as const) : ('letter' as const),
    ownId: one.id,
    platform: one.platform || source.platform,
    title: one.title.replace(/\s+/g, ' '),
    text: one.text,
    url: one.url ?? null,
    author: one.author ?? null,
    // A time to come is no publication: better unknown than wrong (§14-5).
    publishedAt: future ? null : at,
    publishedPrecision: at === null || future ? null : ('second' as const),
    heat: {
      reads: one.reads ?? null,
      comments: one.comments ?? null,
      reposts: one.reposts ?? null,
      likes: one.likes ?? null,
    },
    flags: future ? ['future-date'] : [],
  }
}
