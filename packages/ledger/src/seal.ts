// Seals: the heads of all books at a moment, sent out of the owner's reach so that no rewriting goes unseen.
import { access, constants, mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Ledger, Reader } from './ledger.ts'

const sealSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  books: z.array(
    z.object({ book: z.string(), seq: z.number().int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
})
export type Seal = z.infer<typeof sealSchema>

/** Larger files are no seals; a mail with one attached is a few kilobytes. */
const SEAL_BYTES_MAX = 1024 * 1024

/**
 * Seals the heads as they stand and records that it did. A book where nothing happened since its last seal gets no
 * further entry, so that a quiet ledger does not grow by its own seals.
 */
export async function makeSeal(ledger: Ledger, now: number): Promise<Seal> {
  return ledger.write(async (tx) => {
    const heads = await readHeads(tx.db)
    for (const { book, seq, hash } of heads) {
      const last = tx.db.selectFrom('entry').select('act').where('book', '=', book).where('seq', '=', seq)
      if ((await last.executeTakeFirst())?.act === 'seal.made') continue
      await tx.append(book, now, 'system', [{ caseId: null, body: { act: 'seal.made', v: 1, seq, hash } }])
    }
    return { at: new Date(now).toISOString(), books: heads }
  })
}

async function readHeads(read: Reader): Promise<Seal['books']> {
  const rows = await read.selectFrom('book').select(['id', 'headSeq', 'headHash']).orderBy('id').execute()
  return rows.map((row) => ({ book: row.id, seq: row.headSeq, hash: row.headHash }))
}

/** Keeps a seal in `SEAL_DIR`, on disk before it returns; the name sorts by time. Returns the path. */
export async function writeSeal(folder: string, seal: Seal): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `seal-${seal.at.replaceAll(':', '')}.json`)
  const part = `${path}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(sealText(seal))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
  return path
}

/** Null when seals can be kept in the folder; else what every screen shows. It stops nothing: letters go on. */
export async function sealFolderWarning(folder: string): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
    return null
  } catch (error) {
    return sealFolderWords(folder, error)
  }
}

export function sealFolderWords(folder: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  return `封印写不进 SEAL_DIR（${folder}，${code ?? '原因不明'}）：在此期间台账被截去或重算将发现不了`
}

/** The very bytes that are attached to the mail. */
export const sealText = (seal: Seal): string => `${JSON.stringify(seal)}\n`

/** The newest of a folder, or null; unreadable ones are an error, for a seal is never in the way by chance. */
export async function newestSeal(folder: string): Promise<Seal | null> {
  const newest = (await sealNames(folder)).at(-1)
  return newest === undefined ? null : readSeal(await readFile(join(folder, newest)))
}

/** Oldest first; their names sort by time. */
async function sealNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^seal-.*\.json$/.test(name)).sort()
}

/**
 * What a person must know at the start: the ledger is older than a seal, or differs from it; null when all is well. Of
 * each book the seal with the highest seq counts, so that a seal made after a restore does not hide the one before it:
 * it stays until the chain is what it was, or a person has looked and put the old seals aside.
 */
export async function sealWarning(read: Reader, folder: string): Promise<string | null> {
  let behind: Awaited<ReturnType<typeof behindSeal>>
  try {
    behind = await behindSeal(read, await highestSeals(folder))
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error
    return `SEAL_DIR 里的封印读不出：${error.message}`
  }
  if (behind.length === 0) return null
  const lines = behind.map(({ book, seq, found }) =>
    found !== null && found >= seq
      ? `册 ${book} 序号 ${seq} 与封印不符，此前的记录被改写过`
      : `册 ${book} 只到序号 ${found ?? 0}，封印时已到 ${seq}`,
  )
  return `台账比封印旧：${lines.join('；')}。可能恢复了旧备份，请先核对再处置，并运行 npx huiying ledger verify --seal 封印文件`
}

/** Of each book the sealed head with the highest seq of all seals in the folder. */
async function highestSeals(folder: string): Promise<Seal> {
  const highest = new Map<string, Seal['books'][number]>()
  let at = new Date(0).toISOString()
  for (const name of await sealNames(folder)) {
    const seal = readSeal(await readFile(join(folder, name)))
    at = seal.at
    for (const one of seal.books) if (one.seq > (highest.get(one.book)?.seq ?? 0)) highest.set(one.book, one)
  }
  return { at, books: [...highest.values()] }
}

/** Reads the JSON, or the mail (.eml) it was attached to. Throws in words. */
export function readSeal(bytes: Uint8Array): Seal {
  if (bytes.byteLength > SEAL_BYTES_MAX) throw new Error('封印文件过大，不是封印。未核对，请选用封印 JSON 或其邮件')
  const text = Buffer.from(bytes).toString('utf8')
  for (const candidate of text.trimStart().startsWith('{') ? [text] : attachedTexts(text)) {
    const read = sealSchema.safeParse(parseJson(candidate))
    if (read.success) return read.data
  }
  throw new Error('文件里没有封印（应为 {"at","books":[{"book","seq","hash"}]} 或附有它的邮件）。未核对，请换一个文件')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The decoded leaf parts of a mail; only as much of MIME as our own seal mails use. */
function attachedTexts(mail: string): string[] {
  const text = mail.replaceAll('\r\n', '\n')
  const split = text.indexOf('\n\n')
  if (split < 0) return []
  const head = text.slice(0, split).replace(/\n[ \t]+/g, ' ')
  const body = text.slice(split + 2)
  const boundary = /^content-type:.*boundary="?([^";\n]+)"?/im.exec(head)?.[1]
  if (boundary !== undefined)
    return body
      .split(`--${boundary}`)
      .slice(1)
      .flatMap((part) => attachedTexts(part.replace(/^\n/, '')))
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase()
  if (encoding === 'base64') return [Buffer.from(body, 'base64').toString('utf8')]
  return [encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body]
}

function fromQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Books of a ledger that is older than its newest seal, or differs from it: a restored backup, or worse. */
export async function behindSeal(
  read: Reader,
  seal: Seal,
): Promise<{ book: string; seq: number; found: number | null }[]> {
  const behind: { book: string; seq: number; found: number | null }[] = []
  for (const { book, seq, hash } of seal.books) {
    if (seq === 0) continue
    const row = await read
      .selectFrom('entry')
      .select('hash')
      .where('book', '=', book)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (row?.hash === hash) continue
    const head = await read.selectFrom('book').select('headSeq').where('id', '=', book).executeTakeFirst()
    behind.push({ book, seq, found: head?.headSeq ?? null })
  }
  return behind
}
