// Ten thousand reposts of one happening: one case, one alert; and the one among them that says more rings once more.
// What is told with a rare character is a case too.
import { alertsOf } from '@huiying/ledger/alert'
import { afterEach, expect, it } from 'vitest'
import { startProgram, type TestArticle, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

const REPOSTS = 10_000
const PAGE = 2_000
const TEST_MS = 120_000
const fire = (deaths: number): Omit<TestArticle, 'id'> => ({
  title: `青河化工园区一仓库起火致${deaths}人死亡`,
  text: `今天上午，青河市化工园区二号路一家企业仓库起火，目前已造成${deaths}人死亡，起火原因正在调查。`,
  date: '2026-11-23 10:30',
})

it('10,000 reposts: one case, one alert; the 5,001st, 12 dead instead of 2, rings exactly once more', {
  timeout: TEST_MS,
}, async () => {
  program = await startProgram('2026-11-23 10:59')
  const posts = Array.from({ length: REPOSTS }, (_, index) => ({
    ...fire(index === PAGE * 2.5 ? 12 : 2),
    id: `post-${index}`,
  }))
  const before = new Map<string, number>()
  for (let from = 0; from < REPOSTS; from += PAGE) {
    program.feed.articles.length = 0
    await program.publish(...posts.slice(from, from + PAGE))
    const { id } = await program.onlyCase()
    for (const clock of await program.clocks(id)) {
      expect(before.get(clock.id) ?? clock.dueAt).toBe(clock.dueAt)
      before.set(clock.id, clock.dueAt)
    }
  }
  const state = await program.onlyCase()
  expect([state.items, state.heat, state.deaths]).toEqual([REPOSTS, REPOSTS, 12])
  const alerts = await alertsOf(program.ledger.read, state.id)
  expect(alerts.map((alert) => `${alert.step} ${alert.occurrence}`)).toEqual(['新案 0', '疑似升级 0'])
})

it('a headline and a letter with a rare character in them (𠳐, 𬱖) are cases like any other', async () => {
  program = await startProgram('2026-11-23 10:59')
  const text = '青河市马𬱖路仓库起火致2人死亡，房顶被烧得𠳐𠳐响。'
  await program.publish({ title: text, text: '', date: '2026-11-23 10:30' })
  await program.drop({
    subject: '马𬱖的工资',
    text: '我叫马𬱖，青河市临江镇工地拖欠工资三月。',
    date: '2026-11-23 10:40',
  })
  await program.publish({ title: text, text: '', date: '2026-11-23 10:50', id: 'again' })
  const cases = (await program.queue()).map(({ state }) => [state.title, state.items])
  expect(cases).toEqual([
    [text, 2],
    ['马𬱖的工资', 1],
  ])
  expect(await program.ledger.read.selectFrom('parked').selectAll().execute()).toEqual([])
})
