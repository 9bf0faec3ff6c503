// Backup and restore: one file that holds the database of a moment and the sealed blobs; the key is kept apart, on
// purpose.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { openShelf, SHELF_FILE } from './blob-shelf.ts'

export interface BackupFacts {
  entries: number
  blobs: number
}

/** Copies while the program runs; the file appears whole or not at all. Refuses to overwrite. */
export async function backup(dataDir: string, file: string): Promise<BackupFacts> {
  if (existsSync(file)) throw new Error(`${file} 已存在，未覆盖；请换一个文件名`)
  mkdirSync(dirname(file), { recursive: true })
  const part = `${file}.part`
  rmSync(part, { force: true })
  const source = new DatabaseSync(join(dataDir, 'ledger.db'), { readOnly: true })
  await copyDatabase(source, part)
  source.close()
  const copy = new DatabaseSync(part)
  copy.exec('pragma journal_mode = delete; create table blobFile (name text primary key, bytes blob not null)')
  const insert = copy.prepare('insert into blobFile (name, bytes) values (?, ?)')
  copy.exec('begin')
  const names = blobNames(join(dataDir, 'blobs'))
  for (const name of names) insert.run(name, readFileSync(join(dataDir, 'blobs', name)))
  const shelved = await copyShelf(join(dataDir, 'blobs', SHELF_FILE), (name, bytes) => insert.run(name, bytes))
  copy.exec('commit')
  const { entries } = copy.prepare('select count(*) as entries from entry').get() as { entries: number }
  copy.close()
  renameSync(part, file)
  return { entries, blobs: names.length + shelved }
}

/**
 * Puts a backup into an empty data folder; the key file of the time must be put beside it before the program starts.
 */
export async function restore(file: string, dataDir: string): Promise<BackupFacts> {
  if (existsSync(join(dataDir, 'ledger.db'))) throw new Error(`${dataDir} 里已有台账，未改动；请恢复到空目录`)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const part = join(dataDir, 'ledger.db.part')
  writeFileSync(part, readFileSync(file), { mode: 0o600 })
  const copy = new DatabaseSync(part)
  let blobs = 0
  const shelf = openShelf(join(dataDir, 'blobs', SHELF_FILE))
  for (const row of copy.prepare('select name, bytes from blobFile').iterate() as Iterable<{
    name: string
    bytes: Uint8Array
  }>) {
    const path = join(dataDir, 'blobs', row.name)
    if (row.name.includes('/')) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, row.bytes, { mode: 0o600 })
    } else shelf.restore(row.name, row.bytes)
    blobs++
  }
  await shelf.close()
  copy.exec('drop table blobFile; vacuum')
  const { entries } = copy.prepare('select count(*) as entries from entry').get() as { entries: number }
  copy.close()
  renameSync(part, join(dataDir, 'ledger.db'))
  return { entries, blobs }
}

async function copyShelf(file: string, keep: (name: string, bytes: Uint8Array) => void): Promise<number> {
  if (!existsSync(file)) return 0
  const shelf = openShelf(file)
  let count = 0
  for (const { name, bytes } of shelf.all()) {
    keep(name, bytes)
    count++
  }
  await shelf.close()
  return count
}

/** Paths of the large ones below the blobs folder, as `ab/abcd…`; those on the shelf have a name without a folder. */
function blobNames(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
  return files.map((entry) => `${entry.name.slice(0, 2)}/${entry.name}`)
}
