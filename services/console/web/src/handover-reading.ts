// How the page asks for 交接班: what waits to be confirmed or was missed, told on every screen of the desk.
import { useQuery } from '@tanstack/react-query'
import type { HandoverPage } from '../../src/handover-wire.ts'
import type { Me } from '../../src/wire.ts'
import { get } from './api.ts'

export const isOnDesk = ({ roles }: Pick<Me, 'roles'>): boolean =>
  roles.some((role) => role === '值班员' || role === '值班长')

/** A change of shift that nobody hands over is told by the clock and not by the ledger. */
const AGAIN_MS = 60_000

/** What of 交接班 the desk is reminded of, and nobody else. */
export function useReminder(me: Me): Pick<HandoverPage, 'open' | 'missed'> {
  const page = useQuery({
    queryKey: ['handovers', 'newest'],
    queryFn: () => get<HandoverPage>('/api/handovers?limit=1'),
    enabled: isOnDesk(me),
    refetchInterval: AGAIN_MS,
  })
  return page.data ?? { open: null, missed: null }
}
