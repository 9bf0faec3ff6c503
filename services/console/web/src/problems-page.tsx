// 共性问题: letters of one topic, one place and one demand over a period, against the period before; a row opens its case.
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber } from 'antd'
import type { ProblemPage } from '../../src/letter-wire.ts'
import { get, withQuery } from './api.ts'
import { LaneFrame } from './lane-frame.tsx'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { go, useQueryValue } from './place.ts'
import { useKept } from './reading.ts'
import { TableHead } from './table-head.tsx'
import { fromInput, toInput, writeFull, writeNear } from './time.ts'

const DAY_MS = 24 * 60 * 60_000
const PERIOD_DAYS = 30

export function ProblemsView() {
  const [from, setFrom] = useQueryValue('from')
  const [to, setTo] = useQueryValue('to')
  const [least, setLeast] = useQueryValue('least')
  const end = (to === null ? null : fromInput(to)) ?? undefined
  const begin = (from === null ? null : fromInput(from)) ?? undefined
  const asked = { from: begin, to: end, least: least ?? '' }
  const query = useKept(
    useQuery({
      queryKey: ['problems', begin, end, least],
      queryFn: () => get<ProblemPage>(withQuery('/api/problems', asked)),
      placeholderData: (before) => before,
    }),
  )
  const now = serverNow()
  return (
    <LaneFrame
      what="共性问题"
      reading={query}
      waiting={<p className="boot">正在读取共性问题…</p>}
      bar={
        <>
          <span className="filters left-side">
            <span>
              自 <DayInput value={from ?? toInput(now - PERIOD_DAYS * DAY_MS)} label="自" onChange={setFrom} />
            </span>
            <span>
              至 <DayInput value={to ?? toInput(now)} label="至" onChange={setTo} />
            </span>
            <span>
              至少{' '}
              <InputNumber
                size="small"
                min={2}
                max={1000}
                value={Number(least ?? 3)}
                aria-label="至少几封"
                onChange={(count) => setLeast(count === null ? null : String(count))}
              />{' '}
              封
            </span>
            <Button size="small" href={withQuery('/api/problems.csv', asked)}>
              导出 CSV（记入台账）
            </Button>
          </span>
          {query.data !== undefined && (
            <small className="faint">
              本期来信 {query.data.letters} 封，上期 {query.data.before} 封；检举控告、待甄别和已撤销的不在内
              {query.data.cut ? '；来信过多，只看了最近的一部分' : ''}
            </small>
          )}
        </>
      }
    >
      {query.data !== undefined && <Problems page={query.data} />}
    </LaneFrame>
  )
}

interface DayProps {
  value: string
  label: string
  onChange(value: string): void
}

const DayInput = ({ value, label, onChange }: DayProps) => (
  <Input
    size="small"
    type="datetime-local"
    style={{ width: 190 }}
    aria-label={label}
    value={value}
    onChange={(event) => onChange(event.target.value)}
  />
)

const columns = ['topic', 'where', 'what', 'count', 'trend', 'example'].map((one) => `p-${one}`)

function Problems({ page }: { page: ProblemPage }) {
  const names = useNames()
  if (page.problems.length === 0) {
    return (
      <div className="empty">
        <h2>这段时间没有共性问题</h2>
        <p>同一主题、同一地方、说同一件事的来信够数时，会排在这里，建议主动回应。</p>
      </div>
    )
  }
  return (
    <div className="scroll">
      <table className="rows problems">
        <TableHead names={['主题', '地点或单位', '共同的诉求', '件数', '比上期', '例']} what={columns} />
        <tbody>
          {page.problems.map((one) => (
            <tr key={`${one.topic} ${one.where} ${one.what[0]}`}>
              <td>{names.topic(one.topic)}</td>
              <td>{one.where ?? '多处'}</td>
              <td>
                <b>{one.what[0]}</b> {one.what.slice(1).join('、')}
              </td>
              <td>{one.count}</td>
              <td title={`上期 ${one.before} 封`}>{trendOf(one.count, one.before)}</td>
              <td>
                {one.examples.map((letter) => (
                  <button
                    key={letter.itemId}
                    type="button"
                    className="link"
                    title={writeFull(letter.receivedAt)}
                    onClick={() => go(`/case/${letter.caseId}`)}
                  >
                    {letter.number} {letter.title || '（无标题）'}（{writeNear(letter.receivedAt, serverNow())}）
                  </button>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A sign and a number, never a colour alone. */
function trendOf(count: number, before: number): string {
  if (before === 0) return '新出现'
  if (count === before) return '持平'
  return count > before ? `↑ ${count - before}` : `↓ ${before - count}`
}
