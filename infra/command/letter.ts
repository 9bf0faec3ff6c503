// `huiying letter [FILE…]`: one RFC 822 message a line of JSON, from files or standard input.
import { buffer } from 'node:stream/consumers'
import { readLetter } from '@huiying/collector/letter'
import { answerFiles } from '../file-lines.ts'
import { type Streams, writeLine } from '../lines.ts'

export async function run(files: string[], streams: Streams): Promise<number> {
  if (files.length === 0) {
    await writeLine(streams.output, await lineOf(await buffer(streams.input)))
    return 0
  }
  return answerFiles(streams, files, async (file, bytes) =>
    writeLine(streams.output, { file, ...(await lineOf(bytes)) }),
  )
}

async function lineOf(bytes: Uint8Array): Promise<object> {
  const letter = await readLetter(bytes)
  const attachments = letter.attachments.map(({ name, type, bytes: size, sha256 }) => ({
    name,
    type,
    bytes: size,
    sha256,
  }))
  const at = letter.at === null ? null : new Date(letter.at).toISOString()
  const { id, title, from, to, text, flags } = letter
  return { id, title, from, to, at, text, attachments, flags }
}
