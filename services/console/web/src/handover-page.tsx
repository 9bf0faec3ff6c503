// 值班交接: what is handed over now, one sheet of a handover to be read, printed and confirmed, and the last ones.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import type { HandoverHead, HandoverPage, HandoverPresent, HandoverSheet } from '../../src/handover-wire.ts'
import type { Me } from '../../src/wire.ts'
import { get, post, wordsOf } from './api.ts'
import { readDraft } from './draft.ts'
import { HandoverForm, WORDS_FIELD } from './handover-form.tsx'
import { isOnDesk } from './handover-reading.ts'
import { SheetLists, SheetWords } from './handover-sheet.tsx'
import { isMeantFor, Turn, waitsForOthers, whomWords } from './handover-turn.tsx'
import { isUnit, useMe, useNames } from './me.ts'
import { go, useQueryValue } from './place.ts'
import { useKept } from './reading.ts'
import { TableHead } from './table-head.tsx'
import { writeFull, writeMinute } from './time.ts'
import { NoRight, Unread } from './unread.tsx'

/** What would be handed over changes with every case; a list that is being read need not jump each time. */
const PRESENT_EVERY_MS = 15_000

export function HandoverView() {
  const [asked] = useQueryValue('seq')
  // What is no number names no sheet: what is so now is shown.
  const seq = asked !== null && /^\d{1,15}$/.test(asked) ? asked : null
  if (isUnit(useMe())) return <NoRight what="值班交接" />
  return (
    <div className="status-page handover">
      {seq === null ? <Now /> : <Sheet key={seq} seq={seq} />}
      <Past shown={seq} />
    </div>
  )
}

const PrintButton = () => (
  <Button className="no-print" onClick={() => window.print()}>
    打印
  </Button>
)

const givingWords = (open: HandoverHead | null, me: Me): string =>
  open === null ? '由我代为交班' : isMeantFor(open, me) ? '不接这一班，由我另行交班' : '由我另行交班，取代这一张'

const TITLE = 'handover-title'

/** A sheet is read from its top, whatever was pressed to open it: that button is no more. */
const toTitle = (title: HTMLElement | null) => title?.focus()

const toWords = () => document.getElementById(WORDS_FIELD)?.focus()

function Now() {
  const me = useMe()
  const names = useNames()
  const mayGive = isOnDesk(me)
  // What he has begun to write stays before his eyes.
  const [unfolded, setUnfolded] = useState(() => readDraft(me.login) !== null)
  const present = useKept(
    useQuery({
      queryKey: ['handovers', 'now'],
      queryFn: () => get<HandoverPresent>('/api/handovers/now'),
      enabled: mayGive,
      refetchInterval: PRESENT_EVERY_MS,
    }),
  )
  if (!mayGive) return <h1>值班交接</h1>
  const { data, error } = present
  if (data === undefined) {
    if (error === null) return <p className="boot">正在读取要交的事项…</p>
    return <Unread what="要交的事项" error={error} onRetry={() => present.refetch()} />
  }
  const unfold = () => {
    setUnfolded(true)
    // The form stands below the lists, screens away: who asks for it is taken there.
    requestAnimationFrame(toWords)
  }
  const gives = unfolded || !waitsForOthers(data, me.login)
  return (
    <>
      <h1>
        值班交接 <PrintButton />
        {gives && (
          <Button className="no-print" onClick={toWords}>
            写交代事项，交班
          </Button>
        )}
      </h1>
      <p className="faint">
        {bookWords(me)} · {gives && `交班人 ${names.contact(me.login)} · 尚未提交，`}现在的情况截至{' '}
        {writeFull(data.now)}
        （台账序号 {data.asOfSeq}）。{gives && '提交后清单固定。'}
      </p>
      <Turn present={data}>
        {!gives && (
          <button type="button" className="link" onClick={unfold}>
            {givingWords(data.open, me)}
          </button>
        )}
      </Turn>
      {data.restricted !== null && data.restricted > 0 && (
        <p className="note no-print">另有专项件 {data.restricted} 件在办：不写入交接单，请与有权的人当面交接。</p>
      )}
      <SheetLists lists={data.lists} at={data.now} />
      {gives && <HandoverForm present={data} />}
    </>
  )
}

function Sheet({ seq }: { seq: string }) {
  const me = useMe()
  const names = useNames()
  const path = `/api/handovers/${encodeURIComponent(seq)}`
  const sheet = useKept(useQuery({ queryKey: ['handovers', seq], queryFn: () => get<HandoverSheet>(path) }))
  const { data, error } = sheet
  if (data === undefined || data.head === null) {
    if (error === null) return <p className="boot">正在读取交接单…</p>
    return <Unread what="交接单" error={error} onRetry={() => sheet.refetch()} />
  }
  const { head } = data
  return (
    <>
      <h1 id={TITLE} tabIndex={-1} ref={toTitle}>
        值班交接单 <PrintButton />{' '}
        {isOnDesk(me) && (
          <Button className="no-print" onClick={() => go('/handover')}>
            {head.by === me.login && stateOf(head) === '未确认' ? '更正后重新交班' : '现在的情况'}
          </Button>
        )}
      </h1>
      <table className="handover-head">
        <tbody>
          <tr>
            <th scope="row">交班</th>
            <td>
              {names.contact(head.by)}，{writeFull(head.at)}
            </td>
          </tr>
          <tr>
            <th scope="row">接班</th>
            <td>{takenWords(head, names.contact)}</td>
          </tr>
          <tr>
            <th scope="row">依据</th>
            <td>
              {bookWords(me)}，第 {head.seq} 条记录；清单截至第 {data.asOfSeq} 条。时间均为北京时间
            </td>
          </tr>
        </tbody>
      </table>
      <Replaced head={head} />
      <SheetWords directives={data.directives} spoken={data.spoken} />
      <Take head={head} count={data.lists.reduce((sum, list) => sum + list.count, 0)} />
      <p className="faint handover-as-of">
        以下清单截至 {writeMinute(head.at)} 交班时；标题和级别按现在的显示。
        {isOnDesk(me) && <span className="no-print">后来的变化请看“现在的情况”。</span>}
      </p>
      <SheetLists lists={data.lists} at={head.at} />
    </>
  )
}

const stateOf = ({
  taken,
  replacedBy,
}: Pick<HandoverHead, 'taken' | 'replacedBy'>): '已确认' | '已被取代' | '未确认' =>
  taken !== null ? '已确认' : replacedBy !== null ? '已被取代' : '未确认'

/** On paper the header is not there: what the data are must stand on the sheet itself. */
const bookWords = ({ book }: Me): string => (book.mark === null ? book.name : `${book.name}（${book.mark}数据）`)

/** Who came by an older reminder is led on. */
function Replaced({ head }: { head: HandoverHead }) {
  const { replacedBy } = head
  if (replacedBy === null) return null
  return (
    <p className="note">
      ▲ 这张交接单已被后来的一张取代，以后来的为准。
      <button type="button" className="link no-print" onClick={() => go(`/handover?seq=${replacedBy}`)}>
        打开取代它的一张
      </button>
    </p>
  )
}

function takenWords(head: HandoverHead, name: (login: string) => string): string {
  if (head.taken !== null) return `${name(head.taken.by)}，${writeFull(head.taken.at)} 确认`
  const byRoster = head.asks.length === 0 ? '' : `，按值班表由 ${head.asks.join('、')} 接班`
  const meant = head.to === null ? `没有指定接班人${byRoster}` : `交给 ${name(head.to)}`
  return `${meant}，${stateOf(head) === '未确认' ? '还没有确认' : '没有确认，已被后来的一张取代'}`
}

const waitingWords = (head: HandoverHead, me: Me, name: (login: string) => string): string =>
  head.to === null ? `这一班按值班表由 ${head.asks.join('、')} 接班` : `这一班交给 ${whomWords(head, me, name)}`

/** The other confirms for himself; to who handed over the button is not shown. */
function Take({ head, count }: { head: HandoverHead; count: number }) {
  const me = useMe()
  const names = useNames()
  const client = useQueryClient()
  const { message } = App.useApp()
  const send = useMutation({
    mutationFn: () => post(`/api/handovers/${head.seq}/take`),
    onSuccess: () => {
      message.success({ key: TITLE, content: '已接班，记入台账' })
      // The button that was pressed is no more: who works by keyboard goes on from the top of the sheet.
      toTitle(document.getElementById(TITLE))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['handovers'] }),
  })
  if (stateOf(head) !== '未确认') return null
  const meant = isMeantFor(head, me)
  return (
    <div className="handover-take no-print">
      {head.by === me.login || !isOnDesk(me) ? (
        <b>▲ 未确认：等接班人用本人的账号登录后确认</b>
      ) : (
        <>
          {!meant && <b>▲ 未确认：{waitingWords(head, me, names.contact)}，等本人确认。</b>}
          <Button type={meant ? 'primary' : 'default'} loading={send.isPending} onClick={() => send.mutate()}>
            {meant ? '已逐项核对，确认接班' : '改由我接班，已逐项核对'}
          </Button>
          <span>
            {count > 0 && `先核对下面的清单，共 ${count} 项；`}以 {me.name} 的名义写入台账，不能撤回
          </span>
        </>
      )}
      {send.error !== null && <Alert type="error" message={wordsOf(send.error)} />}
    </div>
  )
}

function Past({ shown }: { shown: string | null }) {
  const names = useNames()
  const page = useQuery({ queryKey: ['handovers', 'past'], queryFn: () => get<HandoverPage>('/api/handovers') })
  if (page.data === undefined) return page.error === null ? null : <p className="wrong">{wordsOf(page.error)}</p>
  return (
    <section className="no-print" aria-label="最近的交接">
      <h2>最近的交接</h2>
      {page.data.heads.length === 0 ? (
        <p className="faint">还没有交接记录。</p>
      ) : (
        <table className="accounts">
          <TableHead names={['交班时间', '交班人', '接班人', '接班时间', '交接单']} />
          <tbody>
            {page.data.heads.map((head) => (
              <tr key={head.seq} aria-current={String(head.seq) === shown ? 'true' : undefined}>
                <td>{writeMinute(head.at)}</td>
                <td>{names.contact(head.by)}</td>
                <td>{head.taken === null ? stateOf(head) : names.contact(head.taken.by)}</td>
                <td>{head.taken === null ? '—' : writeMinute(head.taken.at)}</td>
                <td>
                  <button type="button" className="link" onClick={() => go(`/handover?seq=${head.seq}`)}>
                    打开
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
