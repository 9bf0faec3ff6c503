// 台账: one row a case as of now or any past moment, with the seal at the foot.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import type { LedgerPage, RowAt } from '../../src/wire.ts'
import { get, withQuery } from './api.ts'
import { ColumnPick, isColumnPart, useColumns } from './column-pick.tsx'
import type { Column } from './ledger-column.ts'
import { serverNow } from './live.ts'
import { isUnit, useMe, useNames } from './me.ts'
import { Pick } from './pick.tsx'
import { go, usePlace, useQueryValue } from './place.ts'
import { useKept } from './reading.ts'
import { SavedQueries } from './saved-query.tsx'
import { fromInput, toInput, writeFull } from './time.ts'
import { Unread } from './unread.tsx'

const PAGE_ROWS = 100
const DAY_MS = 86_400_000
const statusNames = ['待研判', '待签收', '办理中', '已回应待续', '办结', '已撤销', '已并入']
const gradeNames = ['特别重大', '重大', '较大', '一般', '非突发', '待定']

export function LedgerPageView() {
  const [asOf, setAsOf] = useQueryValue('asOf')
  const filter = useFilter()
  const mayExport = useMe().roles.some((role) => !role.startsWith('单位') && !role.endsWith('管理员'))
  const query = useKept(
    useInfiniteQuery({
      queryKey: ['rows', filter],
      queryFn: ({ pageParam }) =>
        get<LedgerPage>(withQuery('/api/rows', { ...filter, limit: PAGE_ROWS, after: pageParam })),
      initialPageParam: '',
      getNextPageParam: (page) => page.next,
      placeholderData: (before) => before,
    }),
  )
  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className={first?.asOf == null ? 'ledger' : 'ledger past'}>
      <h1 className="unseen">台账</h1>
      <Filters />
      {first?.asOf != null && (
        <div className="past-bar" role="status">
          ◷ 这是截至 {asOf?.replace('T', ' ')}（台账序号 {first.asOf.seq}）的台账，不是现在。
          <Button size="small" onClick={() => setAsOf(null)}>
            回到现在
          </Button>
        </div>
      )}
      <LedgerTable
        rows={rows}
        narrowed={Object.values(filter).some((value) => value !== null)}
        loading={query.isPending}
        wrong={query.error}
        onRetry={() => query.refetch()}
      />
      <footer className="seal">
        {first !== undefined && (
          <span>
            共 {first.total} 件，已显示 {rows.length}
          </span>
        )}
        {first?.notice != null && <span role="status">{first.notice}</span>}
        {query.hasNextPage && (
          <Button size="small" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            再显示 {PAGE_ROWS} 件
          </Button>
        )}
        {mayExport && first !== undefined && first.total > 0 && <Exports filter={filter} total={first.total} />}
        {first !== undefined && (
          <span title={`SM3 ${first.seal.hash}`}>
            封印：序号 {first.seal.seq} · SM3 {first.seal.hash.slice(0, 8)} · {writeFull(first.seal.at)}
          </span>
        )}
      </footer>
    </div>
  )
}

/** Each link says what will be in the file. */
function Exports({ filter, total }: { filter: Record<string, string | number | null>; total: number }) {
  const inside = useMe().roles.some((role) => ['值班员', '值班长', '审核', '纪检'].includes(role))
  const file = (kind: 'xlsx' | 'csv', version: 'internal' | 'masked', name: string, says: string) => (
    <a className="export" href={withQuery(`/api/rows.${kind}`, { ...filter, version })} download title={says}>
      {name}
    </a>
  )
  const each = '按上面的筛选和截至时间，40 列，带统计期限、制表人和封印'
  return (
    <span className="exports">
      导出 {total} 件：
      {inside && file('xlsx', 'internal', '内部版 xlsx', `${each}；含联络员姓名电话，勿外传`)}
      {file('xlsx', 'masked', '脱敏版 xlsx', `${each}；人名、电话隐去，不含检举控告`)}
      {file('csv', 'masked', '脱敏版 CSV', `${each}；人名、电话隐去，不含检举控告`)}
      <a
        className="export"
        href={withQuery('/api/audit.zip', { ...filter, version: 'masked' })}
        download
        title="台账、逐条记录、离线核验页；不含检举控告，名册和电话只给校验值"
      >
        审计包 zip
      </a>
    </span>
  )
}

/** What the address bar asks for, in the words of the API. */
function useFilter() {
  const { searchParams } = usePlace()
  const day = (name: string): number | null => {
    const text = searchParams.get(name)
    return text === null ? null : fromInput(`${text}T00:00`)
  }
  const to = day('to')
  const asOf = searchParams.get('asOf')
  return {
    asOf: asOf === null ? null : fromInput(asOf),
    status: searchParams.get('status'),
    grade: searchParams.get('grade'),
    lead: searchParams.get('lead'),
    topic: searchParams.get('topic'),
    kind: searchParams.get('kind'),
    kept: searchParams.get('kept'),
    text: searchParams.get('text'),
    openedFrom: day('from'),
    openedTo: to === null ? null : to + DAY_MS,
  }
}

function Filters() {
  const ofUnit = isUnit(useMe())
  const { directory } = useNames()
  const [asOf, setAsOf] = useQueryValue('asOf')
  const [from, setFrom] = useQueryValue('from')
  const [to, setTo] = useQueryValue('to')
  return (
    <div className="lanes">
      <span className="filters left-side">
        <label htmlFor="from">立案</label>
        <Input id="from" size="small" type="date" value={from ?? ''} onChange={(e) => setFrom(e.target.value)} />
        <label htmlFor="to">至</label>
        <Input id="to" size="small" type="date" value={to ?? ''} onChange={(e) => setTo(e.target.value)} />
        <FullText />
        <Pick label="状态" name="status" options={named(statusNames)} />
        <Pick label="级别" name="grade" options={named(gradeNames)} />
        {!ofUnit && (
          <Pick
            label="牵头单位"
            name="lead"
            options={directory?.units.map((one) => ({ value: one.id, label: one.short })) ?? []}
          />
        )}
        <Pick
          label="主题"
          name="topic"
          options={directory?.topics.map((one) => ({ value: one.id, label: one.name })) ?? []}
        />
        <Pick
          label="渠道"
          name="kind"
          options={[
            { value: 'letter', label: '来信、来电' },
            { value: 'public', label: '公开信息' },
          ]}
        />
        <Pick label="是否按时" name="kept" options={named(['按时', '超时'])} />
      </span>
      <span className="as-of">
        <ColumnPick />
        <SavedQueries shelf="ledger-filters" what="筛选" example="本季住建" keeps={(name) => !isColumnPart(name)} />
        <label htmlFor="as-of">截至</label>
        <Input
          id="as-of"
          size="small"
          type="datetime-local"
          aria-label="截至（北京时间）"
          max={toInput(serverNow())}
          value={asOf ?? ''}
          onChange={(e) => setAsOf(e.target.value)}
        />
      </span>
    </div>
  )
}

/** Two characters are enough: titles, numbers, what was answered, and the items behind. */
function FullText() {
  const [text, setText] = useQueryValue('text')
  const [typed, type] = useState<string | null>(null)
  const find = (given: string) => {
    type(null)
    setText(given.trim() || null)
  }
  return (
    <Input
      className="full-text"
      size="small"
      allowClear
      aria-label="全文"
      placeholder="全文"
      value={typed ?? text ?? ''}
      onChange={(event) => (event.target.value === '' ? find('') : type(event.target.value))}
      onPressEnter={() => find(typed ?? '')}
    />
  )
}

interface Choice {
  value: string
  label: string
}
const named = (names: string[]): Choice[] => names.map((value) => ({ value, label: value }))

interface TableProps {
  rows: RowAt[]
  /** Something in the address bar leaves cases out. */
  narrowed: boolean
  loading: boolean
  wrong: Error | null
  onRetry(): void
}

function LedgerTable({ rows, narrowed, loading, wrong, onRetry }: TableProps) {
  const columns = useColumns()
  const ofUnit = isUnit(useMe())
  if (loading) return <p className="boot">正在读取台账…</p>
  if (wrong !== null && rows.length === 0) return <Unread what="台账" error={wrong} onRetry={onRetry} />
  if (rows.length === 0) {
    return narrowed ? (
      <div className="empty">
        <h2>这一范围没有案件</h2>
        <p>放宽期间或筛选条件；“截至”早于第一件立案时也会是空的。</p>
        <Button onClick={() => go('/ledger')}>看全部</Button>
      </div>
    ) : (
      <div className="empty">
        <h2>台账里还没有案件</h2>
        <p>{ofUnit ? '交办给贵单位的案件会自动列在这里。' : '来信和公开信息立案后会自动列在这里，不用另外登记。'}</p>
      </div>
    )
  }
  return (
    <div className="table-box">
      <table className="ledger-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} className={column.wide ? 'wide' : undefined} scope="col">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <LedgerLine key={row.caseId} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LedgerLine({ row, columns }: { row: RowAt; columns: Column[] }) {
  const names = useNames()
  const cell = (column: Column) => column.show(row, names)
  return (
    <tr onDoubleClick={() => go(`/case/${row.caseId}`)}>
      {columns.map((column) => (
        <td key={column.name} title={cell(column)}>
          {column.name === '编号' && row.restricted !== null && <i className="tag">{row.restricted}</i>}
          {column.name === '编号' ? (
            <a
              href={`/case/${row.caseId}`}
              onClick={(click) => {
                click.preventDefault()
                go(`/case/${row.caseId}`)
              }}
            >
              {row.number}
            </a>
          ) : (
            cell(column)
          )}
        </td>
      ))}
    </tr>
  )
}
