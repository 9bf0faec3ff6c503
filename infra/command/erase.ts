// `huiying erase ITEM… --rule … --by …`: 销毁, when the time of keeping is over or the law asks for it. First it tells
// what would go; with --yes text, original and attachments are gone for ever, and the 台账 says so and still verifies.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBus } from '@huiying/bus/open'
import { closedStatuses } from '@huiying/domain/word'
import { type Book, needBooks } from '@huiying/ledger/book'
import { caseNow } from '@huiying/ledger/case'
import { type Erasing, eraseContents } from '@huiying/ledger/erase'
import type { Reader } from '@huiying/ledger/ledger'
import { holdsRole } from '@huiying/ledger/person/person'
import { type ItemRow, listItems } from '@huiying/ledger/queue-fact'
import { lockFolder } from '@huiying/runtime/lock'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { type Streams, writeLine } from '../lines.ts'
import { onLedger, type Place } from '../on-ledger.ts'

/** What lies beside the ledger and goes with a letter; opened only when something does. */
type Beside = Pick<Erasing, 'mailbox' | 'outbox' | 'forget'> & { close(): Promise<void> }

const ITEMS_MAX = 500
const usage = '用法：npx huiying erase 信息编号… --rule 依据 --by 登录名 [--yes]'

export const run = (args: string[], streams: Streams): Promise<number> =>
  onLedger((place) => runErase(args, place, openBeside, streams))

async function openBeside(): Promise<Beside> {
  const { dataDir, ledgerUrl, bus: address } = settingsFromEnvironment()
  // A program that runs holds texts in memory and the embedded bus: it must not go on with what is gone.
  const lock = ledgerUrl === null ? lockFolder(dataDir) : null
  const park = () => Promise.reject(new Error('erase reads nothing from the bus'))
  const bus = await openBus({ ...address, file: join(dataDir, 'bus.db') }, { park })
  return {
    mailbox: join(dataDir, 'mailbox'),
    outbox: join(dataDir, 'outbox'),
    forget: (ids) => bus.forget(ids),
    async close() {
      await bus.close()
      lock?.release()
    },
  }
}

/** As run, on a ledger that is open. */
export async function runErase(
  args: string[],
  place: Place,
  open: () => Promise<Beside>,
  streams: Streams,
): Promise<number> {
  const options = { rule: { type: 'string' }, by: { type: 'string' }, yes: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const ids = [...new Set(positionals)]
  if (ids.length === 0) throw new Error(usage)
  if (ids.length > ITEMS_MAX) throw new Error(`一次至多 ${ITEMS_MAX} 条，没有改动任何东西。请分几次`)
  const { read } = place.ledger
  const [book] = await needBooks(read)
  const rows = await listItems(read, { book: book.id, restricted: true, ids }, ids.length, null)
  await checkErasable(read, ids, rows)
  const rule = values.rule?.trim() ?? ''
  if (values.yes === true) await checkOrder(read, book, rule, values.by)
  for (const { item, number } of rows) {
    const { id, title, receivedAt } = item
    await writeLine(streams.output, { id, number, title, receivedAt: new Date(receivedAt).toISOString() })
  }
  if (values.yes !== true) {
    const what = '正文、未打码原文、附件和原件将销毁，不能恢复；编号、打码的标题和台账记录保留'
    streams.log.write(`以上 ${rows.length} 条的${what}。什么都没有改动；确认请加 --yes\n`)
    return 0
  }
  const beside = await open()
  try {
    await eraseContents(place.ledger, { book: book.id, ids, rule, actor: values.by!, ...beside }, place.now)
  } finally {
    await beside.close()
  }
  const left = '此前的备份里还有它们，请按保存期限处理；检索在程序运行后随即更新'
  streams.log.write(`已销毁 ${rows.length} 条，已记入台账。${left}\n`)
  return 0
}

/** All or nothing: who mistyped one of many should see it before anything is gone. */
async function checkErasable(read: Reader, ids: string[], rows: ItemRow[]): Promise<void> {
  const nothing = '没有改动任何东西'
  const unknown = ids.filter((id) => !rows.some((row) => row.item.id === id))
  if (unknown.length > 0) {
    throw new Error(`台账里没有 ${unknown.join('、')}，${nothing}。信息编号见 npx huiying dump items`)
  }
  const gone = rows.filter((row) => row.masked === null).map((row) => row.item.id)
  if (gone.length > 0) throw new Error(`${gone.join('、')} 已经销毁过，${nothing}。请去掉再运行`)
  const caseIds = [...new Set(rows.flatMap(({ caseId }) => caseId ?? []))]
  // A letter of a merged case is answered where that is worked on now.
  const states = await Promise.all(caseIds.map((id) => caseNow(read, id)))
  const open = states.filter((state) => state !== null && !closedStatuses.includes(state.status))
  if (open.length > 0) {
    const numbers = [...new Set(open.map((state) => `${state?.number}（${state?.status}）`))].join('、')
    throw new Error(`${numbers} 还没有办结，来信还要据此答复，${nothing}。请先办结`)
  }
}

async function checkOrder(read: Reader, book: Book, rule: string, by: string | undefined): Promise<void> {
  if (rule === '' || !by) throw new Error('销毁要写明 --rule 依据（文号或保存期限）和 --by 登录名。没有改动任何东西')
  if (await holdsRole(read, book.id, by, '值班长')) return
  throw new Error(`${by} 不是本台账册在用的值班长，没有改动任何东西。账号见 npx huiying user list`)
}
