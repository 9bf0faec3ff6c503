// 未确认交接, and a change of shift without one: told on every screen of the desk until somebody has confirmed (§6.2).
import type { HandoverMissed } from '../../src/handover-wire.ts'
import type { Me } from '../../src/wire.ts'
import { useReminder } from './handover-reading.ts'
import { openWords, ringWords, whomWords } from './handover-turn.tsx'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { go, usePlace } from './place.ts'
import { writeFull, writeNear } from './time.ts'

export function HandoverBar({ me }: { me: Me }) {
  const names = useNames()
  const { open, missed } = useReminder(me)
  // Who reads the sheet, or what would be handed over, already is led nowhere.
  const { pathname, searchParams } = usePlace()
  const seq = searchParams.get('seq')
  if (open === null)
    return missed === null ? null : (
      <Missed missed={missed} me={me} isThere={pathname === '/handover' && seq === null} />
    )
  const own = open.by === me.login
  const whom = whomWords(open, me, names.contact)
  const who = own ? '您' : names.contact(open.by)
  return (
    <div className="handover-bar" role="status">
      <b>▲ 未确认交接</b>
      <span title={writeFull(open.at)}>{`${who} ${writeNear(open.at, serverNow())} 交班，等${whom}确认`}</span>
      {seq !== String(open.seq) && (
        <button type="button" className="link" onClick={() => go(`/handover?seq=${open.seq}`)}>
          {openWords(open, me)}
        </button>
      )}
    </div>
  )
}

/** Who has come cannot hand over what he has not had: he is told whom to ring up, and confirms once it is given. */
function Missed({ missed, me, isThere }: { missed: HandoverMissed; me: Me; isThere: boolean }) {
  const { at, goes, comes } = missed
  const when = writeNear(at, serverNow())
  const comesOn = comes.includes(me.name)
  const whom = ringWords(goes)
  return (
    <div className="handover-bar" role="status">
      <b>▲ 换班未交接</b>
      <span title={writeFull(at)}>
        {comesOn
          ? `按值班表您 ${when} 接班，还没有人交班：请联系 ${whom} 交班，交班后在这里确认接班；已离岗的，由值班长代交`
          : `按值班表 ${when} 换班，台账里还没有这一班的交接`}
      </span>
      {!isThere && (
        <button type="button" className="link" onClick={() => go('/handover')}>
          {comesOn ? '先看现在的情况' : '去交班'}
        </button>
      )}
    </div>
  )
}
