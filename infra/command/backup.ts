// `huiying backup FILE`: the ledger and its sealed blobs in one file, while the program runs.
import { backup } from '@huiying/ledger/copy/backup'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { type Streams, writeLine } from '../lines.ts'

export async function run([file]: string[], streams: Streams): Promise<number> {
  if (file === undefined) throw new Error('用法：npx huiying backup 文件')
  const settings = settingsFromEnvironment()
  const facts = await backup(settings, file)
  await writeLine(streams.output, { file, ...facts })
  streams.log.write(`已备份。密钥不在备份内：请把 ${settings.keyFile} 另存一处，没有它原文不可恢复\n`)
  return 0
}
