// Lists of feeds in and out.
import { expect, test } from 'vitest'
import { readOpml, writeOpml } from './opml.ts'

test('folders, titles and addresses are read, each address once, however the names are written', () => {
  const news = '<outline title="青河新闻网" xmlUrl="http://q.example/1?a=1&amp;b=2"/>'
  const forum = '<outline text="青河论坛" xmlurl="http://q.example/2"/>'
  const again = '<outline xmlUrl="http://q.example/2"/><outline text="空"/>'
  const text = `<opml><body><outline text="本地">${news}${forum}</outline>${again}</body></opml>`
  expect(readOpml(text)).toEqual([
    { title: '青河新闻网', url: 'http://q.example/1?a=1&b=2', folders: ['本地'] },
    { title: '青河论坛', url: 'http://q.example/2', folders: ['本地'] },
  ])
})

test('what is written is read again', () => {
  const list = [{ title: '“A & B” <青河>', url: 'http://q.example/?x=1&y=2' }]
  expect(readOpml(writeOpml('青河', list))).toEqual([{ ...list[0], folders: [] }])
})

test('a list that breaks off gives what came before', () => {
  expect(readOpml('<opml><body><outline text="a" xmlUrl="http://q.example/1"/><outline text="b" xml')).toHaveLength(1)
})

test.each(['', '<rss/>', 'hello'])('%j is refused with a reason', (text) => {
  expect(() => readOpml(text)).toThrow('不是 OPML')
})
