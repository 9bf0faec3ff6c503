// Generations of the index: one is searched, the next may be filled beside it, and an alias is turned between them.
import type { Client } from '@elastic/elasticsearch'
import { docMapping, docSettings } from './elasticsearch-shape.ts'

/**
 * Documents of generation 3 lie in `huiying-3-2026-11`, how far it has read in `huiying-position-3`. The alias
 * `huiying` is what is searched, `huiying-current` tells which generation that is.
 */
export function openGenerations(client: Client, prefix: string) {
  let known: number | null = null
  const pointer = `${prefix}-current`
  const positions = (generation: number | '*') => `${prefix}-position-${generation}`
  const all = async (): Promise<number[]> => {
    const found = await client.indices.get({ index: `${prefix}-position-*`, allow_no_indices: true })
    return Object.keys(found).map((name) => Number(name.slice(`${prefix}-position-`.length)))
  }
  const putTemplate = (generation: number, live: boolean) =>
    client.indices.putIndexTemplate({
      name: `${prefix}-${generation}`,
      index_patterns: [`${prefix}-${generation}-*`],
      priority: 500,
      template: { settings: docSettings, mappings: docMapping, ...(live ? { aliases: { [prefix]: {} } } : {}) },
    })
  const make = async (generation: number, live: boolean) => {
    await putTemplate(generation, live)
    const aliases = live ? { [pointer]: {} } : {}
    const mappings = { dynamic: false as const, properties: { seq: { type: 'long' as const } } }
    await client.indices
      .create({ index: positions(generation), settings: { auto_expand_replicas: '0-1' }, mappings, aliases })
      .catch((error) => {
        // Another of us was quicker.
        if (error?.body?.error?.type !== 'resource_already_exists_exception') throw error
      })
  }
  const drop = async (generation: number) => {
    await client.indices.deleteIndexTemplate({ name: `${prefix}-${generation}` }, { ignore: [404] })
    const found = await client.indices.get({ index: [`${prefix}-${generation}-*`, `${positions(generation)}*`] })
    const names = Object.keys(found)
    if (names.length > 0) await client.indices.delete({ index: names, ignore_unavailable: true })
  }
  const refresh = async (): Promise<number> => {
    const found = await client.indices.getAlias({ name: pointer }, { ignore: [404] })
    const [name] = Object.keys(found).filter((key) => key.startsWith(`${prefix}-position-`))
    if (name === undefined) await make(1, true)
    known = name === undefined ? 1 : Number(name.slice(`${prefix}-position-`.length))
    return known
  }
  return {
    refresh,
    current: async () => known ?? refresh(),
    /** A new one beside the current, not yet searched. */
    async begin(): Promise<number> {
      const next = Math.max(0, ...(await all())) + 1
      await make(next, false)
      return next
    },
    async swap(next: number): Promise<void> {
      await client.indices.refresh({ index: `${prefix}-${next}-*` })
      await putTemplate(next, true)
      const docs = Object.keys(await client.indices.get({ index: `${prefix}-${next}-*` }))
      await client.indices.updateAliases({
        actions: [
          { remove: { index: `${prefix}-*`, alias: prefix, must_exist: false } },
          // Whoever turned it last: two rebuilds may have run at once.
          { remove: { index: positions('*'), alias: pointer, must_exist: false } },
          ...docs.map((index) => ({ add: { index, alias: prefix } })),
          { add: { index: positions(next), alias: pointer } },
        ],
      })
      known = next
      for (const old of await all()) if (old < next) await drop(old)
    },
    drop,
  }
}
