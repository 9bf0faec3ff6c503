// What is still to be done where a life may hang on a case: it stays until somebody says what became of it.
import { Button } from 'antd'
import type { CasePage } from '../../src/wire.ts'
import type { ActName } from './act-spec.ts'
import { serverNow } from './live.ts'
import { isUnit, useMe, useNames } from './me.ts'
import { writeNear } from './time.ts'
import { UnitPhones } from './unit-phones.tsx'

interface Props {
  page: CasePage
  may(name: ActName): boolean
  onAct(name: ActName): void
}

const acts = ['登记电话', '不必打电话'] as const

export function CallBar({ page, may, onAct }: Props) {
  const me = useMe()
  if (!page.callFirst || isUnit(me)) return null
  const isTaken = page.case.judged !== null || page.case.assignments.length > 0
  return (
    <section className="call-bar" aria-label="先打电话">
      <p>
        <b>☎ 还要打电话：</b>
        <Unreached page={page} />
        {isTaken ? '研判、交办都不算打过电话。' : '先打电话，再研判。'}
        打通了请登记；确实不用打的，写明理由。登记之前本案一直排在最上面，交接班也会列出，不能办结。
      </p>
      {acts.filter(may).map((name) => (
        <Button key={name} type={name === '登记电话' ? 'primary' : 'default'} onClick={() => onAct(name)}>
          {name}
        </Button>
      ))}
      {may('登记电话') && <UnitPhones page={page} />}
    </section>
  )
}

/** The last call that reached nobody: who comes later need not ask whether anybody has tried. */
function Unreached({ page }: Pick<Props, 'page'>) {
  const names = useNames()
  const last = page.entries.findLast(({ body }) => body.act === 'call.made')
  if (last?.body.act !== 'call.made' || last.body.result !== '未接') return null
  return `${names.contact(last.actor)} ${writeNear(last.at, serverNow())} 打过，未接（${last.body.note}）。`
}
