// GET /api/directory: names behind ids (units, contacts, topics, sources) and the rules in force, from the policy.
import { recordForms } from '@huiying/domain/record'
import { refusals } from '@huiying/domain/refusal'
import { listPersons } from '@huiying/ledger/person/person'
import { policyOf } from '@huiying/ledger/policy'
import { earlyActions } from '@huiying/text/tag/early'
import { endpoint } from './endpoint.ts'
import { boundUnit, mayAct } from './right.ts'
import type { Directory } from './wire.ts'

export const showDirectory = endpoint({
  async handle({ context, person }): Promise<Directory> {
    const { policy } = await policyOf(context.ledger.read, person.book)
    // Who telephones for the desk, and nobody else.
    const told = (phone: string | undefined) => (mayAct(person, 'call.make') ? (phone ?? null) : null)
    const persons = await listPersons(context.ledger.read, person.book)
    return {
      persons: persons.map(({ login, name }) => ({ login, name })),
      units: policy.units.map(({ id, name, short, kind, phone, contacts }) => ({
        id,
        name,
        short,
        kind,
        phone: told(phone),
        contacts: contacts.map((one) => ({ id: one.id, name: one.name, roles: one.roles, phone: told(one.phone) })),
      })),
      topics: policy.topics.map(({ id, name }) => ({ id, name })),
      sources: policy.sources.map(({ id, name, platform, kind, on }) => ({ id, name, platform, kind, on })),
      basis: policy.basis,
      version: policy.version,
      recordForms,
      refusals,
      earlySteps: boundUnit(person) === null ? earlyActions : {},
      rules: policy.clocks.map(({ code, name, minutes, basis }) => ({ code, name, minutes, basis })),
    }
  },
})
