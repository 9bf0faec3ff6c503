// What is or was handed over, part by part: what there is as rows with absolute deadlines, what there is not in a line.
import type { HandoverLine, HandoverPart, HandoverSheet } from '../../src/handover-wire.ts'
import { useNames } from './me.ts'
import { go } from './place.ts'
import { writeFull, writeNear } from './time.ts'
import { codeWords } from './urgency.tsx'

/** Where the rows behind a number stand now. */
const placeOf: { [part in HandoverPart]: string } = {
  先打电话: '/',
  已超时: '/?lane=超时',
  两小时内到期: '/?lane=临期',
  '特别重大、重大': '/',
  待研判: '/?lane=待研判',
  未签收: '/?lane=待签收',
  延期待答复: '/',
  回应待审核: '/',
  待续报: '/?lane=已回应待续',
  '未送达、待打电话': '/',
  疑似误投: '/letters?lane=疑似误投',
  待核信息: '/?lane=待核信息',
  异常采集源: '/status',
}

/** `at`: when it was so; a deadline before it was missed by then. */
export function SheetLists({ lists, at }: Pick<HandoverSheet, 'lists'> & { at: number }) {
  const empty = lists.filter((list) => list.count === 0).map((list) => list.part)
  return (
    <div className="handover-lists">
      {lists
        .filter((list) => list.count > 0)
        .map(({ part, count, lines }) => (
          <section key={part} aria-label={part}>
            <h3>
              {part} <b>{count}</b>
              <a
                href={placeOf[part]}
                className="link no-print"
                aria-label={`查看现在的${part}`}
                onClick={(event) => {
                  event.preventDefault()
                  go(placeOf[part])
                }}
              >
                查看
              </a>
            </h3>
            {lines.length > 0 && (
              <ul>
                {Array.from(sameLines(lines), ([key, same]) => (
                  <Line key={key} part={part} line={same[0]!} times={same.length} at={at} />
                ))}
              </ul>
            )}
            {count > lines.length && lines.length > 0 && (
              <p className="faint">
                只列出前 {lines.length} 件，另有 {count - lines.length} 件
              </p>
            )}
          </section>
        ))}
      {empty.length > 0 && <p className="faint">以下均为 0：{empty.join('；')}。</p>}
    </div>
  )
}

/** Three calls to one person about one case are one line that says so: alike, they read as a mistake. */
const sameLines = (lines: HandoverLine[]): Map<string, HandoverLine[]> =>
  Map.groupBy(lines, (line) => JSON.stringify(line))

interface LineProps {
  part: HandoverPart
  line: HandoverLine
  times: number
  at: number
}

function Line({ part, line, times, at }: LineProps) {
  const names = useNames()
  const { caseId, number, title, grade, code, dueAt, about } = line
  if (caseId === null) return <li className="plain">{about}</li>
  // Under its own heading it need not be said once more.
  const isLate = dueAt !== null && dueAt < at && part !== '已超时'
  const whom = about === null ? '' : part === '未送达、待打电话' ? names.contact(about) : names.unit(about)
  return (
    <li>
      <a
        href={`/case/${caseId}`}
        className="link"
        onClick={(event) => {
          event.preventDefault()
          go(`/case/${caseId}`)
        }}
      >
        {number} {title}
      </a>
      <span>
        {[grade === '待定' ? '级别待定' : (grade ?? ''), whom, times > 1 ? `${times} 次` : '']
          .filter(Boolean)
          .join(' · ')}{' '}
        {part === '先打电话' ? (
          <b>立即打电话</b>
        ) : (
          dueAt !== null && <Deadline dueAt={dueAt} code={code} isLate={isLate} />
        )}
      </span>
    </li>
  )
}

const Deadline = ({ dueAt, code, isLate }: { dueAt: number; code: HandoverLine['code']; isLate: boolean }) => (
  <time title={`${writeFull(dueAt)}（北京时间）`}>
    {code === null ? '最近' : `${codeWords(code)} `}截止 <b>{writeNear(dueAt, 0, true)}</b>
    {isLate && <b className="wrong late"> ▲ 已超时</b>}
  </time>
)

/** What no program knows, as it was written. */
export function SheetWords({ directives, spoken }: Pick<HandoverSheet, 'directives' | 'spoken'>) {
  return (
    <div className="handover-words">
      <h3>领导批示未落实</h3>
      <p>{directives || '无'}</p>
      <h3>口头交代事项</h3>
      <p>{spoken || '无'}</p>
    </div>
  )
}
