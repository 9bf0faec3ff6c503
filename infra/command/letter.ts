// `huiying letter [FILE…]`: one RFC 822 message a line of JSON, from files or standard input.
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { readLetter } from '@huiying/collector/letter'
import { type Streams, writeLine } from '../lines.ts'
import { wordsOfPath } from '../misuse.ts'

export async function run(files: string[], streams: Streams): Promise<number> {
  if (files.length === 0) {
    await writeLine(streams.output, await lineOf(await buffer(streams.input)))
    return 0
  }
  let wrong = 0
  for (const file of files) {
    try {
      await writeLine(streams.output, { file, ...(await lineOf(await readFile(file))) })
    } catch (error) {
      wrong = 1
      await writeLine(streams.output, {
        file,
        error: wordsOfPath(error, file) ?? (error instanceof Error ? error.message : String(error)),
      })
    }
  }
  return wrong
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
