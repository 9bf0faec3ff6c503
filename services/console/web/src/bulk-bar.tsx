// 成批办理: what is done to all chosen rows at once; each is decided by itself, and what was refused is said one by one.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Modal } from 'antd'
import { useState } from 'react'
import type { BulkAnswer, QueueLine } from '../../src/wire.ts'
import { ActFields, isComplete } from './act-fields.tsx'
import { area, choice, type Field, REASON, type Values } from './act-form.ts'
import { post, wordsOf } from './api.ts'
import { useMe, useNames } from './me.ts'
import { useTyped } from './typed.ts'

const bulkActs = ['交办', '撤销', '并案', '记一笔'] as const
type BulkAct = (typeof bulkActs)[number]
const orderOf: { [act in BulkAct]: string } = {
  交办: 'case.assign',
  撤销: 'case.cancel',
  并案: 'case.merge',
  记一笔: 'note.add',
}

export function BulkBar({ rows, onDone }: { rows: QueueLine[]; onDone(): void }) {
  const me = useMe()
  const [act, setAct] = useState<BulkAct | null>(null)
  if (rows.length === 0) return null
  return (
    <div className="bulk" role="toolbar" aria-label="成批办理">
      <b>已选 {rows.length} 件</b>
      {bulkActs
        .filter((name) => me.acts.includes(orderOf[name]) && (name !== '并案' || rows.length > 1))
        .map((name) => (
          <Button key={name} size="small" onClick={() => setAct(name)}>
            {name}
          </Button>
        ))}
      <Button size="small" type="text" onClick={onDone}>
        取消选择
      </Button>
      {act !== null && <BulkDialog act={act} rows={rows} onClose={() => setAct(null)} onDone={onDone} />}
    </div>
  )
}

interface DialogProps {
  act: BulkAct
  rows: QueueLine[]
  onClose(): void
  onDone(): void
}

function BulkDialog({ act, rows, onClose, onDone }: DialogProps) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const names = useNames()
  const { values, type, commandId } = useTyped(() => ({ into: rows[0]?.id ?? '', part: '牵头' }))
  const units = names.directory?.units.map((one) => ({ value: one.id, label: one.short })) ?? []
  const fields = fieldsOf(act, rows, units)
  const send = useMutation({
    mutationFn: () =>
      post<BulkAnswer>('/api/cases/act', {
        commandId: commandId(),
        ids: rows.map((row) => row.id).filter((id) => act !== '并案' || id !== values.into),
        order: buildOrder(act, values),
      }),
    onSuccess: async ({ results }) => {
      await client.invalidateQueries({ queryKey: ['cases'] })
      if (results.some((one) => !one.ok)) return
      message.success(`${act}：${results.length} 件已记入台账`)
      onClose()
      onDone()
    },
  })
  const finished = send.data !== undefined
  return (
    <Modal
      open
      width={720}
      style={{ top: 32 }}
      title={`${act} · ${rows.length} 件`}
      okText={finished ? '知道了' : `${act} ${rows.length} 件`}
      cancelText="取消"
      mask={{ closable: false }}
      okButtonProps={{ danger: act === '撤销', disabled: !isComplete(fields, values), loading: send.isPending }}
      onOk={() => {
        if (!finished) return send.mutate()
        onClose()
        onDone()
      }}
      onCancel={onClose}
    >
      <div className="act">
        <p className="say">逐件决定、逐件记入台账；不能办的会逐件说明，其余照办。</p>
        <ActFields caseId="" fields={fields} values={values} onChange={type} />
        <Chosen rows={rows} />
        {send.error !== null && <Alert type="error" role="alert" message={wordsOf(send.error)} />}
        {finished && <Outcome results={send.data.results} />}
      </div>
    </Modal>
  )
}

/** What was refused, one by one. */
function Outcome({ results }: BulkAnswer) {
  const refused = results.filter((one) => !one.ok)
  const words = refused.length === 0 ? '' : `，${refused.length} 件没有办`
  return (
    <Alert
      type={refused.length === 0 ? 'success' : 'warning'}
      role="alert"
      message={`已办 ${results.length - refused.length} 件${words}`}
      description={refused.map((one) => `${one.number ?? one.id}：${one.message}`).join('；')}
    />
  )
}

const SHOWN_MAX = 10

function Chosen({ rows }: { rows: QueueLine[] }) {
  return (
    <ul className="bulk-list">
      {rows.slice(0, SHOWN_MAX).map((row) => (
        <li key={row.id} className="cut">
          {row.number} {row.title}
        </li>
      ))}
      {rows.length > SHOWN_MAX && <li>……共 {rows.length} 件</li>}
    </ul>
  )
}

function fieldsOf(act: BulkAct, rows: QueueLine[], units: { value: string; label: string }[]): Field[] {
  switch (act) {
    case '交办':
      return [
        choice('unit', '单位', units),
        choice('part', '分工', [
          { value: '牵头', label: '牵头' },
          { value: '协办', label: '协办' },
        ]),
        area(REASON, '要求与理由'),
      ]
    case '撤销':
      return [area(REASON, '撤销理由')]
    case '并案': {
      const choices = rows.map((row) => ({ value: row.id, label: `${row.number} ${row.title}` }))
      return [{ ...choice('into', '并入', choices), wide: true }, area(REASON, '为什么是同一件事')]
    }
    case '记一笔':
      return [area('text', '内容')]
  }
}

function buildOrder(act: BulkAct, { unit, part, into, text, reason }: Values): object {
  switch (act) {
    case '交办':
      return { do: 'case.assign', unit, part, reason }
    case '撤销':
      return { do: 'case.cancel', reason }
    case '并案':
      return { do: 'case.merge', into, reason }
    case '记一笔':
      return { do: 'note.add', kind: '成批', text }
  }
}
