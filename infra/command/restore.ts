// `huiying restore FILE`: puts a backup into an empty data folder.
import { existsSync } from 'node:fs'
import { restore } from '@huiying/ledger/backup'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { type Streams, writeLine } from '../lines.ts'

export async function run([file]: string[], streams: Streams): Promise<number> {
  if (file === undefined) throw new Error('用法：DATA_DIR=空目录 npx huiying restore 文件')
  const { dataDir, keyFile } = settingsFromEnvironment()
  const facts = await restore(file, dataDir)
  await writeLine(streams.output, { dataDir, ...facts })
  if (!existsSync(keyFile)) streams.log.write(`请先把当时的密钥放到 ${keyFile}，再启动\n`)
  return 0
}
