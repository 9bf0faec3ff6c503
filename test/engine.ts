// Which engines the whole-program tests run on: embedded, or what `huiying engines` and ENGINES started for them.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@huiying/ledger/engine/postgres-database'
import type { LedgerOptions } from '@huiying/ledger/open'

/** Settings of the engines for a data folder; the same folder gets the same database again. */
export async function engineSettings(folder: string): Promise<Record<string, string>> {
  const { POSTGRES_URL: server, BUS_URL: bus, SEARCH_URL: search } = process.env
  // Topics and indices of its own: a hash of the folder stands before their names.
  const own = `t${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`
  const settings: Record<string, string> = { LOG_LEVEL: 'silent' }
  if (bus !== undefined) settings.BUS_URL = `${bus}?prefix=${own}.&partitions=3&session=6000&rebalance=3000`
  if (search !== undefined) settings.SEARCH_URL = `${search}/${own}`
  if (server === undefined) return settings
  const note = join(folder, 'ledger-url')
  if (!existsSync(note)) writeFileSync(note, await newDatabase(server))
  return { ...settings, LEDGER_URL: readFileSync(note, 'utf8') }
}

let made = 0

/** A database of the server, empty or a copy of `from`, which nobody has open; gone with the server. */
export async function newDatabase(server: string, from?: string): Promise<string> {
  const name = `test_${process.pid}_${++made}`
  await createDatabase(server, name, from)
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The same ledger once more, in a folder of its own; the program that had it has stopped. */
export async function copyPlace(place: LedgerOptions): Promise<LedgerOptions> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-copy-'))
  cpSync(place.dataDir, folder, { recursive: true })
  const copy = { ...place, dataDir: folder, keyFile: join(folder, 'key') }
  if (place.ledgerUrl == null) return copy
  const name = new URL(place.ledgerUrl).pathname.slice(1)
  const ledgerUrl = await newDatabase(process.env.POSTGRES_URL!, name)
  // A program that starts in the copy finds its own database.
  writeFileSync(join(folder, 'ledger-url'), ledgerUrl)
  return { ...copy, ledgerUrl }
}
