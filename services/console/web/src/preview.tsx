// The queue's side panel: why this case is here, its newest items with evidence, and the acts one key away.
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ActName } from './act-spec.ts'
import { wordsOf } from './api.ts'
import { readCaseItems, readCasePage } from './case-query.ts'
import { ItemCard } from './item-card.tsx'
import { useMe } from './me.ts'
import { go } from './place.ts'
import { FirstSteps, Suggested } from './suggested.tsx'

interface Props {
  id: string
  onAct(act: ActName): void
  onClose(): void
}

const SHOWN_ITEMS = 5

export function CasePreview({ id, onAct, onClose }: Props) {
  const me = useMe()
  const page = useQuery(readCasePage(id))
  const items = useQuery(readCaseItems(id, SHOWN_ITEMS))
  if (page.data === undefined) {
    return <aside className="preview">{page.error === null ? '正在读取…' : wordsOf(page.error)}</aside>
  }
  const state = page.data.case
  const opened = page.data.entries.find((entry) => entry.body.act === 'case.opened')
  const why = opened?.body.act === 'case.opened' ? opened.body.reason : ''
  return (
    <aside className="preview" aria-label="预览">
      <header>
        <b>{state.number}</b>
        <Button size="small" type="link" onClick={() => go(`/case/${state.id}`)}>
          打开 Enter
        </Button>
        <Button size="small" type="text" aria-label="关闭预览" onClick={onClose}>
          ✕
        </Button>
      </header>
      <h2>{state.title}</h2>
      <p>
        为什么在这里：{why}
        {state.items > 1 ? `；已归并 ${state.items} 条信息，热度 ${state.heat}` : ''}
      </p>
      <FirstSteps page={page.data} />
      <Suggested page={page.data} />
      {me.acts.length > 0 && (
        <p className="acts">
          {(
            [
              ['研判', '研判 G'],
              ['交办', '交办 A'],
              ['并案', '并案 M'],
              ['撤销', '忽略 X'],
            ] as const
          ).map(([act, label]) => (
            <Button key={act} size="small" onClick={() => onAct(act)}>
              {label}
            </Button>
          ))}
        </p>
      )}
      {items.data?.items.map((line) => (
        <ItemCard key={line.item.id} line={line} caseId={state.id} />
      ))}
    </aside>
  )
}
