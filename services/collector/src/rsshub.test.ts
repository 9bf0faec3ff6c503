// Ready-made entries: addresses filled in, what is missing said by name.
import { expect, test } from 'vitest'
import { readyRoutes, readyUrl } from './rsshub.ts'

const routeOf = (path: string) => readyRoutes.find((route) => route.path === path)!

test('names are filled in and coded', () => {
  expect(readyUrl('http://rss.q.example:1200/', routeOf('/tieba/forum/:kw'), { kw: '青河' })).toBe(
    'http://rss.q.example:1200/tieba/forum/%E9%9D%92%E6%B2%B3',
  )
})

test('a name that is missing is said', () => {
  expect(() => readyUrl('http://rss.q.example', routeOf('/weibo/user/:uid'), {})).toThrow('uid=')
})

test('every platform of the list has an entry', () => {
  const platforms = new Set(readyRoutes.map((route) => route.platform))
  for (const name of ['微博', '知乎', '头条', '抖音', '贴吧', '本地论坛']) expect(platforms).toContain(name)
})
