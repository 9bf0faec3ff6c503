// What lies behind the mask of an item: its clear text and, of a letter, its attachments; one reason is asked for both.
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { post } from './api.ts'
import { Attachments, type Looked } from './attachment-list.tsx'
import { useMe } from './me.ts'
import { ReasonForm } from './reason-form.tsx'

/**
 * `files`: something may hang on it. The reason once given holds for what hangs on the same letter: each look is an
 * entry of its own, with it.
 */
export function Behind({ item, caseId, files = true }: { item: Looked; caseId: string; files?: boolean }) {
  const me = useMe()
  const [reason, keepReason] = useState<string | null>(null)
  const may = me.roles.some((role) => role === '值班员' || role === '值班长' || role === '纪检')
  return (
    <>
      {files && item.kind === 'letter' && (
        <Attachments item={item} caseId={caseId} may={may} reason={reason} onReason={keepReason} />
      )}
      {may && <Reveal id={item.id} caseId={caseId} known={reason} onReason={keepReason} />}
    </>
  )
}

interface RevealProps {
  id: string
  caseId: string
  known: string | null
  onReason(reason: string): void
}

/** The clear text after a reason; both are on record before it is shown. */
function Reveal({ id, caseId, known, onReason }: RevealProps) {
  const [asking, setAsking] = useState(false)
  const reveal = useMutation({
    mutationFn: (reason: string) =>
      post<{ clear: string }>(`/api/items/${encodeURIComponent(id)}/reveal`, { caseId, reason }),
    onSuccess: (_, reason) => {
      setAsking(false)
      onReason(reason)
    },
  })
  if (reveal.data !== undefined) {
    return (
      <div className="clear-text">
        <b>未打码原文（已记入台账，勿外传）</b>
        <p className="text">{reveal.data.clear}</p>
        <Button size="small" onClick={() => reveal.reset()}>
          收起
        </Button>
      </div>
    )
  }
  if (!asking) {
    return (
      <button type="button" className="link small" onClick={() => setAsking(true)}>
        看未打码原文…
      </button>
    )
  }
  return (
    <ReasonForm
      known={known}
      pending={reveal.isPending}
      error={reveal.error}
      onGive={(reason) => reveal.mutate(reason)}
      onCancel={() => setAsking(false)}
    />
  )
}
