// Short letters through the whole program: of one estate each matter is one case, as `huiying same` says of each pair.
import { compareTexts } from '@huiying/text/same'
import { afterEach, expect, it } from 'vitest'
import { beijing, startProgram, type TestProgram } from './program.ts'

let program: TestProgram
afterEach(() => program.stop())

type Telling = [matter: string, subject: string, text: string, date: string]

/** The matters of each case, each case sorted, in any order. */
async function casesOf(tellings: Telling[]): Promise<string[]> {
  const letters = tellings.map(([, subject, text, date], index) => ({
    subject,
    text,
    date,
    messageId: `telling-${index}@mail.example`,
  }))
  for (const letter of letters) await program.drop(letter)
  const items = await program.ledger.read.selectFrom('item').select(['ownId', 'caseId']).execute()
  const byCase = new Map<string, string[]>()
  for (const { ownId, caseId } of items) {
    const index = Number(/telling-(\d+)@/.exec(ownId ?? '')?.[1])
    byCase.set(caseId ?? '', [...(byCase.get(caseId ?? '') ?? []), tellings[index]![0]])
  }
  return [...byCase.values()].map((matters) => matters.sort().join(' ')).sort()
}

it('letters of one village and of one estate in few words: one case for each matter', async () => {
  program = await startProgram('2026-11-23 10:00')
  const tellings: Telling[] = [
    ['水黄', '西岭村自来水发黄', '请尽快处理', '2026-11-23 09:00'],
    ['路塌', '西岭村村道塌了', '请尽快处理', '2026-11-23 09:05'],
    ['喇叭', '西岭村广播喇叭一天到晚响', '请尽快处理', '2026-11-23 09:10'],
    ['水黄', '西岭村的水又黄又浑', '洗菜都不敢用。', '2026-11-23 09:15'],
    ['路塌', '西岭村出村的水泥路塌方', '电动车都过不去。', '2026-11-23 09:20'],
    ['停车费', '锦绣家园停车收费没有公示', '', '2026-11-23 09:25'],
    ['电梯', '锦绣家园电梯老是坏', '关人好几回了。', '2026-11-23 09:30'],
    ['电梯', '昨天锦绣家园电梯又卡在八楼', '困了我二十分钟。', '2026-11-23 09:35'],
  ]
  expect(await casesOf(tellings)).toEqual(['停车费', '喇叭', '水黄 水黄', '电梯 电梯', '路塌 路塌'])
  for (const [at, [matter, subject, text, date]] of tellings.entries()) {
    for (const [other, otherSubject, otherText, otherDate] of tellings.slice(0, at)) {
      const times = { at: beijing(date), bt: beijing(otherDate) }
      const { same } = await compareTexts(`${subject}\n${text}`, `${otherSubject}\n${otherText}`, times)
      expect(same, `${subject} ${otherSubject}`).toBe(matter === other)
    }
  }
})

it('estates of one road, named or covered: a case for each', async () => {
  program = await startProgram('2026-11-23 10:00')
  const tellings: Telling[] = [
    ['云栖府', '文化路云栖府停电一晚上', '', '2026-11-23 09:00'],
    ['春江里', '文化路春江里停电一晚上', '', '2026-11-23 09:05'],
    ['两字', '文化路**花园水压太小', '', '2026-11-23 09:10'],
    ['三字', '文化路***花园水压太小', '', '2026-11-23 09:15'],
    ['云栖府', '云栖府昨晚停了一夜电', '冰箱里的菜全坏了。', '2026-11-23 09:20'],
    ['电梯有名', '文化路东湖公寓电梯坏了没人修', '', '2026-11-23 09:25'],
    ['电梯无名', '文化路电梯坏了没人修', '', '2026-11-23 09:30'],
  ]
  const expected = ['三字', '两字', '云栖府 云栖府', '春江里', '电梯无名', '电梯有名']
  expect(await casesOf(tellings)).toEqual(expected.sort())
})

it('the same matter of the same estate half a year later is a new case', async () => {
  program = await startProgram('2026-03-02 10:00')
  expect(await casesOf([['三月', '锦绣家园电梯坏了没人修', '', '2026-03-02 09:00']])).toEqual(['三月'])
  await program.goTo('2026-09-02 10:00')
  await program.drop({ subject: '锦绣家园电梯坏了没人修', text: '', date: '2026-09-02 09:00' })
  const items = await program.ledger.read.selectFrom('item').select('caseId').execute()
  expect(new Set(items.map(({ caseId }) => caseId)).size).toBe(2)
})
