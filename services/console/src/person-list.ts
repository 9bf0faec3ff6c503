// GET /api/persons: who has an account in this book, with roles and unit; passwords are never read.
import { listPersons } from '@huiying/ledger/person'
import { endpoint } from './endpoint.ts'
import type { AccountPage } from './wire.ts'

export const listAccounts = endpoint({
  async handle({ context, person }): Promise<AccountPage> {
    const persons = await listPersons(context.ledger.read, person.book)
    return {
      accounts: persons.map(({ login, name, roles, unit, disabled }) => ({ login, name, roles, unit, disabled })),
    }
  },
})
