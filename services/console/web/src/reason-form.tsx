// Asks why somebody looks behind a mask, before anything is shown.
import { Button, Input } from 'antd'
import { useState } from 'react'
import { wordsOf } from './api.ts'

interface ReasonProps {
  known: string | null
  pending: boolean
  error: Error | null
  onGive(reason: string): void
  onCancel(): void
}

/** Begins with the reason given a moment ago. */
export function ReasonForm({ known, pending, error, onGive, onCancel }: ReasonProps) {
  const [reason, setReason] = useState(known ?? '')
  return (
    <form
      className="reveal"
      onSubmit={(submit) => {
        submit.preventDefault()
        onGive(reason)
      }}
    >
      <Input
        size="small"
        autoFocus
        value={reason}
        maxLength={200}
        placeholder="查看理由（至少 4 个字，写入台账）"
        aria-label="查看理由"
        onChange={(event) => setReason(event.target.value)}
      />
      <Button size="small" htmlType="submit" disabled={reason.trim().length < 4} loading={pending}>
        记入台账并查看
      </Button>
      <Button size="small" type="text" onClick={onCancel}>
        取消
      </Button>
      {error !== null && <span className="wrong">{wordsOf(error)}</span>}
    </form>
  )
}
