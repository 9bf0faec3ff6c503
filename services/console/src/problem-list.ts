// GET /api/problems and /api/problems.csv: common problems of a period, against the period before, with examples.
import { findProblems, LEAST_DEFAULT } from '@huiying/domain/problem'
import { headOf } from '@huiying/ledger/book'
import { policyOf } from '@huiying/ledger/policy'
import { lettersOfPeriod, periodBefore } from '@huiying/ledger/problem'
import { z } from 'zod'
import { csvLine, writeMinute } from './cell.ts'
import { type Asked, endpoint } from './endpoint.ts'
import type { ProblemPage } from './letter-wire.ts'

const DAY_MS = 24 * 60 * 60_000
const PERIOD_DEFAULT_MS = 30 * DAY_MS
const PERIOD_MAX_MS = 366 * DAY_MS
const LEAST_MAX = 1_000
const PROBLEMS_MAX = 200
const BOM = '\uFEFF'

const problemQuery = z
  .object({
    from: z.coerce.number().int().nonnegative().optional(),
    to: z.coerce.number().int().nonnegative().optional(),
    least: z.coerce.number().int().min(2).max(LEAST_MAX).default(LEAST_DEFAULT),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, '起始应早于截止')
  .refine(({ from, to }) => from === undefined || to === undefined || to - from <= PERIOD_MAX_MS, '一次最多看 366 天')

export const listProblems = endpoint({ query: problemQuery, handle: readProblems })

export const exportProblems = endpoint({
  query: problemQuery,
  async handle(asked) {
    const { context, person, now, reply } = asked
    const { read } = context.ledger
    const { from, to, problems, cut } = await readProblems(asked)
    const { policy } = await policyOf(read, person.book)
    const { seq: asOfSeq } = await headOf(read, person.book)
    const taken = { act: 'rows.exported', v: 1, what: 'problems', version: 'masked', asOfSeq } as const
    const body = { ...taken, filter: { from, to, least: asked.query.least } }
    await context.ledger.write((tx) => tx.append(person.book, now, person.login, [{ caseId: null, body }]))
    const mark = context.mark === null ? [] : [[`${context.mark}数据，不是正式台账`]]
    const lines = [
      ...mark,
      [
        `共性问题：${writeMinute(from)} 至 ${writeMinute(to)}`,
        `制表人：${person.name}`,
        `制表时间：${writeMinute(now)}`,
      ],
      ...(cut ? [['来信过多，只看了最近的一部分']] : []),
      ['主题', '地点或单位', '共同的诉求', '件数', '上期件数', '例'],
      ...problems.map(({ topic, where, what, count, before, examples }) => [
        policy.topics.find((one) => one.id === topic)?.name ?? topic,
        where ?? '多处',
        what.join('、'),
        count,
        before,
        examples.map((one) => `${one.number} ${one.title}`).join('；'),
      ]),
    ]
    reply.type('text/csv; charset=utf-8')
    reply.header('content-disposition', 'attachment; filename="problems.csv"')
    return reply.send(BOM + lines.map(csvLine).join(''))
  },
})

async function readProblems({
  context,
  person,
  query,
  now,
}: Asked<z.infer<typeof problemQuery>, unknown, unknown>): Promise<ProblemPage> {
  const { read } = context.ledger
  const to = query.to ?? now
  const from = query.from ?? to - PERIOD_DEFAULT_MS
  const { policy } = await policyOf(read, person.book)
  const period = { book: person.book, from, to }
  const [letters, before] = [
    await lettersOfPeriod(read, period, policy),
    await lettersOfPeriod(read, periodBefore(period), policy),
  ]
  const problems = findProblems(letters.letters, before.letters, query.least)
  return {
    from,
    to,
    letters: letters.letters.length,
    before: before.letters.length,
    cut: letters.cut || before.cut,
    problems: problems.slice(0, PROBLEMS_MAX),
  }
}
