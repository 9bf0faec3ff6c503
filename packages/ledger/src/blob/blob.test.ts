// Blobs: kept once, sealed, gone when removed, and in a backup, whether small or large.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backup, restore } from '../copy/backup.ts'
import { openLedger } from '../open.ts'
import { openBlobs, SHELF_BYTES_MAX, sha256 } from './blob.ts'
import { openShelf, SHELF_FILE } from './blob-shelf.ts'
import { openSealer } from './sealer.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-blob-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => openBlobs(join(folder, 'blobs'), openSealer(join(folder, 'key')))
const small = Buffer.from('来信一封：柳树巷停水三天。')
const large = Buffer.alloc(SHELF_BYTES_MAX + 1, '大')

function files(): Buffer[] {
  const entries = readdirSync(join(folder, 'blobs'), { withFileTypes: true, recursive: true })
  return entries.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name)))
}

it('gives back what was put, small or large, after a restart and under its SHA-256', async () => {
  const blobs = open()
  const names = await blobs.putMany([small, large, small])
  await blobs.close()
  expect(names).toEqual([sha256(small), sha256(large), sha256(small)])
  const again = open()
  expect([await again.get(names[0]!), await again.get(names[1]!)]).toEqual([small, large])
  await again.close()
})

it('lets two hands put the same bytes, and stores them sealed', async () => {
  const [one, two] = [open(), open()]
  const [name] = await one.putMany([small])
  expect(await two.putMany([small])).toEqual([name])
  expect(await two.get(name!)).toEqual(small)
  await one.close()
  await two.close()
  expect(files().filter((bytes) => bytes.includes('柳树巷'))).toEqual([])
})

it('keeps a file each in a folder that machines share', async () => {
  const blobs = openBlobs(join(folder, 'blobs'), openSealer(join(folder, 'key')), 'shared')
  const names = await blobs.putMany([small, large])
  expect(files().length).toBe(2)
  expect([await blobs.get(names[0]!), await blobs.get(names[1]!)]).toEqual([small, large])
  await blobs.close()
})

it('leaves no sealed byte of what is removed in any file', async () => {
  const blobs = open()
  const [gone, kept] = await blobs.putMany([small, Buffer.from('另一封')])
  const shelf = openShelf(join(folder, 'blobs', SHELF_FILE))
  const sealed = Buffer.from(shelf.get(gone!)!)
  await shelf.close()
  const found = () => files().some((bytes) => bytes.includes(sealed.subarray(0, 16)))
  expect(found()).toBe(true)
  await blobs.remove(gone!)
  expect(found()).toBe(false)
  await expect(blobs.get(gone!)).rejects.toThrow()
  expect((await blobs.get(kept!)).toString()).toBe('另一封')
  await blobs.close()
})

it('reads blobs that an earlier version kept in a file each', async () => {
  const name = sha256(small)
  mkdirSync(join(folder, 'blobs', name.slice(0, 2)), { recursive: true })
  writeFileSync(join(folder, 'blobs', name.slice(0, 2), name), openSealer(join(folder, 'key')).seal(small))
  const blobs = open()
  expect(await blobs.get(name)).toEqual(small)
  await blobs.close()
})

it('stands in a backup, small and large, and comes back from it', async () => {
  const ledger = await openLedger({ dataDir: folder })
  const names = await ledger.blobs.putMany([small, large])
  expect((await backup({ dataDir: folder }, join(folder, 'copy'))).blobs).toBe(2)
  await ledger.close()
  const fresh = join(folder, 'fresh')
  expect((await restore(join(folder, 'copy'), { dataDir: fresh })).blobs).toBe(2)
  const again = await openLedger({ dataDir: fresh, keyFile: join(folder, 'key') })
  expect([await again.blobs.get(names[0]!), await again.blobs.get(names[1]!)]).toEqual([small, large])
  await again.close()
})

it('a backup that cannot be finished leaves no half of one behind', async () => {
  const ledger = await openLedger({ dataDir: folder })
  await ledger.blobs.putMany([small])
  await ledger.close()
  writeFileSync(join(folder, 'blobs', SHELF_FILE), '坏了')
  await expect(backup({ dataDir: folder }, join(folder, 'copy'))).rejects.toThrow()
  expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([])
})

it('a file that is no backup, or not there, is refused in words and leaves the place as it was', async () => {
  const place = { dataDir: join(folder, 'fresh') }
  const text = join(folder, 'README.md')
  writeFileSync(text, '不是备份')
  await expect(restore(text, place)).rejects.toThrow('不是 npx huiying backup 做出的备份，或已损坏；没有改动任何东西')
  await (await openLedger({ dataDir: join(folder, 'live'), keyFile: join(folder, 'key') })).close()
  await expect(restore(join(folder, 'live', 'ledger.db'), place)).rejects.toThrow('不是 npx huiying backup')
  await expect(restore(join(folder, 'none'), place)).rejects.toThrow('不存在；没有改动任何东西')
  expect(existsSync(place.dataDir)).toBe(false)
})
