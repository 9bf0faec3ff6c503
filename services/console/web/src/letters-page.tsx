// 来信: every letter with its own deadline, what was told its writer, and the acts that settle it.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { AnswerLine, LetterLine, LetterPage } from '../../src/letter-wire.ts'
import type { ItemLine } from '../../src/wire.ts'
import { ActDialog } from './act-dialog.tsx'
import { type ActName, specOf } from './act-spec.ts'
import { AnswerState } from './answer-list.tsx'
import { get, withQuery, wordsOf } from './api.ts'
import { readCaseItems } from './case-query.ts'
import { ItemCard } from './item-card.tsx'
import { useKeys } from './key.ts'
import { LaneFrame, Lanes } from './lane-frame.tsx'
import { serverNow } from './live.ts'
import { useMe, useNames } from './me.ts'
import { go, useQueryValue } from './place.ts'
import { useKept } from './reading.ts'
import { TableHead } from './table-head.tsx'
import { writeFull, writeNear } from './time.ts'
import { TimeLeft, UrgencyMark } from './urgency.tsx'

const PAGE_ROWS = 60
/** Enough to find the letter among the items of its case. */
const ITEMS_MAX = 200
const lanes = ['待答复', '待受理', '临期', '超时', '疑似误投', '已答复', '不予受理', '误投告知'] as const
const hints = {
  临期: '一天半内到期：明天到期的今天就能看到',
  疑似误投: '像信息公开申请、行政复议或信访事项，写明去向并告知来信人',
}
const letterActs: [string, ActName][] = [
  ['s', '受理'],
  ['r', '答复来信人'],
  ['x', '不予受理'],
  ['w', '误投告知'],
  ['g', '转为政务舆情'],
]

export function LettersView() {
  const [asked, setLane] = useQueryValue('lane')
  const lane = asked ?? '待答复'
  const query = useKept(
    useInfiniteQuery({
      queryKey: ['letters', lane],
      queryFn: ({ pageParam }) =>
        get<LetterPage>(withQuery('/api/letters', { lane, limit: PAGE_ROWS, after: pageParam })),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: (before) => before,
    }),
  )
  const counts = query.data?.pages[0]?.counts ?? null
  return (
    <LaneFrame
      what="来信"
      bar={
        <Lanes
          label="来信"
          names={lanes}
          chosen={lane}
          counts={counts}
          failed={query.error !== null}
          hints={hints}
          onChoose={(name) => setLane(name === '待答复' ? null : name)}
        />
      }
      reading={query}
      waiting={<p className="boot">正在读取来信…</p>}
    >
      <Letters
        key={lane}
        letters={query.data?.pages.flatMap((page) => page.letters) ?? []}
        more={query.hasNextPage && !query.isFetchingNextPage ? () => query.fetchNextPage() : null}
      />
    </LaneFrame>
  )
}

function Letters({ letters, more }: { letters: LetterLine[]; more: (() => void) | null }) {
  const me = useMe()
  const [chosen, choose] = useState<string | null>(null)
  const [act, setAct] = useState<ActName | null>(null)
  const at = letters.findIndex((one) => one.itemId === chosen)
  const current = letters[at]
  const move = (step: number) => choose(letters[Math.min(letters.length - 1, Math.max(0, at + step))]?.itemId ?? null)
  const start = (name: ActName) => () => {
    if (current !== undefined && me.acts.includes(specOf(name).order)) setAct(name)
  }
  useKeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', () => move(1)],
    ['ArrowUp', () => move(-1)],
    ['Enter', () => current !== undefined && go(`/case/${current.caseId}`)],
    ['Escape', () => choose(null)],
    ...letterActs.map(([key, name]): [string, () => void] => [key, start(name)]),
  ])
  if (letters.length === 0) {
    return (
      <div className="empty">
        <h2>这一类没有来信</h2>
        <p>新的来信进来后会自动出现在“待答复”，每封各有自己的时限。</p>
      </div>
    )
  }
  return (
    <div className={current === undefined ? 'split' : 'split with-preview'}>
      <div className="list">
        <LetterTable letters={letters} chosen={chosen} onChoose={choose} />
        {more !== null && (
          <Button className="more-rows" onClick={more}>
            再显示 {PAGE_ROWS} 封
          </Button>
        )}
      </div>
      {current !== undefined && <LetterPanel letter={current} onAct={setAct} onClose={() => choose(null)} />}
      {act !== null && current !== undefined && (
        <ActDialog caseId={current.caseId} act={act} preset={{ itemId: current.itemId }} onClose={() => setAct(null)} />
      )}
    </div>
  )
}

const heads = ['急', '剩余', '截止（北京时间）', '标题', '收到', '办到哪一步', '案件', '牵头单位']
/** Of letters that are done nothing is left: it counts whether they were in time. */
const endedHeads = heads.map((name) => (name === '剩余' ? '是否按时' : name))
const columns = ['urgency', 'left', 'due', 'title', 'received', 'stage', 'case', 'lead'].map((one) => `l-${one}`)

interface TableProps {
  letters: LetterLine[]
  chosen: string | null
  onChoose(itemId: string): void
}

function LetterTable({ letters, chosen, onChoose }: TableProps) {
  const names = useNames()
  return (
    <div className="scroll">
      <table className="rows letters">
        <TableHead names={letters[0]?.end == null ? heads : endedHeads} what={columns} />
        <tbody>
          {letters.map((one) => (
            <tr
              key={one.itemId}
              className={one.itemId === chosen ? 'chosen' : undefined}
              aria-selected={one.itemId === chosen}
              onClick={() => onChoose(one.itemId)}
              onDoubleClick={() => go(`/case/${one.caseId}`)}
            >
              <td>{one.end === null && <UrgencyMark due={one.due.at} marks={one.marks} />}</td>
              <td className="l-left">{one.end === null ? <TimeLeft due={one.due.at} /> : (one.end.late ?? '按时')}</td>
              <td className="l-due" title={`${writeFull(one.due.at)}；${one.due.rule}`}>
                {writeNear(one.due.at, serverNow(), true)}
                {one.due.estimated ? ' 暂估' : ''}
              </td>
              <td className="cut" title={one.title}>
                {one.callFirst && <i className="tag call-first">☎ 先打电话</i>}
                <button type="button" className="link cut" onClick={() => onChoose(one.itemId)}>
                  {one.title || '（无标题）'}
                </button>
                {one.misdirected !== null && one.end === null && <i className="tag">疑似误投：{one.misdirected}</i>}
                {one.restricted !== null && <i className="tag">{one.restricted}</i>}
              </td>
              <td className="l-received" title={writeFull(one.receivedAt)}>
                {writeNear(one.receivedAt, serverNow())}
              </td>
              <td>{stageOf(one)}</td>
              <td className="l-case">
                {one.number}
                {one.merged ? '（已并案）' : ''}
              </td>
              <td className="l-lead">{one.lead === null ? '—' : names.unit(one.lead)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const mailStages: { [state in AnswerLine['state']]?: string } = {
  waiting: '，回信寄出中',
  failed: '，回信未寄到',
  bounced: '，回信被退回',
}

function stageOf(one: LetterLine): string {
  return `${toldOf(one)}${one.mailed === null ? '' : (mailStages[one.mailed.state] ?? '')}`
}

function toldOf({ letter, end, opinion }: LetterLine): string {
  if (end !== null) {
    const shown = letter?.publicity == null ? '' : letter.publicity.open ? '，公开' : '，不公开'
    return `${letter?.outcome ?? end.reason}${shown}`
  }
  const taken = letter?.accepted == null ? '待受理' : '已受理'
  return opinion ? `${taken}，按政务舆情办` : taken
}

interface PanelProps {
  letter: LetterLine
  onAct(name: ActName): void
  onClose(): void
}

function LetterPanel({ letter, onAct, onClose }: PanelProps) {
  const me = useMe()
  const names = useNames()
  const items = useQuery(readCaseItems(letter.caseId, ITEMS_MAX))
  const line: ItemLine | undefined = items.data?.items.find((one) => one.item.id === letter.itemId)
  const possible = letterActs.filter(
    ([, name]) =>
      me.acts.includes(specOf(name).order) &&
      letter.end === null &&
      !(name === '转为政务舆情' && letter.opinion) &&
      !(name === '受理' && letter.letter?.accepted != null),
  )
  return (
    <aside className="preview" aria-label="来信内容">
      <header>
        <b>{letter.number}</b>
        <Button size="small" type="link" onClick={() => go(`/case/${letter.caseId}`)}>
          打开案件 Enter
        </Button>
        <Button size="small" type="text" aria-label="关闭" onClick={onClose}>
          ✕
        </Button>
      </header>
      <p>
        {letter.end === null && <TimeLeft due={letter.due.at} />}
        截止 <b>{writeNear(letter.due.at, serverNow(), true)}</b>
        {letter.lead === null ? '，尚未交办' : `，牵头 ${names.unit(letter.lead)}`}
      </p>
      <p className="faint">时限依据：{letter.due.rule}</p>
      {letter.letter?.accepted != null && <p>已受理，告知：{letter.letter.accepted.told}</p>}
      {letter.end !== null && <p>{letter.end.reason}</p>}
      {letter.mailed !== null && (
        <p>
          <AnswerState one={letter.mailed} />
        </p>
      )}
      <p className="acts">
        {possible.map(([key, name]) => (
          <Button key={name} size="small" danger={specOf(name).danger === true} onClick={() => onAct(name)}>
            {name} {key.toUpperCase()}
          </Button>
        ))}
      </p>
      {items.isPending && <p className="faint">正在读取…</p>}
      {items.error !== null && <p className="wrong">{wordsOf(items.error)}</p>}
      {line !== undefined && <ItemCard line={line} caseId={letter.caseId} />}
    </aside>
  )
}
