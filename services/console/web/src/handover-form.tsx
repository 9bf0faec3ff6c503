// 交班: what the program knows stands above; here stands what it cannot know, and to whom it goes.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { HandoverHead, HandoverPresent } from '../../src/handover-wire.ts'
import type { Values } from './act-form.ts'
import { post, wordsOf } from './api.ts'
import { type Draft, dropDraft, keepDraft, readDraft } from './draft.ts'
import { serverNow } from './live.ts'
import { useMe, useNames } from './me.ts'
import { go } from './place.ts'
import { writeMinute, writeNear } from './time.ts'
import { useTyped } from './typed.ts'

const WORDS_CHARS_MAX = 2_000
const ANYBODY = ''
export const WORDS_FIELD = 'handover-directives'

export function HandoverForm({ present }: { present: HandoverPresent }) {
  const { login } = useMe()
  const { open, takers } = present
  const [draft, setDraft] = useState(() => draftFor(login, open))
  const typed = useTyped(() => draft?.values ?? startOf(present))
  const { values, commandId } = typed
  const type = (name: string, value: string) => {
    keepDraft(login, { ...values, [name]: value })
    typed.type(name, value)
  }
  const clear = () => {
    for (const [name, value] of Object.entries(startOf(present))) typed.type(name, value)
    dropDraft()
    setDraft(null)
  }
  const to = takers.some((one) => one.login === values.to) ? values.to : ANYBODY
  const send = useGiving(() => ({
    commandId: commandId(),
    to: to === ANYBODY ? null : to,
    seen: open?.seq ?? null,
    directives: values.directives,
    spoken: values.spoken,
  }))
  return (
    <form
      className="handover-form no-print"
      aria-label="交班"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      {draft !== null && <Kept draft={draft} onClear={clear} />}
      <label htmlFor={WORDS_FIELD}>领导批示未落实</label>
      <Area id="directives" value={values.directives} onChange={type} />
      <label htmlFor="handover-spoken">口头交代事项</label>
      <Area id="spoken" value={values.spoken} onChange={type} />
      <small className="faint">
        写入台账，不能删除：个人手机号、证件号等自动打码；检举控告等专项件不要写在这里，请当面交接。
      </small>
      <label htmlFor="handover-to">接班人</label>
      <Select
        id="handover-to"
        value={to}
        onChange={(login) => type('to', login)}
        options={[
          { value: ANYBODY, label: '不指定：由接班的人本人确认' },
          ...takers.map((one) => ({ value: one.login, label: one.name })),
        ]}
      />
      {send.error !== null && <Alert type="error" message={wordsOf(send.error)} />}
      <Warnings present={present} />
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {open === null ? '交班' : '重新交班，取代未确认的一张'}
      </Button>
    </form>
  )
}

function useGiving(order: () => object) {
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: () => post<{ seq: number }>('/api/handovers', order()),
    onSuccess: async ({ seq }) => {
      dropDraft()
      message.success({ key: 'given', content: '已交班，清单已固定并记入台账；接班人确认前，各屏幕持续提示' })
      await client.invalidateQueries({ queryKey: ['handovers'] })
      go(`/handover?seq=${seq}`)
    },
    // What another has handed over meanwhile is shown, so that it can be replaced knowingly; the words typed stay.
    onError: () => client.invalidateQueries({ queryKey: ['handovers'] }),
  })
}

const Kept = ({ draft, onClear }: { draft: Draft; onClear(): void }) => (
  <p className="note">
    这是您{writeNear(draft.at, serverNow())} 填写、还没有交班的内容，只存在这台电脑的这个标签页，交班或退出后清除。
    <button type="button" className="link" onClick={onClear}>
      清除，重新填写
    </button>
  </p>
)

/** Who corrects what he has handed over himself goes on from his own words. */
const startOf = ({ open, directives, spoken }: HandoverPresent): Values => ({
  to: open?.to ?? ANYBODY,
  directives,
  spoken,
})

/** What he has handed over since on another machine is newer than what stayed in this one. */
function draftFor(login: string, open: HandoverHead | null): Draft | null {
  const draft = readDraft(login)
  return draft !== null && open?.by === login && open.at > draft.at ? null : draft
}

/** Beside the button: at the top of the page, screens away, nobody sees it. */
function Warnings({ present: { open, takers } }: { present: HandoverPresent }) {
  const { login } = useMe()
  const names = useNames()
  return (
    <>
      {takers.length === 0 && (
        <small className="wrong">本册还没有别的值班员或值班长账号：没有人能确认接班。请系统管理员先添加账号。</small>
      )}
      {open !== null && open.by !== login && (
        <small className="wrong">
          ▲ {names.contact(open.by)} {writeMinute(open.at)} 交的班还没有人确认：现在提交，那一张就不能再确认。
        </small>
      )}
    </>
  )
}

interface AreaProps {
  id: 'directives' | 'spoken'
  value: string | undefined
  onChange(name: string, value: string): void
}

const Area = ({ id, value = '', onChange }: AreaProps) => (
  <Input.TextArea
    id={`handover-${id}`}
    rows={3}
    maxLength={WORDS_CHARS_MAX}
    value={value}
    onChange={(event) => onChange(id, event.target.value)}
  />
)
