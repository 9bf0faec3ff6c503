// Heartbeats: what each running service last said of itself. Not part of the record; verify does not compare it.
import type { Logger } from '@huiying/runtime/log'
import type { Measure } from '@huiying/runtime/measure'
import { real } from '@huiying/runtime/time'
import { everyTurn } from '@huiying/runtime/turn'
import type { Ledger, Reader } from './ledger.ts'

/** A screen and a watchdog that miss three of these say so. */
export const BEAT_MS = 5_000

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

/**
 * Beats for a service started alone, with what it has to tell of itself; an orderly stop takes its row away, so that
 * only a silence is an alarm.
 */
export function startHeart(
  ledger: Ledger,
  service: string,
  log: Logger,
  measure?: Measure,
  facts: () => Facts = () => ({}),
): { stop(): Promise<void> } {
  const turn = () => heartbeat(ledger, service, real.now(), { pid: process.pid, ...facts() })
  const beats = everyTurn('beat', BEAT_MS, turn, log, measure)
  beats.run()
  return {
    async stop() {
      await beats.stop()
      await ledger.write((tx) => tx.db.deleteFrom('status').where('service', '=', service).execute())
    },
  }
}

export async function readStatus(read: Reader): Promise<ServiceStatus[]> {
  const rows = await read.selectFrom('status').selectAll().orderBy('service').execute()
  return rows.map((row) => ({ service: row.service, at: row.at, facts: JSON.parse(row.facts) as Facts }))
}

/** Under this name whoever seals tells why no seal can be kept; null when it can. */
export const SEAL_FACT = 'seal'

/** The first that a service that lives tells of. */
export function sealTold(beats: ServiceStatus[], realNow: number): string | null {
  const told = beats.filter(({ at }) => realNow - at <= 3 * BEAT_MS).map(({ facts }) => facts[SEAL_FACT])
  return told.find((one) => typeof one === 'string') ?? null
}
