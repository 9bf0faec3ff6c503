// Moving an embedded ledger to PostgreSQL, also when the move is killed -9 on the way; and a backup from one engine
// restored into the other.
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { candidatesOf } from '@huiying/ledger/candidate/fingerprint'
import { backup, restore } from '@huiying/ledger/copy/backup'
import { dump } from '@huiying/ledger/copy/dump'
import { fingerprintIn } from '@huiying/ledger/item/verdict'
import { type LedgerOptions, openLedger, withSnapshot } from '@huiying/ledger/open'
import { makeSeal, type Seal } from '@huiying/ledger/seal'
import { verify } from '@huiying/ledger/verify/verify'
import { beforeAll, expect, it } from 'vitest'
import { newDatabase } from '../engine.ts'
import { startProgram, type TestProgram } from '../program.ts'

const TEST_MS = 300_000
const AS_OF = 20
const cli = new URL('../../infra/huiying.mjs', import.meta.url)

let program: TestProgram
let from: LedgerOptions
let seal: Seal

beforeAll(async () => {
  // The source is embedded whatever the other suites run on.
  program = await startProgram('2026-11-23 09:00', { env: { LEDGER_URL: '' } })
  const text = '青河市滨江壹号逾期八个月不交房，业主天天去售楼部，请住建局给说法。'
  for (let letter = 0; letter < 12; letter++) {
    await program.drop({
      subject: `滨江壹号逾期交房${letter}`,
      date: '2026-11-23 08:50',
      text: `${text}第${letter}封。`,
    })
  }
  const [row] = await program.queue()
  const { id } = row!.state
  await program.done(id, { do: 'case.convert', grade: '非突发', reason: '多平台转发' }, 'limin')
  await program.done(id, { do: 'case.assign', unit: 'zjj', part: '牵头', reason: '房屋交付' }, 'limin')
  await program.goTo('2026-11-25 10:00')
  seal = await makeSeal(program.ledger, program.time.now())
  await program.stop()
  from = program.place
  expect(from.ledgerUrl).toBeNull()
}, TEST_MS)

/** Runs `huiying migrate` in a process of its own, killed -9 when a line of its progress matches. */
function migrate(to: string, killAt: RegExp | null): Promise<{ code: number | null; said: string; answer: string }> {
  const env = { ...process.env, DATA_DIR: from.dataDir, LEDGER_URL: '', ENGINES: '' }
  const child = fork(cli, ['migrate', '--to', to], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let said = ''
  let answer = ''
  child.stdout!.on('data', (chunk) => {
    answer += String(chunk)
  })
  child.stderr!.on('data', (chunk) => {
    said += String(chunk)
    if (killAt?.test(said)) child.kill('SIGKILL')
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said, answer })))
}

/** Everything the ledger answers: rows of each kind, now and as of twenty past moments, and its head. */
async function answersOf(place: LedgerOptions): Promise<string[]> {
  return withSnapshot(place, async (read) => {
    const entries = await dump(read, 'entries', null)
    const answers = [JSON.stringify(entries.at(-1)), String(entries.length)]
    for (const what of ['items', 'cases', 'clocks', 'alerts', 'deliveries'] as const) {
      answers.push(JSON.stringify(await dump(read, what, null)))
    }
    for (let index = 1; index <= AS_OF; index++) {
      const entry = entries[Math.floor((index * (entries.length - 1)) / AS_OF)]
      answers.push(JSON.stringify(await dump(read, 'cases', Date.parse(String(entry?.at)))))
    }
    return answers
  })
}

const filesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/-(wal|shm)$|^lock/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
    .join('\n')

it('a move that is killed has not happened; run again it gives the same ledger on both sides', {
  timeout: TEST_MS,
}, async () => {
  const to = await newDatabase(process.env.POSTGRES_URL!)
  const before = [filesOf(from.dataDir), await answersOf(from)]
  for (const killAt of [/复制 entry/, /复制 plan/, /复制 blob/, /复制[\s\S]*校验/]) {
    const killed = await migrate(to, killAt)
    expect([killed.code, killed.answer]).toEqual([null, ''])
    const target = await openLedger({ ...from, ledgerUrl: to })
    expect(await target.read.selectFrom('entry').select('seq').execute()).toEqual([])
    await target.close()
  }
  const moved = await migrate(to, null)
  expect(moved.code, moved.said).toBe(0)
  expect(JSON.parse(moved.answer)).toMatchObject({ before: false, asOf: AS_OF })
  expect([filesOf(from.dataDir), await answersOf(from)]).toEqual(before)
  const place = { ...from, ledgerUrl: to }
  expect(await answersOf(place)).toEqual(before[1])
  expect((await verify(place, { seal })).map((result) => result.ok)).toEqual([true])
  const again = await migrate(to, null)
  expect([again.code, JSON.parse(again.answer).before]).toEqual([0, true])
  await opensEverything(place)
})

/** The clear texts and the raw bytes came along, like finds like, and the next message has the next number. */
async function opensEverything(place: LedgerOptions): Promise<void> {
  const ledger = await openLedger(place)
  try {
    for (const { sha256 } of await ledger.read.selectFrom('item').select('sha256').execute()) {
      expect(
        createHash('sha256')
          .update(await ledger.blobs.get(sha256))
          .digest('hex'),
      ).toBe(sha256)
    }
    const { sealed } = await ledger.read.selectFrom('content').select('sealed').limit(1).executeTakeFirstOrThrow()
    expect(ledger.sealer.open(sealed).toString('utf8')).toContain('滨江壹号')
    const tracked = await ledger.read
      .selectFrom('fingerprintItem')
      .innerJoin('verdict', 'verdict.itemId', 'fingerprintItem.itemId')
      .select(['book', 'fingerprintItem.itemId', 'body'])
      .execute()
    expect(tracked.length).toBeGreaterThan(0)
    for (const { book, itemId, body } of tracked) {
      const [found] = await candidatesOf(ledger, book, [fingerprintIn(body)], 0)
      expect(found?.map((one) => one.itemId)).toContain(itemId)
    }
    await ledger.write((tx) => tx.publish([{ topic: 'case.changed', key: 'k', body: {} }]))
  } finally {
    await ledger.close()
  }
}

it('another ledger is not moved over one that is there', { timeout: TEST_MS }, async () => {
  const to = await newDatabase(process.env.POSTGRES_URL!)
  const other = await openLedger({ dataDir: mkdtempSync(join(tmpdir(), 'huiying-other-')), ledgerUrl: to })
  const book = { id: 'qinghe', name: '别处', sample: 0, drill: 0, openedAt: 0, headSeq: 0, headHash: 'x', headAt: 0 }
  await other.write((tx) => tx.db.insertInto('book').values(book).execute())
  await other.close()
  const refused = await migrate(to, null)
  expect([refused.code, refused.said]).toEqual([1, expect.stringMatching(/已有另一本台账.*没有迁移/)])
})

it('a backup from PostgreSQL is one moment, and comes back into PostgreSQL and into a folder', {
  timeout: TEST_MS,
}, async () => {
  const answers = await answersOf(from)
  const onServer = { ...from, ledgerUrl: await newDatabase(process.env.POSTGRES_URL!) }
  const files = mkdtempSync(join(tmpdir(), 'huiying-backup-'))
  const blobs = (await backup(from, join(files, 'embedded.backup'))).blobs
  expect((await restore(join(files, 'embedded.backup'), onServer)).blobs).toBe(blobs)
  expect(await answersOf(onServer)).toEqual(answers)
  await expect(restore(join(files, 'embedded.backup'), onServer)).rejects.toThrow(/已有台账，未改动/)
  expect((await backup(onServer, join(files, 'shared.backup'))).blobs).toBe(blobs)
  await expect(backup(onServer, join(files, 'shared.backup'))).rejects.toThrow(/已存在/)
  const again = { ...from, ledgerUrl: await newDatabase(process.env.POSTGRES_URL!) }
  await restore(join(files, 'shared.backup'), again)
  const folder = mkdtempSync(join(tmpdir(), 'huiying-restored-'))
  const embedded = { ...from, dataDir: folder }
  await restore(join(files, 'shared.backup'), embedded)
  for (const place of [again, embedded]) {
    expect(await answersOf(place)).toEqual(answers)
    expect((await verify(place, { seal })).map((result) => result.ok)).toEqual([true])
    await opensEverything(place)
  }
})
