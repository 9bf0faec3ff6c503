// 案件: the clocks on top, what may be done, the items with their evidence left, the time line right.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { type ComponentProps, useState } from 'react'
import type { CasePage, ItemLine } from '../../src/wire.ts'
import { ActDialog } from './act-dialog.tsx'
import { type ActName, actGroups, specOf } from './act-spec.ts'
import { AlikeCases } from './alike-cases.tsx'
import { Answers } from './answer-list.tsx'
import { get, RefusedError, withQuery, wordsOf } from './api.ts'
import { CallBar } from './call-bar.tsx'
import { readCasePage } from './case-query.ts'
import { ClockCard } from './clock-card.tsx'
import { Files } from './file-list.tsx'
import { ItemCard } from './item-card.tsx'
import { useKeys } from './key.ts'
import { isUnit, useMe, useNames } from './me.ts'
import { go } from './place.ts'
import { Publications } from './publication-list.tsx'
import { useKept } from './reading.ts'
import { FirstSteps, Suggested } from './suggested.tsx'
import { TimeLine } from './time-line.tsx'
import { PhonesOfCase } from './unit-phones.tsx'
import { Unread } from './unread.tsx'
import { GradeFrame } from './urgency.tsx'

const ITEMS_PAGE = 30
/** Acts shown as buttons; the rest stand behind 更多. */
const mainActs: ActName[] = [
  '研判',
  '交办',
  '代签',
  '答复延期',
  '登记回应',
  '申请延期',
  '确认回应',
  '退回回应',
  '答复来信人',
  '改派',
  '并案',
  '办结',
]
const clockOrder = ['C5', 'C24', 'C48', 'REL', 'DIR', 'LET', 'PRM', 'RPT-P', 'RPT-W']
const keyOf: { [act in ActName]?: string } = { 研判: 'G', 交办: 'A', 登记回应: 'R', 并案: 'M', 撤销: 'X' }

type Acting = Pick<ComponentProps<typeof ActDialog>, 'act' | 'preset' | 'other'>

export function CasePageView({ id }: { id: string }) {
  const page = useKept(useQuery(readCasePage(id)))
  if (page.data === undefined) {
    if (page.error === null) return <p className="boot">正在读取案件…</p>
    const gone = page.error instanceof RefusedError && page.error.status === 404
    if (!gone) return <Unread what="这个案件" error={page.error} onRetry={() => page.refetch()} />
    return (
      <div className="empty">
        <h2>看不到这个案件</h2>
        <p>{wordsOf(page.error)}。</p>
        <Button onClick={() => go('/')}>回值班台</Button>
      </div>
    )
  }
  return <CaseScreen page={page.data} />
}

function CaseScreen({ page }: { page: CasePage }) {
  const me = useMe()
  const [acting, setActing] = useState<Acting | null>(null)
  const may = (name: ActName) => me.acts.includes(specOf(name).order)
  const start = (act: ActName) => () => {
    if (may(act)) setActing({ act })
  }
  useKeys([
    ['g', start('研判')],
    ['a', start('交办')],
    ['r', start('登记回应')],
    ['m', start('并案')],
    ['x', start('撤销')],
    ['Escape', () => go('/')],
  ])
  const order = (code: string) => clockOrder.indexOf(code)
  const clocks = page.clocks.toSorted((a, b) => order(a.code) - order(b.code) || a.dueAt - b.dueAt)
  const running = clocks.filter((clock) => clock.state !== 'ended')
  const ended = clocks.filter((clock) => clock.state === 'ended')
  return (
    <div className="case">
      <CaseHead page={page} />
      <CallBar page={page} may={may} onAct={(act) => setActing({ act })} />
      <div className="clocks">
        {running.map((clock) => (
          <ClockCard key={clock.id} clock={clock} page={page} />
        ))}
        {ended.map((clock) => (
          <ClockCard key={clock.id} clock={clock} page={page} />
        ))}
        {page.clocks.length === 0 && <p className="faint">没有时限</p>}
      </div>
      {me.acts.length > 0 && <Acts page={page} may={may} onAct={(act) => setActing({ act })} />}
      {may('并案') && (
        <AlikeCases page={page} onMerge={(other) => setActing({ act: '并案', preset: { into: other.id }, other })} />
      )}
      <div className="case-body">
        <div className="left-part">
          <Items page={page} />
          <Answers page={page} />
          <Publications page={page} />
          <Files page={page} />
        </div>
        <TimeLine page={page} />
      </div>
      {acting !== null && <ActDialog caseId={page.case.id} {...acting} onClose={() => setActing(null)} />}
    </div>
  )
}

function CaseHead({ page }: { page: CasePage }) {
  const names = useNames()
  const state = page.case
  const live = state.assignments.filter((one) => one.ended === null)
  // To who decides, while there is something to decide: a letter that was given to a unit is not graded.
  const proposes = !isUnit(useMe()) && state.judged === null && (live.length === 0 || state.opinion)
  const say = (part: '牵头' | '协办') =>
    live
      .filter((one) => one.part === part)
      .map((one) => `${names.unit(one.unit)}${one.signed === null ? '（未签收）' : '（已签收）'}`)
      .join('、')
  return (
    <header className="case-head">
      <p className="line">
        <Button size="small" type="text" onClick={() => go('/')}>
          ← 值班台
        </Button>
        <b className="number">{state.number}</b>
        <span className="status">{state.status}</span>
        <GradeFrame grade={state.grade} suspected={state.suspected} />
        {(state.judged !== null || state.opinion) && (
          <span>{state.judged === null ? '未定级' : `${names.contact(state.judged.by)} 已定级`}</span>
        )}
        {state.type !== null && <span>{state.type}</span>}
        {state.topics.map((topic) => (
          <span key={topic} className="chip">
            {names.topic(topic)}
          </span>
        ))}
        {state.restricted !== null && <i className="tag">{state.restricted}：仅值班长、纪检可见</i>}
        {state.reappeared && <i className="tag">办结后再现</i>}
        {page.callFirst && <i className="tag call-first">☎ 先打电话</i>}
        {page.response !== null && <i className="tag">{page.response}</i>}
      </p>
      <h1>{state.title}</h1>
      <p className="line">
        <span>
          牵头 <b>{say('牵头') || '尚未交办'}</b>
        </span>
        {say('协办') !== '' && <span>协办 {say('协办')}</span>}
        <span>
          信息 {state.items} 条 · 热度 {state.heat}
          {state.letters.total > 0 ? ` · 来信 ${state.letters.total} 封，未答复 ${state.letters.open}` : ''}
        </span>
        {state.merged.into !== null && (
          <button type="button" className="link" onClick={() => go(`/case/${state.merged.into}`)}>
            已并入另一案件，点此打开
          </button>
        )}
        <PhonesOfCase page={page} />
      </p>
      <FirstSteps page={page} />
      {proposes && <Suggested page={page} />}
    </header>
  )
}

interface ActsProps {
  page: CasePage
  may(name: ActName): boolean
  onAct(name: ActName): void
}

function Acts({ page, may, onAct }: ActsProps) {
  const fits = (name: ActName) => may(name) && specOf(name).fits(page)
  const first = mainActs.filter(fits)
  const next = nextAct(page, may)
  const rest = actGroups
    .map((group) => ({ ...group, acts: group.acts.filter((name) => !mainActs.includes(name) && fits(name)) }))
    .filter((group) => group.acts.length > 0)
  const menu = rest.map((group) => ({
    key: group.name,
    type: 'group' as const,
    label: group.name,
    children: group.acts.map((name) => ({
      key: name,
      label: specOf(name).title,
      danger: specOf(name).danger === true,
    })),
  }))
  return (
    <div className="acts" role="toolbar" aria-label="可办的事">
      {first.map((name) => (
        <Button
          key={name}
          type={name === next ? 'primary' : 'default'}
          danger={specOf(name).danger === true}
          title={specOf(name).title}
          onClick={() => onAct(name)}
        >
          {name}
          {keyOf[name] === undefined ? '' : ` ${keyOf[name]}`}
        </Button>
      ))}
      {rest.length > 0 && (
        <Dropdown
          trigger={['click']}
          autoFocus
          menu={{
            items: menu,
            onClick: ({ key, domEvent }) => {
              // The same Enter would else press whatever the dialog focuses first: its own ✕.
              domEvent.preventDefault()
              onAct(key as ActName)
            },
          }}
          overlayClassName="more-acts"
        >
          <Button aria-haspopup="menu">更多 ▾</Button>
        </Dropdown>
      )}
    </div>
  )
}

/** The one thing to do next stands out; everything else is equal. */
function nextAct({ case: state, response, callFirst }: CasePage, may: (name: ActName) => boolean): ActName | null {
  if (callFirst && may('登记电话')) return '登记电话'
  if (state.status === '待研判') return '研判'
  if (response === '回应待审核' && may('确认回应')) return '确认回应'
  const lead = state.assignments.find((one) => one.ended === null && one.part === '牵头')
  if (lead === undefined && state.status !== '已回应待续') return state.opinion ? '交办' : '答复来信人'
  if (lead !== undefined && lead.signed === null) return '代签'
  if (state.status === '已回应待续') return '办结'
  // What stops a letter is the answer to its writer, and not what the unit reports (§14-7).
  return !state.opinion && state.letters.open > 0 && may('答复来信人') ? '答复来信人' : '登记回应'
}

function Items({ page }: { page: CasePage }) {
  const query = useInfiniteQuery({
    queryKey: ['items', page.case.id],
    queryFn: ({ pageParam }) =>
      get<{ items: ItemLine[]; next: string | null }>(
        withQuery('/api/items', { caseId: page.case.id, limit: ITEMS_PAGE, before: pageParam }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
  const items = query.data?.pages.flatMap((one) => one.items) ?? []
  return (
    <section className="items" aria-label="信息">
      <h2>
        信息 <small>{page.case.items} 条</small>
        <small className="legend">
          <mark className="m-topic">主题依据</mark> <mark className="m-place">地点</mark>{' '}
          <mark className="m-hurt">伤亡</mark>
        </small>
      </h2>
      {query.isPending && <p className="faint">正在读取…</p>}
      {query.error !== null && <p className="wrong">{wordsOf(query.error)}</p>}
      {items.map((line) => (
        <ItemCard key={line.item.id} line={line} caseId={page.case.id} />
      ))}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          更早的信息
        </Button>
      )}
    </section>
  )
}
