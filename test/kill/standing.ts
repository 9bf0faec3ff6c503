// What stands in the ledger after a run in which processes died: items with their cases, alerts, deliveries; and what
// is wrong about it.
import type { GeneratedLetter } from '@huiying/infra/bench/letter'
import type { Reader } from '@huiying/ledger/ledger'
import { deriveId } from '@huiying/runtime/id'

export interface Standing {
  items: string[]
  /** Case id by the letter's own id. */
  caseOf: Map<string, string>
  /** Owner, step and occurrence; a case by the item that opened it, for its id holds the moment that one came. */
  alerts: string[]
  deliveries: {
    id: string
    key: string
    state: string
    messageId: string | null
    /** To 值班长, since nobody heard the alert for five minutes: how many are is a matter of how long the run took. */
    passedOn: boolean
  }[]
  duplicated: string[]
}

interface Passed {
  deliveries: { id: string }[]
}

export async function readStanding(read: Reader): Promise<Standing> {
  const items = await read.selectFrom('item').select(['id', 'ownId', 'caseId', 'receivedAt']).orderBy('id').execute()
  const opened = new Map(items.map(({ id, receivedAt }) => [`case:${deriveId('case', receivedAt, id)}`, `case:${id}`]))
  const alerts = await read.selectFrom('alert').select(['id', 'owner', 'step', 'occurrence']).execute()
  const names = new Map(
    alerts.map(({ id, owner, step, occurrence }) => [id, `${opened.get(owner) ?? owner} ${step} ${occurrence}`]),
  )
  const deliveries = await read
    .selectFrom('delivery')
    .select(['id', 'alertId', 'contact', 'channel', 'state', 'messageId'])
    .execute()
  const passed = await read.selectFrom('entry').select('body').where('act', '=', 'alert.passed').execute()
  const passedOn = new Set(passed.flatMap((row) => (JSON.parse(row.body) as Passed).deliveries.map((one) => one.id)))
  const doubles = await read.selectFrom('entry').select('body').where('act', '=', 'delivery.duplicated').execute()
  return {
    items: items.map((row) => row.id),
    caseOf: new Map(items.map((row) => [row.ownId ?? '', row.caseId ?? ''])),
    alerts: [...names.values()].sort(),
    deliveries: deliveries.map((row) => ({
      ...row,
      key: `${names.get(row.alertId)} ${row.contact} ${row.channel}`,
      passedOn: passedOn.has(row.id),
    })),
    duplicated: doubles.map((row) => (JSON.parse(row.body) as { messageId: string }).messageId),
  }
}

/** What came again, once for each extra copy. */
export function copies(arrived: string[]): string[] {
  const seen = new Set<string>()
  return arrived.filter((id) => seen.size === seen.add(id).size)
}

/** Happenings whose letters lie in another number of cases than one, and cases that hold two happenings. */
export function misplaced(caseOf: Map<string, string>, letters: Iterable<GeneratedLetter>): string[] {
  const cases = new Map<number, Set<string>>()
  for (const letter of letters) {
    const found = cases.get(letter.happening) ?? new Set()
    cases.set(letter.happening, found.add(caseOf.get(`<${letter.messageId}>`) ?? 'none'))
  }
  const wrong = [...cases]
    .filter(([, found]) => found.size !== 1 || found.has('none'))
    .map(([happening, found]) => `happening ${happening} lies in ${[...found].join(', ')}`)
  const holders = Map.groupBy(cases, ([, found]) => [...found][0]!)
  const full = [...holders].filter(([, several]) => several.length > 1)
  return [...wrong, ...full.map(([id, several]) => `case ${id} holds ${several.map(([one]) => one).join(', ')}`)]
}
