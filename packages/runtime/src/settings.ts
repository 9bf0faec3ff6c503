// Settings from the environment: one table, checked together, each problem with its mend.
import { join, resolve } from 'node:path'

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
  publicUrl: string | null
  sealDir: string
  logLevel: string
}

export const DEFAULT_PORT = 7480

/** Throws one error that lists every problem in words. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const problems: string[] = []
  const port = env.PORT === undefined || env.PORT === '' ? DEFAULT_PORT : Number(env.PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push(`PORT 应为 0–65535 的整数，现在是“${env.PORT}”`)
  const dataDir = resolve(env.DATA_DIR || 'var')
  const mailUrl = env.MAIL_URL || `file:${join(dataDir, 'outbox')}`
  if (!/^(file|smtps?):/.test(mailUrl)) problems.push('MAIL_URL 应以 file:、smtp:// 或 smtps:// 开头')
  const publicUrl = env.PUBLIC_URL || null
  if (publicUrl !== null && !URL.canParse(publicUrl)) problems.push(`PUBLIC_URL 不是网址：“${publicUrl}”`)
  for (const name of ['LEDGER_URL', 'BUS_URL', 'SEARCH_URL'] as const) {
    if (env[name]) problems.push(`${name} 目前只支持内置引擎，请去掉这一项`)
  }
  if (problems.length > 0)
    throw new Error(`设置有 ${problems.length} 处问题，程序未启动：\n${problems.map((one) => `  ${one}`).join('\n')}`)
  return {
    host: env.HOST || '127.0.0.1',
    port,
    portMayMove: !env.PORT,
    dataDir,
    dataDirGiven: Boolean(env.DATA_DIR),
    keyFile: env.HUIYING_KEY_FILE ? resolve(env.HUIYING_KEY_FILE) : join(dataDir, 'key'),
    mailUrl,
    mailFrom: env.MAIL_FROM || '政务舆情回应值班室 <huiying@localhost>',
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    sealDir: env.SEAL_DIR ? resolve(env.SEAL_DIR) : join(dataDir, 'seals'),
    logLevel: env.LOG_LEVEL || 'info',
  }
}

/** The one look at the environment. */
export const settingsFromEnvironment = (): Settings => readSettings(process.env)

/** One variable of the environment that is no setting of ours, as PATH is. */
export const settingOf = (name: string): string | undefined => process.env[name]

/** The environment handed on to a program we start. */
export const environmentWith = (more: Record<string, string>): Record<string, string | undefined> => ({
  ...process.env,
  ...more,
})
