// Names that nothing announces, in sentences of our own, half of them with what only looks like names.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findPersonal, mask } from '../mask.ts'
import { dictionaryPath, makeNames, readEntries } from '../train/name.ts'
import { packNames } from './name-model.ts'

/** A line of a table: names stand as {name:…}. */
function readLine(line: string): { text: string; names: string[] } {
  const names = Array.from(line.matchAll(/\{name:([^}]*)\}/g), ([, name]) => name as string)
  return { text: line.replace(/\{name:([^}]*)\}/g, '$1'), names }
}

const readTable = (file: string) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(readLine)
const lines = readTable('./bare.txt')

const namesIn = (text: string): string[] =>
  findPersonal(text)
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

function missedOf(table: ReturnType<typeof readTable>): { missed: string[]; count: number } {
  const names = table.flatMap(({ text, names }) => names.map((name) => ({ text, name })))
  const missed = names.filter(({ text, name }) => !namesIn(text).includes(name))
  return { missed: missed.map(({ text, name }) => `${name}: ${text}`), count: names.length }
}

test('of usual names amid a sentence nine in ten are covered', () => {
  const { missed, count } = missedOf(lines)
  expect(count).toBeGreaterThan(100)
  expect(missed.length / count, missed.join('\n')).toBeLessThanOrEqual(0.1)
})

test('of names of two letters, of rare families and of those that are words two in three are', () => {
  const { missed, count } = missedOf(readTable('./bare-rare.txt'))
  expect(count).toBeGreaterThan(120)
  expect(missed.length / count, missed.join('\n')).toBeLessThanOrEqual(1 / 3)
})

test('of what only looks like a name at most one line in fifty is touched', () => {
  const decoys = lines.filter(({ names }) => names.length === 0)
  const hit = decoys.filter(({ text }) => namesIn(text).length > 0).map(({ text }) => mask(text).text)
  expect(decoys.length).toBeGreaterThan(100)
  expect(hit.length / decoys.length, hit.join('\n')).toBeLessThanOrEqual(0.02)
})

const single: [why: string, text: string, masked: string][] = [
  ['a neighbour', '和邻居王建国协商过', '和邻居王**协商过'],
  ['one who did something', '我被刘翠花打伤', '我被刘**打伤'],
  ['a family name of two', '被上官云飞骗走三万元，我报了警', '被上官**骗走三万元，我报了警'],
  ['again further on', '我叫王建国。昨天王建国去了', '我叫王**。昨天王**去了'],
  ['an estate', '我住青河市解放路272号宁川霞佳苑。入秋以后停电', '我住青河市解放路***号宁川霞佳苑。入秋以后停电'],
  [
    'across the end of an estate',
    '青河市解放路536号晨林莲名都。这半年，卫生院收费',
    '青河市解放路536号晨林莲名都。这半年，卫生院收费',
  ],
  ['within an estate', '我家在康河兰心新村，这半年一直停水', '我家在康河兰心新村，这半年一直停水'],
  ['an estate of three letters and 和', '环城路4849号柏洲和新村低保被取消', '环城路****号柏洲和新村低保被取消'],
  ['one who lives in an estate', '邻居林翠花和花园里的人吵架', '邻居林**和花园里的人吵架'],
  ['an estate, told shorter', '华悦庭一期漏水。要求华悦庭整改', '华悦庭一期漏水。要求华悦庭整改'],
  ['in office further on', '王志强局长来过。当时王志强说', '王志强局长来过。当时王志强说'],
  ['in office, before', '县长王志强来我们村说要修路', '县长王志强来我们村说要修路'],
  ['in office, behind', '我们找过王志强局长', '我们找过王志强局长'],
  ['a form of address', '老李和小王都说我家漏水', '老李和小王都说我家漏水'],
  ['a school', '我家在志强中学和张学良小学旁边', '我家在志强中学和张学良小学旁边'],
  ['a street', '我在王府井等您', '我在王府井等您'],
  ['in the news', '孙颖莎夺冠 王楚钦晋级', '孙颖莎夺冠 王楚钦晋级'],
]

test.each(single)('%s: %s', (_why, text, masked) => {
  expect(mask(text).text).toBe(masked)
})

test('the table shipped is what the dictionary of words gives', () => {
  const { entries, names, sha256 } = readEntries(dictionaryPath())
  const made = createHash('sha256')
    .update(packNames(makeNames(entries, names)))
    .digest('hex')
  const record = JSON.parse(readFileSync(new URL('../../model/name.json', import.meta.url), 'utf8'))
  expect(sha256).toBe(record.dictionary)
  expect(made).toBe(record.sha256)
})
