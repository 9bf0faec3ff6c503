// 交班: what the program knows stands above; here stands what it cannot know, and to whom it goes.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Select } from 'antd'
import type { HandoverPresent } from '../../src/handover-wire.ts'
import type { Values } from './act-form.ts'
import { post, wordsOf } from './api.ts'
import { useMe, useNames } from './me.ts'
import { go } from './place.ts'
import { writeMinute } from './time.ts'
import { useTyped } from './typed.ts'

const WORDS_CHARS_MAX = 2_000
const ANYBODY = ''
export const WORDS_FIELD = 'handover-directives'

/** What is typed and not yet handed over: a case looked at meanwhile takes none of it. Never another person's. */
let kept: { login: string; values: Values } | null = null

export function HandoverForm({ present }: { present: HandoverPresent }) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const { login } = useMe()
  const { directives, spoken, open, takers } = present
  const typed = useTyped(() => (kept?.login === login ? kept.values : { to: open?.to ?? ANYBODY, directives, spoken }))
  const { values, commandId } = typed
  const type = (name: string, value: string) => {
    kept = { login, values: { ...values, [name]: value } }
    typed.type(name, value)
  }
  const to = takers.some((one) => one.login === values.to) ? values.to : ANYBODY
  const send = useMutation({
    mutationFn: () =>
      post<{ seq: number }>('/api/handovers', {
        commandId: commandId(),
        to: to === ANYBODY ? null : to,
        seen: open?.seq ?? null,
        directives: values.directives,
        spoken: values.spoken,
      }),
    onSuccess: async ({ seq }) => {
      kept = null
      message.success('已交班，清单已固定并记入台账；接班人确认前，各屏幕持续提示')
      await client.invalidateQueries({ queryKey: ['handovers'] })
      go(`/handover?seq=${seq}`)
    },
    // What another has handed over meanwhile is shown, so that it can be replaced knowingly; the words typed stay.
    onError: () => client.invalidateQueries({ queryKey: ['handovers'] }),
  })
  return (
    <form
      className="handover-form no-print"
      aria-label="交班"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
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
