// 改标 and 不是同一事件: what a person says of one item instead of the machine, with the reason that goes on record.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Modal } from 'antd'
import { useState } from 'react'
import type { ItemLine, Verdict } from '../../src/wire.ts'
import { WhatWillHappen } from './act-dialog.tsx'
import { ActFields, isComplete } from './act-fields.tsx'
import { area, choice, type Field, REASON, type Values } from './act-form.ts'
import { post, wordsOf } from './api.ts'
import { useMe, useNames } from './me.ts'
import { useTyped } from './typed.ts'

const people = { deaths: '死亡', serious: '重伤', injured: '受伤', missing: '失联' } as const
type Count = keyof typeof people
const counts = Object.keys(people) as Count[]

const start = (verdict: Verdict): Values => ({
  topics: verdict.topics.map((topic) => topic.id).join('\n'),
  place: '',
  gov: verdict.gov ? '1' : '0',
  ...Object.fromEntries(counts.map((field) => [field, verdict[field] === null ? '' : String(verdict[field])])),
  [REASON]: '',
})

const fieldsOf = (topics: Field['choices'] = []): Field[] => [
  { name: 'topics', label: '主题（第一个为主）', kind: 'choices', choices: topics, optional: true, wide: true },
  choice('place', '发生在', [
    { value: '', label: '不改' },
    ...['本地', '外地', '国外'].map((value) => ({ value, label: value })),
  ]),
  choice('gov', '涉及政府工作或公共事务', [
    { value: '1', label: '是' },
    { value: '0', label: '否' },
  ]),
  ...counts.map((name) => ({
    name,
    label: `${people[name]}人数`,
    kind: 'line' as const,
    optional: true,
    hint: '原文没说就空着',
  })),
  area(REASON, '更正理由（写入台账）'),
]

/** Only what differs from what was shown is said; the rest stays the machine's. */
function changeOf(before: Values, values: Values): object | null {
  const wrong = counts.some((field) => !/^\d{0,7}$/.test((values[field] ?? '').trim()))
  if (wrong) return null
  const changed = (name: string) => (values[name] ?? '').trim() !== (before[name] ?? '')
  const change = {
    ...(changed('topics') ? { topics: (values.topics ?? '').split('\n').filter(Boolean) } : {}),
    ...(values.place ? { place: values.place } : {}),
    ...(changed('gov') ? { gov: values.gov === '1' } : {}),
    ...Object.fromEntries(
      counts.filter(changed).map((field) => {
        const text = (values[field] ?? '').trim()
        return [field, text === '' ? null : Number(text)]
      }),
    ),
  }
  return Object.keys(change).length === 0 ? null : change
}

interface Props {
  line: ItemLine
  caseId: string | null
  what: '改标' | '不是同一事件'
  onClose(): void
}

function CorrectDialog({ line, caseId, what, onClose }: Props) {
  const names = useNames()
  const client = useQueryClient()
  const { message } = App.useApp()
  const splits = what === '不是同一事件'
  const [before] = useState<Values>(() => (line.verdict === null || splits ? { [REASON]: '' } : start(line.verdict)))
  const { values, type, commandId } = useTyped(() => before)
  const topics = names.directory?.topics.map((one) => ({ value: one.id, label: one.name }))
  const fields = splits ? [area(REASON, '为什么不是同一件事（写入台账）')] : fieldsOf(topics)
  const change = splits ? {} : changeOf(before, values)
  const reason = (values[REASON] ?? '').trim()
  const itemId = line.item.id
  const order = splits ? { do: 'item.split', itemId, reason } : { do: 'item.correct', itemId, change, reason }
  const ready = isComplete(fields, values) && change !== null
  const path = caseId === null ? null : `/api/cases/${encodeURIComponent(caseId)}`
  const command = { commandId: commandId(), expectedVersion: null, order }
  const send = useMutation({
    mutationFn: () =>
      path === null
        ? post(`/api/items/${encodeURIComponent(itemId)}/correct`, { change, reason })
        : post(`${path}/act`, command),
    onSuccess: async () => {
      message.success(splits ? '已另立案件，记入台账' : '已更正，记入台账；以后以此为准')
      onClose()
      await client.invalidateQueries()
    },
  })
  return (
    <Modal
      open
      width={720}
      style={{ top: 32 }}
      title={`${what} · ${line.item.title || '（无标题）'}`}
      okText={splits ? '移出，另立案件' : '更正'}
      cancelText="取消"
      mask={{ closable: false }}
      okButtonProps={{ disabled: !ready, loading: send.isPending }}
      onOk={() => send.mutate()}
      onCancel={onClose}
    >
      <div className="act">
        <p className="say">
          {splits
            ? '这条信息离开本案，自成一案；来信的时限随信走，截止不变，本案的时限也不变。'
            : '人改的永远优先于机器：原文更新、并案、换模型都以此为准；机器原来的判断留在台账。'}
        </p>
        <ActFields caseId="" fields={fields} values={values} onChange={type} />
        {send.error !== null && <Alert type="error" role="alert" message={wordsOf(send.error)} />}
        {path !== null && <WhatWillHappen path={path} body={ready ? command : null} />}
      </div>
    </Modal>
  )
}

/** The keys to correct, beside every judgement of the machine; who may not give the order does not see them. */
export function CorrectKeys({ line, caseId }: Pick<Props, 'line' | 'caseId'>) {
  const me = useMe()
  const [what, setWhat] = useState<Props['what'] | null>(null)
  if (line.verdict === null) return null
  const keys = [
    ...(me.acts.includes('item.correct') ? (['改标'] as const) : []),
    ...(caseId !== null && me.acts.includes('item.split') ? (['不是同一事件'] as const) : []),
  ]
  return (
    <>
      {keys.map((key) => (
        <button key={key} type="button" className="link small" onClick={() => setWhat(key)}>
          {key}…
        </button>
      ))}
      {what !== null && <CorrectDialog line={line} caseId={caseId} what={what} onClose={() => setWhat(null)} />}
    </>
  )
}
