// `huiying source export | import FILE | ready`: lists of feeds as OPML, and entries for the rules to be looked at and
// put into them by a person; nothing is switched on here.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readOpml, writeOpml } from '@huiying/collector/opml'
import { readyRoutes, readyUrl } from '@huiying/collector/rsshub'
import { needBooks } from '@huiying/ledger/book'
import { policyOf } from '@huiying/ledger/policy'
import { stringify } from 'yaml'
import { type Streams, writeLine } from '../lines.ts'
import { onLedger } from '../on-ledger.ts'

const ID_CHARS = 10

export async function run(args: string[], streams: Streams): Promise<number> {
  const options = {
    basis: { type: 'string' },
    platform: { type: 'string' },
    base: { type: 'string' },
  } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [verb, ...rest] = positionals
  if (verb === 'export') return exportOpml(streams)
  if (verb === 'import' && rest[0] !== undefined) {
    const list = readOpml(await readFile(rest[0], 'utf8'))
    const entries = list.map((one) => entryOf(one.title, one.url, values.platform ?? one.title, values.basis))
    streams.output.write(stringify({ sources: entries }))
    return 0
  }
  if (verb === 'ready') return printReady(rest, values, streams)
  throw new Error('用法：npx huiying source export ｜ import 文件.opml ｜ ready [平台 名=值…] --base 地址')
}

async function exportOpml(streams: Streams): Promise<number> {
  return onLedger(async ({ ledger: { read } }) => {
    const [book] = await needBooks(read)
    const { policy } = await policyOf(read, book.id)
    const feeds = policy.sources.filter((one) => one.kind === 'feed' && one.url !== undefined)
    const list = feeds.map((one) => ({ title: one.name, url: one.url! }))
    streams.output.write(writeOpml(book.name, list))
    return 0
  })
}

async function printReady(
  [platform, ...pairs]: string[],
  { base, basis }: { base?: string | undefined; basis?: string | undefined },
  streams: Streams,
): Promise<number> {
  if (platform === undefined) {
    for (const route of readyRoutes) await writeLine(streams.output, route)
    return 0
  }
  if (base === undefined) throw new Error('请用 --base 写明本单位 RSSHub 的地址')
  const values = Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0]!, pair.slice(pair.indexOf('=') + 1)]))
  const routes = readyRoutes.filter((route) => route.platform === platform)
  const route = routes.find((one) => Object.keys(values).some((name) => one.path.includes(`:${name}`))) ?? routes[0]
  if (route === undefined) throw new Error(`没有 ${platform} 的现成条目；运行 npx huiying source ready 查看全部`)
  const name = `${platform} ${Object.values(values).join(' ')}`
  streams.output.write(stringify({ sources: [entryOf(name, readyUrl(base, route, values), platform, basis)] }))
  return 0
}

/** Off: whoever takes it into the rules states its basis and switches it on. */
function entryOf(name: string, url: string, platform: string, basis: string | undefined): object {
  const id = `feed-${createHash('sha256').update(url).digest('hex').slice(0, ID_CHARS)}`
  return { id, name, kind: 'feed', url, platform, basis: basis ?? '公开页面', local: true, on: false }
}
