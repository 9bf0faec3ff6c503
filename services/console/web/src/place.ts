// Which screen is shown, in the address bar, so that reload, back and a copied address work.
import { useSyncExternalStore } from 'react'

const watchers = new Set<() => void>()
const tell = () => {
  for (const watcher of watchers) watcher()
}
window.addEventListener('popstate', tell)

/** To where one already is (a button pressed twice) is no step to come back from. */
export function go(to: string, replace = false): void {
  if (replace || to === location.pathname + location.search) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  tell()
}

const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Path and query, e.g. `/case/case_12?x=1`. */
export const usePlace = (): URL => {
  const text = useSyncExternalStore(watch, () => location.href)
  return new URL(text)
}

/** One value of the query, kept through reload. */
export function useQueryValue(name: string): [string | null, (value: string | null) => void] {
  const place = usePlace()
  const set = (value: string | null) => {
    const next = new URL(location.href)
    if (value === null || value === '') next.searchParams.delete(name)
    else next.searchParams.set(name, value)
    go(`${next.pathname}${next.search}`, true)
  }
  return [place.searchParams.get(name), set]
}
