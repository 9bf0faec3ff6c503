// 值班台: open cases by the nearest deadline, time left first; one key shows why a case is here, one acts on it.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { QueueLine, QueuePage } from '../../src/wire.ts'
import { ActDialog } from './act-dialog.tsx'
import type { ActName } from './act-spec.ts'
import { get, withQuery } from './api.ts'
import { BulkBar } from './bulk-bar.tsx'
import { DutyStrip } from './duty-strip.tsx'
import { useKeys } from './key.ts'
import { laneNames } from './lane.ts'
import { LaneFrame, Lanes } from './lane-frame.tsx'
import { FoundItems, LaneItems } from './lane-items.tsx'
import { isUnit, useMe, useNames } from './me.ts'
import { Pick } from './pick.tsx'
import { go, usePlace, useQueryValue } from './place.ts'
import { CasePreview } from './preview.tsx'
import { QueueRows } from './queue-rows.tsx'
import { useKept } from './reading.ts'
import { SavedQueries } from './saved-query.tsx'
import { useSteadyRows } from './steady.ts'
import { TroubleBanner } from './trouble-banner.tsx'

const PAGE_ROWS = 200
const gradeNames = ['特别重大', '重大', '较大', '一般', '非突发', '待定']

export function QueueView() {
  const place = usePlace()
  const lane = place.searchParams.get('lane') ?? '全部'
  const [unit] = useQueryValue('unit')
  const [grade] = useQueryValue('grade')
  const [kind] = useQueryValue('kind')
  const [topic] = useQueryValue('topic')
  const text = place.searchParams.get('q')
  const listLane = lane === '待核信息' || lane === '其他信息' ? '全部' : lane
  const query = useKept(
    useInfiniteQuery({
      queryKey: ['cases', listLane, unit, grade, kind, topic, text],
      queryFn: ({ pageParam }) =>
        get<QueuePage>(
          withQuery('/api/cases', {
            lane: listLane,
            unit,
            grade,
            kind,
            topic,
            text,
            limit: PAGE_ROWS,
            offset: pageParam,
          }),
        ),
      initialPageParam: 0,
      getNextPageParam: (page) => page.next,
      placeholderData: (before) => before,
    }),
  )
  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.cases) ?? []
  return (
    <LaneFrame
      what="值班台"
      bar={<QueueBar page={first} failed={query.error !== null} lane={lane} />}
      notices={
        <>
          <TroubleBanner />
          {first !== undefined && <DutyStrip {...first} />}
        </>
      }
      reading={query}
      waiting={<RowsSkeleton />}
      instead={
        lane === '待核信息' ? (
          <LaneItems />
        ) : lane === '其他信息' && text !== null ? (
          <FoundItems text={text} />
        ) : undefined
      }
    >
      <Rows
        rows={rows}
        listKey={JSON.stringify([listLane, unit, grade, kind, topic, text])}
        more={query.hasNextPage && !query.isFetchingNextPage ? () => query.fetchNextPage() : null}
      />
    </LaneFrame>
  )
}

const hints = {
  临期: '两小时内到期，交接班要逐件交代',
  已回应待续: '已有权威回应，还要持续发布、兑现承诺或办结',
  待核信息: '本地、涉政务的公开信息，还不是案件，没有时限',
  已结: '已办结、撤销或并入的案件里搜到的',
  其他信息: '不在案件里的信息里搜到的：历史回填、待核、库存',
}

interface BarProps {
  page: QueuePage | undefined
  failed: boolean
  lane: string
}

function QueueBar({ page, failed, lane }: BarProps) {
  const [, setLane] = useQueryValue('lane')
  const [text] = useQueryValue('q')
  const { directory } = useNames()
  const ofUnit = isUnit(useMe())
  const searched = page?.elsewhere == null ? [] : ofUnit ? (['已结'] as const) : (['已结', '其他信息'] as const)
  const names = [...laneNames, ...(ofUnit ? [] : (['待核信息'] as const)), ...searched]
  const counts = page && { ...page.counts, 已结: page.elsewhere?.closed ?? 0, 其他信息: page.elsewhere?.items ?? 0 }
  return (
    <>
      <Lanes
        label="队列"
        names={names}
        chosen={lane}
        counts={counts ?? null}
        failed={failed}
        hints={hints}
        onChoose={(name) => setLane(name === '全部' ? null : name)}
      />
      <span className="filters">
        <SavedQueries shelf="filters" what="筛选" example="夜班重点" keeps={() => true} />
        {text !== null && (
          <Button size="small" onClick={() => go('/')}>
            清除搜索 ✕
          </Button>
        )}
        {page?.notice != null && <span role="status">{page.notice}</span>}
        {lane !== '待核信息' && lane !== '其他信息' && (
          <>
            <Pick name="kind" label="渠道" options={kinds} />
            <Pick name="topic" label="主题" options={choices(directory?.topics.map((one) => [one.id, one.name]))} />
            {!ofUnit && (
              <Pick
                name="unit"
                label="牵头单位"
                options={choices(directory?.units.map((one) => [one.id, one.short]))}
              />
            )}
            <Pick name="grade" label="级别" options={choices(gradeNames.map((name) => [name, name]))} />
          </>
        )}
      </span>
    </>
  )
}

const choices = (pairs: [string, string][] = []) => pairs.map(([value, label]) => ({ value, label }))
const kinds = choices([
  ['letter', '来信、来电'],
  ['public', '公开信息'],
])

interface RowsProps {
  rows: QueueLine[]
  listKey: string
  more: (() => void) | null
}

const quickActs: [string, ActName][] = [
  ['g', '研判'],
  ['a', '交办'],
  ['m', '并案'],
  ['x', '撤销'],
]

function Rows({ rows, listKey, more }: RowsProps) {
  const me = useMe()
  const [pointerIn, setPointerIn] = useState(false)
  const [chosen, choose] = useState<string | null>(null)
  const [preview, setPreview] = useState(false)
  const [acting, setActing] = useState<{ id: string; act: ActName } | null>(null)
  const [free, setFree] = useState(0)
  const { marked, toggle, clear } = useMarked()
  const steady = useSteadyRows(rows, pointerIn || acting !== null, `${listKey}${free}`)
  const shown = steady.rows
  const at = shown.findIndex((row) => row.id === chosen)
  const move = (step: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))]
    if (next !== undefined) choose(next.id)
  }
  const start = (act: ActName) => () => {
    if (chosen !== null && me.acts.length > 0) setActing({ id: chosen, act })
  }
  useKeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowDown', () => move(1)],
    ['ArrowUp', () => move(-1)],
    ['Enter', () => chosen !== null && go(`/case/${chosen}`)],
    ['Space', () => setPreview((on) => !on)],
    ['v', () => chosen !== null && toggle(chosen)],
    ['Escape', () => (marked.size > 0 ? clear() : setPreview(false))],
    ...quickActs.map(([key, act]): [string, () => void] => [key, start(act)]),
  ])
  useEffect(() => {
    if (chosen !== null && at < 0) choose(shown[0]?.id ?? null)
  }, [chosen, at, shown])
  if (shown.length === 0) return <NoRows filtered={!listKey.includes('"全部",null,null,null,null,null')} />
  return (
    <div className={preview ? 'split with-preview' : 'split'}>
      <div className="list" onPointerEnter={() => setPointerIn(true)} onPointerLeave={() => setPointerIn(false)}>
        {steady.waiting > 0 && (
          <button type="button" className="waiting" onClick={() => setFree((count) => count + 1)}>
            有 {steady.waiting} 个案件刚进入本队列，移开鼠标或点此显示
          </button>
        )}
        <BulkBar rows={shown.filter((row) => marked.has(row.id))} onDone={clear} />
        <QueueRows
          rows={shown}
          fresh={steady.fresh}
          marked={marked}
          chosen={chosen}
          onChoose={choose}
          onMark={mayBulk(me.acts) ? toggle : null}
          more={more}
        />
      </div>
      {preview && chosen !== null && (
        <CasePreview id={chosen} onAct={(act) => setActing({ id: chosen, act })} onClose={() => setPreview(false)} />
      )}
      {acting !== null && <ActDialog caseId={acting.id} act={acting.act} onClose={() => setActing(null)} />}
    </div>
  )
}

const mayBulk = (acts: string[]): boolean => acts.includes('case.cancel')
/** As many as one request may name. */
const MARKED_MAX = 200

function useMarked() {
  const [marked, mark] = useState<ReadonlySet<string>>(new Set())
  return {
    marked,
    toggle: (id: string) =>
      mark((before) => {
        const after = new Set(before)
        if (!after.delete(id) && after.size < MARKED_MAX) after.add(id)
        return after
      }),
    clear: () => mark(new Set()),
  }
}

function RowsSkeleton() {
  return (
    <div className="list" aria-busy="true">
      <p className="ghost">正在读取值班台…</p>
      {Array.from({ length: 14 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all bars are alike
        <div className="ghost" key={index} />
      ))}
    </div>
  )
}

function NoRows({ filtered }: { filtered: boolean }) {
  const comes = isUnit(useMe())
    ? '交办给贵单位的案件会自动出现在这里，不用刷新；邮件里的链接也能签收。'
    : '新的来信、报道或帖文进来后会自动出现在这里，不用刷新。来电、来访请按 N 录入；采集是否正常请看“系统状态”。'
  return (
    <div className="empty">
      <h2>{filtered ? '没有符合条件的案件' : '没有待办案件'}</h2>
      <p>{filtered ? '这一队列里没有符合筛选和搜索的；换一个队列（搜索时还有“已结”“其他信息”），或看全部。' : comes}</p>
      {filtered && <Button onClick={() => go('/')}>看全部</Button>}
    </div>
  )
}
