// The dialog of one act: asks what is needed, says what will happen, does it once, and keeps what was typed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { CasePage, Entry, Preview } from '../../src/wire.ts'
import { ActFields, isComplete } from './act-fields.tsx'
import type { ActFacts, Values } from './act-form.ts'
import { type ActName, specOf } from './act-spec.ts'
import { post, RefusedError, wordsOf } from './api.ts'
import { readCasePage } from './case-query.ts'
import { actorWords, entryWords, quietActs } from './entry-words.ts'
import { serverNow } from './live.ts'
import { useMe, useNames } from './me.ts'
import { ReplyHints, useReplyAdvice } from './reply-advice.tsx'
import { useTyped } from './typed.ts'

const PREVIEW_AFTER_MS = 250

interface Props {
  caseId: string
  act: ActName
  /** Values known beforehand, e.g. which letter. */
  preset?: Values
  /** A case that the preset names: the page knows only so many others. */
  other?: CasePage['others'][number]
  onClose(): void
}

export function ActDialog({ caseId, act, preset = {}, other, onClose }: Props) {
  const page = useQuery(readCasePage(caseId))
  const spec = specOf(act)
  if (page.data === undefined) {
    return (
      <Modal open title={spec.title} footer={null} onCancel={onClose}>
        {page.error === null ? '正在读取案件…' : wordsOf(page.error)}
      </Modal>
    )
  }
  if (!spec.fits(page.data)) {
    return (
      <Modal open title={spec.title} footer={null} onCancel={onClose}>
        <p>
          {page.data.case.number} 现在不能“{spec.title}”：{whyNot(page.data, act)}。未作改动。
        </p>
        <Button onClick={onClose}>知道了</Button>
      </Modal>
    )
  }
  return <OpenDialog page={withOther(page.data, other)} act={act} preset={preset} onClose={onClose} />
}

function withOther(page: CasePage, other: Props['other']): CasePage {
  if (other === undefined || page.others.some((one) => one.id === other.id)) return page
  return { ...page, others: [other, ...page.others] }
}

function whyNot({ case: state }: CasePage, act: ActName): string {
  if (['办结', '已撤销', '已并入'].includes(state.status)) return `案件${state.status}，先重开或拆分`
  if (act === '交办' && state.judged === null) return '先研判确认，再交办（按 g）；机器的怀疑不发给单位'
  if (act === '撤销' && state.letters.open > 0) return '还有来信没有答复；来信只能答复、不予受理或告知去向'
  if (act === '申请延期') return '没有可以延期的时限（5、24、48 小时时限不设延期审批），或者上一份申请还没有答复'
  return '没有可办的对象'
}

function useFacts(page: CasePage): ActFacts {
  const me = useMe()
  const names = useNames()
  const units = names.directory?.units.map((one) => ({ value: one.id, label: one.short })) ?? []
  const topics = names.directory?.topics.map((one) => ({ value: one.id, label: one.name })) ?? []
  const { recordForms: forms = [], refusals = [] } = names.directory ?? {}
  return { page, me, units, topics, forms, refusals, promises: [], unitName: names.unit, now: serverNow() }
}

function OpenDialog({ page, act, preset, onClose }: Omit<Required<Props>, 'caseId' | 'other'> & { page: CasePage }) {
  const spec = specOf(act)
  const opening = useFacts(page)
  const { values, type, commandId, renew } = useTyped(
    () => ({ ...spec.start(opening), ...preset }),
    (after) => spec.follow?.(after, facts) ?? after,
  )
  const draft = spec.reply?.(values) ?? null
  const advice = useReplyAdvice(page.case.id, draft)
  const facts = { ...opening, promises: advice.data?.promises ?? [] }
  // The version the person looked at when opening; after being told what changed, the newest one.
  const [openedVersion] = useState(page.case.version)
  const fields = spec.fields(facts).filter((field) => field.when?.(values) ?? true)
  const complete = isComplete(fields, values)
  const path = `/api/cases/${encodeURIComponent(page.case.id)}`
  const body = (expectedVersion: number) => ({
    commandId: commandId(),
    expectedVersion,
    order: spec.build(values, facts),
  })
  const send = useSending(page, spec.title, (version: number) => post(`${path}/act`, body(version)), onClose)
  const stale = send.error instanceof RefusedError && send.error.code === 'stale' ? send.error : null
  const submit = () => {
    if (!complete || send.isPending) return
    if (stale !== null) renew()
    send.mutate(stale === null ? openedVersion : page.case.version)
  }
  useSubmitKey(submit)
  return (
    <Modal
      open
      width={720}
      style={{ top: 32 }}
      title={`${spec.title} · ${page.case.number} ${page.case.title}`}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={(open) => open && focusFirst(fields[0]?.name)}
      okText={stale === null ? spec.title : '看过变化，仍然提交'}
      cancelText="取消"
      okButtonProps={{ danger: spec.danger === true, disabled: !complete, loading: send.isPending }}
      onOk={submit}
    >
      <div className="act">
        <p className="say">{typeof spec.say === 'string' ? spec.say : spec.say(facts)}</p>
        <ActFields caseId={page.case.id} fields={fields} values={values} onChange={type} />
        {draft !== null && <ReplyHints advice={advice} claimed={draft.statement} />}
        {stale !== null && <Changed entries={stale.changed} />}
        {send.error !== null && stale === null && <Alert type="error" role="alert" message={wordsOf(send.error)} />}
        <WhatWillHappen path={path} body={complete ? body(page.case.version) : null} />
      </div>
    </Modal>
  )
}

/** Who is quicker than the opening is in a field already, and what is being typed there goes on. */
function focusFirst(name: string | undefined): void {
  if (document.querySelector('.act .fields')?.contains(document.activeElement)) return
  document.getElementById(`act-${name}`)?.focus()
}

/** Done, it says so, closes, and what is shown of the case is read again. */
function useSending(page: CasePage, title: string, send: (version: number) => Promise<unknown>, onClose: () => void) {
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: send,
    onSuccess: async () => {
      message.success(`${title}：已记入台账 ${page.case.number}`)
      onClose()
      await Promise.all([
        client.invalidateQueries({ queryKey: ['case', page.case.id] }),
        client.invalidateQueries({ queryKey: ['cases'] }),
      ])
    },
  })
}

/** Ctrl and Enter send from any field. */
function useSubmitKey(submit: () => void): void {
  const latest = useRef(submit)
  latest.current = submit
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) latest.current()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** The server's own words of what this would do, asked while typing pauses. */
export function WhatWillHappen({ path, body }: { path: string; body: { order: object } | null }) {
  const text = body === null ? '' : JSON.stringify(body.order)
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PREVIEW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])
  const preview = useQuery({
    queryKey: ['preview', path, asked],
    queryFn: () => post<Preview>(`${path}/preview`, { ...body, order: JSON.parse(asked) as object }),
    enabled: asked !== '',
    placeholderData: (before) => before,
    staleTime: 0,
    retry: false,
  })
  if (body === null) return <p className="will faint">填完后，这里会写明将发生什么。</p>
  const { data } = preview
  if (preview.error !== null) return <p className="will wrong">{wordsOf(preview.error)}</p>
  if (data === undefined) return <p className="will faint">正在核对…</p>
  if (!data.ok) return <p className="will wrong">不能这样做：{data.message}</p>
  return (
    <div className="will" aria-live="polite">
      <b>将会：</b>
      {data.preview.length === 0 ? '记入台账，各时限不变。' : null}
      <ul>
        {data.preview.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

function Changed({ entries }: { entries: Entry[] }) {
  const names = useNames()
  const now = serverNow()
  return (
    <Alert
      type="warning"
      role="alert"
      message="您打开之后，案件有了变化；您填写的内容都还在。请看过再提交："
      description={
        <ul>
          {entries
            .filter((entry) => !quietActs.has(entry.body.act))
            .map((entry) => (
              <li key={entry.seq}>
                {actorWords(entry, names)}：{entryWords(entry, names, now)}
              </li>
            ))}
        </ul>
      }
    />
  )
}
