// One file for a case: chosen, sent at once, then named by its SHA-256; the bytes decide what it is.
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef } from 'react'
import { sendFile, wordsOf } from './api.ts'

interface Props {
  id: string
  caseId: string
  value: string
  onChange(sha256: string): void
}

export const FILE_WORDS = '图片、PDF、Office 文档、纯文本，至多 10 MB'

export function FileField({ id, caseId, value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: (file: File) => sendFile(caseId, file),
    onSuccess: ({ sha256 }) => onChange(sha256),
  })
  const done = value !== '' && send.data !== undefined
  return (
    <span className="file-field">
      <input
        ref={field}
        id={id}
        type="file"
        hidden
        aria-label="选择文件"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file !== undefined) send.mutate(file)
        }}
      />
      <Button size="small" loading={send.isPending} onClick={() => field.current?.click()}>
        {done ? '换一个文件' : '选择文件'}
      </Button>
      {done ? <span className="cut">{send.data.name}</span> : <small className="faint">{FILE_WORDS}</small>}
      {send.error !== null && <small className="wrong">{wordsOf(send.error)}</small>}
    </span>
  )
}
