// The book's own names (places, units and their nicknames) found in a text: the material for 本地 or 外地.
import type { Policy } from '@huiying/domain/policy'

const NAME_LENGTH_MIN = 2

/** Makes a finder for one policy version; it gives each name once, in the order of the text. */
export function openOwnNames(policy: Policy): (text: string) => string[] {
  const names = new Set<string>()
  for (const name of policy.jurisdiction.names) names.add(name)
  for (const unit of policy.units) {
    names.add(unit.name)
    for (const place of unit.places) names.add(place)
  }
  const long = [...names].filter((name) => name.length >= NAME_LENGTH_MIN).sort((a, b) => b.length - a.length)
  if (long.length === 0) return () => []
  const pattern = new RegExp(long.map(escapePattern).join('|'), 'g')
  return (text) => [...new Set(text.match(pattern) ?? [])]
}

function escapePattern(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
