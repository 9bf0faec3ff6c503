// Writes messages into the embedded bus's file, many with one statement.
import type { DatabaseSync } from 'node:sqlite'
import type { Delivered, Message } from './bus.ts'

/** Rows a statement takes: the largest first, the rest by the smaller ones. */
const ROWS_AT_ONCE = [50, 10, 1]

/** Writes all of them, in a transaction that is open, and gives them with the positions they have. */
export function insertsOf(db: DatabaseSync): (messages: Message[]) => Delivered[] {
  const statements = ROWS_AT_ONCE.map((count) => {
    const values = Array.from({ length: count }, () => '(?, ?, ?)').join(', ')
    return { count, statement: db.prepare(`insert into message (topic, key, body) values ${values}`) }
  })
  return (messages) => {
    const kept: Delivered[] = []
    for (const { count, statement } of statements) {
      while (messages.length - kept.length >= count) {
        const part = messages.slice(kept.length, kept.length + count)
        const last = Number(
          statement.run(...part.flatMap(({ topic, key, body }) => [topic, key, body])).lastInsertRowid,
        )
        // One statement numbers its rows one after another.
        for (const [index, one] of part.entries()) kept.push({ ...one, position: last - count + 1 + index })
      }
    }
    return kept
  }
}
