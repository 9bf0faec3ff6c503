// What a policy's text says and nothing reads: told at the door, each with its line.
import { describe, expect, it } from 'vitest'
import { bookText } from './decide/given.ts'
import { takePolicy } from './slip.ts'
import { parsePolicy } from './tighten.ts'

const told = (text: string) => {
  const read = takePolicy(text)
  return 'problems' in read ? read.problems.map(({ line, what }) => `${line} ${what}`) : []
}
const lineOf = (text: string, word: string) => text.split('\n').findIndex((line) => line.includes(word)) + 1

describe('a policy at the door', () => {
  it.each<[why: string, from: string, to: string, said: string]>([
    ['a contact whom no message would reach', 'mail: llr@zjj.example', 'mail: llr@zjj.example, webhok: wx', 'webhok'],
    ['a whole part under another name', 'units:', 'ladder: { C5: [] }\nunits:', 'ladder'],
  ])('tells a key that nothing reads: %s', (_why, from, to, key) => {
    const text = bookText.replace(from, to)
    expect(text).not.toBe(bookText)
    const [said = ''] = told(text)
    expect(said).toMatch(new RegExp(`^${lineOf(text, key)} 没有名为 .*${key} 的项，它的值不会用上`))
  })

  it('tells an address that is none, of a contact and of a source', () => {
    const text = bookText.replace('mail: llr@zjj.example', 'mail: "llr#zjj.example"')
    expect(told(text)).toEqual([`${lineOf(text, 'llr#zjj')} “llr#zjj.example”不是邮箱地址，发往它的邮件都会失败`])
    const feed = '{ id: web, name: 网, kind: feed, url: "htp://x", platform: 网, basis: 公开页面 }'
    const fed = bookText.replace('sources: []', `sources: [${feed}]`)
    expect(told(fed)).toEqual([`${lineOf(fed, 'htp')} “htp://x”不是这类来源的地址`])
  })

  it('takes what has no slip, and a version on record stays readable with one', () => {
    expect(told(bookText)).toEqual([])
    expect('policy' in parsePolicy(bookText.replace('units:', 'ladder: { C5: [] }\nunits:'))).toBe(true)
  })
})
