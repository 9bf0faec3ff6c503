// Where mails go: files in a folder (the embedded default) or an SMTP server, both through nodemailer.
import { createTransport } from 'nodemailer'
import type { Mail } from './mail.ts'
import { folderOf, writeWhole } from './outbox.ts'

export interface Envelope extends Mail {
  from: string
  /** Without angle brackets; derived from the delivery, so a second sending carries the same one. */
  messageId: string
  /** The letter this is a reply to, by its Message-ID with brackets: a person wrote it, no machine. */
  replies?: string | null
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

/** Lets the lease outlast every wait on the server. */
const SMTP_TIMEOUT_MS = 20_000

/** Opens `file:` (URL or path) or `smtp:`/`smtps:`; anything else is a setting error named in words. */
export function openTransport(url: string): Transport {
  if (url.startsWith('smtp:') || url.startsWith('smtps:')) return openSmtp(url)
  if (url.startsWith('file:')) return openFolder(folderOf(url))
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
      await writeWhole(folder, `${mail.messageId}.eml`, built.message as Buffer)
    },
    close: () => builder.close(),
  }
}

function messageOf(mail: Envelope) {
  const { replies } = mail
  const made = replies === undefined ? { 'Auto-Submitted': 'auto-generated' } : {}
  return {
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.messageId}>`,
    headers: { ...made, 'X-Huiying': '1' },
    ...(replies == null ? {} : { inReplyTo: replies, references: replies }),
    attachments: mail.attachments ?? [],
  }
}

/**
 * True when this message is refused for good: 5xx of a mail server, or what a gateway calls final. A log-in the server
 * does not take (535) is our own setting, not the message: it waits for somebody to mend it.
 */
export function isRefusal(error: unknown): boolean {
  const { code, responseCode, refused } = error as { code?: string; responseCode?: number; refused?: boolean }
  return refused === true || (responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH')
}
