// What befalls a run, from its seed: which process is killed when, and between the kills each engine once.
import { openRandom } from '@huiying/runtime/random'
import { type Service, services } from './instance.ts'

export const engines = ['kafka', 'elasticsearch', 'postgres'] as const

export type Blow =
  | { what: 'kill'; service: Service; instance: number; after: number }
  /** An engine is killed and comes back. */
  | { what: 'restart'; engine: (typeof engines)[number] }

/** Two of each service run. */
export const INSTANCES = 2
/** Each service is killed at least so often. */
const KILLS_EACH_MIN = 2
/** A kill comes when its group has done so much more, at most. */
const AFTER_MAX = 10

/** `kills` in a seeded order with the restarts spread over them; `after`: how much its group does before the kill. */
export function scheduleOf(seed: number, kills: number): Blow[] {
  const random = openRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const targets = services.flatMap((service) => Array.from({ length: KILLS_EACH_MIN }, () => service))
  while (targets.length < kills) targets.push(services[below(services.length)]!)
  const blows: Blow[] = []
  while (targets.length > 0) {
    const [service] = targets.splice(below(targets.length), 1)
    // Of mails there are few: one more is enough.
    const after = service === 'notifier' ? 1 : 1 + below(AFTER_MAX)
    blows.push({ what: 'kill', service: service!, instance: below(INSTANCES), after })
  }
  const gap = Math.ceil(blows.length / (engines.length + 1))
  const left = [...engines]
  for (let place = gap; left.length > 0; place += gap + 1) {
    const [engine] = left.splice(below(left.length), 1)
    blows.splice(place, 0, { what: 'restart', engine: engine! })
  }
  return blows
}
