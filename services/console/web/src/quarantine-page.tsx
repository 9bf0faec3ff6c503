// 涉密隔离: what is held back, by number and hash only, and the two people who together may let it go (§14-9).
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useRef, useState } from 'react'
import type { HeldPage } from '../../src/wire.ts'
import { get, newCommandId, post, wordsOf } from './api.ts'
import { serverNow } from './live.ts'
import { useMe } from './me.ts'
import { useKept } from './reading.ts'
import { TableHead } from './table-head.tsx'
import { writeFull, writeNear } from './time.ts'
import { Unread } from './unread.tsx'

type Held = HeldPage['held'][number]
const REASON_CHARS_MIN = 4
const HASH_CHARS = 8

export function QuarantineView() {
  const page = useKept(useQuery({ queryKey: ['quarantine'], queryFn: () => get<HeldPage>('/api/quarantine') }))
  if (page.data === undefined) {
    if (page.error === null) return <p className="boot">正在读取隔离件…</p>
    return <Unread what="涉密隔离件" error={page.error} onRetry={() => page.refetch()} />
  }
  const { held } = page.data
  return (
    <div className="status-page">
      <h1>涉密隔离</h1>
      <p className="note">
        勿转发、勿截图，请联系保密办。内容已加密隔离，本系统不显示。保密办核对为误标后，由值班长和安全管理员两人各解除一次，才按普通信息处理；台账只记编号、哈希、时间和人。
      </p>
      {held.length === 0 ? (
        <div className="empty">
          <h2>没有隔离件</h2>
          <p>带 绝密★、机密★、秘密★ 标识的来信、报道和附件会停在这里，不立案、不检索、不转发。</p>
        </div>
      ) : (
        <table className="accounts">
          <TableHead names={['时间', '编号', 'SHA-256', '原因', '已解除', '还差', '解除']} />
          <tbody>
            {held.map((one) => (
              <HeldLine key={`${one.itemId}${one.sha256}`} one={one} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function HeldLine({ one }: { one: Held }) {
  const me = useMe()
  const mine = one.clearings.some((made) => made.login === me.login)
  const mayClear = !mine && me.roles.some((role) => one.waitsFor.includes(role))
  return (
    <tr>
      <td title={writeFull(one.at)}>{writeNear(one.at, serverNow())}</td>
      <td title={one.itemId}>…{one.itemId.slice(-HASH_CHARS)}</td>
      <td title={one.sha256}>{one.sha256.slice(0, HASH_CHARS)}</td>
      <td>{one.reason}</td>
      <td>{one.clearings.map((made) => `${made.role} ${made.name}`).join('、') || '—'}</td>
      <td>{one.waitsFor.join('、') || '原件已销毁，不能解除'}</td>
      <td>{mayClear ? <Clear one={one} /> : mine ? '您已解除，等另一位' : ''}</td>
    </tr>
  )
}

function Clear({ one }: { one: Held }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  // The same press sent twice is one clearing.
  const commandId = useRef(newCommandId())
  const send = useMutation({
    mutationFn: () =>
      post<{ released: boolean; waitsFor: string | null }>(`/api/quarantine/${encodeURIComponent(one.itemId)}/clear`, {
        commandId: commandId.current,
        sha256: one.sha256,
        reason,
      }),
    onSuccess: async ({ released, waitsFor }) => {
      message.success(released ? '两人已解除，按普通信息处理；已记入台账' : `已记入台账，还要${waitsFor}解除一次`)
      await client.invalidateQueries({ queryKey: ['quarantine'] })
      await client.invalidateQueries({ queryKey: ['cases'] })
    },
    onError: (error) => message.error(wordsOf(error)),
  })
  const tail = one.itemId.slice(-HASH_CHARS)
  return (
    <span className="switch">
      <Input
        size="small"
        placeholder="保密办核对结论，至少 4 个字"
        aria-label={`解除 ${tail} 的理由`}
        maxLength={200}
        value={reason}
        onChange={(event) => {
          commandId.current = newCommandId()
          setReason(event.target.value)
        }}
      />
      <Button
        size="small"
        danger
        aria-label={`解除 ${tail}`}
        disabled={reason.trim().length < REASON_CHARS_MIN}
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        解除
      </Button>
    </span>
  )
}
