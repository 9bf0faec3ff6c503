// GET /api/session: who I am, what I may do, and the server's time.
import { listBooks } from '@huiying/ledger/book'
import { readStatus, sealTold } from '@huiying/ledger/status'
import { endpoint } from './endpoint.ts'
import { actsOf } from './right.ts'
import type { Me } from './wire.ts'

export const showSession = endpoint({
  async handle({ context, person, now }): Promise<Me> {
    const books = await listBooks(context.ledger.read)
    const book = books.find((one) => one.id === person.book)
    return {
      login: person.login,
      name: person.name,
      roles: person.roles,
      unit: person.unit,
      book: { id: person.book, name: book?.name ?? person.book, mark: context.mark },
      now,
      warning: context.warning?.() ?? sealTold(await readStatus(context.ledger.read), context.time.real.now()),
      acts: actsOf(person),
      linksReachOut: context.settings.publicUrl !== null,
    }
  },
})
