// After an upgrade of `evolve` the projections of every book are made again from its entries, before they are read.
import { EVOLVE_VERSION } from '@huiying/domain/evolve'
import { listBooks } from '../book.ts'
import type { Ledger } from '../ledger.ts'
import { replaceProjections } from '../verify/rebuild.ts'

/** Returns the books it rebuilt; none when all stand at this program's version. One transaction a book. */
export async function upgradeProjections(ledger: Ledger): Promise<string[]> {
  const rebuilt: string[] = []
  for (const { id: book } of await listBooks(ledger.read)) {
    const done = await ledger.write(async ({ db }) => {
      const row = await db.selectFrom('projection').select('version').where('book', '=', book).executeTakeFirst()
      if (row?.version === EVOLVE_VERSION) return false
      await replaceProjections(db, book)
      const made = { version: EVOLVE_VERSION }
      const insert = db.insertInto('projection').values({ book, ...made })
      await insert.onConflict((on) => on.column('book').doUpdateSet(made)).execute()
      return true
    })
    if (done) rebuilt.push(book)
  }
  return rebuilt
}
