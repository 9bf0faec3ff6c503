// The hourly seal: the heads of all books, kept in SEAL_DIR and mailed to the auditors, out of the owner's reach.
import { writeFull } from '@huiying/domain/beijing'
import { listBooks } from '@huiying/ledger/book'
import { policyOf } from '@huiying/ledger/policy'
import {
  makeSeal,
  newestSeal,
  type Seal,
  sealFolderWarning,
  sealFolderWords,
  sealText,
  sealWarning,
  writeSeal,
} from '@huiying/ledger/seal'
import { type Facts, SEAL_FACT } from '@huiying/ledger/status'
import { deriveId } from '@huiying/runtime/id'
import type { NotifyOptions } from './notify.ts'

const SEAL_EVERY_MS = 60 * 60 * 1000

export interface Seals {
  /** Makes one when the newest is an hour old; returns whether it did. */
  turn(now: number): Promise<boolean>
  /** Why none can be kept at present, or that the ledger is older than one that was; null when all is well. */
  warning(): string | null
  /** The same, told with the heartbeat. */
  facts(): Facts
}

/**
 * A folder that is full or was taken away is known at the next look; until then no seal is on record as made. The seals
 * in it are held against the ledger at the start, or else when it can be reached again: before one more is made.
 */
export async function openSeals(options: NotifyOptions, folder: string): Promise<Seals> {
  const { read } = options.ledger
  let lost = await sealFolderWarning(folder)
  let behind = lost === null ? await sealWarning(read, folder) : null
  let isCompared = lost === null
  const warning = () => lost ?? behind
  return {
    async turn(now) {
      lost = await sealFolderWarning(folder)
      if (lost !== null) throw new Error(lost)
      if (!isCompared) behind = await sealWarning(read, folder)
      isCompared = true
      return sealBooks({ ...options, folder }, now, (seal) =>
        writeSeal(folder, seal).catch((cause) => {
          lost = sealFolderWords(folder, cause)
          throw new Error(lost, { cause })
        }),
      )
    },
    warning,
    facts: () => ({ [SEAL_FACT]: warning() }),
  }
}

/** A mail that fails leaves the seal in the folder. */
async function sealBooks(
  options: NotifyOptions & { folder: string },
  now: number,
  keep: (seal: Seal) => Promise<unknown>,
): Promise<boolean> {
  const newest = await newestSeal(options.folder)
  if (newest !== null && now - Date.parse(newest.at) < SEAL_EVERY_MS) return false
  const seal = await makeSeal(options.ledger, now)
  await keep(seal)
  const text = sealText(seal)
  const lines = seal.books.map((one) => `${one.book}：序号 ${one.seq} · SM3 ${one.hash}`)
  const at = writeFull(now)
  const why = '请保存本邮件：凭它可以发现此前的台账是否被截去或重算。'
  const check = '核对时先把本邮件存成 .eml 文件，再运行 npx huiying ledger verify --seal 文件.eml'
  const body = [`台账封印（北京时间 ${at}）。${why}`, ...lines, check].join('\r\n')
  for (const book of await listBooks(options.ledger.read)) {
    const { policy } = await policyOf(options.ledger.read, book.id)
    for (const auditor of policy.auditors) {
      const to = options.onlyTo ?? auditor
      const messageId = `${deriveId('seal', book.id, auditor, seal.at)}@${options.host}`
      const attachments = [{ filename: 'seal.json', content: text, contentType: 'application/json' }]
      const subject = `${options.mark === null ? '' : `【${options.mark}】`}台账封印 ${book.name} ${at}`
      const mail = { to, subject, text: body, html: `<pre>${body}</pre>`, from: options.from, messageId, attachments }
      await options.transport.send(mail)
    }
  }
  return true
}
