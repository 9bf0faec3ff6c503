// 未确认交接, and a change of shift without one: told on every screen of the desk until somebody has confirmed (§6.2).
import type { Me } from '../../src/wire.ts'
import { useReminder } from './handover-reading.ts'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { go } from './place.ts'
import { writeFull, writeNear } from './time.ts'

export function HandoverBar({ me }: { me: Me }) {
  const names = useNames()
  const { open, missed } = useReminder(me)
  if (open === null) return missed === null ? null : <Missed at={missed} />
  const own = open.by === me.login
  const whom = open.to === null ? '接班人' : open.to === me.login ? '您' : names.contact(open.to)
  const who = own ? '您' : names.contact(open.by)
  return (
    <div className="handover-bar" role="status">
      <b>▲ 未确认交接</b>
      <span title={writeFull(open.at)}>{`${who} ${writeNear(open.at, serverNow())} 交班，等${whom}确认`}</span>
      <button type="button" className="link" onClick={() => go(`/handover?seq=${open.seq}`)}>
        {own ? '打开交接单' : '打开核对，确认接班'}
      </button>
    </div>
  )
}

function Missed({ at }: { at: number }) {
  return (
    <div className="handover-bar" role="status">
      <b>▲ 换班未交接</b>
      <span title={writeFull(at)}>{`按值班表 ${writeNear(at, serverNow())} 换班，台账里还没有这一班的交接`}</span>
      <button type="button" className="link" onClick={() => go('/handover')}>
        去交班
      </button>
    </div>
  )
}
