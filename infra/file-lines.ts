// Commands that answer for each of several files: one that cannot be read is told in its line, and the others go on.
import { readFile } from 'node:fs/promises'
import { type Streams, writeLine } from './lines.ts'
import { wordsOfPath } from './misuse.ts'

/** Resolves with the exit code: 1 when a file failed. */
export async function answerFiles(
  streams: Streams,
  files: readonly string[],
  answer: (file: string, bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  let wrong = 0
  for (const file of files) {
    try {
      await answer(file, await readFile(file))
    } catch (error) {
      wrong = 1
      const words = wordsOfPath(error, file) ?? (error instanceof Error ? error.message : String(error))
      await writeLine(streams.output, { file, error: words })
    }
  }
  return wrong
}
