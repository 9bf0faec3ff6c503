// Files as ugly as the world sends them, made by hand; beside each stands what must be read out of it, written before.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { readFeed } from './feed.ts'
import { readLetter } from './letter.ts'

const folder = join(import.meta.dirname, '..', 'ugly')
const wantedOf = (file: string): unknown => JSON.parse(readFileSync(file.replace(/\.\w+$/, '.json'), 'utf8'))
const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const letters = globSync(join(folder, 'letter', '*.eml')).sort()
const feeds = globSync(join(folder, 'feed', '*.feed')).sort()

test.each(letters.map((file) => [basename(file), file]))('letter %s', async (_, file) => {
  const { at, attachments, ...letter } = await readLetter(readFileSync(file))
  const files = attachments.map(({ name, type, bytes, sha256 }) => ({ name, type, bytes, sha256 }))
  expect({ ...letter, at: instant(at), attachments: files }).toMatchObject(wantedOf(file) as object)
})

test.each(feeds.map((file) => [basename(file), file]))('feed %s', async (_, file) => {
  const want = wantedOf(file) as { contentType?: string; url?: string; items?: object[]; error?: string }
  const read = readFeed(readFileSync(file), { contentType: want.contentType ?? null, url: want.url ?? null })
  if (want.error !== undefined) return await expect(read).rejects.toThrow(want.error)
  const { items } = await read
  expect(items.map((item) => ({ ...item, at: instant(item.at) }))).toMatchObject(want.items!)
})

test('there are at least eighty of them', () => {
  expect(letters.length + feeds.length).toBeGreaterThanOrEqual(80)
})
