// JSON Lines: one answer per line, in order, whatever the chunks, and never the whole input in memory.
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type AnswerLine, answerLines } from './lines.ts'

const rows: { why: string; input: (string | Buffer)[]; output: string; exitCode: number }[] = [
  {
    why: 'blank lines are passed over',
    input: ['\n{"id":1}\n \n\r\n{"id":2}\n'],
    output: '{"id":1}\n{"id":2}\n',
    exitCode: 0,
  },
  { why: 'the last line needs no line end', input: ['{"id":1}'], output: '{"id":1}\n', exitCode: 0 },
  {
    why: 'a line may come in pieces',
    input: ['{"i', 'd":', '1}\n{"id', '":2}\n'],
    output: '{"id":1}\n{"id":2}\n',
    exitCode: 0,
  },
  {
    why: 'a character may come in pieces',
    input: [Buffer.from('{"id":"停'), Buffer.from('电"}').subarray(0, 1), Buffer.from('电"}').subarray(1)],
    output: '{"id":"停电"}\n',
    exitCode: 0,
  },
  {
    why: 'Windows writes a mark and \\r',
    input: [Buffer.from('\ufeff{"id":1}\r\n')],
    output: '{"id":1}\n',
    exitCode: 0,
  },
  {
    why: 'a line separator inside a string ends no line',
    input: ['{"id":"a\u2028b"}\n'],
    output: '{"id":"a\u2028b"}\n',
    exitCode: 0,
  },
  {
    why: 'what is no JSON is told in Chinese, with the place',
    input: ['{bad}\n{"id":\n'],
    output: '{"error":"不是 JSON：第 2 个字符处写得不对"}\n{"error":"不是 JSON：没有写完"}\n',
    exitCode: 1,
  },
  { why: 'an array is no object', input: ['[1]\n'], output: '{"error":"每行应为一个 JSON 对象"}\n', exitCode: 1 },
  { why: 'nothing in, nothing out', input: [], output: '', exitCode: 0 },
]

describe('answerLines', () => {
  test.each(rows)('$why', async ({ input, output, exitCode }) => {
    const { text, code } = await run(input, (line) => line)
    expect(text).toBe(output)
    expect(code).toBe(exitCode)
  })

  test('a bad line is answered in its place, keeps its id, and the others go on', async () => {
    const refuse: AnswerLine = (line) => {
      if (line.id === 2) throw new Error('no such day')
      return line
    }
    const { text, code } = await run(['{"id":1}\n{"id":2}\nnot json\n{"id":4}\n'], refuse)
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toEqual({ id: 1 })
    expect(lines[1]).toEqual({ id: 2, error: 'no such day' })
    expect(lines[2].error).toContain('不是 JSON')
    expect(lines[3]).toEqual({ id: 4 })
    expect(code).toBe(1)
  })

  test('an answer that is itself an error marks the run', async () => {
    const { code } = await run(['{"id":1}\n'], ({ id }) => ({ id, error: 'unknown grade' }))
    expect(code).toBe(1)
  })

  test('a line too long to be a letter is refused and the next one read', async () => {
    const long = 'x'.repeat(4 * 2 ** 20)
    const { text, code } = await run(['{"id":"', long, long, long, long, long, '"}\n{"id":2}\n'], (line) => line)
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(2)
    expect(lines[0].error).toContain('未处理')
    expect(lines[1]).toEqual({ id: 2 })
    expect(code).toBe(1)
  })

  test('a slow reader stops the reading, so that memory stays bounded', async () => {
    const chunksMax = 1000
    let taken = 0
    const chunk = `{"id":"${'x'.repeat(30_000)}"}\n`
    const input = Readable.from(
      (function* () {
        for (; taken < chunksMax; taken++) yield chunk
      })(),
    )
    const output = new PassThrough()
    const done = answerLines({ input, output, log: new PassThrough() }, (line) => line)
    await new Promise((resolve) => output.once('readable', resolve))
    expect(taken).toBeLessThan(chunksMax / 2)
    output.resume()
    expect(await done).toBe(0)
    expect(taken).toBe(chunksMax)
  })
})

async function run(chunks: (string | Buffer)[], answer: AnswerLine): Promise<{ text: string; code: number }> {
  const output = new PassThrough({ highWaterMark: 2 ** 30 })
  const code = await answerLines({ input: Readable.from(chunks), output, log: new PassThrough() }, answer)
  output.end()
  return { text: (await output.toArray()).join(''), code }
}
