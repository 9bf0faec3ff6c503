// `huiying feed [FILE…]`: the items of feeds as lines of JSON, in feed order, from files or standard input.
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type FeedHints, type FeedItem, readFeed } from '@huiying/collector/feed'
import { answerFiles } from '../file-lines.ts'
import { type Streams, writeLine } from '../lines.ts'

export async function run(args: string[], streams: Streams): Promise<number> {
  const options = { 'content-type': { type: 'string' }, url: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const hints = { contentType: values['content-type'] ?? null, url: values.url ?? null }
  if (positionals.length === 0) {
    await writeItems(streams, {}, await buffer(streams.input), hints)
    return 0
  }
  return answerFiles(streams, positionals, (file, bytes) => writeItems(streams, { file }, bytes, hints))
}

async function writeItems(
  streams: Streams,
  head: { file?: string },
  bytes: Uint8Array,
  hints: FeedHints,
): Promise<void> {
  const { items } = await readFeed(bytes, hints)
  for (const item of items) await writeLine(streams.output, { ...head, ...lineOf(item) })
  if (items.length === 0 && head.file !== undefined) await writeLine(streams.output, { ...head, flags: ['no-items'] })
}

function lineOf({ id, title, url, at, author, text, flags }: FeedItem): object {
  return { id, title, url, at: at === null ? null : new Date(at).toISOString(), author, text, flags }
}
