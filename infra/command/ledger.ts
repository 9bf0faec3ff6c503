// `huiying ledger verify`: recomputes chain, roots and projections; with a seal also what an owner could rewrite.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readSeal } from '@huiying/ledger/seal'
import { verify } from '@huiying/ledger/verify/verify'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { type Streams, writeLine } from '../lines.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  const options = { seal: { type: 'string' }, url: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  if (positionals[0] !== 'verify') throw new Error('用法：npx huiying ledger verify [--seal 文件]')
  if (values.url !== undefined) throw new Error('--url 目前只支持内置引擎：请去掉 --url，用 DATA_DIR 指定数据目录')
  const seal = values.seal === undefined ? {} : { seal: readSeal(await readFile(values.seal)) }
  const results = await verify(settingsFromEnvironment(), seal)
  for (const result of results) await writeLine(streams.output, result)
  return results.every((result) => result.ok) ? 0 : 1
}
