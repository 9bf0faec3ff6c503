// The three copies and their way back to the text as given.
import { expect, test } from 'vitest'
import { normalise, toOriginal } from './normalise.ts'

const rows: { text: string; plain: string; bare: string; figures: string; why: string }[] = [
  { text: '拖欠工资', plain: '拖欠工资', bare: '拖欠工资', figures: '拖欠工资', why: 'clean text stays' },
  { text: '討薪無門', plain: '讨薪无门', bare: '讨薪无门', figures: '讨薪无门', why: 'traditional' },
  { text: '讨\u200b薪', plain: '讨薪', bare: '讨薪', figures: '讨薪', why: 'zero width' },
  { text: '讨_薪 烂·尾', plain: '讨_薪 烂·尾', bare: '讨薪烂尾', figures: '讨_薪 烂·尾', why: 'split by symbols' },
  { text: 'Ｈ酸，３人', plain: 'H酸,3人', bare: 'H酸3人', figures: 'H酸,3人', why: 'full width' },
  { text: '①3人死亡', plain: '13人死亡', bare: '3人死亡', figures: ' 3人死亡', why: 'a list number is no digit' },
  { text: '1️⃣3人死亡', plain: '13人死亡', bare: '13人死亡', figures: ' 3人死亡', why: 'keycap list number' },
  { text: '5㎡2人', plain: '5m22人', bare: '52人', figures: '5 2人', why: 'square metres end a number' },
  { text: '㈠停水', plain: '(一)停水', bare: '停水', figures: ' 停水', why: 'bracketed list number' },
  { text: '漏😀气', plain: '漏😀气', bare: '漏气', figures: '漏😀气', why: 'emoji in between' },
  { text: '坏\ud83d字', plain: '坏\ufffd字', bare: '坏字', figures: '坏\ufffd字', why: 'lone surrogate' },
  { text: '著名', plain: '著名', bare: '著名', figures: '著名', why: 'simplified 著 is not 着' },
]

test.each(rows)('$text has its three copies: $why', ({ text, plain, bare, figures }) => {
  const n = normalise(text)
  expect([n.plain.text, n.bare.text, n.figures.text]).toEqual([plain, bare, figures])
})

test('every copy leads back to the text as given', () => {
  const text = '有人讨_薪😀，㎡①3人“停\u200b電”…了'
  const n = normalise(text)
  const found = (copy: typeof n.plain, word: string) => {
    const at = copy.text.indexOf(word)
    const { start, end } = toOriginal(copy, at, at + word.length)
    return text.slice(start, end)
  }
  expect(found(n.bare, '讨薪')).toBe('讨_薪')
  expect(found(n.bare, '停电')).toBe('停\u200b電')
  expect(found(n.plain, '😀')).toBe('😀')
  expect(found(n.figures, '3人')).toBe('3人')
  for (const copy of [n.plain, n.bare, n.figures]) expect(copy.map[copy.text.length]).toBe(text.length)
})

test('a long text full of expanding characters keeps its map', () => {
  const text = '\ufdfa㎡停電'.repeat(3000)
  const { plain } = normalise(text)
  expect(plain.map.length).toBe(plain.text.length + 1)
  const at = plain.text.lastIndexOf('停电')
  expect(toOriginal(plain, at, at + 2)).toEqual({ start: text.length - 2, end: text.length })
})

test('a map stays as it is while thousands of others are made after it', () => {
  const texts = Array.from({ length: 2_000 }, (_, number) => `第${number}户，`.repeat(1 + (number % 40)))
  const copies = texts.map((text) => normalise(text).bare)
  for (const { text, map, original } of copies) {
    expect(map.length).toBe(text.length + 1)
    expect(Array.from(text, (_, at) => original[map[at] as number]).join('')).toBe(text)
    expect(map[text.length]).toBe(original.length)
  }
})
