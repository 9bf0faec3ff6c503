// What became of one letter: taken up, answered, refused or shown the way; it stands on the letter's own LET.
import type { LetterState } from './case.ts'
import type { Entry } from './entry.ts'

/** What a letter's entry makes of the state beside its LET; null when it is no such entry. */
export const letterAfter = (before: LetterState | undefined, entry: Entry): LetterState | null => {
  const { body } = entry
  const state = before ?? { accepted: null, outcome: null, publicity: null }
  switch (body.act) {
    case 'letter.accepted':
      return { ...state, accepted: { at: entry.at, by: entry.actor, told: body.told } }
    case 'letter.answered':
      return {
        ...state,
        outcome: '已答复',
        publicity: body.v === 2 ? body.publicity : null,
        answer: { at: body.answeredAt, by: entry.actor, channel: body.channel, summary: body.summary },
      }
    case 'letter.refused':
      return { ...state, outcome: '不予受理' }
    case 'letter.redirected':
      return { ...state, outcome: '误投告知' }
    default:
      return null
  }
}
