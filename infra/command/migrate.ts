// `huiying migrate --to postgres://…`: moves the embedded ledger to PostgreSQL, verified on both sides, or not at all.
import { parseArgs } from 'node:util'
import { moveLedger } from '@huiying/ledger/copy/move'
import { placeOf } from '@huiying/ledger/open'
import { lockFolder } from '@huiying/runtime/lock'
import { readSettings, settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { type Streams, writeLine } from '../lines.ts'

const usage = '用法：npx huiying migrate --to postgres://用户:密码@主机:端口/数据库'
const SAY_MS = 1_000

export async function run(args: string[], streams: Streams): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
  const settings = settingsFromEnvironment()
  if (values.to === undefined) throw new Error(usage)
  if (settings.ledgerUrl !== null)
    throw new Error('LEDGER_URL 已设：migrate 从内置台账（DATA_DIR）迁出，请先去掉 LEDGER_URL')
  const { ledgerUrl } = readSettings({ LEDGER_URL: values.to })
  const from = placeOf(settings)
  const lock = lockFolder(settings.dataDir)
  try {
    const facts = await moveLedger({ ...from, blobUrl: null }, { ...from, ledgerUrl }, progress(streams))
    const { host, pathname } = new URL(values.to)
    await writeLine(streams.output, { to: `${host}${pathname}`, ...facts })
    const said = facts.before ? '目标库里已是同一本台账，未再写入' : '迁移完成，两边校验一致；内置台账原样保留'
    streams.log.write(
      `${said}。今后请以 LEDGER_URL 启动，并把密钥 ${settings.keyFile} 交给每台机器（HUIYING_KEY_FILE）；勿再用内置台账收信\n`,
    )
    return 0
  } finally {
    lock.release()
  }
}

/** One line a second and one at every new table. */
function progress(streams: Streams): (table: string, rows: number) => void {
  let saidAt = 0
  let last = ''
  return (table, rows) => {
    if (table === last && real.now() - saidAt < SAY_MS) return
    saidAt = real.now()
    last = table
    streams.log.write(table === 'verify' ? '校验哈希链与各表…\n' : `复制 ${table}：${rows} 行\n`)
  }
}
