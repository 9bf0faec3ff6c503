// Which channels a step goes over: every one the person has an address for, fewer where the ladder says so.
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../tighten.ts'
import { at, bookText, makeLetter, must, open, readBook, startStory, turn } from './given.ts'

const withAccount = bookText.replace('mail: llr@zjj.example,', 'mail: llr@zjj.example, webhook: "139",')
const t0 = (step: string) => `
ladders:
  assign-LET: [${step}, { step: 未签收, afterWorkdays: 1, to: [联络员] }]
`

describe('a step', () => {
  const table: [why: string, book: string, deliveries: string[]][] = [
    ['goes over every channel the contact has an address for', withAccount, ['zjj-llr mail', 'zjj-llr webhook']],
    ['goes by mail alone to who has no account', bookText, ['zjj-llr mail']],
  ]
  it.each(table)('%s', (_why, text, deliveries) => {
    const story = startStory(at('2026-11-23 09:00'), readBook(text))
    const id = open(story, makeLetter('l1', story.now))
    must(story, id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '住房' })
    turn(story)
    const [told] = story.alerts.filter(({ alert }) => alert.step === 'T0')
    const hers = told?.deliveries.filter((one) => one.to === 'zjj-llr') ?? []
    expect(hers.map((one) => `${one.to} ${one.channel}`)).toEqual(deliveries)
    expect(new Set(hers.map((one) => one.id)).size).toBe(deliveries.length)
  })

  it('goes only over the channels its ladder names, as frozen', () => {
    const story = startStory(at('2026-11-23 09:00'), readBook(withAccount))
    const ladder = story.policy.ladders['assign-LET']!
    story.policy.ladders['assign-LET'] = ladder.map((step) => ({ ...step, channels: ['mail' as const] }))
    const id = open(story, makeLetter('l1', story.now))
    must(story, id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '住房' })
    turn(story)
    const told = story.alerts.flatMap(({ deliveries }) => deliveries).filter((one) => one.to === 'zjj-llr')
    expect(told.map((one) => one.channel)).toEqual(['mail'])
  })

  it('may not leave the mail out: the book is refused', () => {
    const read = parsePolicy(bookText + t0('{ step: T0, after: 0, to: [联络员], channels: [webhook] }'))
    expect(JSON.stringify(read)).toContain('邮件是凭证')
  })
})
