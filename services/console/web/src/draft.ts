// What is typed for 交班 and not yet given outlives a reload and the end of a session: in this tab of this machine alone,
// for who typed it alone, until it is given or he logs out.
import type { Values } from './act-form.ts'
import { serverNow } from './live.ts'

export interface Draft {
  login: string
  /** Server's time. */
  at: number
  values: Values
}

const KEY = 'huiying.draft.handover'
/** Who logs out in one tab takes his words out of all of them. */
const left = new BroadcastChannel('huiying.left')
left.onmessage = () => dropDraft()

/** His own, or none: another's goes as soon as somebody else looks. */
export function readDraft(login: string): Draft | null {
  const draft = storedDraft()
  if (draft === null || draft.login === login) return draft
  dropDraft()
  return null
}

export const keepDraft = (login: string, values: Values): void =>
  trying(() => sessionStorage.setItem(KEY, JSON.stringify({ login, at: serverNow(), values } satisfies Draft)))

export const dropDraft = (): void => trying(() => sessionStorage.removeItem(KEY))

export function leaveDesk(): void {
  dropDraft()
  left.postMessage(null)
}

function storedDraft(): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Draft | null
    return typeof draft?.login === 'string' && typeof draft.at === 'number' && draft.values !== null ? draft : null
  } catch {
    // What another program left there is no draft of ours.
    return null
  }
}

function trying(work: () => void): void {
  try {
    work()
  } catch {
    // A browser that keeps nothing, or whose shelf is full: the words stay in the form.
  }
}
