// 附件 of a letter: what each is, by its bytes; a picture is shown in place from memory, all else is a download.
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { AttachmentLine, AttachmentPage } from '../../src/attachment-wire.ts'
import type { Item } from '../../src/wire.ts'
import { get, postForFile, type ReceivedFile, withQuery, wordsOf } from './api.ts'
import { ReasonForm } from './reason-form.tsx'
import { writeSize } from './size.ts'

/** How far below the screen a letter is asked for. */
const AHEAD_PX = 600
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** `sha256` is left out of a reply, whose bytes never change. */
export type Looked = Pick<Item, 'id' | 'kind'> & Partial<Pick<Item, 'sha256'>>

interface Looking {
  item: Looked
  caseId: string
  /** Whether this person may look behind the mask. */
  may: boolean
  /** Given a moment ago for the same letter. */
  reason: string | null
  onReason(reason: string): void
}

export function Attachments({ item, ...looking }: Looking) {
  const place = useRef<HTMLDivElement>(null)
  const isSeen = useSeen(place)
  const query = useQuery({
    queryKey: ['attachments', item.id, item.sha256],
    queryFn: () =>
      get<AttachmentPage>(
        withQuery(`/api/items/${encodeURIComponent(item.id)}/attachments`, { caseId: looking.caseId }),
      ),
    // The bytes of a letter never change.
    staleTime: Number.POSITIVE_INFINITY,
    // Which letters came by mail the server knows: of others it lists nothing.
    enabled: isSeen && item.kind === 'letter',
  })
  const lines = query.data?.attachments ?? []
  return (
    <div ref={place}>
      {query.error !== null && (
        <p className="wrong">
          附件：{wordsOf(query.error)}{' '}
          <Button size="small" onClick={() => query.refetch()}>
            重试
          </Button>
        </p>
      )}
      {lines.length > 0 && (
        <section className="attachments" aria-label="来信附件">
          <b>附件</b>{' '}
          <small className="faint">
            {lines.length} 个{looking.may ? '' : '，由值班员、值班长或纪检打开'}
          </small>
          <ol>
            {lines.map((line) => (
              <li key={line.number}>
                <Attachment line={line} itemId={item.id} {...looking} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

/** A case may hold hundreds of letters: only those that come into view are asked for. */
function useSeen(place: { current: Element | null }): boolean {
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const element = place.current
    if (element === null || isSeen) return
    // A little before, so that who goes on by Tab finds them there.
    const around = { root: element.closest('.case, .preview'), rootMargin: `${AHEAD_PX}px` }
    const watcher = new IntersectionObserver((entries) => setSeen(entries.some((one) => one.isIntersecting)), around)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [place, isSeen])
  return isSeen
}

type AttachmentProps = Omit<Looking, 'item'> & { line: AttachmentLine; itemId: string }

function Attachment({ line, itemId, caseId, may, reason, onReason }: AttachmentProps) {
  const [asking, setAsking] = useState(false)
  const open = useMutation({
    mutationFn: async (given: string) =>
      postForFile(`/api/items/${encodeURIComponent(itemId)}/attachments/${line.number}`, { caseId, reason: given }),
    onSuccess: (_, given) => {
      setAsking(false)
      onReason(given)
    },
  })
  const act = line.isPicture ? '看图' : '下载'
  const known = reason === null ? '写明理由后打开，记入台账' : `按刚才的理由记入台账：${reason}`
  return (
    <>
      <span className="name">
        {line.number}. {line.name}
      </span>{' '}
      <span className="faint">
        {line.kind} · {writeSize(line.bytes)}
      </span>{' '}
      {may && open.data === undefined && !asking && (
        <Button
          size="small"
          loading={open.isPending}
          title={known}
          aria-label={`${act} ${line.name}`}
          onClick={() => (reason === null ? setAsking(true) : open.mutate(reason))}
        >
          {act}
          {reason === null ? '…' : ''}
        </Button>
      )}
      {asking && (
        <ReasonForm
          known={reason}
          pending={open.isPending}
          error={open.error}
          onGive={(given) => open.mutate(given)}
          onCancel={() => setAsking(false)}
        />
      )}
      {!asking && open.error !== null && <span className="wrong">{wordsOf(open.error)}</span>}
      {open.data !== undefined && <Opened file={open.data} name={line.name} onClose={() => open.reset()} />}
    </>
  )
}

const isPicture = ({ bytes }: ReceivedFile): boolean => pictureTypes.has(bytes.type)

function save(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

function Opened({ file, name, onClose }: { file: ReceivedFile; name: string; onClose(): void }) {
  const [url, setUrl] = useState<string | null>(null)
  const [isBroken, setBroken] = useState(false)
  const shown = isPicture(file)
  useEffect(() => {
    const { bytes } = file
    // Saved as bytes and nothing else, whatever they are.
    const made = URL.createObjectURL(shown ? bytes : bytes.slice(0, bytes.size, 'application/octet-stream'))
    setUrl(made)
    if (!shown) save(made, file.name)
    // Gone from memory when it is put away, not before: some browsers read it only after the click.
    return () => URL.revokeObjectURL(made)
  }, [file, shown])
  if (!shown) {
    return (
      <span>
        已下载（已记入台账，勿外传）{' '}
        <Button size="small" onClick={onClose}>
          收起
        </Button>
      </span>
    )
  }
  return (
    <figure>
      <b>附件原图（已记入台账，勿外传）</b>
      {isBroken && <p className="wrong">图片已损坏，显示不了，可下载后另行查看。</p>}
      {url !== null && !isBroken && <img src={url} alt={name} onError={() => setBroken(true)} />}
      <div>
        <Button size="small" disabled={url === null} onClick={() => url !== null && save(url, file.name)}>
          下载
        </Button>{' '}
        <Button size="small" autoFocus onClick={onClose}>
          收起
        </Button>
      </div>
    </figure>
  )
}
