// 人工录入: what came by telephone or was seen by a person, saved in half a minute; the machine sorts it afterwards.
import { Alert, App, Modal } from 'antd'
import { useRef, useState } from 'react'
import { ActFields, isComplete } from './act-fields.tsx'
import { area, choice, type Field, instant, line, type Values } from './act-form.ts'
import { newCommandId, post, wordsOf } from './api.ts'
import { fromInput } from './time.ts'

const fields: Field[] = [
  choice('kind', '这是', [
    { value: 'letter', label: '来电、来访、来信（每件立案，起答复时限）' },
    { value: 'post', label: '网上帖文、短视频' },
    { value: 'article', label: '新闻报道' },
  ]),
  { ...line('platform', '来源'), hint: '如 值班电话、微博、抖音' },
  { ...line('title', '标题（一句话说清何地何事）'), wide: true },
  { ...area('text', '内容（时间、地点、人数；个人信息会自动打码）') },
  { ...line('url', '链接'), optional: true },
  { ...instant('publishedAt', '首发时间（北京时间）'), optional: true, hint: '不知道就空着，不要填现在' },
]

export function ManualDialog({ onClose }: { onClose(): void }) {
  const { message } = App.useApp()
  const commandId = useRef(newCommandId())
  const [values, setValues] = useState<Values>({ kind: 'letter', platform: '值班电话' })
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    try {
      await post('/api/items', {
        commandId: commandId.current,
        kind: values.kind,
        platform: values.platform,
        title: values.title,
        text: values.text,
        url: values.url || null,
        publishedAt: values.publishedAt ? fromInput(values.publishedAt) : null,
      })
      message.success('已记入台账，正在打标归并，几秒后出现在值班台或待核信息')
      onClose()
    } catch (error) {
      setWrong(wordsOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={720}
      style={{ top: 32 }}
      title="人工录入"
      okText="保存"
      cancelText="取消"
      mask={{ closable: false }}
      okButtonProps={{ disabled: !isComplete(fields, values), loading: busy }}
      afterOpenChange={(open) => open && document.getElementById('act-title')?.focus()}
      onOk={send}
      onCancel={onClose}
    >
      <div className="act">
        <ActFields
          caseId=""
          fields={fields}
          values={values}
          onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        />
        {wrong !== null && <Alert type="error" role="alert" message={wrong} />}
      </div>
    </Modal>
  )
}
