// Looks at when each source last said something new, and says so when that is unusual for this source.
import { formatDay, writeFull, writeSpan } from '@huiying/domain/beijing'
import { isWorkday } from '@huiying/domain/calendar'
import { judgeRhythm } from '@huiying/domain/rhythm'
import type { Ledger } from '@huiying/ledger/ledger'
import { policyOf } from '@huiying/ledger/policy'
import { recordSilence, type SourceState, sourceStates } from '@huiying/ledger/source/source'
import { readSourceDays } from '@huiying/ledger/source/source-day'

/** The rhythm is known by the hour: a look every ten minutes is plenty. */
const LOOK_MS = 10 * 60_000
/** People's own entries have no rhythm to keep. */
const unwatched: readonly string[] = ['manual']

/** Looks when it is time, of business time, and only then. */
export function openSilenceLook(ledger: Ledger, books: string[]): (now: number) => Promise<void> {
  let lookedAt = 0
  return async (now) => {
    if (now - lookedAt < LOOK_MS) return
    lookedAt = now
    for (const book of books) await watchBook(ledger, book, now)
  }
}

/** One look at every source of the book that is on; an entry when a silence begins and when it ends. */
async function watchBook(ledger: Ledger, book: string, now: number): Promise<void> {
  const { policy } = await policyOf(ledger.read, book)
  const states = new Map((await sourceStates(ledger.read, book)).map((state) => [state.id, state]))
  const isDayOfWork = (day: number) => isWorkday(formatDay(day), policy.holidays)
  for (const { id, kind, on } of policy.sources) {
    const state = states.get(id)
    if (!on || unwatched.includes(kind) || state === undefined || state.newAt === null) continue
    const silence = await silenceOf(ledger, book, state, state.newAt, now, isDayOfWork)
    if ((silence === null) === (state.silentAt === null)) continue
    await ledger.write((tx) => recordSilence(tx, book, id, silence, now), { book })
  }
}

async function silenceOf(
  ledger: Ledger,
  book: string,
  { id, failures }: SourceState,
  lastAt: number,
  now: number,
  isDayOfWork: (day: number) => boolean,
): Promise<{ lastAt: number; reason: string } | null> {
  // What cannot be read says nothing, and that is told already.
  if (failures > 0) return null
  const { days } = await readSourceDays(ledger.read, book, id)
  if (judgeRhythm(days, lastAt, now, isDayOfWork) !== 'silent') return null
  const reason = `上一条新信息在 ${writeFull(lastAt)}，已 ${writeSpan(now - lastAt)} 没有新信息，按近八周的规律不应这么久`
  return { lastAt, reason }
}
