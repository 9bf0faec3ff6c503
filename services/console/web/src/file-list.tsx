// 附件: the files of a case, as downloads, and the way to add one.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useRef } from 'react'
import type { CasePage } from '../../src/wire.ts'
import { sendFile, wordsOf } from './api.ts'
import { FILE_WORDS } from './file-field.tsx'
import { useMe, useNames } from './me.ts'
import { writeSize } from './size.ts'
import { writeFull } from './time.ts'

export function Files({ page }: { page: CasePage }) {
  const me = useMe()
  const names = useNames()
  const client = useQueryClient()
  const { message } = App.useApp()
  const field = useRef<HTMLInputElement>(null)
  const { id, attachments, status } = page.case
  const send = useMutation({
    mutationFn: (file: File) => sendFile(id, file),
    onSuccess: () => client.invalidateQueries({ queryKey: ['case', id] }),
    onError: (error) => message.error(wordsOf(error)),
  })
  const may = me.acts.includes('attachment.add') && status !== '已并入'
  if (attachments.length === 0 && !may) return null
  return (
    <section className="files" aria-label="附件">
      <h2>
        附件 <small>{attachments.length} 个</small>
        {may && (
          <Button size="small" loading={send.isPending} onClick={() => field.current?.click()} title={FILE_WORDS}>
            上传
          </Button>
        )}
        <input
          ref={field}
          type="file"
          hidden
          aria-label="上传附件"
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (file !== undefined) send.mutate(file)
          }}
        />
      </h2>
      <ul>
        {attachments.map((one) => (
          <li key={one.sha256}>
            <a href={`/api/cases/${encodeURIComponent(id)}/files/${one.sha256}`} download>
              {one.name}
            </a>
            <span className="faint" title={`SHA-256 ${one.sha256}`}>
              {writeSize(one.bytes)} · {names.contact(one.by)} · {writeFull(one.at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
