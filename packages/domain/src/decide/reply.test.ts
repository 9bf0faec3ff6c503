// 邮件回复: it stands in the case and rings at the desk, once each, for nobody else, and never a thousand times an hour.
import { describe, expect, it } from 'vitest'
import { rings } from '../unheard.ts'
import { at, makeLetter, must, open, type Story, startStory } from './given.ts'
import { REPLY_BELLS_OF_CASE_MAX, REPLY_BELLS_OF_UNIT_MAX } from './reply.ts'

const now = at('2026-11-24 03:00')
const reply = (text: string, unit = 'zjj') => ({ do: 'reply.tell', unit, text }) as const

const given = () => {
  const story = startStory(now)
  const id = open(story, makeLetter('l1', now))
  must(story, id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '核实' })
  return { story, id }
}
const bellsOf = ({ alerts }: Story) => alerts.filter(({ alert }) => alert.cause === '单位回复')
const notesOf = ({ drafts }: Story) => drafts.filter(({ body }) => body.act === 'note.added').length

describe('a reply to one of our mails', () => {
  it('rings at the desk at night too, by mail to who is on duty alone, without a word of it', () => {
    const { story, id } = given()
    must(story, id, reply('现场又有3人被困'))
    const [bell] = bellsOf(story)
    expect(bell?.alert).toMatchObject({ step: '新案', unit: 'zjj', clockId: null })
    expect(bell?.alert.reason).toContain('住建局 回复了邮件')
    expect(JSON.stringify(bell)).not.toContain('被困')
    expect(bell?.deliveries.map((one) => one.to)).toEqual(['night'])
    expect(rings(bell!.alert, story.cases.get(id)!)).toBe(true)
  })

  it('is not taken for the unit’s when it came from another address', () => {
    const { story, id } = given()
    must(story, id, { ...reply('已处理完毕'), isStranger: true })
    must(story, id, { ...reply('见附件'), letterId: 'item_1', files: 2 })
    expect(bellsOf(story).map(({ alert }) => alert.reason)).toEqual([
      '不是收件人的邮箱回复了发给 住建局 的邮件，请核实，内容见案件时间线“邮件回复”',
      '住建局 回复了邮件，附 2 个文件，内容见案件时间线“邮件回复”',
    ])
    const notes = story.drafts.flatMap(({ body }) => (body.act === 'note.added' ? [body] : []))
    expect(notes).toEqual([
      { act: 'note.added', v: 1, kind: '邮件回复', text: '已处理完毕' },
      { act: 'note.added', v: 1, kind: '邮件回复', text: '见附件', letterId: 'item_1', files: 2 },
    ])
  })

  it('rings once each', () => {
    const { story, id } = given()
    must(story, id, reply('已到现场'))
    must(story, id, reply('已修好'))
    expect(new Set(bellsOf(story).map(({ alert }) => alert.id)).size).toBe(2)
  })

  it('rings in a case that is closed by then as well', () => {
    const { story, id } = given()
    must(story, id, { do: 'letter.refuse', itemId: 'l1', code: '要素不全无法核实', told: '请补充' })
    must(story, id, { do: 'case.close', reason: '完成' })
    must(story, id, reply('又塌了一处'))
    expect(bellsOf(story).map(({ alert }) => rings(alert, story.cases.get(id)!))).toEqual([true])
  })

  it('of the desk’s own people stands in the case and rings nobody', () => {
    const { story, id } = given()
    must(story, id, reply('知道了', 'wxb'))
    expect([bellsOf(story).length, notesOf(story)]).toEqual([0, 1])
  })

  it('about a 专项件 goes to nobody’s mail', () => {
    const { story, id } = given()
    const restricted = { ...story.cases.get(id)!, restricted: '检举控告' as const }
    story.cases.set(id, restricted)
    must(story, id, reply('已核实', 'jw'))
    expect(story.alerts.slice(-1).map(({ alert, deliveries }) => [alert.cause, deliveries.length])).toEqual([
      ['单位回复', 0],
    ])
  })

  it('a thousand of one unit in an hour ring three times a case and twenty in all; the words all stand', () => {
    const story = startStory(now)
    const ids = Array.from({ length: 10 }, (_, n) => open(story, makeLetter(`l${n}`, now)))
    for (const n of Array.from({ length: 1000 }, (_, index) => index)) must(story, ids[n % 10]!, reply(`第${n}封`))
    const bells = bellsOf(story)
    expect([bells.length, notesOf(story)]).toEqual([REPLY_BELLS_OF_UNIT_MAX, 1000])
    for (const id of ids) {
      const own = bells.filter(({ alert }) => alert.owner === `case:${id}`).length
      expect(own).toBeLessThanOrEqual(REPLY_BELLS_OF_CASE_MAX)
    }
    expect(bells.at(-1)?.alert.reason).toContain('不再响铃')
    // Another unit is heard meanwhile, and the same one an hour later.
    must(story, ids[0]!, reply('我们到了', 'yjj'))
    story.now += 60 * 60_000
    must(story, ids[0]!, reply('完工了'))
    expect(bellsOf(story)).toHaveLength(REPLY_BELLS_OF_UNIT_MAX + 2)
  })
})
