// Keeps rows where they are while a pointer or the keyboard is among them: changes show in place, new rows wait.
import { useRef } from 'react'

export interface Steady<T> {
  rows: T[]
  /** Rows that came while the list was held, not shown yet. */
  waiting: number
  /** Ids that were not there at the last look. */
  fresh: Set<string>
}

/** Held: known rows keep their order, gone ones go, new ones wait. Free: the order of `rows`. */
export function useSteadyRows<T extends { id: string }>(rows: T[], held: boolean, key: string): Steady<T> {
  const last = useRef<{ key: string; order: string[]; fresh: Set<string>; known: Set<string> }>({
    key,
    order: [],
    fresh: new Set(),
    known: new Set(),
  })
  const { current } = last
  const isOther = current.key !== key || current.known.size === 0
  if (isOther) {
    last.current = {
      key,
      order: rows.map((row) => row.id),
      fresh: new Set(),
      known: new Set(rows.map((row) => row.id)),
    }
    return { rows, waiting: 0, fresh: last.current.fresh }
  }
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of rows) {
    if (current.known.has(row.id)) continue
    current.known.add(row.id)
    current.fresh.add(row.id)
  }
  if (!held) {
    current.order = rows.map((row) => row.id)
    return { rows, waiting: 0, fresh: current.fresh }
  }
  const order = current.order.filter((id) => byId.has(id))
  current.order = order
  return { rows: order.map((id) => byId.get(id)!), waiting: rows.length - order.length, fresh: current.fresh }
}
