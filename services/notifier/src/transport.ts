// Where mails go: files in a folder (the embedded default) or an SMTP server, both through nodemailer.
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTransport } from 'nodemailer'
import type { Mail } from './mail.ts'

export interface Envelope extends Mail {
  from: string
  /** Without angle brackets; derived from the delivery, so a second sending carries the same one. */
  messageId: string
  attachments?: { filename: string; content: string; contentType: string }[]
}

/**
 * Promises: `send` resolves after the mail is on disk or the server said 250; it rejects with the server's answer else.
 */
export interface Transport {
  kind: 'file' | 'smtp'
  send(mail: Envelope): Promise<void>
  close(): void
}

/** Lets the lease outlast every wait on the server (design §6). */
export const SMTP_TIMEOUT_MS = 20_000

/** Opens `file:` (URL or path) or `smtp:`/`smtps:`; anything else is a setting error named in words. */
export function openTransport(url: string): Transport {
  if (url.startsWith('smtp:') || url.startsWith('smtps:')) return openSmtp(url)
  if (url.startsWith('file:'))
    return openFolder(url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length))
  throw new Error(`MAIL_URL 应以 file: 或 smtp:// 开头，现在是 ${url.split(':')[0]}:`)
}

function openSmtp(url: string): Transport {
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  } as Parameters<typeof createTransport>[0])
  return {
    kind: 'smtp',
    async send(mail) {
      await pool.sendMail(messageOf(mail))
    },
    close: () => pool.close(),
  }
}

function openFolder(folder: string): Transport {
  const builder = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    kind: 'file',
    async send(mail) {
      const built = await builder.sendMail(messageOf(mail))
      await mkdir(folder, { recursive: true })
      const name = join(folder, `${mail.messageId}.eml`)
      const file = await open(`${name}.part`, 'w', 0o600)
      await file.writeFile(built.message as Buffer)
      await file.sync()
      await file.close()
      await rename(`${name}.part`, name)
    },
    close: () => builder.close(),
  }
}

function messageOf(mail: Envelope) {
  return {
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Huiying': '1' },
    attachments: mail.attachments ?? [],
  }
}

/** True when the server refused for good (5xx): the address or the mail is wrong, not the line. */
export function isRefusal(error: unknown): boolean {
  const code = (error as { responseCode?: number }).responseCode
  return code !== undefined && code >= 500
}
