// 退回修改: a response that waits for 审核 is sent back with a reason; nothing stops and nothing starts again.
import { describe, expect, it } from 'vitest'
import type { Order } from '../command.ts'
import { responseMark } from '../response.ts'
import { at, clocksOf, makeArrival, must, only, open, refused, run, startStory, turn } from './given.ts'

const now = at('2026-11-20 11:00')
const judge: Order = { do: 'case.judge', verdict: '确认', grade: '非突发', type: null, reason: '研判' }
const assign: Order = { do: 'case.assign', unit: 'yjj', part: '牵头', reason: '核实' }
const respond = (over: object = {}): Order => ({
  do: 'response.record',
  statement: '进展',
  unit: 'yjj',
  channel: '企业公众号',
  url: 'https://mp.example/s/1',
  screenshot: null,
  publishedAt: at('2026-11-20 11:05'),
  reviewed: true,
  summary: '正在核实',
  ...over,
})

const waiting = (over: object = {}) => {
  const story = startStory(now)
  const id = open(story, makeArrival({ publishedAt: at('2026-11-20 10:30') }))
  must(story, id, judge)
  must(story, id, assign)
  turn(story)
  story.now = at('2026-11-20 11:10')
  must(story, id, respond(over))
  story.alerts.length = 0
  const response = only(story).responses[0]!
  const reject: Order = { do: 'response.reject', id: response.id, reason: '请在本局网站发布' }
  return { story, id, response, reject }
}

describe('退回修改', () => {
  it('counts for nothing, keeps what was recorded, and every clock and promise goes on as before', () => {
    const { story, id, reject } = waiting({ promises: [{ text: '明日公布结果', due: '2026-11-21' }] })
    const before = clocksOf(only(story))
    expect(responseMark(only(story))).toBe('回应待审核')
    expect(must(story, id, reject)[0]).toBe('不停表，各时限照走；公开承诺的期限不撤')
    expect(clocksOf(only(story))).toEqual(before)
    expect(only(story)).toMatchObject({
      status: '待签收',
      responses: [{ pending: '非官方渠道', summary: '正在核实', rejected: { by: 'desk', reason: '请在本局网站发布' } }],
    })
    expect(responseMark(only(story))).toBe('回应退回修改')
    run(story, at('2026-11-22 10:30'))
    expect(story.alerts.map(({ alert }) => alert.step)).toEqual(expect.arrayContaining(['黄', '红', '超时']))
  })

  it('confirming tells beforehand what it stops and when the next release is due', () => {
    const { story, id, response } = waiting()
    expect(must(story, id, { do: 'response.confirm', id: response.id, reason: '已核对页面' })).toEqual([
      'C48 按时',
      '持续发布：下次截止 11月21日 11:05，直到登记结果',
    ])
  })

  it('tells the 联络员 of the unit that published it, with the reason, once', () => {
    const { story, id, reject } = waiting()
    expect(must(story, id, reject)).toContainEqual(expect.stringMatching(/^主送：应急局 联络员/))
    const [{ alert, deliveries } = { alert: null, deliveries: [] }, more] = story.alerts
    expect([alert?.cause, alert?.reason, more]).toEqual([
      '回应退回',
      '登记的回应（企业公众号）退回修改，时限照走，改好后请重新登记。退回理由：请在本局网站发布',
      undefined,
    ])
    expect(deliveries.map(({ role, assignmentId }) => [role, assignmentId])).toEqual([
      ['联络员', only(story).assignments[0]!.id],
    ])
    expect(refused(story, id, reject)).toBe('这条回应已退回修改；改好后请重新登记')
  })

  it('of a unit that no longer has the case says to telephone, and mails nobody', () => {
    const { story, id, reject } = waiting()
    must(story, id, { do: 'assignment.return', id: only(story).assignments[0]!.id, reason: '不归我局', heard: true })
    expect(must(story, id, reject)).toContain('应急局没有在办的交办，不发邮件，请电话告知')
    expect(story.alerts).toEqual([])
  })

  it('what is mended is recorded anew and counts; the one sent back is not confirmed any more', () => {
    const { story, id, response, reject } = waiting()
    must(story, id, reject)
    expect(refused(story, id, { do: 'response.confirm', id: response.id, reason: '可以' })).toContain('已退回修改')
    must(story, id, respond({ channel: '政府网站', url: 'https://www.qinghe.example/2' }))
    expect([only(story).status, responseMark(only(story))]).toEqual(['已回应待续', null])
    expect(clocksOf(only(story))).toContain('C48 stopped')
  })

  it.each([
    ['without a reason', { reason: ' ' }, '写明为什么退回、要改什么'],
    ['of what is not there', { id: 'response/none' }, '没有这条回应'],
  ])('is refused %s', (_what, change, message) => {
    const { story, id, reject } = waiting()
    expect(refused(story, id, { ...reject, ...change } as Order)).toBe(message)
  })

  it('is refused of a response that counts, and in a closed case', () => {
    const counted = waiting({ channel: '政府网站', url: 'https://www.qinghe.example/2' })
    expect(refused(counted.story, counted.id, counted.reject)).toBe('这条回应已算权威回应，无需再审核')
    const { story, id, reject } = waiting()
    must(story, id, { do: 'case.judge', verdict: '撤销', grade: null, type: null, reason: '演练' })
    expect(refused(story, id, reject)).toBe('案件已撤销，不能审核回应；先重开')
  })
})
