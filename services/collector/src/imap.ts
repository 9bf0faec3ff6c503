// A mailbox on an IMAP server: every letter after the cursor is read, whoever has opened it; \Seen is set only after it
// is on record.
import type { ImapFlow } from 'imapflow'
import { LETTER_BYTES_MAX, LETTER_HEAD_BYTES } from './letter.ts'

export interface ImapLetter {
  uid: number
  bytes: Buffer
  /** The letter's own size when over `LETTER_BYTES_MAX`: only its beginning is here then. Null when it is whole. */
  cutFrom: number | null
}

export interface ImapOptions {
  /** `imaps://user@host:993/INBOX`, or `imap://` (then STARTTLS is demanded unless the host is this machine). */
  url: string
  password: string
  /** Where the last reading ended, as `receive` was told it; null before the first. */
  cursor(): Promise<string | null>
  /** Puts the letters and the new cursor on record, in one transaction. */
  receive(letters: ImapLetter[], cursor: string): Promise<void>
  /** The server says that something came. */
  onArrival(): void
  msMax?: number
}

export interface ImapSource {
  /** Takes what lies after the cursor, connecting when there is no connection; returns how many letters. */
  look(): Promise<number>
  stop(): Promise<void>
}

interface Cursor {
  /** UIDs mean something only together with this. */
  validity: string
  uid: number
}

/** Letters of one transaction. */
const IMAP_BATCH_MAX = 250
const IMAP_BATCH_BYTES_MAX = 25 * 1024 * 1024
/** Connecting, greeting, and silence in the middle of an answer. */
const IMAP_MS_MAX = 30_000
/** UIDs of one question: a mailbox of a million letters is asked about in parts. */
const UID_WINDOW = 10_000

/** One connection, opened when it is needed and given up at the first error; errors are told in words. */
export function openImap(options: ImapOptions): ImapSource {
  let client: ImapFlow | null = null
  let looking: Promise<number> | null = null
  const connected = async (): Promise<ImapFlow> => {
    if (client?.usable === true) return client
    client = await connect(options)
    return client
  }
  const look = async (): Promise<number> => {
    try {
      return await takeAll(await connected(), options)
    } catch (error) {
      client?.close()
      client = null
      throw inWords(error, options.url)
    }
  }
  return {
    async look() {
      looking ??= look().finally(() => {
        looking = null
      })
      return looking
    },
    async stop() {
      const last = client
      client = null
      last?.close()
      await looking?.catch(() => undefined)
    },
  }
}

async function connect(options: ImapOptions): Promise<ImapFlow> {
  // Most books have no such mailbox, and their programs need not load it.
  const { ImapFlow } = await import('imapflow')
  const { protocol, hostname, port, username, pathname } = new URL(options.url)
  const secure = protocol === 'imaps:'
  const ms = options.msMax ?? IMAP_MS_MAX
  const client = new ImapFlow({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 993 : 143)),
    secure,
    // A password never goes over a network in the clear.
    doSTARTTLS: secure || /^(127\.|localhost$|\[::1\])/.test(hostname) ? undefined : true,
    auth: { user: decodeURIComponent(username), pass: options.password },
    logger: false,
    connectionTimeout: ms,
    greetingTimeout: ms,
    socketTimeout: ms * 20,
    maxIdleTime: IDLE_MS_MAX,
    clientInfo: { name: 'huiying' },
  } as ConstructorParameters<typeof ImapFlow>[0])
  // What happens to the connection shows at the next look; without a listener it would end the program.
  client.on('error', options.onArrival)
  client.on('exists', options.onArrival)
  client.on('close', options.onArrival)
  await client.connect()
  await client.mailboxOpen(decodeURIComponent(pathname.slice(1)) || 'INBOX')
  return client
}

/** Servers drop who idles for half an hour; IDLE is begun anew before. */
const IDLE_MS_MAX = 5 * 60 * 1000

async function takeAll(client: ImapFlow, options: ImapOptions): Promise<number> {
  const box = client.mailbox
  if (box === false) throw new Error('邮箱没有打开')
  // Asks the server what is new: without it a mailbox read elsewhere looks as it did.
  await client.noop()
  const validity = String(box.uidValidity)
  const before = readCursor(await options.cursor())
  // Another validity: the numbers begin anew. Everything is read again; what is on record is known by its bytes.
  let last = before?.validity === validity ? before.uid : 0
  let taken = 0
  for (;;) {
    const waiting = await waitingAfter(client, last)
    if (waiting.length === 0) return taken
    for (const batch of batchesOf(waiting)) {
      const letters = await fetchLetters(client, batch)
      last = batch.at(-1)!.uid
      await options.receive(letters, JSON.stringify({ validity, uid: last } satisfies Cursor))
      taken += letters.length
      if (letters.length > 0)
        await client.messageFlagsAdd(letters.map((one) => one.uid).join(','), ['\\Seen'], { uid: true })
    }
  }
}

interface Waiting {
  uid: number
  size: number
}

/** The next letters in the order of their arrival; at most one window. */
async function waitingAfter(client: ImapFlow, last: number): Promise<Waiting[]> {
  // `n:*` always gives the newest letter, even one before n.
  const found = await client.search({ uid: `${last + 1}:*` }, { uid: true })
  const uids = (found || [])
    .filter((uid) => uid > last)
    .sort((a, b) => a - b)
    .slice(0, UID_WINDOW)
  if (uids.length === 0) return []
  const waiting: Waiting[] = []
  for await (const one of client.fetch(`${uids[0]}:${uids.at(-1)}`, { uid: true, size: true }, { uid: true }))
    if (one.uid > last) waiting.push({ uid: one.uid, size: one.size ?? 0 })
  return waiting.sort((a, b) => a.uid - b.uid)
}

function batchesOf(waiting: Waiting[]): Waiting[][] {
  const batches: Waiting[][] = []
  let bytes = 0
  for (const one of waiting) {
    const batch = batches.at(-1)
    bytes += Math.min(one.size, LETTER_BYTES_MAX)
    if (batch !== undefined && batch.length < IMAP_BATCH_MAX && bytes <= IMAP_BATCH_BYTES_MAX) batch.push(one)
    else {
      batches.push([one])
      bytes = Math.min(one.size, LETTER_BYTES_MAX)
    }
  }
  return batches
}

/** Letters deleted in between are not there any more and are passed over. */
async function fetchLetters(client: ImapFlow, batch: Waiting[]): Promise<ImapLetter[]> {
  const letters: ImapLetter[] = []
  for (const part of [batch.filter((one) => !isLarge(one)), batch.filter(isLarge)]) {
    if (part.length === 0) continue
    const source = isLarge(part[0]!) ? { start: 0, maxLength: LETTER_HEAD_BYTES } : true
    const range = part.map((one) => one.uid).join(',')
    const sizes = new Map(part.map((one) => [one.uid, one.size]))
    for await (const { uid, source: bytes } of client.fetch(range, { uid: true, source }, { uid: true }))
      if (bytes !== undefined) letters.push({ uid, bytes, cutFrom: source === true ? null : (sizes.get(uid) ?? 0) })
  }
  return letters.sort((a, b) => a.uid - b.uid)
}

const isLarge = (one: Waiting) => one.size > LETTER_BYTES_MAX

function readCursor(text: string | null): Cursor | null {
  if (text === null) return null
  const { validity, uid } = JSON.parse(text) as Partial<Cursor>
  return typeof validity === 'string' && typeof uid === 'number' ? { validity, uid } : null
}

/** What happened, without the password and without the server's own words about it. */
function inWords(cause: unknown, url: string): Error {
  const { hostname } = new URL(url)
  const { authenticationFailed, code, message } = cause as {
    authenticationFailed?: boolean
    code?: string
    message?: string
  }
  if (authenticationFailed === true)
    return new Error(`邮箱服务器 ${hostname} 拒绝登录：请核对账号与密码；已收的信都在，改好后自动继续`, { cause })
  return new Error(`邮箱服务器 ${hostname} 读取中断（${code ?? message ?? '连接断开'}）；已收的信都在，将自动重连`, {
    cause,
  })
}
