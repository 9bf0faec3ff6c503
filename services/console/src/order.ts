// The orders people give, as zod checks them at the door; the same names and fields as the domain's commands.
import { CORRECTED_TOPICS_MAX, correctedPlaces } from '@huiying/domain/correction'
import { recordKinds } from '@huiying/domain/record'
import { grades, incidentTypes, statements } from '@huiying/domain/word'
import { z } from 'zod'
import { freeText } from './free-text.ts'

const TEXT_CHARS_MAX = 4_000
const LINE_CHARS_MAX = 300
const PROMISES_MAX = 20
const EXCLUDED_MAX = 50

const line = z.string().trim().max(LINE_CHARS_MAX)
/** Told to a writer or to all: refused where it shows personal data; names are covered on record (told-words.ts). */
const told = z.string().trim().max(TEXT_CHARS_MAX)
const text = freeText(TEXT_CHARS_MAX)
const id = z.string().min(1).max(120)
const instant = z.number().int().nonnegative()
const web = z
  .string()
  .max(2_000)
  .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), '应为 http 或 https 网址')
const moment = z.object({
  at: instant,
  precision: z.enum(['second', 'minute', 'hour', 'day']),
  saidBy: line,
  where: z.object({ start: z.number().int(), end: z.number().int() }).optional(),
  verified: z.boolean(),
})

const people = z.number().int().nonnegative().nullable().optional()
/** What a person says of an item; what is left out stays the machine's. */
export const changeSchema = z.strictObject({
  topics: z.array(id).max(CORRECTED_TOPICS_MAX).optional(),
  place: z.enum(correctedPlaces).optional(),
  gov: z.boolean().optional(),
  deaths: people,
  serious: people,
  injured: people,
  missing: people,
})

const judging = [
  z.object({
    do: z.literal('case.judge'),
    verdict: z.enum(['确认', '撤销']),
    grade: z.enum(grades).nullable(),
    type: z.enum(incidentTypes).nullable(),
    reason: text,
    restricted: z.enum(['检举控告', '否']).nullable().optional(),
    excluded: z.object({ units: z.array(id).max(EXCLUDED_MAX), contacts: z.array(id).max(EXCLUDED_MAX) }).optional(),
    lateFind: z.enum(['新一轮传播', '迟发现']).optional(),
  }),
  z.object({ do: z.literal('case.convert'), grade: z.enum(grades), reason: text }),
  z.object({
    do: z.literal('case.correct'),
    title: freeText(LINE_CHARS_MAX).nullable(),
    topics: z.array(id).max(EXCLUDED_MAX).nullable(),
    reason: text,
  }),
  z.object({ do: z.literal('item.correct'), itemId: id, change: changeSchema, reason: text }),
  z.object({ do: z.literal('item.split'), itemId: id, reason: text }),
  z.object({
    do: z.literal('moment.set'),
    field: z.enum(['occurredAt', 'firstPublishedAt', 'detectedAt']),
    to: moment,
    reason: text,
  }),
] as const

const assigning = [
  z.object({ do: z.literal('case.assign'), unit: id, part: z.enum(['牵头', '协办']), reason: text }),
  z.object({ do: z.literal('assignment.return'), id, reason: text }),
  z.object({ do: z.literal('assignment.reassign'), id, unit: id, reason: text }),
  z.object({ do: z.literal('extension.ask'), id, until: instant, reason: text, by: line }),
  z.object({ do: z.literal('extension.settle'), id, granted: z.boolean(), reason: text }),
  z.object({ do: z.literal('assignment.sign'), id, by: line, how: z.enum(['电话', '登录']) }),
] as const

const promise = z.object({ text: freeText(LINE_CHARS_MAX), due: z.string().max(10).nullable() })
const answering = [
  z.object({
    do: z.literal('response.record'),
    statement: z.enum(statements),
    unit: id,
    channel: line,
    url: web.nullable(),
    screenshot: line.nullable(),
    publishedAt: instant,
    reviewed: z.boolean(),
    summary: told,
    promises: z.array(promise).max(PROMISES_MAX).optional(),
  }),
  z.object({ do: z.literal('response.confirm'), id, reason: text }),
  z.object({ do: z.literal('response.reject'), id, reason: text }),
  z.object({ do: z.literal('publication.check'), id }),
  z.object({ do: z.literal('conference.hold'), startedAt: instant, speakers: line, reason: text }),
  z.object({ do: z.literal('conference.waive'), leader: line, approvedAt: instant, docNo: line, reason: text }),
  z.object({ do: z.literal('disposal.end'), reason: text }),
  z.object({
    do: z.literal('promise.add'),
    text: freeText(LINE_CHARS_MAX),
    due: z.string().max(10).nullable(),
    reason: text,
  }),
  z.object({ do: z.literal('promise.keep'), clockId: id, keptAt: instant, note: text }),
] as const

/** It goes to the writer as a mail; else it was told him in another way. */
const mail = z.boolean().optional()
const letters = [
  z.object({ do: z.literal('letter.accept'), itemId: id, told, mail }),
  z.object({
    do: z.literal('letter.answer'),
    itemId: id,
    channel: line,
    answeredAt: instant,
    summary: told,
    /** People must say it: every answered letter is 公开, or 不公开 with the reason (§14-20). */
    publicity: z.discriminatedUnion('open', [
      z.object({ open: z.literal(true) }),
      z.object({ open: z.literal(false), reason: freeText(LINE_CHARS_MAX) }),
    ]),
    mail,
  }),
  z.object({ do: z.literal('letter.refuse'), itemId: id, code: line, told, mail }),
  z.object({ do: z.literal('letter.redirect'), itemId: id, kind: line, to: line, told, mail }),
  z.object({
    do: z.literal('letter.extend'),
    itemId: id,
    total: z.number().int().positive(),
    approver: line,
    told,
    reason: text,
  }),
] as const

const rest = [
  z.object({
    do: z.literal('directive.add'),
    dueAt: instant,
    source: line,
    evidence: freeText(LINE_CHARS_MAX),
    replaces: id.nullable(),
    reason: text,
  }),
  z.object({ do: z.literal('directive.answer'), clockId: id, answeredAt: instant, note: text }),
  z.object({
    do: z.literal('report.make'),
    code: z.enum(['RPT-P', 'RPT-W']),
    to: line,
    madeAt: instant,
    note: text,
  }),
  z.object({ do: z.literal('case.merge'), into: id, reason: text }),
  z.object({ do: z.literal('case.unmerge'), reason: text }),
  z.object({ do: z.literal('case.reopen'), reason: text }),
  z.object({ do: z.literal('case.cancel'), reason: text }),
  z.object({ do: z.literal('case.close'), reason: text }),
  z.object({ do: z.literal('call.record'), id, result: z.enum(['已通', '未接', '改拨']), note: text }),
  z.object({ do: z.literal('call.make'), result: z.enum(['已通', '未接']), note: freeText(LINE_CHARS_MAX) }),
  z.object({ do: z.literal('call.waive'), reason: text }),
  z.object({ do: z.literal('alert.acknowledge'), alertId: id }),
  z.object({ do: z.literal('note.add'), kind: line, text }),
  z.object({
    do: z.literal('record.add'),
    kind: z.enum(recordKinds),
    values: z.record(z.string().max(40), z.union([text, z.number(), z.array(line).max(EXCLUDED_MAX)])),
  }),
] as const

export const orderSchema = z.discriminatedUnion('do', [...judging, ...assigning, ...answering, ...letters, ...rest])

export const commandSchema = z.object({
  /** Made by the page; a repeat of the same id gets the first answer. */
  commandId: z.string().regex(/^[A-Za-z0-9-]{16,80}$/, '应为 16–80 位字母数字'),
  /** The version the person has seen. */
  expectedVersion: z.number().int().nonnegative().nullable(),
  order: orderSchema,
})
