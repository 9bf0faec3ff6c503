// 待核信息: items that are not (yet) cases, newest first, with the words that brought them here.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ItemLine } from '../../src/wire.ts'
import { get, withQuery, wordsOf } from './api.ts'
import { ItemCard } from './item-card.tsx'

export function LaneItems() {
  const query = useInfiniteQuery({
    queryKey: ['items', '待核信息'],
    queryFn: ({ pageParam }) =>
      get<{ items: ItemLine[]; next: string | null }>(
        withQuery('/api/items', { lane: '待核信息', limit: 50, before: pageParam }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.isPending) return <p className="boot">正在读取…</p>
  if (query.error !== null) {
    return (
      <div className="empty">
        <p>{wordsOf(query.error)}</p>
        <Button onClick={() => query.refetch()}>重试</Button>
      </div>
    )
  }
  if (items.length === 0) {
    return (
      <div className="empty">
        <h2>没有待核信息</h2>
        <p>本地、涉政务但不像突发事件的公开信息会排在这里，没有时限，等人看一眼。</p>
      </div>
    )
  }
  return (
    <div className="lane-items">
      {items.map((line) => (
        <ItemCard key={line.item.id} line={line} caseId={null} />
      ))}
      {query.hasNextPage && <Button onClick={() => query.fetchNextPage()}>更早的</Button>}
    </div>
  )
}
