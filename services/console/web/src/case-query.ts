// What several screens ask of one case: under one key, so that each shows what another has just read.
import type { CasePage, ItemLine } from '../../src/wire.ts'
import { get, withQuery } from './api.ts'

export const readCasePage = (id: string) => ({
  queryKey: ['case', id],
  queryFn: () => get<CasePage>(`/api/cases/${encodeURIComponent(id)}`),
})

export const readCaseItems = (id: string, limit: number) => ({
  queryKey: ['items', id, limit],
  queryFn: () => get<{ items: ItemLine[]; next: string | null }>(withQuery('/api/items', { caseId: id, limit })),
})
