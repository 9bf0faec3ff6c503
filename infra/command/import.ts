// `huiying import FILE --source ID`: a bought list or a 12345 export, looked at first, then taken row by row.

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { type ImportProgress, type ImportResult, importTable, type Reject } from '@huiying/collector/import'
import { type Field, fieldNames, fields, type Mapping } from '@huiying/collector/import-column'
import type { Policy } from '@huiying/domain/policy'
import { needBooks } from '@huiying/ledger/book'
import { policyOf } from '@huiying/ledger/policy'
import { type Streams, writeLine } from '../lines.ts'
import { onLedger } from '../on-ledger.ts'

const options = {
  source: { type: 'string' },
  check: { type: 'boolean' },
  map: { type: 'string', multiple: true },
  rejects: { type: 'string' },
} as const

export async function run(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [path] = positionals
  if (path === undefined || values.source === undefined) {
    throw new Error('用法：npx huiying import 文件 --source 来源 [--check] [--map 列名=字段]… [--rejects 坏行.csv]')
  }
  const { source } = values
  const rejects = values.rejects === undefined ? null : openRejects(values.rejects)
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  process.once('SIGINT', onSignal)
  try {
    const result = await onLedger(async ({ ledger, now }) => {
      const [book] = await needBooks(ledger.read)
      const { policy } = await policyOf(ledger.read, book.id)
      return importTable({
        ...{ ledger, policy, path, source: sourceOf(policy, source), mapping: mappingOf(values.map ?? []) },
        ...{ now, check: values.check === true, signal: stop.signal },
        onProgress: (progress) => streams.log.write(`\r${progressLine(progress)}`),
        ...(rejects === null ? {} : { onReject: rejects.write }),
      })
    })
    if (result.rows > 0) streams.log.write('\n')
    await rejects?.close()
    await writeLine(streams.output, result)
    for (const line of wordsOf(result, values.rejects)) streams.log.write(`${line}\n`)
    return result.problems.length > 0 || result.cancelled ? 1 : 0
  } finally {
    process.off('SIGINT', onSignal)
  }
}

function sourceOf(policy: Policy, id: string): Policy['sources'][number] {
  const imports = policy.sources.filter((one) => one.kind === 'import')
  const source = imports.find((one) => one.id === id)
  if (source === undefined) {
    const known = imports.map((one) => `${one.id}（${one.name}）`).join('、') || '没有'
    throw new Error(`规则里没有名为 ${id} 的导入来源；现有：${known}。没有导入任何内容`)
  }
  if (!source.on) throw new Error(`来源 ${source.name} 已停用。没有导入任何内容；请在规则里启用`)
  return source
}

function mappingOf(given: string[]): Mapping {
  const mapping: Mapping = {}
  for (const one of given) {
    const cut = one.lastIndexOf('=')
    const field = one.slice(cut + 1)
    if (cut < 1 || !(fields as readonly string[]).includes(field)) {
      const known = fields.map((name) => `${name}（${fieldNames[name]}）`).join('、')
      throw new Error(`--map 应为 列名=字段，字段是：${known}。没有导入任何内容`)
    }
    mapping[one.slice(0, cut)] = field as Field
  }
  return mapping
}

const progressLine = ({ rows, taken, known, bad, share }: ImportProgress): string =>
  `已读 ${rows} 行（${Math.floor(share * 100)}%），新收 ${taken}，已有 ${known}，坏行 ${bad}`

function wordsOf(result: ImportResult, rejects: string | undefined): string[] {
  const columns = Object.entries(result.mapping).map(([heading, field]) => `${heading}→${fieldNames[field]}`)
  const lines = [`列的对应：${columns.join('，')}`]
  if (result.problems.length > 0) return [...lines, ...result.problems.map((one) => `须先处理：${one}`)]
  if (result.cancelled) lines.push('已中止：已收的保留在台账；再次导入同一文件会接着收其余的')
  if (result.backfilled > 0) {
    lines.push(
      `${result.backfilled} 行是一天以前发布的，作历史回填：入库存证，不立案、不响铃；要办的请在值班台按 N 录入`,
    )
  }
  if (result.classified > 0) lines.push(`${result.classified} 行疑似涉密，已隔离登记：勿转发、勿截图，请联系保密办`)
  if (result.bad > 0) {
    lines.push(
      `${result.bad} 行没有收：${result.rejects
        .slice(0, 5)
        .map((one) => `第 ${one.line} 行 ${one.reason}`)
        .join('；')}`,
    )
    lines.push(
      rejects === undefined
        ? '加 --rejects 坏行.csv 可得到坏行清单，改好后再导入'
        : `坏行在 ${rejects}，改好后用同一命令再导入`,
    )
  }
  return lines
}

/** The bad rows as CSV with their first file and line, by which a mended row keeps its id. Never over another file. */
function openRejects(path: string) {
  let file: WriteStream | null = null
  return {
    async write({ header, cells, file: origin, line, reason }: Reject) {
      if (file === null) {
        file = createWriteStream(path, { mode: 0o600, flags: 'wx' })
        await once(file, 'open')
        file.write(`\uFEFF${csvLine([...header, '原文件', '原行号', '原因'])}`)
      }
      const padded = header.map((_, index) => cells[index] ?? '')
      if (!file.write(csvLine([...padded, origin, String(line), reason]))) await once(file, 'drain')
    },
    async close() {
      if (file === null) return
      file.end()
      await once(file, 'close')
    },
  }
}

const csvLine = (cells: string[]): string => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
