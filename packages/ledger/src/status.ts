// Heartbeats: what each running service last said of itself. Not part of the record; verify does not compare it.
import type { Ledger, Reader } from './ledger.ts'

export type Facts = { [name: string]: string | number | boolean | null }

export interface ServiceStatus {
  service: string
  at: number
  facts: Facts
}

/** One row for each service (several of one kind name themselves `notifier@host:pid`). */
export async function heartbeat(ledger: Ledger, service: string, now: number, facts: Facts): Promise<void> {
  const row = { at: now, facts: JSON.stringify(facts) }
  await ledger.write(
    (tx) =>
      tx.db
        .insertInto('status')
        .values({ service, ...row })
        .onConflict((on) => on.column('service').doUpdateSet(row))
        .execute(),
    'none',
  )
}

export async function readStatus(read: Reader): Promise<ServiceStatus[]> {
  const rows = await read.selectFrom('status').selectAll().orderBy('service').execute()
  return rows.map((row) => ({ service: row.service, at: row.at, facts: JSON.parse(row.facts) as Facts }))
}
