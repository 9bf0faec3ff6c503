// 时间线: the entries of a case newest first, and what became of each mail.
import { useState } from 'react'
import type { CasePage, DeliveryRow, Entry } from '../../src/wire.ts'
import { actorWords, deliveryWords, entryWords, quietActs } from './entry-words.ts'
import { serverNow } from './live.ts'
import { useNames } from './me.ts'
import { writeFull, writeNear } from './time.ts'

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
              {toldWhom(entry, page, names)}
              {entryWords(entry, names, now)}
            </span>
            {entry.body.act === 'alert.fired' && <Mails mails={mails.get(entry.body.alert.id) ?? []} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Of what became of a delivery the entry names its id only: to whom it went stands in its row. */
function toldWhom({ body }: Entry, { deliveries }: CasePage, names: ReturnType<typeof useNames>): string {
  const row = body.act === 'delivery.changed' ? deliveries.find((one) => one.id === body.id) : undefined
  return row === undefined ? '' : `${names.contact(row.to)} `
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
