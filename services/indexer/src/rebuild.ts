// A rebuild of the embedded index is asked for by a file beside it: only the program that holds the index may swap it.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { Index, Search } from '@huiying/search/search'

const markOf = (file: string): string => `${file}.rebuild`

/** Asks whoever holds the index to rebuild it at its next turn, within a second. */
export function askRebuild(file: string): void {
  writeFileSync(markOf(file), '')
}

/** False when it is done with, or was never asked for. */
export const isRebuildAsked = (file: string): boolean => existsSync(markOf(file))

/** The mark goes only when the new index stands: a crash in between begins again. */
export async function rebuildWhenAsked(
  file: string,
  search: Search,
  fill: (index: Index) => Promise<void>,
): Promise<void> {
  if (!isRebuildAsked(file)) return
  await search.rebuild(fill)
  rmSync(markOf(file), { force: true })
}
