// POST /api/items: what a person has heard or read, on record like any other item; masked at this door too.
import { insertItems } from '@huiying/ledger/item/item'
import { policyOf } from '@huiying/ledger/policy'
import { deriveId } from '@huiying/runtime/id'
import { findClassified } from '@huiying/text/classified'
import { z } from 'zod'
import { endpoint, RefusedError } from './endpoint.ts'
import { buildItem } from './item-build.ts'

const MANUAL_SOURCE = 'manual'
const TITLE_CHARS_MAX = 200
const TEXT_CHARS_MAX = 20_000
const LINE_CHARS_MAX = 100

export const addItem = endpoint({
  body: z.object({
    commandId: z.string().regex(/^[A-Za-z0-9-]{16,80}$/),
    /** A letter or call opens a case and its LET; public items are placed as the tracker places all. */
    kind: z.enum(['letter', 'article', 'post']),
    platform: z.string().trim().min(1, '请写明来源，如 来电、微博').max(LINE_CHARS_MAX),
    title: z.string().trim().min(2, '请写标题').max(TITLE_CHARS_MAX),
    text: z.string().trim().min(1, '请写内容').max(TEXT_CHARS_MAX),
    url: z
      .string()
      .max(2_000)
      .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), '应为 http 或 https 网址')
      .nullable(),
    publishedAt: z.number().int().positive().nullable(),
  }),
  async handle({ context, person, body, now }): Promise<{ itemId: string }> {
    const { ledger } = context
    if (body.publishedAt !== null && body.publishedAt > now) {
      throw new RefusedError(422, 'input', '首发时间在未来。未保存，请核对')
    }
    const { policy } = await policyOf(ledger.read, person.book)
    const { kind, platform, title, text, url, publishedAt } = body
    const { item, raw } = buildItem(
      policy,
      {
        ...{ kind, platform, title, text, url, publishedAt, author: null, ownId: null, source: MANUAL_SOURCE },
        id: deriveId('item', MANUAL_SOURCE, person.login, body.commandId),
        publishedPrecision: publishedAt === null ? null : 'minute',
        flags: [`人工录入：${person.login}`],
      },
      now,
    )
    if (findClassified(item.clear) !== null) {
      throw new RefusedError(422, 'input', '内容带涉密标识，没有保存。勿转发、勿截图，请联系保密办')
    }
    await ledger.blobs.put(raw)
    const batch = { book: person.book, source: MANUAL_SOURCE, items: [item], cursor: null, backfill: () => false }
    await ledger.write((tx) => insertItems(tx, ledger.sealer, batch, now))
    return { itemId: item.id }
  },
})
