// How SQLite would go about what is asked of a ledger: for tests that a question reads what it needs and no more.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { CompiledQuery } from 'kysely'
import type { Reader } from '../ledger.ts'

/** Of each question that `ask` puts: the step about `table`, else the first. */
export async function firstSteps(
  folder: string,
  reader: Reader,
  table: string,
  ask: (read: Reader) => Promise<unknown>,
): Promise<string[]> {
  const asked = await questionsOf(reader, ask)
  const raw = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true })
  const steps = asked.map(({ sql, parameters }) => {
    const rows = raw.prepare(`explain query plan ${sql}`).all(...(parameters as string[])) as { detail: string }[]
    return rows.find(({ detail }) => detail.includes(` ${table} `))?.detail ?? rows[0]!.detail
  })
  raw.close()
  return steps
}

/** Each question that `ask` puts, with the rows it was answered with. */
export async function questionsOf(
  reader: Reader,
  ask: (read: Reader) => Promise<unknown>,
): Promise<(CompiledQuery & { rows: unknown[] })[]> {
  const built = new Map<object, CompiledQuery>()
  const asked: (CompiledQuery & { rows: unknown[] })[] = []
  // A part of a question is built by itself too; only whole ones have a result.
  const read = reader.withPlugin({
    transformQuery: ({ node, queryId }) => {
      built.set(queryId, reader.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result, queryId }) => {
      asked.push({ ...built.get(queryId)!, rows: result.rows })
      return result
    },
  })
  await ask(read as Reader)
  return asked
}
