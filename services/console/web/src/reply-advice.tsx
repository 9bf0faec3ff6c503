// Beside a reply being typed: what would be refused, hints Q1–Q15 with the words they rest on, and promises in it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReplyAdvice } from '../../src/wire.ts'
import type { ReplyDraft } from './act-form.ts'
import { post, wordsOf } from './api.ts'
import { MarkedText } from './highlight.tsx'

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
  const { statement, substance, lacks, hints, refused, promises, letter } = data
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
        {hints.map((hint) => (
          <HintLine key={hint.code} hint={hint} isRefused={hint.code === refused} />
        ))}
      </ul>
      {letter !== null && <MissedIn letter={letter} />}
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

/** What it says and asks, then the words it rests on: of the letter each by itself, as a list to answer by. */
function HintLine({ hint, isRefused }: { hint: ReplyAdvice['hints'][number]; isRefused: boolean }) {
  const of = (whose: 'reply' | 'letter') => hint.evidence.filter((one) => one.of === whose)
  return (
    <li className={isRefused ? 'wrong' : undefined}>
      <b>
        {hint.code} {hint.name}
        {isRefused ? '：不能登记' : ''}
      </b>
      <span>{hint.ask}</span>
      {of('reply')
        .slice(0, QUOTES_MAX)
        .map(({ text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
          <q key={`${text}${index}`}>{text}</q>
        ))}
      {of('letter').length > 0 && (
        <ol aria-label="来信里没有答到的">
          {of('letter').map(({ text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
            <li key={`${text}${index}`}>
              <q>{text}</q>
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}

/** The dialog covers the letter: it stands here again, with what the reply leaves out marked in it. */
function MissedIn({ letter: { text, missed, cut } }: { letter: NonNullable<ReplyAdvice['letter']> }) {
  const spans = missed.map((one) => ({ ...one, kind: 'missed' as const, why: '没有看到对这里的回应' }))
  return (
    <details className="missed-in" open>
      <summary>来信原文（没有答到的已标出）</summary>
      <p>
        <MarkedText text={text} spans={spans} from={0} to={text.length} />
        {cut && '…（余下请在案件里看）'}
      </p>
    </details>
  )
}
