// How the page asks for 交接班: what waits to be confirmed, told on every screen of the desk, and the last ones.
import { useQuery } from '@tanstack/react-query'
import type { HandoverHead, HandoverPage } from '../../src/handover-wire.ts'
import type { Me } from '../../src/wire.ts'
import { get } from './api.ts'

export const isOnDesk = ({ roles }: Pick<Me, 'roles'>): boolean =>
  roles.some((role) => role === '值班员' || role === '值班长')

/** The one that waits to be confirmed; only the desk is reminded of it. */
export function useWaitingHandover(me: Me): HandoverHead | null {
  const page = useQuery({
    queryKey: ['handovers', 'newest'],
    queryFn: () => get<HandoverPage>('/api/handovers?limit=1'),
    enabled: isOnDesk(me),
  })
  return page.data?.open ?? null
}
