// Backup and restore: one SQLite file that holds the ledger of a moment and the sealed blobs, whatever engine it came
// from and whichever it goes to; the key is kept apart, on purpose.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { blobFolder, SHELF_BYTES_MAX } from '../blob/blob.ts'
import { putSealedFile, sealedBlobs } from '../blob/blob-file.ts'
import { insertSealed, sealedRows } from '../blob/blob-row.ts'
import { openShelf, SHELF_FILE } from '../blob/blob-shelf.ts'
import { listBooks } from '../book.ts'
import { writeWaitingKeys } from '../candidate/waiting-key.ts'
import { openSqlite, openSqliteReader } from '../engine/sqlite.ts'
import { type LedgerOptions, openEngine, withSnapshot } from '../open.ts'
import { copyTables } from './copy.ts'

export interface BackupFacts {
  entries: number
  blobs: number
}

/** Copies while the program runs; the file appears whole or not at all. Refuses to overwrite. */
export async function backup(place: LedgerOptions, file: string): Promise<BackupFacts> {
  if (existsSync(file)) throw new Error(`${file} 已存在，未覆盖；请换一个文件名`)
  mkdirSync(dirname(file), { recursive: true })
  const part = `${file}.part`
  removeDatabase(part)
  try {
    const facts = await copyWhole(place, part)
    renameSync(part, file)
    return facts
  } finally {
    removeDatabase(part)
  }
}

async function copyWhole(place: LedgerOptions, part: string): Promise<BackupFacts> {
  if (place.ledgerUrl == null) await copyEmbedded(join(place.dataDir, 'ledger.db'), part)
  else await copyShared(place, part)
  const copy = new DatabaseSync(part)
  copy.exec('pragma journal_mode = delete; create table blobFile (name text primary key, bytes blob not null)')
  const insert = copy.prepare('insert into blobFile (name, bytes) values (?, ?)')
  copy.exec('begin')
  let blobs = 0
  // A blob is on disk before an entry names it: whatever the copy of the ledger names is among those read after it.
  if (place.ledgerUrl == null || place.blobUrl != null) {
    for await (const { name, bytes } of sealedBlobs(blobFolder(place))) {
      insert.run(name, bytes)
      blobs++
    }
  }
  copy.exec('commit')
  const { entries } = copy.prepare('select count(*) as entries from entry').get() as { entries: number }
  const { rows } = copy.prepare('select count(*) as rows from blobChunk where part = 0').get() as { rows: number }
  copy.close()
  return { entries, blobs: blobs + rows }
}

async function copyEmbedded(file: string, part: string): Promise<void> {
  const source = new DatabaseSync(file, { readOnly: true })
  await copyDatabase(source, part)
  source.close()
  // The copy of a ledger that an older program wrote is brought forward; the ledger itself is not touched.
  await (await openSqlite(part)).close()
}

/** All tables as of one moment of the server, by plain queries: nothing has to be installed beside the program. */
async function copyShared(place: LedgerOptions, part: string): Promise<void> {
  const copy = await openSqlite(part)
  try {
    await withSnapshot(place, (read) => copy.transact((db) => copyTables(read, db, () => undefined)))
  } finally {
    await copy.close()
  }
}

/**
 * Puts a backup into an empty place; the key file of the time must be put beside it before the program starts. With
 * PostgreSQL it is one transaction: the database holds all of it or nothing.
 */
export async function restore(file: string, place: LedgerOptions): Promise<BackupFacts> {
  if (place.ledgerUrl == null && existsSync(join(place.dataDir, 'ledger.db')))
    throw new Error(`${place.dataDir} 里已有台账，未改动；请恢复到空目录`)
  checkIsBackup(file)
  mkdirSync(place.dataDir, { recursive: true, mode: 0o700 })
  const part = join(place.dataDir, 'ledger.db.part')
  removeDatabase(part)
  try {
    copyFileSync(file, part)
    // Brings an older backup forward; the backup itself stays as it is.
    await (await openSqlite(part)).close()
    return place.ledgerUrl == null ? await restoreEmbedded(part, place) : await restoreShared(part, place)
  } finally {
    removeDatabase(part)
  }
}

/** Looked at before anything is made, so that a wrong name leaves no trace in the place. */
function checkIsBackup(file: string): void {
  if (!existsSync(file)) throw new Error(`备份文件 ${file} 不存在；没有改动任何东西。请核对路径`)
  let backup: DatabaseSync | null = null
  try {
    backup = new DatabaseSync(file, { readOnly: true })
    backup.prepare('select (select count(*) from blobFile) + (select count(*) from entry)').get()
  } catch (cause) {
    const words = `${file} 不是 npx huiying backup 做出的备份，或已损坏；没有改动任何东西。请换一份备份`
    throw new Error(words, { cause })
  } finally {
    backup?.close()
  }
}

async function restoreEmbedded(part: string, place: LedgerOptions): Promise<BackupFacts> {
  const folder = blobFolder(place)
  const shelf = openShelf(join(folder, SHELF_FILE))
  let blobs = 0
  await eachBlob(part, async (name, bytes) => {
    if (place.blobUrl != null || bytes.byteLength > SHELF_BYTES_MAX) putSealedFile(folder, { name, bytes })
    else shelf.restore(name, bytes)
    blobs++
  })
  await shelf.close()
  const copy = new DatabaseSync(part)
  copy.exec('drop table blobFile; delete from blobChunk; vacuum; pragma journal_mode = delete')
  const { entries } = copy.prepare('select count(*) as entries from entry').get() as { entries: number }
  copy.close()
  renameSync(part, join(place.dataDir, 'ledger.db'))
  return { entries, blobs }
}

async function restoreShared(part: string, place: LedgerOptions): Promise<BackupFacts> {
  const target = await openEngine(place, 'write')
  const source = openSqliteReader(part)
  try {
    return await target.transact(async (db) => {
      await target.dialect.lockHeads(db, null)
      if ((await listBooks(db)).length > 0) throw new Error('LEDGER_URL 的库里已有台账，未改动；请恢复到空库')
      const counts = await source.snapshot((read) => copyTables(read, db, () => undefined, ['blobChunk']))
      let blobs = 0
      await eachBlob(part, async (name, bytes) => {
        if (place.blobUrl == null) await insertSealed(db, name, bytes)
        else putSealedFile(blobFolder(place), { name, bytes })
        blobs++
      })
      await target.dialect.afterCopy(db)
      await writeWaitingKeys(db)
      return { entries: counts.get('entry') ?? 0, blobs }
    })
  } finally {
    await source.close()
    await target.close()
  }
}

/** The sealed blobs of a backup, those that were files and those that were rows. */
async function eachBlob(part: string, put: (name: string, bytes: Uint8Array) => Promise<void>): Promise<void> {
  const copy = new DatabaseSync(part, { readOnly: true })
  const rows = copy.prepare('select name, bytes from blobFile').iterate() as Iterable<{
    name: string
    bytes: Uint8Array
  }>
  // Older backups name a large one with its folder.
  for (const { name, bytes } of rows) await put(name.slice(name.indexOf('/') + 1), bytes)
  copy.close()
  const source = openSqliteReader(part)
  try {
    await source.snapshot(async (read) => {
      for await (const { name, bytes } of sealedRows(read)) await put(name, bytes)
    })
  } finally {
    await source.close()
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
}
