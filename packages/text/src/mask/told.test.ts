// Words to one reader: whom they greet and who is known is covered, their length stays, and what is no name is left.
import { describe, expect, test } from 'vitest'
import { coverTold, namesCovered } from './told.ts'

describe('words told to a writer', () => {
  const rows: [why: string, text: string, known: string[], covered: string][] = [
    ['behind 尊敬的, with a title', '尊敬的张伟先生：您好！', [], '尊敬的张*先生：您好！'],
    ['of a family name of two', '尊敬的欧阳娜娜女士：您好！', [], '尊敬的欧阳**女士：您好！'],
    ['without a title', '尊敬的张伟：您好！', [], '尊敬的张*：您好！'],
    ['without 尊敬的', '张伟，您好！', [], '张*，您好！'],
    ['again further on', '张伟女士：您好。请张伟女士携身份证来。', [], '张*女士：您好。请张*女士携身份证来。'],
    ['known, where nothing announces it', '经查，水费已退到张伟账上。', ['张伟'], '经查，水费已退到张*账上。'],
    ['known, its letters apart', '您好，张 伟，已办结。', ['张伟'], '您好，张 *，已办结。'],
    ['known, of letters no rule takes for a name', '您好，水淼，已办结。', ['水淼'], '您好，水*，已办结。'],
    ['known, of another people', '买买提·艾力，已办结。', ['买买提·艾力'], '买*****，已办结。'],
    ['known, in Latin letters', 'Dear John Smith, done.', ['John Smith'], 'Dear J*** *****, done.'],
    ['a number besides', '张伟先生：您好，尾号13812345678已登记。', [], '张*先生：您好，尾号138****5678已登记。'],
    ['an office greeted by nobody', '水务局：您好，已转。', [], '水务局：您好，已转。'],
    ['a family name alone', '尊敬的张先生：您好！', [], '尊敬的张先生：您好！'],
    ['readers in general', '尊敬的来信人：您好！', ['来信人'], '尊敬的来信人：您好！'],
    ['a heading', '方案：更换主管。', [], '方案：更换主管。'],
    ['no name that is a plain word', '市民您好，请物业管理。', ['管理'], '市民您好，请物业管理。'],
  ]
  test.each(rows)('%s: %s', (_why, text, known, covered) => {
    expect(coverTold(text, known)).toBe(covered)
    expect(covered).toHaveLength(text.length)
  })
})

test('names are read off a letter and its masked copy, doors in words are not', () => {
  const clear = '我叫张伟，住滨江路五号楼，邻居欧阳娜娜。'
  const masked = '我叫张*，住滨江路*号楼，邻居欧阳**。'
  expect(namesCovered(clear, masked)).toEqual(['张伟', '欧阳娜娜'])
})
