// How readings are asked for and kept: a failed one stays told while it is tried again, and the status is read once.
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { StatusPage } from '../../src/wire.ts'
import { get, RefusedError } from './api.ts'
import { isUnit, useMe } from './me.ts'

interface Reading {
  data: unknown
  error: Error | null
  isPending: boolean
}

/** Trying again would else blank the screen for a moment each time: the last failure stays until something was read. */
export function useKept<T extends Reading>(reading: T): T {
  const kept = useRef<Error | null>(null)
  if (reading.error !== null) kept.current = reading.error
  if (reading.data !== undefined) kept.current = null
  if (kept.current === null || reading.error !== null) return reading
  return { ...reading, error: kept.current, isPending: false }
}

const STATUS_EVERY_MS = 5_000

/** The status of the program, one reading for the header, the banner and its own screen. */
export const statusReading = {
  queryKey: ['status'],
  queryFn: () => get<StatusPage>('/api/status'),
  retry: false,
  refetchInterval: ({ state }: { state: { error: Error | null } }) =>
    state.error instanceof RefusedError && state.error.status === 403 ? false : STATUS_EVERY_MS,
} as const

/** The same beside other things: a unit is not told of the program, and does not ask. */
export const useStatus = () => useKept(useQuery({ ...statusReading, enabled: !isUnit(useMe()) }))
