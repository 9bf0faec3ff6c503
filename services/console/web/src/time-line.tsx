// 时间线: the entries of a case newest first, and what became of each mail.
import { useState } from 'react'
import type { CasePage, DeliveryRow, Entry } from '../../src/wire.ts'
import { Behind } from './behind.tsx'
import { actorWords, deliveryWords, entryWords, quietActs } from './entry-words.ts'
import { serverNow } from './live.ts'
import { isUnit, useMe, useNames } from './me.ts'
import { writeFull, writeNear } from './time.ts'
import { codeWords } from './urgency.tsx'

export function TimeLine({ page }: { page: CasePage }) {
  const names = useNames()
  const [all, setAll] = useState(false)
  const now = serverNow()
  const entries = page.entries.filter((entry) => all || !quietActs.has(entry.body.act)).toReversed()
  const mails = new Map<string, DeliveryRow[]>()
  for (const one of page.deliveries) mails.set(one.alertId, [...(mails.get(one.alertId) ?? []), one])
  return (
    <section className="time-line" aria-label="时间线">
      <h2>
        时间线 <small>{page.entries.length} 条台账记录</small>
        <button type="button" className="link small" onClick={() => setAll(!all)}>
          {all ? '只看主要' : '看全部'}
        </button>
      </h2>
      <ol>
        {entries.map((entry) => (
          <li key={entry.seq} className={entry.actor === 'system' ? 'by-system' : ''}>
            <time title={`${writeFull(entry.at)} · 台账序号 ${entry.seq}`}>{writeNear(entry.at, now)}</time>
            <b>{actorWords(entry, names)}</b>
            <span>
              {aboutWhat(entry, page, names)}
              {entryWords(entry, names, now)}
            </span>
            <Reply entry={entry} caseId={page.case.id} />
            {entry.body.act === 'alert.fired' && <Mails mails={mails.get(entry.body.alert.id) ?? []} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Entries name a delivery, an assignment or a clock by id only: whom or what they are about stands in its row. */
function aboutWhat({ body }: Entry, page: CasePage, names: ReturnType<typeof useNames>): string {
  switch (body.act) {
    case 'delivery.changed': {
      const row = page.deliveries.find((one) => one.id === body.id)
      return row === undefined ? '' : `${names.contact(row.to)} `
    }
    case 'assignment.signed':
    case 'assignment.ended': {
      const assignment = page.case.assignments.find((one) => one.id === body.id)
      return assignment === undefined ? '' : `${names.unit(assignment.unit)} `
    }
    case 'extension.asked': {
      const assignment = page.case.assignments.find((one) => one.id === body.assignmentId)
      return assignment === undefined ? '' : `${names.unit(assignment.unit)} `
    }
    case 'clock.ended':
    case 'clock.confirmed':
    case 'clock.carried':
    case 'clock.revived':
    case 'clock.extended': {
      const clock = page.clocks.find((one) => one.id === body.clockId)
      return clock === undefined ? '' : `${codeWords(clock.code)} `
    }
    default:
      return ''
  }
}

/** What came back to one of our mails: what hangs on it, and the whole of it behind the mask. */
function Reply({ entry: { body }, caseId }: { entry: Entry; caseId: string }) {
  const me = useMe()
  if (body.act !== 'note.added' || body.letterId === undefined || isUnit(me)) return null
  return (
    <div className="reply">
      <Behind item={{ id: body.letterId, kind: 'letter' }} caseId={caseId} files={body.files !== undefined} />
    </div>
  )
}

function Mails({ mails }: { mails: DeliveryRow[] }) {
  const names = useNames()
  if (mails.length === 0) return null
  return (
    <ul className="mails">
      {mails.map((mail) => (
        <li key={mail.id} className={mail.state === 'failed' || mail.state === 'bounced' ? 'wrong' : ''}>
          {mail.channel === 'phone' ? '☎' : '✉'} {mail.part} {names.contact(mail.to)}：
          <b>{deliveryWords[mail.state]}</b>
          <span className="faint" title={writeFull(mail.changedAt)}>
            {' '}
            {writeNear(mail.changedAt, serverNow())}
            {mail.attempts > 1 ? `，${mail.attempts} 次` : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}
