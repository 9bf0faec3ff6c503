// Beside a reply being typed: what would be refused, hints Q1–Q15 with the words they rest on, and promises in it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReplyAdvice } from '../../src/wire.ts'
import type { ReplyDraft } from './act-form.ts'
import { post, wordsOf } from './api.ts'

/** Typing pauses that long before the server is asked. */
const ASK_AFTER_MS = 400
const QUOTES_MAX = 4

/** What the server says of the reply as last typed; null while there is none. */
export function useReplyAdvice(caseId: string, draft: ReplyDraft | null) {
  const text = draft === null || draft.reply.trim() === '' ? '' : JSON.stringify(draft)
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), ASK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  return useQuery({
    queryKey: ['advice', caseId, asked],
    queryFn: () => post<ReplyAdvice>(`/api/cases/${encodeURIComponent(caseId)}/replies/check`, JSON.parse(asked)),
    enabled: asked !== '',
    placeholderData: (before) => (asked === '' ? undefined : before),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

interface Props {
  advice: ReturnType<typeof useReplyAdvice>
  /** What the person says it is; null where nothing is claimed. */
  claimed: string | null
}

export function ReplyHints({ advice: { data, error }, claimed }: Props) {
  if (error !== null) return <p className="hints faint">现在不能检查这段话：{wordsOf(error)}。不影响登记。</p>
  if (data === undefined) return null
  const { statement, substance, lacks, hints, refused, promises } = data
  const differs = claimed !== null && claimed !== statement
  return (
    <section className="hints" aria-label="回复检查" aria-live="polite">
      <p>
        机器读作 <b>{statement}</b>，内容 <b>{substance}</b>
        {differs && <b className="wrong">：您选的是“{claimed}”，请核对</b>}
        {lacks.length > 0 && `（没有写到：${lacks.join('、')}）`}
        {hints.length === 0 && '；没有提示'}
      </p>
      <ul>
        {hints.map(({ code, name, ask, evidence }) => (
          <li key={code} className={code === refused ? 'wrong' : undefined}>
            <b>
              {code} {name}
              {code === refused ? '：不能登记' : ''}
            </b>
            {evidence.slice(0, QUOTES_MAX).map(({ text, of }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
              <q key={`${text}${index}`}>{of === 'letter' ? `来信：${text}` : text}</q>
            ))}
            <span>{ask}</span>
          </li>
        ))}
      </ul>
      {promises.length > 0 && (
        <>
          <p>文中的承诺：</p>
          <ul>
            {promises.map(({ text, due }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
              <li key={`${text}${index}`}>
                <q>{text}</q>
                <span>{due === null ? '认不出期限：登记后按本单位规则的天数提醒' : `${due} 到期`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="faint">只是提示，由您判断；除标明不能登记的，都可照登。</p>
    </section>
  )
}
