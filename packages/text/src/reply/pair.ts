// Letters side by side, two by two: by what pairs two texts share it is told whether they speak of one thing.

/** All pairs within each of the stretches of a text, and none across two of them. */
export function pairsIn(stretches: readonly string[]): Set<string> {
  const pairs = new Set<string>()
  for (const stretch of stretches) for (let at = 0; at + 2 <= stretch.length; at++) pairs.add(stretch.slice(at, at + 2))
  return pairs
}

export function shareAny(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const pair of one) if (other.has(pair)) return true
  return false
}
