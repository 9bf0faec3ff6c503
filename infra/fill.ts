// Fills an empty book: the default rules and this authority's units, people and sources, as the first policy version.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defaultPolicyKeys } from '@huiying/domain/default'
import { takePolicy } from '@huiying/domain/slip'
import { listBooks, openBook } from '@huiying/ledger/book'
import type { Ledger } from '@huiying/ledger/ledger'
import { parse, stringify } from 'yaml'
import { writeSample } from './sample.ts'

export type FolderKind = '正式' | '演示' | '演练'

export interface FillOptions {
  ledger: Ledger
  dataDir: string
  kind: FolderKind
  now: number
  /** YAML of this authority's own part; by default the sample's 青河市, or the clean start. */
  bookFile?: URL
}

/**
 * Opens the book when the ledger has none; returns the book ids. Later the file is not looked at: the rules then change
 * by `huiying policy adopt` alone.
 */
export async function fillBook(options: FillOptions): Promise<{ books: string[]; filled: boolean }> {
  const known = await listBooks(options.ledger.read)
  // Real letters must not run into a sample because somebody tried the program out in this folder first.
  if (options.kind === '正式' && known.some((book) => book.sample)) {
    throw new Error(
      `这里（${options.dataDir}）是示例册，带演示数据，不能当正式册用；没有改动任何东西。` +
        '正式使用请把 DATA_DIR 设为另一个空目录，或停止程序后移走这个目录，再运行同一条命令；继续看示例请去掉 --empty',
    )
  }
  if (known.length > 0) return { books: known.map((book) => book.id), filled: false }
  const file =
    options.bookFile ?? new URL(options.kind === '正式' ? 'config/book.yaml' : 'sample/book.yaml', import.meta.url)
  const own = await readFile(file, 'utf8')
  // As it was written: a line of the merged rules would be found in no file.
  const read = takePolicy(own)
  if (!('policy' in read)) {
    const lines = read.problems.map((problem) => `  第 ${problem.line} 行：${problem.what}。${problem.mend}`)
    const path = fileURLToPath(file)
    throw new Error(`规则文件 ${path} 有问题，尚未写入台账；改好后再运行同一条命令：\n${lines.join('\n')}`)
  }
  const text = mergePolicy(own)
  const { book, name } = read.policy
  const flags = { sample: options.kind === '演示', drill: options.kind === '演练' }
  await options.ledger.write((tx) => openBook(tx, { id: book, name, ...flags }, text, options.now, 'system'))
  if (options.kind === '演示') await writeSample(options.dataDir, options.now)
  return { books: [book], filled: true }
}

/** Policy text of a book: the defaults with this authority's keys laid over them. */
export function mergePolicy(own: string): string {
  return stringify({ ...defaultPolicyKeys, ...(parse(own) as object) }, { lineWidth: 0 })
}
