// Records of a case: what each form asks for, figures that must agree, reviews that come back, and files.
import { describe, expect, it } from 'vitest'
import type { Order } from '../command.ts'
import { recordForms } from '../record.ts'
import { agree, at, give, makeArrival, makeLetter, must, only, open, refused, run, startStory } from './given.ts'

const NOW = at('2026-11-20 11:00')
const record = (kind: Extract<Order, { do: 'record.add' }>['kind'], values: object): Order =>
  ({ do: 'record.add', kind, values }) as Order
const newCase = () => {
  const story = startStory(NOW)
  return { story, id: open(story, makeArrival()) }
}
const review = { stage: '一审', by: '周敏', at: NOW, result: '通过' }

describe('a record', () => {
  it('is kept with who, when and its values', () => {
    const { story, id } = newCase()
    must(story, id, record('三审', review))
    expect(only(story).records).toMatchObject([{ kind: '三审', by: 'desk', at: NOW, values: review }])
  })

  const wrong: [string, Order, string][] = [
    ['a field that is asked is missing', record('三审', { ...review, by: '' }), '请填写审查人'],
    ['a choice that is not one', record('三审', { ...review, stage: '四审' }), '应为 一审'],
    ['what has not been yet', record('三审', { ...review, at: NOW + 1 }), '在未来'],
    ['a field nobody asked for', record('三审', { ...review, note2: 'x' }), '没有“note2”这一项'],
    ['a unit that is not in the roster', record('督办', { way: '电话', units: ['x'], at: NOW, text: '催' }), '名册'],
    ['a link that is none', record('线索移交', handover({ url: 'javascript:alert(1)' })), '应为网址'],
    ['a file the case does not have', record('线索移交', handover({ screenshot: 'a'.repeat(64) })), '附件'],
    [
      'a number that is none',
      record('口径会签', { units: ['yjj', 'zjj'], at: NOW, deaths: 1.5, wording: 'x' }),
      '人数',
    ],
    ['one unit that agrees with itself', record('口径会签', { units: ['yjj'], at: NOW, wording: 'x' }), '两个以上'],
    ['a text without end', record('三审', { ...review, note: '长'.repeat(2001) }), '太长'],
  ]
  it.each(wrong)('is refused for %s', (_why, order, words) => {
    const { story, id } = newCase()
    expect(refused(story, id, order)).toContain(words)
  })

  it('has a form for every kind, with at least one field that must be filled', () => {
    expect(recordForms.map((form) => form.fields.some((field) => field.optional !== true))).not.toContain(false)
  })
})

function handover(more: object): object {
  return { to: '公安机关', content: '散布伪造通报', approver: '李敏', docNo: '青网办〔2026〕8号', at: NOW, ...more }
}

describe('§14-19 口径会签', () => {
  it('asks why when a figure is not the one agreed last, and takes it with the reason', () => {
    const { story, id } = newCase()
    must(story, id, agree(NOW, { deaths: 12 }))
    expect(refused(story, id, agree(NOW, { deaths: 13 }))).toContain('死亡 12 → 13')
    must(story, id, agree(NOW, { deaths: 13, difference: '一名伤者抢救无效' }))
    must(story, id, agree(NOW, { deaths: 13 }))
  })

  it('is said before a response whose figure differs is recorded, which is recorded all the same', () => {
    const { story, id } = newCase()
    must(story, id, { do: 'case.judge', verdict: '确认', grade: '重大', type: '生产安全', reason: '核实' })
    must(story, id, agree(NOW, { deaths: 12 }))
    const preview = must(story, id, {
      do: 'response.record',
      statement: '进展',
      unit: 'yjj',
      channel: '微博“青河发布”',
      url: 'https://www.qinghe.example/1',
      screenshot: null,
      publishedAt: NOW,
      reviewed: true,
      summary: '已造成13人死亡，正在救援',
    })
    expect(preview.join()).toContain('死亡 13 人与会签的 12 人不一致')
  })
})

it('§14-19 不公开 is looked at again after half a year', () => {
  const { story, id } = newCase()
  must(story, id, record('不公开', { basis: '政府信息公开条例第十五条', reason: '涉商业秘密', approver: '李敏' }))
  const clock = only(story).clocks.find((each) => each.code === 'PRM')
  expect(clock).toMatchObject({ state: 'running', dueAt: at('2027-05-22 00:00') })
  run(story, at('2027-05-23 12:00'))
  expect(story.alerts.filter(({ alert }) => alert.code === 'PRM').map(({ alert }) => alert.step)).toContain('红')
})

describe('a file', () => {
  const file = { do: 'attachment.add', name: '截图.png', type: 'image/png', bytes: 9 } as const
  it('stands once in a case, however often it is sent', () => {
    const { story, id } = newCase()
    must(story, id, { ...file, sha256: 'a'.repeat(64) })
    expect(refused(story, id, { ...file, sha256: 'a'.repeat(64) })).toContain('已在本案附件中')
    expect(only(story).attachments).toHaveLength(1)
  })

  it('does not make what another desk is typing stale', () => {
    const { story, id } = newCase()
    const seen = only(story).version
    must(story, id, { ...file, sha256: 'b'.repeat(64) })
    expect(give(story, id, record('三审', review), { expectedVersion: seen }).ok).toBe(true)
  })
})

describe('a letter', () => {
  const newLetter = () => {
    const story = startStory(NOW)
    return { story, id: open(story, makeLetter('letter-1', NOW)) }
  }
  const answer = {
    do: 'letter.answer',
    itemId: 'letter-1',
    channel: '电话',
    answeredAt: NOW,
    summary: '已修好',
  } as const

  it('taken up goes on running; the writer has only been told', () => {
    const { story, id } = newLetter()
    const preview = must(story, id, { do: 'letter.accept', itemId: 'letter-1', told: '已受理' })
    expect(preview.join()).toContain('时限照走')
    expect(story.letters.get('letter-1')?.clock.state).toBe('running')
  })

  it('§14-20 answered 不公开 needs the reason', () => {
    const { story, id } = newLetter()
    expect(refused(story, id, { ...answer, publicity: { open: false, reason: ' ' } })).toContain('不公开')
    must(story, id, { ...answer, publicity: { open: false, reason: '涉个人隐私' } })
    expect(story.drafts.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ act: 'letter.answered', v: 2, publicity: { open: false, reason: '涉个人隐私' } }),
    )
  })

  it('is refused only for one of the known reasons', () => {
    const { story, id } = newLetter()
    const refuse = { do: 'letter.refuse', itemId: 'letter-1', told: '请向法院起诉' } as const
    expect(refused(story, id, { ...refuse, code: '不想办' })).toContain('没有原因码')
    must(story, id, { ...refuse, code: '民事纠纷' })
  })
})
