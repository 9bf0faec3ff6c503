// Each way in which people break a YAML file: the line, the column and the words they read.
import { expect, test } from 'vitest'
import { parsePolicy } from './tighten.ts'
import { readYaml } from './yaml-words.ts'

const rows: [string, string, number, RegExp][] = [
  ['a quote never closed', 'book: qinghe\nname: "青河\n', 3, /缺一个符号/],
  ['a list under a key that is not indented alike', 'units:\n - id: a\n  name: 甲\n', 3, /列表的各行没有对齐/],
  ['a tab', 'units:\n\t- id: a\n', 2, /制表符/],
  ['one key twice', 'book: a\nname: 青河\nbook: b\n', 3, /写了两次/],
  ['a colon in a value', 'name: 青河: 市\n', 1, /两个冒号/],
  ['a bracket never closed', 'units: [a, b\nname: 青河\n', 2, /括号没有写全/],
  ['an asterisk', 'name: *青河\n', 1, /星号/],
  ['an at sign', 'mail: @qinghe\n', 1, /特殊符号/],
  ['two in one', 'book: a\n---\nbook: b\n', 2, /两份/],
]

test.each(rows)('%s', (_, text, line, what) => {
  const read = readYaml(text)
  const problems = 'problems' in read ? read.problems : []
  expect(problems[0]).toMatchObject({ line, what: expect.stringMatching(what) })
  expect(problems.map((one) => `${one.what}${one.mend}`).join('')).not.toMatch(/[A-Za-z]{5,}/)
  expect(problems[0]!.what).toMatch(/^第 \d+ 列：/)
})

test('references that multiply are refused, not followed', () => {
  const levels = Array.from({ length: 9 }, (_, at) => `k${at + 1}: &k${at + 1} [${`*k${at},`.repeat(9)}]`)
  expect(readYaml(`k0: &k0 [1]\n${levels.join('\n')}\n`)).toMatchObject({
    problems: [{ what: expect.stringContaining('引用套得太多') }],
  })
})

test('rules of another kind than they should be say so in words', () => {
  const read = parsePolicy('book: qinghe\nname: [青河]\nunits: 甲\nsources:\n  - { id: A B }\n')
  const said = 'problems' in read ? read.problems.map((one) => `${one.line} ${one.what}`) : []
  expect(said).toContain('2 name：应为 文字（要加引号的加引号）')
  expect(said).toContain('3 units：应为 列表（每项一行，以 - 开头）')
  expect(said.join('\n')).not.toMatch(/[Ii]nvalid|expected|received|[Uu]nrecognized/)
})
