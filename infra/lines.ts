// JSON Lines in, JSON Lines out: one line out per non-empty line in, same order, in bounded memory.
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** What a command reads and writes; `log` is for a person and never part of the result. */
export type Streams = { input: Readable; output: Writable; log: Writable }

/** Answers one parsed line; an answer with `error` marks the run as failed, and so does a throw. */
export type AnswerLine = (line: { [field: string]: unknown }) => object | Promise<object>

/** A longer line is no letter; it is answered with an error and passed over. */
const lineLengthMax = 16 * 2 ** 20
const outputLengthMax = 64 * 2 ** 10

/** Reads every line of `input`, writes every answer to `output`; returns the exit code: 1 if any line was bad. */
export async function answerLines({ input, output }: Streams, answer: AnswerLine): Promise<number> {
  let exitCode = 0
  let pending = ''
  for await (const lines of readLines(input)) {
    for (const line of lines) {
      const reply = await answerLine(line, answer)
      if ('error' in reply) exitCode = 1
      pending += `${JSON.stringify(reply)}\n`
      if (pending.length > outputLengthMax) pending = await flush(output, pending)
    }
    pending = await flush(output, pending)
  }
  return exitCode
}

/** Writes one result line, waiting while the reader is slow. */
export async function writeLine(output: Writable, result: object): Promise<void> {
  await flush(output, `${JSON.stringify(result)}\n`)
}

async function flush(output: Writable, text: string): Promise<''> {
  if (text !== '' && !output.write(text)) await once(output, 'drain')
  return ''
}

async function answerLine(line: string | null, answer: AnswerLine): Promise<object> {
  if (line === null) return { error: `这一行超过 ${lineLengthMax} 个字符，未处理` }
  const parsed = parseLine(line)
  if (parsed.error) return parsed.error
  try {
    return await answer(parsed.value)
  } catch (error) {
    return { ...idOf(parsed.value), error: error instanceof Error ? error.message : String(error) }
  }
}

type Parsed = { value: { [field: string]: unknown }; error?: undefined } | { error: { error: string } }

function parseLine(line: string): Parsed {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value: { ...value } }
    return { error: { error: '每行应为一个 JSON 对象' } }
  } catch (error) {
    return { error: { error: notJson(error) } }
  }
}

/** The parser names the place in its English sentence; what a person needs of that is the number. */
function notJson(error: unknown): string {
  const [, at] = /position (\d+)/.exec(String(error)) ?? []
  return `不是 JSON：${at === undefined ? '没有写完' : `第 ${Number(at) + 1} 个字符处写得不对`}`
}

function idOf(line: { [field: string]: unknown }): { id?: unknown } {
  return line.id === undefined ? {} : { id: line.id }
}

/** The non-blank lines of each chunk as it comes; null stands for a line that was too long. */
async function* readLines(input: Readable): AsyncGenerator<(string | null)[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let isTooLong = false
  const take = (text: string): (string | null)[] => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    const lines = parts.map((part, index) => (index === 0 && isTooLong ? null : part))
    if (parts.length > 0) isTooLong = false
    if (rest.length > lineLengthMax) {
      isTooLong = true
      rest = ''
    }
    return lines.filter((line) => line === null || line.trim() !== '')
  }
  for await (const chunk of input) {
    const lines = take(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    if (lines.length > 0) yield lines
  }
  yield take(`${decoder.decode()}\n`)
}
