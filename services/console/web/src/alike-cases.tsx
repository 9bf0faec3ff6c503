// 可能是同一事件: open cases like this one that were not joined by themselves; opened or merged by who decides.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { AlikePage, CasePage } from '../../src/wire.ts'
import { get } from './api.ts'
import { serverNow } from './live.ts'
import { go } from './place.ts'
import { writeFull, writeNear } from './time.ts'

interface Props {
  page: CasePage
  onMerge(into: AlikePage['cases'][number]): void
}

/** Asked again when the case has changed; while it is asked, and when it fails, nothing stands here: it is a hint. */
export function AlikeCases({ page: { case: state }, onMerge }: Props) {
  const query = useQuery({
    queryKey: ['alike', state.id, state.version],
    queryFn: () => get<AlikePage>(`/api/cases/${encodeURIComponent(state.id)}/alike`),
  })
  const cases = query.data?.cases ?? []
  if (cases.length === 0) return null
  return (
    <section className="alike" aria-label="可能是同一事件">
      <b>可能是同一事件</b>
      <ul>
        {cases.map((one) => (
          <li key={one.id}>
            <button type="button" className="link" onClick={() => go(`/case/${one.id}`)}>
              {one.number} {one.title}
            </button>
            <span>{one.status}</span>
            <span title={writeFull(one.openedAt)}>{writeNear(one.openedAt, serverNow())} 立案</span>
            <span>信息 {one.items} 条</span>
            <span title="机器按文字和意思判断，并不并由您定">可能 {Math.round(one.score * 100)}%</span>
            <Button size="small" onClick={() => onMerge(one)}>
              并入这一案…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
