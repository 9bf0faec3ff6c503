// Settings from the environment: one table, checked together, each problem with what to do about it.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { misspelt, wordsOfMisspelt } from './misspelt.ts'

export interface Settings {
  host: string
  port: number
  /** False when PORT was given: then a taken port is an error, not a reason to take the next one. */
  portMayMove: boolean
  dataDir: string
  /** DATA_DIR was set: the drill may use the folder when it is empty. */
  dataDirGiven: boolean
  keyFile: string
  mailUrl: string
  mailFrom: string
  /** Gateway of SMS or 政务微信; files in the outbox when none is set. */
  webhookUrl: string
  webhookSecret: string
  /** What each incoming webhook signs with, by source. */
  hookSecrets: Record<string, string>
  /** Where a beat goes while all is in order, so that silence is the alarm; null: nowhere. */
  watchdogUrl: string | null
  publicUrl: string | null
  sealDir: string
  logLevel: string
  /** `postgres://…`; null: SQLite in the data folder. */
  ledgerUrl: string | null
  /** PEM file of the authority that signed the database's certificate. */
  ledgerCa: string | null
  /** `file:` of a folder shared by all machines; null: the data folder, or with PostgreSQL the database itself. */
  blobUrl: string | null
  /** `kafka://…`; url null: SQLite in the data folder. `caFile`: PEM of the authority that signed the brokers'. */
  bus: { url: string | null; caFile: string | null }
  /** `http(s)://…` of Elasticsearch; url null: SQLite in the data folder. */
  search: { url: string | null; caFile: string | null; apiKey: string | null }
  /** Where a service alone answers probes; `token` opens the metrics from other machines. */
  metrics: { host: string; port: number; mayMove: boolean; token: string | null }
}

const DEFAULT_PORT = 7480
const DEFAULT_METRICS_PORT = 7490
const SECRET_CHARS_MIN = 16
const PORT_MAX = 65_535
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const web = /^https?:\/\/./
const isWeb = (text: string) => web.test(text) && URL.canParse(text)
const webAddress = (mend: string) => z.string().refine(isWeb, `应为 http:// 或 https:// 的网址。${mend}`)
const isThere = (file: string) => existsSync(resolve(file))
const caFile = z.string().refine(isThere, '指向的文件不存在。请写签发证书的 CA 证书（PEM）的路径')

const portNumber = (usual: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX,
      `应为 0–${PORT_MAX} 的整数。请改正，或去掉它：不设时用 ${usual} 或其后的空闲端口`,
    )

/** One row a setting; a message says what it should be and what to do. README's table names the same. */
const table = z.object({
  HOST: z.string().optional(),
  PORT: portNumber(DEFAULT_PORT).optional(),
  DATA_DIR: z.string().optional(),
  HUIYING_KEY_FILE: z.string().optional(),
  MAIL_URL: z
    .string()
    .refine(
      (text) => /^file:./.test(text) || (/^smtps?:\/\/./.test(text) && URL.canParse(text)),
      '应以 file:、smtp:// 或 smtps:// 开头，如 smtp://用户:口令@mail.example:587',
    )
    .optional(),
  MAIL_FROM: z.string().includes('@', '应含邮箱地址，如 值班室 <zhiban@example.gov.cn>').optional(),
  WEBHOOK_URL: webAddress('请写短信或政务微信网关的地址').optional(),
  WEBHOOK_SECRET: z
    .string()
    .min(SECRET_CHARS_MIN, `至少 ${SECRET_CHARS_MIN} 个字符。请与网关约定更长的密钥`)
    .optional(),
  HOOK_SECRETS: z
    .string()
    .refine(
      (text) => secretsOf(text).every(([source, secret]) => source !== '' && secret.length >= SECRET_CHARS_MIN),
      `应为 来源=密钥，多个用空格隔开，密钥至少 ${SECRET_CHARS_MIN} 个字符`,
    )
    .optional(),
  WATCHDOG_URL: webAddress('请写接收心跳的地址，或去掉它').optional(),
  PUBLIC_URL: webAddress('请写责任单位能打开的本系统地址，或去掉它：不设时经 SMTP 的邮件不带链接').optional(),
  SEAL_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(levels, `应为 ${levels.join('、')} 之一`).optional(),
  LEDGER_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/[^/]+\/.+/,
      '应为 postgres://用户:密码@主机:端口/数据库。请改正，或去掉它：不设时用内置引擎',
    )
    .refine((text) => URL.canParse(text), '不是网址：密码里的特殊字符要按网址编码（如 # 写作 %23）')
    .optional(),
  LEDGER_CA: caFile.optional(),
  BLOB_URL: z
    .string()
    .regex(/^file:\/\/\/./, '应为各机器共享的目录 file:///路径。请改正，或去掉它：不设时原件随台账存放')
    .optional(),
  BUS_URL: z
    .string()
    .regex(
      /^kafka(\+tls)?:\/\/[^/?]+/,
      '应为 kafka://[用户:密码@]主机:端口,…（TLS 用 kafka+tls://）。请改正，或去掉它：不设时用内置引擎',
    )
    .optional(),
  BUS_CA: caFile.optional(),
  SEARCH_URL: z
    .string()
    .regex(/^https?:\/\/[^/]+/, '应为 http(s)://[用户:密码@]主机:端口。请改正，或去掉它：不设时用内置引擎')
    .optional(),
  SEARCH_CA: caFile.optional(),
  SEARCH_API_KEY: z.string().optional(),
  METRICS_HOST: z.string().optional(),
  METRICS_PORT: portNumber(DEFAULT_METRICS_PORT).optional(),
  METRICS_TOKEN: z
    .string()
    .min(SECRET_CHARS_MIN, `至少 ${SECRET_CHARS_MIN} 个字符。请与监控系统约定更长的口令`)
    .optional(),
})

/** `yuqing=… bbs=…` → pairs. */
const secretsOf = (text: string): [string, string][] =>
  text
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => [one.slice(0, Math.max(0, one.indexOf('='))), one.slice(one.indexOf('=') + 1)])

export const settingNames = Object.keys(table.shape)
/** Never repeated to the screen: a mistyped secret is still a secret. */
const secrets = 'WEBHOOK_SECRET HOOK_SECRETS MAIL_URL LEDGER_URL BUS_URL SEARCH_URL SEARCH_API_KEY METRICS_TOKEN'.split(
  ' ',
)
const unspoken = new Set(secrets)
/** A secret may stand in a file instead, as containers hand them on: `LEDGER_URL_FILE` names it. */
export const secretFileNames = secrets.map((name) => `${name}_FILE`)

/** Throws one error that lists every problem with what to do; an empty value counts as not set. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const found = settingNames.map((name) => ({ name, ...givenFor(env, name) }))
  const given = Object.fromEntries(found.flatMap(({ name, value }) => (value ? [[name, value]] : [])))
  const read = table.safeParse(given)
  const problems = [
    ...found.flatMap(({ wrong }) => wrong ?? []),
    ...(read.error?.issues.map((issue) => problemOf(issue, given)) ?? []),
    ...crossProblems(given),
  ]
  if (read.data === undefined || problems.length > 0) {
    const lines = problems.map((one) => `  ${one}`).join('\n')
    throw new Error(`设置有 ${problems.length} 处问题，程序未启动，数据未改动：\n${lines}`)
  }
  const set = read.data
  const dataDir = resolve(set.DATA_DIR ?? 'var')
  const outbox = `file:${join(dataDir, 'outbox')}`
  return {
    host: set.HOST ?? '127.0.0.1',
    port: Number(set.PORT ?? DEFAULT_PORT),
    portMayMove: set.PORT === undefined,
    dataDir,
    dataDirGiven: set.DATA_DIR !== undefined,
    keyFile: set.HUIYING_KEY_FILE === undefined ? join(dataDir, 'key') : resolve(set.HUIYING_KEY_FILE),
    mailUrl: set.MAIL_URL ?? outbox,
    mailFrom: set.MAIL_FROM ?? '政务舆情回应值班室 <huiying@localhost>',
    webhookUrl: set.WEBHOOK_URL ?? outbox,
    webhookSecret: set.WEBHOOK_SECRET ?? '',
    hookSecrets: Object.fromEntries(secretsOf(set.HOOK_SECRETS ?? '')),
    watchdogUrl: set.WATCHDOG_URL ?? null,
    publicUrl: set.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    sealDir: set.SEAL_DIR === undefined ? join(dataDir, 'seals') : resolve(set.SEAL_DIR),
    logLevel: set.LOG_LEVEL ?? 'info',
    ledgerUrl: set.LEDGER_URL ?? null,
    ledgerCa: fileOf(set.LEDGER_CA),
    blobUrl: set.BLOB_URL ?? null,
    bus: { url: set.BUS_URL ?? null, caFile: fileOf(set.BUS_CA) },
    search: { url: set.SEARCH_URL ?? null, caFile: fileOf(set.SEARCH_CA), apiKey: set.SEARCH_API_KEY ?? null },
    metrics: {
      host: set.METRICS_HOST ?? '127.0.0.1',
      port: Number(set.METRICS_PORT ?? DEFAULT_METRICS_PORT),
      mayMove: set.METRICS_PORT === undefined,
      token: set.METRICS_TOKEN ?? null,
    },
  }
}

/** A setting's own value, or for a secret what stands in the file that `NAME_FILE` names. */
function givenFor(env: Record<string, string | undefined>, name: string): { value?: string; wrong?: string } {
  const value = env[name]
  const file = unspoken.has(name) ? env[`${name}_FILE`] : undefined
  if (!file) return value === undefined ? {} : { value }
  if (value) return { wrong: `${name} 与 ${name}_FILE 只能设一个。请去掉其中一项` }
  try {
    return { value: readFileSync(file, 'utf8').trim() }
  } catch (error) {
    const why = (error as { code?: string }).code === 'ENOENT' ? '不存在' : '不能读取'
    return {
      wrong: `${name}_FILE 指向的文件${why}。请写含有该设置的文件的路径，并让运行程序的用户可读；现在是“${file}”`,
    }
  }
}

const fileOf = (path: string | undefined): string | null => (path === undefined ? null : resolve(path))

function problemOf(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  return `${name} ${issue.message}${unspoken.has(name) ? '' : `；现在是“${given[name]}”`}`
}

/** What only two settings together show. */
function crossProblems(given: Record<string, string | undefined>): string[] {
  const problems: string[] = []
  const pair = ['WEBHOOK_URL', 'WEBHOOK_SECRET'] as const
  const missing = pair.filter((name) => given[name] === undefined)
  if (missing.length === 1) {
    problems.push(`WEBHOOK_URL 与 WEBHOOK_SECRET 要一起设，现在缺 ${missing[0]}。请补上，或两项都去掉`)
  }
  if (given.SEAL_DIR !== undefined && resolve(given.SEAL_DIR) === resolve(given.DATA_DIR ?? 'var')) {
    problems.push('SEAL_DIR 不能就是 DATA_DIR：封印要放在备份之外。请另选一个目录')
  }
  return problems
}

/** What is written there like a setting and is none, in words for a person; empty when there is nothing. */
export const slipsInEnvironment = (): string =>
  wordsOfMisspelt(misspelt(process.env, [...settingNames, ...secretFileNames]))

/** The one look at the environment. */
export const settingsFromEnvironment = (): Settings => readSettings(process.env)

/** One variable of the environment that is no setting of ours, as PATH is; or the file that `NAME_FILE` names. */
export function settingOf(name: string): string | undefined {
  const file = process.env[`${name}_FILE`]
  return process.env[name] ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim())
}

/** The environment handed on to a program we start. */
export const environmentWith = (more: Record<string, string>): Record<string, string | undefined> => ({
  ...process.env,
  ...more,
})
