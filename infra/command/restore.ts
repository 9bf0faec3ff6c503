// `huiying restore FILE`: puts a backup into an empty data folder, or with LEDGER_URL into an empty database.
import { existsSync } from 'node:fs'
import { restore } from '@huiying/ledger/copy/backup'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { type Streams, writeLine } from '../lines.ts'

export async function run([file]: string[], streams: Streams): Promise<number> {
  if (file === undefined) throw new Error('用法：DATA_DIR=空目录 npx huiying restore 文件')
  const settings = settingsFromEnvironment()
  const facts = await restore(file, settings)
  await writeLine(streams.output, { dataDir: settings.dataDir, ...facts })
  if (!existsSync(settings.keyFile)) streams.log.write(`请先把当时的密钥放到 ${settings.keyFile}，再启动\n`)
  return 0
}
