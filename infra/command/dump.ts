// `huiying dump WHAT`: the ledger's rows as JSON lines, while the program runs or not.
import { parseArgs } from 'node:util'
import { type Dumped, dump, dumped } from '@huiying/ledger/copy/dump'
import { withSnapshot } from '@huiying/ledger/open'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { type Streams, writeLine } from '../lines.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { 'as-of': { type: 'string' } } })
  const what = dumped.find((one) => one === positionals[0]) as Dumped | undefined
  if (what === undefined) throw new Error(`请指定要导出的内容：${dumped.join('、')}`)
  const asOf = values['as-of'] === undefined ? null : Date.parse(values['as-of'])
  if (Number.isNaN(asOf)) throw new Error(`--as-of 应为带时区的 ISO 8601 时间，现在是“${values['as-of']}”`)
  const lines = await withSnapshot(settingsFromEnvironment(), (read) => dump(read, what, asOf))
  for (const line of lines) await writeLine(streams.output, line)
  return 0
}
