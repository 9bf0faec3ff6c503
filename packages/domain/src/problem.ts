// Common problems (共性问题) of a period: letters about one topic in one place that say the same thing, held against the
// period before, so that they are answered by measures and not letter by letter.

/** A letter as it is counted; nothing of 检举控告 and 待甄别 comes here. */
export interface ProblemLetter {
  itemId: string
  caseId: string
  number: string
  title: string
  receivedAt: number
  /** Its foremost topic. */
  topic: string
  /** The township or estate it names, else the unit in charge; null when neither is known. */
  where: string | null
  /** Words that carried its topic. */
  words: string[]
  /** Masked beginning, in which words of others are looked for. */
  text: string
}

export interface Problem {
  topic: string
  /** null: in several places, too few in each. */
  where: string | null
  /** What the letters have in common, the most telling first. */
  what: string[]
  count: number
  /** In the period before: same topic, same place, same first word. */
  before: number
  /** Newest first, at most EXAMPLES_MAX. */
  examples: Pick<ProblemLetter, 'itemId' | 'caseId' | 'number' | 'title' | 'receivedAt'>[]
}

export const EXAMPLES_MAX = 5
/** Letters that make a problem, when nothing else is asked. */
export const LEAST_DEFAULT = 3
/** Words looked for in the letters of one topic and place: those that most letters gave. */
const WORDS_MAX = 200
/** A second and third word are told when this share of the group has them. */
const ALSO_SHARE = 0.6
const WHAT_MAX = 3

/** Groups of at least `least` letters, the largest first; each letter counts once. */
export function findProblems(letters: ProblemLetter[], before: ProblemLetter[], least: number): Problem[] {
  const found: Problem[] = []
  const rest: ProblemLetter[] = []
  for (const [key, bucket] of Map.groupBy(letters, bucketOf)) {
    if (bucket[0]!.where === null) {
      rest.push(...bucket)
      continue
    }
    const earlier = before.filter((one) => bucketOf(one) === key)
    rest.push(...pickGroups(bucket, earlier, bucket[0]!.where, least, found))
  }
  // What is left of each place may be one problem all over town.
  for (const [topic, bucket] of Map.groupBy(rest, (one) => one.topic)) {
    const earlier = before.filter((one) => one.topic === topic)
    pickGroups(bucket, earlier, null, least, found)
  }
  return found.sort((a, b) => b.count - a.count || b.before - a.before || (a.what[0]! < b.what[0]! ? -1 : 1))
}

const bucketOf = ({ topic, where }: ProblemLetter): string => JSON.stringify([topic, where])

/** Takes the word that most letters have, and the letters with it, as long as there are enough; gives what is left. */
function pickGroups(
  bucket: ProblemLetter[],
  earlier: ProblemLetter[],
  where: string | null,
  least: number,
  found: Problem[],
): ProblemLetter[] {
  let left = bucket
  for (;;) {
    const ranked = rankWords(left)
    const [word, count] = ranked[0] ?? ['', 0]
    if (count < least) return left
    const group = left.filter((one) => one.text.includes(word))
    left = left.filter((one) => !one.text.includes(word))
    found.push({
      topic: group[0]!.topic,
      where,
      what: [word, ...alsoOf(word, group)],
      count: group.length,
      before: earlier.filter((one) => one.text.includes(word)).length,
      examples: [...group]
        .sort((a, b) => b.receivedAt - a.receivedAt || (a.itemId < b.itemId ? -1 : 1))
        .slice(0, EXAMPLES_MAX)
        .map(({ itemId, caseId, number, title, receivedAt }) => ({ itemId, caseId, number, title, receivedAt })),
    })
  }
}

/** Words by the letters that have them; of equals the longer, which tells more. */
function rankWords(letters: ProblemLetter[]): [word: string, letters: number][] {
  const given = new Map<string, number>()
  for (const { words } of letters) for (const word of new Set(words)) given.set(word, (given.get(word) ?? 0) + 1)
  const often = [...given]
    .sort(([a, x], [b, y]) => y - x || b.length - a.length || (a < b ? -1 : 1))
    .slice(0, WORDS_MAX)
  return often
    .map(([word]): [string, number] => [word, letters.filter((one) => one.text.includes(word)).length])
    .sort(([a, x], [b, y]) => y - x || b.length - a.length || (a < b ? -1 : 1))
}

/** What else most of the group say, in words that do not repeat the first. */
function alsoOf(first: string, group: ProblemLetter[]): string[] {
  const told: string[] = [first]
  for (const [word, count] of rankWords(group)) {
    if (told.length === WHAT_MAX || count < group.length * ALSO_SHARE) break
    if (told.some((one) => one.includes(word) || word.includes(one))) continue
    told.push(word)
  }
  return told.slice(1)
}
