// What kind of text an item is reaches the tagger: few words are judged otherwise when somebody wrote them to us.
import { expect, it } from 'vitest'
import { startProgram } from './program.ts'

it('the same few words have a topic more in a letter than in an article', async () => {
  const program = await startProgram('2026-11-24 08:00')
  const [title, text, date] = ['代课七个月', '教育局说钱拨了学校说没到', '2026-11-24 07:30']
  await program.publish({ id: 'a-1', title, text, date })
  await program.drop({ subject: title, text, date })
  const { read } = program.ledger
  const rows = await read
    .selectFrom('verdict')
    .innerJoin('item', 'item.id', 'verdict.itemId')
    .select(['item.kind', 'verdict.body'])
    .orderBy('item.kind')
    .execute()
  const told = rows.map(({ kind, body }) => [kind, JSON.parse(body).topics.map((topic: { id: string }) => topic.id)])
  expect(told).toEqual([
    ['article', ['education']],
    ['letter', ['education', 'wages']],
  ])
  await program.stop()
})
