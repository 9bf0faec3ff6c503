// Who is logged in and the names behind ids, for every screen.
import { createContext, useContext } from 'react'
import type { Directory, Me } from '../../src/wire.ts'

export const MeContext = createContext<Me | null>(null)
export const DirectoryContext = createContext<Directory | null>(null)

export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === null) throw new Error('nobody is logged in')
  return me
}

/** A unit sees its own cases only: no letters, no status of the program. */
export const isUnit = ({ roles }: Pick<Me, 'roles'>): boolean => roles.every((role) => role.startsWith('单位'))

/** Of two who share a name the login tells which. */
function personName(directory: Directory | null, login: string): string {
  const name = directory?.persons.find((one) => one.login === login)?.name
  if (name === undefined) return login
  const alone = directory?.persons.every((one) => one.login === login || one.name !== name)
  return alone ? name : `${name}（${login}）`
}

/** Names by id; an id nobody knows any more is shown as it is. */
export function useNames() {
  const directory = useContext(DirectoryContext)
  const find = <T extends { id: string }>(list: T[] | undefined, id: string) => list?.find((one) => one.id === id)
  return {
    directory,
    unit: (id: string) => find(directory?.units, id)?.short ?? id,
    topic: (id: string) => find(directory?.topics, id)?.name ?? id,
    recordFields: (kind: string) => directory?.recordForms.find((one) => one.kind === kind)?.fields ?? [],
    source: (id: string) => (id === 'manual' ? '人工录入' : (find(directory?.sources, id)?.name ?? id)),
    contact: (id: string) => {
      const unit = directory?.units.find((one) => one.contacts.some((contact) => contact.id === id))
      return unit === undefined ? personName(directory, id) : `${unit.short} ${find(unit.contacts, id)?.name ?? ''}`
    },
  }
}
