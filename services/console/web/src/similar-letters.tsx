// 类似来信: past letters alike beside a new one, each with why it is shown and what its writer was told.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { SimilarPage } from '../../src/letter-wire.ts'
import { get, wordsOf } from './api.ts'
import { serverNow } from './live.ts'
import { go } from './place.ts'
import { writeFull, writeNear } from './time.ts'

/** Asked for only when opened: the index is read once for each letter somebody wonders about. */
export function SimilarLetters({ itemId }: { itemId: string }) {
  const [open, setOpen] = useState(false)
  const query = useQuery({
    queryKey: ['similar', itemId],
    queryFn: () => get<SimilarPage>(`/api/items/${encodeURIComponent(itemId)}/similar`),
    enabled: open,
  })
  return (
    <section className="similar" aria-label="类似来信">
      <button type="button" className="link small" aria-expanded={open} onClick={() => setOpen(!open)}>
        类似来信与当时的答复 {open ? '▴' : '▾'}
      </button>
      {open && query.isPending && <p className="faint">正在查找…</p>}
      {open && query.error !== null && (
        <p className="wrong">
          {wordsOf(query.error)}{' '}
          <Button size="small" onClick={() => query.refetch()}>
            重试
          </Button>
        </p>
      )}
      {open && query.data?.letters.length === 0 && <p className="faint">没有找到已答复的类似来信。</p>}
      {open && query.data?.letters.map((one) => <Similar key={one.itemId} letter={one} />)}
    </section>
  )
}

function Similar({ letter }: { letter: SimilarPage['letters'][number] }) {
  const now = serverNow()
  const { reply } = letter
  return (
    <article className="item">
      <header>
        <button type="button" className="link" onClick={() => go(`/case/${letter.caseId}`)}>
          {letter.number} {letter.title || '（无标题）'}
        </button>
        <time title={writeFull(letter.receivedAt)}>收到 {writeNear(letter.receivedAt, now)}</time>
        <span title="用词的相似程度">相似 {Math.round(letter.score * 100)}%</span>
        {letter.words.map((word) => (
          <i key={word} className="tag" title="两封信都有">
            {word}
          </i>
        ))}
      </header>
      <p className="text faint">{letter.excerpt ?? '原文已销毁'}</p>
      <p className="text">
        <b>
          当时的答复（{reply.channel}，{writeNear(reply.at, now)}
          {reply.publicity === null ? '' : reply.publicity.open ? '，公开' : '，不公开'}）：
        </b>
        {reply.summary}
      </p>
    </article>
  )
}
