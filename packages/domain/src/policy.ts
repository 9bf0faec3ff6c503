// Policy (规则): clocks, ladders, units, roster, sources and the rest of one book, as a version of text that an entry
// holds.
import { z } from 'zod'
import { clockCodes, grades, incidentTypes, recipientRoles, steps } from './word.ts'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, '应为小写字母、数字和连字符')
const minutes = z.number().int().positive()

const contactSchema = z.object({
  id,
  name: z.string().min(1),
  roles: z.array(z.enum(recipientRoles)).min(1),
  mail: z.string().optional(),
  phone: z.string().optional(),
  /** What the gateway of WEBHOOK_URL knows this contact by: a mobile number or a 政务微信 account. */
  webhook: z.string().min(1).optional(),
  /** 代理人: while set, what is meant for this contact goes to that one. */
  deputy: id.optional(),
})

const unitSchema = z.object({
  id,
  name: z.string().min(1),
  short: z.string().min(1),
  aliases: z.array(z.string()).default([]),
  parent: id.optional(),
  kind: z.enum(['部门', '镇街', '园区', '值班室', '领导', '纪检', '宣传部', '政府办', '企业']),
  vertical: z.boolean().default(false),
  topics: z.array(z.string()).default([]),
  places: z.array(z.string()).default([]),
  phone: z.string().optional(),
  contacts: z.array(contactSchema).default([]),
})

const stepSchema = z.object({
  step: z.enum(steps),
  /**
   * Exactly one: minutes left, minutes after the start of the ladder, share of the whole time left, working days after
   * the start, or working days before the due day. Of clocks reckoned in days (LET, PRM) steps stand at 9:00.
   */
  left: minutes.optional(),
  after: z.number().int().nonnegative().optional(),
  leftShare: z.number().positive().max(1).optional(),
  afterWorkdays: z.number().int().positive().optional(),
  leftWorkdays: z.number().int().nonnegative().optional(),
  to: z.array(z.enum(recipientRoles)),
  cc: z.array(z.enum(recipientRoles)).default([]),
  repeat: z.object({ every: z.union([minutes, z.literal('daily')]), times: z.number().int().positive() }).optional(),
  call: z.boolean().default(false),
  /** Over which channels; left out: every one the contact has an address for. A mail is never left out. */
  channels: z
    .array(z.enum(['mail', 'webhook']))
    .refine((channels) => channels.includes('mail'), '邮件是凭证，每级都要有；补上 mail')
    .optional(),
})

const clockRuleSchema = z.object({
  code: z.enum(clockCodes),
  name: z.string(),
  minutes,
  when: z.array(z.enum(grades)),
  startAt: z.array(z.enum(['occurredAt', 'firstPublishedAt', 'detectedAt'])).min(1),
  basis: z.string().min(1),
})

export const policySchema = z.object({
  book: id,
  name: z.string().min(1),
  version: z.string().min(1),
  basis: z.string().min(1),
  /** Place names of the jurisdiction with nicknames, outermost first; decides 本地 / 外地. */
  jurisdiction: z.object({ names: z.array(z.string()).min(1), outer: z.array(z.string()).default([]) }),
  clocks: z.array(clockRuleSchema).min(1),
  ladders: z.record(z.string(), z.array(stepSchema)),
  quiet: z.object({ from: z.string(), to: z.string() }).default({ from: '22:00', to: '07:00' }),
  mailbox: z.array(
    z.object({
      channel: z.string(),
      type: z.string(),
      finish: z.number().int().positive(),
      /** Longest total after an approved extension, in the same unit; without it no extension. */
      extendTo: z.number().int().positive().optional(),
      unit: z.enum(['workday', 'calendarDay', 'hour']),
      basis: z.string().min(1),
    }),
  ),
  topics: z.array(z.object({ id, name: z.string(), words: z.array(z.string()).default([]), lead: id.optional() })),
  units: z.array(unitSchema).min(1),
  /**
   * Who is on duty: `from`/`to` are instants with offset, or `HH:MM` in Beijing time for every day (may wrap midnight).
   * When nobody is, every contact of the 值班室 with the role is meant.
   */
  roster: z.array(z.object({ from: z.string(), to: z.string(), contacts: z.array(id) })).default([]),
  sources: z.array(
    z.object({
      id,
      name: z.string(),
      kind: z.enum(['mailbox', 'imap', 'feed', 'import', 'webhook', 'manual']),
      /** Of a feed, or of an IMAP mailbox: `imaps://user@host/INBOX`. */
      url: z.string().optional(),
      /** The address people write to: once a week a marked letter goes there and must come back (渠道自测). */
      mail: z.string().optional(),
      /** Where the password of an IMAP mailbox stands in the environment. */
      secret: z
        .string()
        .regex(/^env:[A-Z][A-Z0-9_]*$/, '写成 env:环境变量名，口令不写进规则')
        .optional(),
      platform: z.string(),
      channel: z.string().optional(),
      /** 来源依据: without it a source cannot be switched on. */
      basis: z.enum(['公开页面', '官方接口', '采购授权', '本单位信箱']),
      local: z.boolean().default(false),
      everySeconds: z.number().int().positive().default(300),
      allowPrivate: z.boolean().default(false),
      on: z.boolean().default(true),
    }),
  ),
  official: z.array(
    z.object({ unit: id, platform: z.string(), domain: z.string().optional(), account: z.string().optional() }),
  ),
  /** Imported holiday notices; a year here replaces the built-in one (§14-16). Days are YYYY-MM-DD. */
  holidays: z
    .array(z.object({ year: z.number().int(), doc: z.string(), off: z.array(z.string()), work: z.array(z.string()) }))
    .default([]),
  gradeTypes: z.array(z.enum(incidentTypes)).default(['生产安全', '环境', '食品药品', '群体']),
  pressReleaseEveryHours: z.number().int().positive().default(24),
  internalReport: z.object({ phoneMinutes: minutes, writtenMinutes: minutes, on: z.boolean() }),
  promiseDays: z.number().int().positive().default(30),
  heat: z.object({ doublingMinutes: minutes, atLeast: z.number().int().positive() }),
  auditors: z.array(z.string()).default([]),
})
export type Policy = z.infer<typeof policySchema>
export type Unit = Policy['units'][number]
export type Contact = Unit['contacts'][number]
export type LadderStep = Policy['ladders'][string][number]
export type ClockRule = Policy['clocks'][number]
