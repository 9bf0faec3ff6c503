// `huiying problems`: common problems of a period, one a line, the largest first.
import { parseArgs } from 'node:util'
import { readInstant } from '@huiying/domain/beijing'
import { findProblems, LEAST_DEFAULT } from '@huiying/domain/problem'
import { needBooks } from '@huiying/ledger/book'
import type { Reader } from '@huiying/ledger/ledger'
import { openLedgerReadOnly, placeOf } from '@huiying/ledger/open'
import { policyOf } from '@huiying/ledger/policy'
import { lettersOfPeriod, periodBefore } from '@huiying/ledger/problem'
import { settingsFromEnvironment } from '@huiying/runtime/settings'
import { real } from '@huiying/runtime/time'
import { type Streams, writeLine } from '../lines.ts'

const DAYS_DEFAULT = 30
const DAY_MS = 24 * 60 * 60_000

export async function run(args: string[], streams: Streams): Promise<number> {
  const ledger = await openLedgerReadOnly(placeOf(settingsFromEnvironment()))
  try {
    return await runProblems(args, { read: ledger.read, now: real.now() }, streams)
  } finally {
    await ledger.close()
  }
}

/** As run, on a ledger that is open. */
export async function runProblems(
  args: string[],
  { read, now }: { read: Reader; now: number },
  { output, log }: Streams,
): Promise<number> {
  const options = { from: { type: 'string' }, to: { type: 'string' }, least: { type: 'string' } } as const
  const { values } = parseArgs({ args, options })
  const to = values.to === undefined ? now : instantOf(values.to)
  const from = values.from === undefined ? to - DAYS_DEFAULT * DAY_MS : instantOf(values.from)
  const least = Number(values.least ?? LEAST_DEFAULT)
  if (!Number.isInteger(least) || least < 2) throw new Error('--least 应为 2 以上的整数')
  if (from >= to) throw new Error('--from 应早于 --to')
  const [book] = await needBooks(read)
  const { policy } = await policyOf(read, book.id)
  const period = { book: book.id, from, to }
  const letters = await lettersOfPeriod(read, period, policy)
  const before = await lettersOfPeriod(read, periodBefore(period), policy)
  if (letters.cut || before.cut) log.write('来信过多，只看了最近的一部分\n')
  log.write(`本期来信 ${letters.letters.length} 封，上期 ${before.letters.length} 封\n`)
  for (const problem of findProblems(letters.letters, before.letters, least)) {
    const examples = problem.examples.map(({ number, title, receivedAt }) => {
      return { number, title, receivedAt: new Date(receivedAt).toISOString() }
    })
    await writeLine(output, { ...problem, examples })
  }
  return 0
}

function instantOf(text: string): number {
  const read = readInstant(text)
  if ('wrong' in read) throw new Error(`${text}：${read.wrong}`)
  return read.at
}
