// What a command does to a case: entries with reasons, or a refusal that says what to do next. Pure; `now` is handed
// in.
import type { Case } from './case.ts'
import type { Command, Context, Decision, DuePlan } from './command.ts'
import type { Draft } from './entry.ts'

/**
 * Decides one command about one case. `state` is null only for case.open. Drafts of a merge name two cases; all belong
 * in one transaction. Refusals: stale (what the person saw is old), missing, state, input, forbidden.
 */
export const decide = (_command: Command, _state: Case | null, _context: Context): Decision => ({
  ok: false,
  code: 'state',
  message: '此操作尚未开通',
})

/** Fires what is due of one case: one alert for each ladder, at the highest step reached. Call again until empty. */
export const fireDue = (_state: Case, _due: DuePlan[], _context: Context): Draft[] => []
