// Charsets: marks at the beginning, names that are wrong, and bytes cut in the middle of a character.
import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { decodeBytes } from './charset.ts'

const WORDS = '<?xml version="1.0"?>柳溪路停水两天，的确有人在等。'
const bytesOf = (charset: string, addBOM = false, text = WORDS) => iconv.encode(text, charset, { addBOM })

it.each([
  ['utf-8', true],
  ['utf-16le', true],
  ['utf-16be', true],
  ['utf-32le', true],
  ['utf-32be', true],
  ['utf-16le', false],
  ['utf-16be', false],
  ['utf-32le', false],
  ['utf-32be', false],
] as const)('%s is known by its first bytes (mark: %s), whatever is declared', (charset, addBOM) => {
  expect(decodeBytes(bytesOf(charset, addBOM), ['gb18030'])).toEqual({ text: WORDS, charset, flags: [] })
})

it('what begins as a declaration in EBCDIC would is read all the same', () => {
  const bytes = Buffer.concat([
    Buffer.from([0x4c, 0x6f, 0xa7, 0x94]),
    bytesOf('gbk', false, '停水两天，的确有人在等。'),
  ])
  expect(decodeBytes(bytes, ['gbk'])).toMatchObject({ text: expect.stringContaining('停水两天'), charset: 'gb18030' })
})

it.each(['第一天', '\u0000第一天', 'ÿ第一天', 'Lo§第一天'])('%j begins like a mark and is read as it is', (text) => {
  expect(decodeBytes(bytesOf('utf-8', false, text), ['utf-8'])).toEqual({ text, charset: 'utf-8', flags: [] })
})

it.each([
  ['big5_tw', 'big5', '請問醫保'],
  ['x-windows-950', 'big5', '請問醫保'],
  ['x-big5', 'big5', '樓下很吵'],
  ['eucgb2312_cn', 'gbk', '停水两天'],
  ['GB18030-2005', 'gbk', '停水'],
])('%s, which nobody registered, is %s: %s', (name, charset, text) => {
  expect(decodeBytes(bytesOf(charset, false, text), [name])).toMatchObject({ text, flags: [] })
})

it('what is declared as UTF-8 and is GBK is read as GBK, and says so', () => {
  const text = '我们小区的水停了，大家都在等。'
  const flags = ['charset-guessed']
  expect(decodeBytes(bytesOf('gbk', false, text), ['utf-8'])).toEqual({ text, charset: 'gb18030', flags })
})

it('a character cut at the end is a mark of its own, and the rest stays as written', () => {
  const bytes = bytesOf('utf-8').subarray(0, -1)
  const cut = `${WORDS.slice(0, -1)}\uFFFD`
  expect(decodeBytes(bytes, ['utf-8'])).toEqual({ text: cut, charset: 'utf-8', flags: ['suspected-garbled'] })
  const long = Buffer.concat([bytesOf('utf-8', false, '停水。'.repeat(1_000)), bytes])
  expect(decodeBytes(long, ['utf-8'])).toEqual({ text: '停水。'.repeat(1_000) + cut, charset: 'utf-8', flags: [] })
})

it('a byte that no character has, in the middle, costs that place and no other', () => {
  const [before, after] = [bytesOf('utf-8', false, '停水'), bytesOf('utf-8', false, '两天')]
  const bytes = Buffer.concat([before, Buffer.from([0xc0]), after])
  expect(decodeBytes(bytes, ['utf-8']).text).toBe('停水\uFFFD两天')
})

it.each([
  ['gbk', 'iso-8859-1', '停水两天'],
  ['gbk', 'windows-1252', '烂尾楼'],
  ['gbk', 'latin1', '【投诉】青河市柳溪路12号：水管爆裂，没人管！'],
  ['gbk', 'binary', '我们小区的水停了，大家都在等。'],
  ['gbk', 'us-ascii', '柳溪路停水'],
  ['gbk', 'utf-8', '烂尾楼'],
  ['gbk', '', '柳溪路停水'],
  ['utf-8', 'iso-8859-1', '烂尾楼'],
  ['utf-8', 'gb2312', '我们'],
  ['utf-8', 'big5', '停水两天'],
  ['utf-8', 'koi8-r', '停水两天'],
  ['utf-8', 'ucs-2', '停水两天，没人管。'],
] as const)('%s that is declared as %s is read as it is: %s', (really, declared, text) => {
  const { text: read, flags } = decodeBytes(bytesOf(really, false, text), [declared])
  expect([read, flags.filter((flag) => flag !== 'charset-guessed')]).toEqual([text, []])
})

it.each([
  ['iso-8859-1', 'café résumé, naïve, Größe über – “quoted” … £5 ½ ©'],
  ['windows-1252', 'DÉJÀ VU À ÉVITER — NÃO É AÇÃO'],
  ['koi8-r', 'Привет мир'],
  ['windows-1251', 'Привет мир'],
  ['gbk', '联通'],
] as const)('what is declared as %s and is that stays so: %s', (declared, text) => {
  const charset = declared === 'iso-8859-1' ? 'windows-1252' : declared
  expect(decodeBytes(bytesOf(charset, false, text), [declared])).toMatchObject({ text, flags: [] })
})

it.each([
  ['gbk', []],
  ['gbk', ['gbk', 'windows-1252']],
  ['gbk', ['utf-8', 'big5']],
  ['windows-1252', []],
] as const)('%s declared as %o is read once in each charset that is tried', (really, declared) => {
  const tried: string[] = []
  const { decode } = iconv
  iconv.decode = (buffer, charset, options) => {
    tried.push(charset)
    return decode(buffer, charset, options)
  }
  try {
    decodeBytes(bytesOf(really, false, really === 'gbk' ? '柳溪路停水□两天 café' : 'DÉJÀ VU À ÉVITER'), [...declared])
  } finally {
    iconv.decode = decode
  }
  expect(tried).toEqual([...new Set(tried)])
})
