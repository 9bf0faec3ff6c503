// GET /api/persons: who has an account in this book, with roles and unit; passwords are never read.
import { listPersons } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { endpoint } from './endpoint.ts'
import type { AccountPage } from './wire.ts'

export const listAccounts = endpoint({
  async handle({ context, person }): Promise<AccountPage> {
    const { read } = context.ledger
    const persons = await listPersons(read, person.book)
    const { policy } = await policyOf(read, person.book)
    const named = (id: string | null) => policy.units.find((unit) => unit.id === id)?.short ?? id
    return {
      accounts: persons.map(({ login, name, roles, unit, disabled }) => ({
        ...{ login, name, roles, disabled },
        unit: named(unit),
      })),
    }
  },
})
