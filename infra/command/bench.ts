// `huiying bench NAME`: one JSON object with the figure, the raw limit of the same run, and their ratio.
import { parseArgs } from 'node:util'
import { benches, RUNS } from '../bench.ts'
import type { Streams } from '../lines.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  const options = { list: { type: 'boolean' }, runs: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  if (values.list === true || positionals.length === 0) {
    for (const bench of benches)
      streams.output.write(`${JSON.stringify({ bench: bench.name, summary: bench.summary })}\n`)
    return 0
  }
  const bench = benches.find((one) => one.name === positionals[0])
  if (bench === undefined) throw new Error(`没有名为 ${positionals[0]} 的基准；运行 npx huiying bench --list 查看`)
  const { run: measure } = await bench.load()
  streams.output.write(`${JSON.stringify(await measure(Number(values.runs ?? bench.runs ?? RUNS)))}\n`)
  return 0
}
