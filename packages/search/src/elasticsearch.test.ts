// Elasticsearch under the suite every engine passes, on the real one that SEARCH_URL names.
import { randomUUID } from 'node:crypto'
import { Client } from '@elastic/elasticsearch'
import { expect, it } from 'vitest'
import { cutPairs, testSearch } from './conformance.ts'
import { openSearch } from './open.ts'
import type { Search, SearchDoc } from './search.ts'

const base = process.env.SEARCH_URL ?? ''
const open = (prefix: string): Promise<Search> =>
  openSearch({ url: `${base}/${prefix}`, file: '', caFile: null, apiKey: null }, cutPairs)
const newPrefix = () => `t${randomUUID().slice(0, 8)}`
const client = new Client({ node: base })

async function removeAll(prefix: string): Promise<void> {
  const names = Object.keys(await client.indices.get({ index: `${prefix}-*` }))
  if (names.length > 0) await client.indices.delete({ index: names })
  await client.indices.deleteIndexTemplate({ name: `${prefix}-*` }, { ignore: [404] })
}

testSearch({
  name: 'Elasticsearch',
  async open() {
    const prefix = newPrefix()
    let search = await open(prefix)
    return {
      search,
      async reopen() {
        await search.close()
        search = await open(prefix)
        return search
      },
      async remove() {
        await search.close()
        await removeAll(prefix)
      },
    }
  },
})

const doc = (id: string, filedAt: number): SearchDoc => ({
  ...{ id, kind: 'item', book: 'qinghe', caseId: null, text: '滨河街道停水', topics: [], unit: null, status: null },
  ...{ at: filedAt, filedAt, seq: 1, restricted: false },
})

it('keeps an index a month, with the terms and no text', async () => {
  const prefix = newPrefix()
  const search = await open(prefix)
  await search.index([doc('a', Date.UTC(2026, 9, 3)), doc('b', Date.UTC(2026, 10, 3))])
  await search.query({ book: 'qinghe', text: '停水', restricted: false, limit: 1 })
  const found = await client.indices.getAlias({ name: prefix })
  expect(Object.keys(found).sort()).toEqual([`${prefix}-1-2026-10`, `${prefix}-1-2026-11`])
  const kept = await client.search({ index: prefix })
  expect(JSON.stringify(kept.hits.hits)).not.toContain('停水')
  await search.close()
  await removeAll(prefix)
})

it('says of an index whose terms an older program cut that it knows no place of ours', async () => {
  const prefix = newPrefix()
  const search = await open(prefix)
  await search.index([doc('a', Date.UTC(2026, 10, 3))])
  await search.moveTo('qinghe', 7, 'hash-of-7')
  expect(await search.mark('qinghe')).toEqual({ seq: 7, hash: 'hash-of-7' })
  const older = { seq: 8, hash: 'hash-of-8' }
  await client.index({ index: `${prefix}-position-1`, id: 'qinghe', document: older })
  expect((await search.mark('qinghe')).hash).not.toBe('hash-of-8')
  await search.close()
  await removeAll(prefix)
})

it('leaves only the indices of the newest generation after a rebuild, and other indexers write into it', async () => {
  const prefix = newPrefix()
  const [search, other] = [await open(prefix), await open(prefix)]
  await other.index([doc('a', Date.UTC(2026, 9, 3))])
  await search.rebuild((fresh) => fresh.index([doc('a', Date.UTC(2026, 9, 3))]))
  await other.position('qinghe')
  await other.index([doc('b', Date.UTC(2026, 9, 4))])
  expect((await other.query({ book: 'qinghe', text: '停水', restricted: false, limit: 9 })).total).toBe(2)
  const names = Object.keys(await client.indices.get({ index: `${prefix}-*` })).sort()
  expect(names).toEqual([`${prefix}-2-2026-10`, `${prefix}-position-2`])
  for (const one of [search, other]) await one.close()
  await removeAll(prefix)
})
