// An index that is behind is told wherever words are searched, in the queue and in the 台账; the ledger answers all the
// same.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerPage, QueuePage } from '@huiying/console/wire'
import { openSearch } from '@huiying/search/open'
import { searchTerms } from '@huiying/text/term'
import { afterAll, expect, it } from 'vitest'
import { startApi } from './api.ts'

const file = join(mkdtempSync(join(tmpdir(), 'huiying-behind-')), 'search.db')
// Nobody fills it: it falls behind with the first entry.
const search = await openSearch({ url: null, file, caFile: null, apiKey: null }, searchTerms)
const api = await startApi('2026-11-23 09:00', { search })
afterAll(async () => {
  await api.stop()
  await search.close()
})

it('an index more than 30 seconds behind is told by queue and 台账, with titles found all the same', async () => {
  const { program } = api
  await program.drop({ subject: '渡口社区停水三天', date: '2026-11-23 08:50', text: '渡口社区停水三天，请供水。' })
  const ask = async (path: string) => {
    const found = await api.read<QueuePage & LedgerPage>(path, '值班员')
    return [found.notice, (found.cases ?? found.rows).length]
  }
  expect(await ask('/api/rows?text=停水')).toEqual([null, 1])
  await program.time.advance(47_000)
  const told = '检索滞后 47 秒，以台账为准'
  expect(await ask('/api/cases?text=停水')).toEqual([told, 1])
  expect(await ask('/api/rows?text=停水')).toEqual([told, 1])
  expect(await ask('/api/rows')).toEqual([null, 1])
})
