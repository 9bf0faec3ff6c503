// Marks of classified papers against texts that merely speak of secrets: each row says why (§14-9).
import { expect, it } from 'vitest'
import { findClassified } from './classified.ts'
import { normalise } from './normalise.ts'

const table: [string, string, '绝密' | '机密' | '秘密' | null][] = [
  ['the mark with its star', '绝密★启用前', '绝密'],
  ['with a term', '机密★10年', '机密'],
  ['spaced out', '秘 密 ★ 3 年', '秘密'],
  ['a star of another kind', '机密⭐', '机密'],
  ['as a field', '密级：机密', '机密'],
  ['in traditional script', '機密★', '机密'],
  ['as a field read off a picture', '密级 机密 期限 20年 份号 000012', '机密'],
  ['two levels told apart', '秘密级 机密级文件有什么区别', null],
  ['zero width inside', '绝\u200b密★', '绝密'],
  ['a mere mention', '泄露国家秘密要承担什么责任', null],
  ['trade secrets', '公司要求签商业秘密协议', null],
  ['an estate of that name', '秘密花园小区停电三天', null],
  ['a password', '账户密级：密码忘了', null],
  ['an asterisk of a list', '机密* 见下文', null],
  ['confidentiality asked for', '请对我的个人信息保密', null],
]

it.each(table)('%s', (_why, text, level) => {
  const found = findClassified(text)
  expect(found?.level ?? null).toBe(level)
  if (found) expect(text.slice(found.start, found.end)).toBe(found.text)
})

it('no other character stands for 密: a text without it is passed over unread', () => {
  const all = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).join('')
  expect(normalise(all).plain.text.split('密')).toHaveLength(2)
})
