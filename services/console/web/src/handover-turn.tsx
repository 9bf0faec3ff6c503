// What /handover says above the lists: whose handover waits, and whose turn it is, before anybody fills in a form.
import { Button } from 'antd'
import type { HandoverHead, HandoverPresent, RosterName } from '../../src/handover-wire.ts'
import type { Me } from '../../src/wire.ts'
import { useMe, useNames } from './me.ts'
import { go } from './place.ts'
import { writeMinute } from './time.ts'

/** Names with telephones, as somebody is told whom to ring up. */
export const ringWords = (people: RosterName[]): string =>
  people.map(({ name, phone }) => `${name}${phone === '' ? '' : `（${phone}）`}`).join('、')

type Who = Pick<Me, 'login' | 'name'>

/**
 * Only he whom it is meant for is asked to confirm, or who takes over by the roster where it names nobody; another on
 * the desk may, when he takes over in his place.
 */
export const isMeantFor = ({ by, to, asks }: HandoverHead, { login, name }: Who): boolean =>
  by !== login && (to === null ? asks.length === 0 || asks.includes(name) : to === login)

/** Whom a handover waits for, and what its button does, in words to who looks on. */
export const whomWords = (head: HandoverHead, me: Who, nameOf: (login: string) => string): string => {
  const { to, asks } = head
  if (to !== null) return to === me.login ? '您' : nameOf(to)
  if (asks.length === 0) return '接班人'
  return isMeantFor(head, me) ? '您' : `接班的 ${asks.join('、')} `
}
export const openWords = (head: HandoverHead, me: Who): string =>
  isMeantFor(head, me) ? '打开核对，确认接班' : '打开交接单'

/** Who is to take over, or comes later by the roster, is not asked to hand over: he unfolds the form himself. */
export const waitsForOthers = ({ open, turn }: HandoverPresent, login: string): boolean =>
  open === null ? turn !== null : open.by !== login

export function Turn({ present, children }: { present: HandoverPresent; children: React.ReactNode }) {
  const me = useMe()
  const names = useNames()
  const { open, turn } = present
  if (open !== null) {
    const own = open.by === me.login
    return (
      <div className="note handover-turn no-print">
        {own ? '您' : names.contact(open.by)} {writeMinute(open.at)} 交的班，等{whomWords(open, me, names.contact)}
        确认。
        {own && '要更正的，改后重新交班，取代那一张。'}
        <Button type={isMeantFor(open, me) ? 'primary' : 'default'} onClick={() => go(`/handover?seq=${open.seq}`)}>
          {openWords(open, me)}
        </Button>
        {children}
      </div>
    )
  }
  if (turn === null) return null
  return (
    <div className="note handover-turn no-print">
      按值班表这一班由 {ringWords(turn)} 交班；您接班时在这里核对、确认。
      {children}
    </div>
  )
}
