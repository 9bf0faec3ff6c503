// What rings and whom to call, above the queue: each with the one press that settles it.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { QueuePage } from '../../src/wire.ts'
import { newCommandId, post, wordsOf } from './api.ts'
import { alertName } from './entry-words.ts'
import { serverNow, useMinute } from './live.ts'
import { useMe } from './me.ts'
import { go } from './place.ts'
import { useRinging } from './ring.ts'
import { writeFull, writeNear } from './time.ts'

const SHOWN_MAX = 3

/** Sends one order that needs no dialog. */
function useOrder() {
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: ({ caseId, order }: { caseId: string; order: object }) =>
      post(`/api/cases/${encodeURIComponent(caseId)}/act`, { commandId: newCommandId(), expectedVersion: null, order }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cases'] }),
    onError: (error) => message.error(wordsOf(error)),
  })
}

/** §14-11: 疑似重大 rings everywhere at once; what the desk has not acknowledged in five minutes rings at 值班长. */
const LEAD_AFTER_MS = 5 * 60_000

function reachesMe(roles: string[], suspected: boolean, at: number, now: number): boolean {
  return suspected || roles.includes('值班员') || roles.includes('纪检') || now - at >= LEAD_AFTER_MS
}

export function DutyStrip({ ringing, calls, quarantined }: Pick<QueuePage, 'ringing' | 'calls' | 'quarantined'>) {
  const me = useMe()
  const order = useOrder()
  const [all, setAll] = useState(false)
  const may = me.acts.includes('alert.acknowledge')
  const now = useMinute()
  const failed = calls.filter((call) => call.deliveryId !== null)
  const heard = [
    ...ringing.filter((alert) => reachesMe(me.roles, alert.suspected, alert.firedAt, now)),
    ...failed.filter((call) => reachesMe(me.roles, false, call.openedAt, now)),
  ]
  useRinging(may ? heard.map((one) => one.reason) : [])
  const rows = ringing.length + calls.length + quarantined.length
  if (rows === 0 || !may) return null
  // Twelve rows of the queue stay in sight below, whatever stands above.
  const limit = all ? rows : SHOWN_MAX - (quarantined.length > 0 ? 1 : 0)
  const open = (id: string | null) => id !== null && go(`/case/${id}`)
  return (
    <div className="duty" role="alert">
      <Held quarantined={quarantined} />
      {ringing.slice(0, limit).map((alert) => (
        <div key={alert.id} className="ring">
          <b>▲ {alertName(alert)}</b>
          <button type="button" className="link" onClick={() => open(alert.caseId)}>
            {alert.number} {alert.title}
          </button>
          <span className="cut" title={alert.reason}>
            {writeNear(alert.firedAt, serverNow())} {alert.reason}
          </span>
          <Button
            size="small"
            onClick={() =>
              order.mutate({ caseId: alert.caseId, order: { do: 'alert.acknowledge', alertId: alert.id } })
            }
          >
            知道了，停响
          </Button>
        </div>
      ))}
      {calls.slice(0, Math.max(0, limit - ringing.length)).map((call) => (
        <div key={call.id} className="call">
          <b>☎ 电话督办</b>
          <span title={writeFull(call.openedAt)}>{call.name}</span>
          <b className="phone">{call.phone || (call.contact === '来信人' ? '号码见来信' : '名册无号码')}</b>
          <button type="button" className="link cut" onClick={() => open(call.caseId)}>
            {call.number} {call.reason}
          </button>
          {(['已通', '未接', '改拨'] as const).map((result) => (
            <Button
              key={result}
              size="small"
              onClick={() =>
                order.mutate({ caseId: call.caseId ?? '', order: { do: 'call.record', id: call.id, result, note: '' } })
              }
            >
              {result}
            </Button>
          ))}
        </div>
      ))}
      {rows > SHOWN_MAX && (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          {all ? '收起' : `还有 ${rows - SHOWN_MAX} 条：${leftWords(ringing.length, calls.length, limit)}`}
        </button>
      )}
    </div>
  )
}

/** What stands below the fold, by kind. */
function leftWords(ringing: number, calls: number, shown: number): string {
  const ringingLeft = Math.max(0, ringing - shown)
  const callsLeft = calls - Math.max(0, shown - ringing)
  return [
    ...(ringingLeft > 0 ? [`响铃 ${ringingLeft}`] : []),
    ...(callsLeft > 0 ? [`待打电话 ${Math.min(calls, callsLeft)}`] : []),
  ].join('，')
}

/** §14-9: that something is held back, and what not to do; of the thing itself nothing is shown. */
function Held({ quarantined }: Pick<QueuePage, 'quarantined'>) {
  const mayClear = useMe().roles.includes('值班长')
  if (quarantined.length === 0) return null
  return (
    <div className="held" title={quarantined.map((one) => `${writeFull(one.at)} …${one.itemId.slice(-8)}`).join('\n')}>
      <b>✕ 疑似涉密 {quarantined.length} 件</b>
      <span>勿转发、勿截图，请联系保密办。内容已加密隔离，不在本系统显示。</span>
      {mayClear && (
        <Button size="small" onClick={() => go('/quarantine')}>
          核对与解除
        </Button>
      )}
    </div>
  )
}
