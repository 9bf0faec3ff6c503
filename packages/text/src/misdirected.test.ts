// Letters that belong to another procedure, each row with its why.
import { expect, it } from 'vitest'
import { findMisdirected } from './misdirected.ts'

const table: [string, string, string | null][] = [
  ['asks for papers by law', '我申请公开柳林镇2025年征地补偿款的政府信息', '政府信息公开申请'],
  ['names the form', '附政府信息公开申请表，请依法答复', '政府信息公开申请'],
  ['appeals against a decision', '对城管局的处罚不服，现申请行政复议', '行政复议'],
  ['appeals an answer to a petition', '不服住建局的信访处理意见书，请求复查', '信访事项'],
  ['wants the village books shown: a complaint', '村务账目从不公开，请镇里督促', null],
  ['asks for a re-check of a meter', '电表走得太快，请供电公司上门检查', null],
  ['an ordinary complaint', '路灯一个月不亮没有人修', null],
]

it.each(table)('%s', (_why, text, kind) => {
  expect(findMisdirected(text)).toBe(kind)
})
