// Back to a moment (PITR) as README tells it: a base backup, an archive of the write-ahead log, recovery to a time.
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresEngine, startPostgres } from '@huiying/infra/engines/postgres'
import { headOf, openBook } from '@huiying/ledger/book'
import { BOOK, letter, note, openCase, policyText, receive, START } from '@huiying/ledger/conformance/conformance-fact'
import { openPool } from '@huiying/ledger/engine/postgres'
import { type LedgerOptions, openLedger } from '@huiying/ledger/open'
import { makeSeal, newestSeal, sealWarning, writeSeal } from '@huiying/ledger/seal'
import { verify } from '@huiying/ledger/verify/verify'
import { expect, it, vi } from 'vitest'

const TEST_MS = 300_000
const patient = { timeout: 120_000, interval: 200 }
/** `nobody`, as whom the server runs where we are root. */
const UNPRIVILEGED_ID = 65_534
const ALL_MAY_WRITE = 0o777
const OWNER_ONLY = 0o700

/** Copies a folder for the server's own user. */
function copyFor(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  chmodSync(to, OWNER_ONLY)
  if (process.getuid?.() !== 0) return
  for (const name of readdirSync(to, { recursive: true }))
    chownSync(join(to, String(name)), UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  chownSync(to, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
}

/** What `pg_basebackup` does, which npm's binaries lack: the server says where it begins and what its label is. */
async function backUp(engine: PostgresEngine, base: string): Promise<void> {
  const pool = openPool({ url: engine.url, ca: null }, 'write')
  const client = await pool.connect()
  await client.query("select pg_backup_start('weekly', true)")
  copyFor(engine.dataDir, base)
  const { rows } = await client.query('select labelfile from pg_backup_stop()')
  client.release()
  await pool.end()
  rmSync(join(base, 'postmaster.pid'))
  rmSync(join(base, 'pg_wal'), { recursive: true })
  mkdirSync(join(base, 'pg_wal'), { mode: OWNER_ONLY })
  writeFileSync(join(base, 'backup_label'), rows[0].labelfile)
}

async function ask(engine: PostgresEngine, ...statements: string[]): Promise<Record<string, unknown>> {
  const pool = openPool({ url: engine.url, ca: null }, 'write')
  try {
    let last: Record<string, unknown> = {}
    for (const statement of statements) last = (await pool.query(statement)).rows[0] ?? {}
    return last
  } finally {
    await pool.end()
  }
}

async function append(place: LedgerOptions, from: number, count: number): Promise<{ seq: number; hash: string }> {
  const ledger = await openLedger(place)
  const notes = Array.from({ length: count }, (_, n) => note(`第 ${from + n} 次连接超时`))
  await ledger.write((tx) => tx.append(BOOK, START + from, 'wang', notes))
  const head = await headOf(ledger.read, BOOK)
  await ledger.close()
  return head
}

it('a base backup and the archive give the ledger of a moment, whole and verified; the newest seal says what is gone', {
  timeout: TEST_MS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-recovery-'))
  chmodSync(folder, 0o755)
  const [archive, base, seals] = ['archive', 'base', 'seals'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(archive)
  chmodSync(archive, ALL_MAY_WRITE)
  const engine = await startPostgres({ say: () => undefined })
  try {
    const command = `test ! -f ${archive}/%f && cp %p ${archive}/%f`
    await ask(engine, 'alter system set archive_mode = on', `alter system set archive_command = '${command}'`)
    await engine.halt()
    await engine.resume()

    const place = { dataDir: join(folder, 'data'), ledgerUrl: await engine.create('ledger') }
    const ledger = await openLedger(place)
    const book = { id: BOOK, name: '青河市政务舆情回应台账', sample: false, drill: false }
    await ledger.write((tx) => openBook(tx, book, policyText, START, 'system'))
    await receive(ledger, [letter('before')])
    const kept = await openCase(ledger, 'before')
    await ledger.close()
    await backUp(engine, base)
    const wanted = await append(place, 0, 40)
    const { now } = await ask(engine, 'select clock_timestamp()::text as now')
    await append(place, 40, 40)
    const late = await openLedger(place)
    await writeSeal(seals, await makeSeal(late, START + 80))
    await late.close()
    const { segment } = await ask(engine, 'select pg_walfile_name(pg_switch_wal()) as segment')
    await vi.waitFor(() => expect(readdirSync(archive)).toContain(segment), patient)

    await engine.halt('kill')
    rmSync(engine.dataDir, { recursive: true })
    writeFileSync(join(base, 'recovery.signal'), '')
    const settings = [
      `restore_command = 'cp ${archive}/%f %p'`,
      `recovery_target_time = '${now}'`,
      "recovery_target_action = 'promote'",
    ]
    writeFileSync(join(base, 'postgresql.auto.conf'), `${settings.join('\n')}\n`, { flag: 'a' })
    copyFor(base, engine.dataDir)
    await engine.resume()

    expect(await verify(place)).toEqual([
      { ok: true, book: BOOK, entries: wanted.seq, head: wanted.hash, unchecked: ['tail', 'rewrite'] },
    ])
    const seal = (await newestSeal(seals))!
    expect(await verify(place, { seal })).toMatchObject([{ ok: false, reason: 'seal' }])
    const back = await openLedger(place)
    expect(await sealWarning(back.read, seals)).not.toBeNull()
    expect((await back.read.selectFrom('caseState').select('id').execute()).map((row) => row.id)).toEqual([kept])
    await back.close()
    // And it goes on from there.
    const on = await append(place, 100, 5)
    expect(await verify(place)).toMatchObject([{ ok: true, entries: wanted.seq + 5, head: on.hash }])
  } finally {
    await engine.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
