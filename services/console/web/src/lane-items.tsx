// 待核信息: items that are not (yet) cases, newest first, with the words that brought them here.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import type { ItemLine } from '../../src/wire.ts'
import { get, post, withQuery, wordsOf } from './api.ts'
import { ItemCard } from './item-card.tsx'
import { isUnit, useMe } from './me.ts'
import { go } from './place.ts'
import { useKept } from './reading.ts'
import { NoRight, Unread } from './unread.tsx'

export function LaneItems() {
  const query = useKept(
    useInfiniteQuery({
      queryKey: ['items', '待核信息'],
      queryFn: ({ pageParam }) =>
        get<{ items: ItemLine[]; next: string | null }>(
          withQuery('/api/items', { lane: '待核信息', limit: 50, before: pageParam }),
        ),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
    }),
  )
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  if (isUnit(useMe())) return <NoRight what="待核信息" />
  if (query.isPending) return <p className="boot">正在读取…</p>
  if (query.data === undefined) return <Unread what="待核信息" error={query.error} onRetry={() => query.refetch()} />
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
      <LeaveAll ids={items.map((line) => line.item.id).slice(0, LEAVE_MAX)} />
      {items.map((line) => (
        <LaneItem key={line.item.id} line={line} />
      ))}
      {query.hasNextPage && <Button onClick={() => query.fetchNextPage()}>更早的</Button>}
    </div>
  )
}

/** What a search finds among items that are in no case: 历史回填 and what was put aside are nowhere else on a screen. */
export function FoundItems({ text }: { text: string }) {
  const query = useKept(
    useQuery({
      queryKey: ['items', 'found', text],
      queryFn: () => get<{ items: ItemLine[] }>(withQuery('/api/items', { text, limit: LEAVE_MAX })),
    }),
  )
  if (query.isPending) return <p className="boot">正在读取…</p>
  if (query.data === undefined) return <Unread what="搜到的信息" error={query.error} onRetry={() => query.refetch()} />
  const { items } = query.data
  if (items.length === 0) {
    return (
      <div className="empty">
        <h2>没有搜到其他信息</h2>
        <p>不在案件里的信息（历史回填、待核、库存）里没有“{text}”。</p>
      </div>
    )
  }
  return (
    <div className="lane-items">
      {items.map((line) => (
        <div key={line.item.id}>
          <p className="faint">{line.lane ?? '还在打标、归并'}</p>
          <ItemCard line={line} caseId={null} />
        </div>
      ))}
    </div>
  )
}

const LEAVE_MAX = 200

/** What is on the screen put aside at once, with one reason; a case of its own is made one by one. */
function LeaveAll({ ids }: { ids: string[] }) {
  const me = useMe()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const send = useMutation({
    mutationFn: () => post<{ left: number }>('/api/items/leave', { ids, reason }),
    onSuccess: async ({ left }) => {
      message.success(`${left} 条已移入库存，理由已记入台账`)
      setReason('')
      await client.invalidateQueries({ queryKey: ['items'] })
      await client.invalidateQueries({ queryKey: ['cases'] })
    },
    onError: (error) => message.error(wordsOf(error)),
  })
  if (ids.length < 2 || !me.roles.some((role) => role === '值班员' || role === '值班长')) return null
  return (
    <div className="decide all">
      <b>下面这 {ids.length} 条</b>
      <Input
        size="small"
        placeholder="都不立案的理由（写入台账）"
        aria-label="都不立案的理由"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button size="small" disabled={reason.trim().length < 2} loading={send.isPending} onClick={() => send.mutate()}>
        都不立案
      </Button>
    </div>
  )
}

/** One look, one decision: a case of its own, or put aside; either with a reason that is on record. */
function LaneItem({ line }: { line: ItemLine }) {
  const me = useMe()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const send = useMutation({
    mutationFn: (what: 'open' | 'leave') =>
      post<{ caseId?: string }>(`/api/items/${encodeURIComponent(line.item.id)}/${what}`, { reason }),
    onSuccess: async ({ caseId }) => {
      if (caseId !== undefined) return go(`/case/${caseId}`)
      message.success('已移入库存，不再列在待核')
      await client.invalidateQueries({ queryKey: ['items'] })
      await client.invalidateQueries({ queryKey: ['cases'] })
    },
    onError: (error) => message.error(wordsOf(error)),
  })
  const may = me.roles.some((role) => role === '值班员' || role === '值班长')
  return (
    <div className="lane-item">
      <ItemCard line={line} caseId={null} />
      {may && (
        <div className="decide">
          <Input
            size="small"
            placeholder="理由（写入台账）"
            aria-label="理由"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            size="small"
            type="primary"
            title="以“待定”立案并挂预挂时限，随后请研判"
            disabled={reason.trim().length < 2}
            loading={send.isPending}
            onClick={() => send.mutate('open')}
          >
            立案
          </Button>
          <Button size="small" disabled={reason.trim().length < 2} onClick={() => send.mutate('leave')}>
            不立案
          </Button>
        </div>
      )}
    </div>
  )
}
