// 回应链接: each page a response was published on, whether it opens, and what was kept of it as proof.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { CasePage, Publication } from '../../src/wire.ts'
import { newCommandId, post, wordsOf } from './api.ts'
import { serverNow } from './live.ts'
import { useMe } from './me.ts'
import { writeFull, writeNear } from './time.ts'

export function Publications({ page }: { page: CasePage }) {
  if (page.publications.length === 0) return null
  return (
    <section className="files" aria-label="回应链接">
      <h2>
        回应链接 <small>{page.publications.length} 个</small>
      </h2>
      <ul>
        {page.publications.map((one) => (
          <li key={one.id}>
            <State one={one} />
            {/^https?:/i.test(one.url) && (
              <a href={one.url} target="_blank" rel="noreferrer noopener">
                {one.checked?.title || one.url} ↗
              </a>
            )}
            <Kept one={one} caseId={page.case.id} />
            <CheckNow one={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function State({ one: { checked } }: { one: Publication }) {
  if (checked === null) return <span className="faint">… 待检查</span>
  const when = <time title={writeFull(checked.at)}>{writeNear(checked.at, serverNow())}</time>
  return checked.reachable ? (
    <span>● 可打开 {when}</span>
  ) : (
    <b className="wrong">
      ✕ 打不开：{checked.why} {when}
    </b>
  )
}

/** The look is made by the collector, and comes back to this screen as a change of the case. */
function CheckNow({ one: { id, caseId, nextAt } }: { one: Publication }) {
  const me = useMe()
  const client = useQueryClient()
  const { message } = App.useApp()
  const order = { do: 'publication.check', id }
  const ask = useMutation({
    mutationFn: () =>
      post(`/api/cases/${encodeURIComponent(caseId)}/act`, { commandId: newCommandId(), expectedVersion: null, order }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['case'] }),
    onError: (error) => message.error(wordsOf(error)),
  })
  if (!me.acts.includes(order.do)) return null
  if (nextAt <= serverNow()) return <span role="status">正在检查…</span>
  return (
    <Button size="small" loading={ask.isPending} onClick={() => ask.mutate()}>
      现在检查
    </Button>
  )
}

/** The first bytes prove what was there when it was answered; later ones are kept when they differ. */
function Kept({ one: { firstSha256, checked }, caseId }: { one: Publication; caseId: string }) {
  const kept = [...new Set([firstSha256, checked?.sha256 ?? null])].filter((sha256) => sha256 !== null)
  return kept.map((sha256, index) => (
    <a
      key={sha256}
      href={`/api/cases/${encodeURIComponent(caseId)}/files/${sha256}`}
      download
      title={`SHA-256 ${sha256}；下载的是当时的原始字节，不在浏览器里打开`}
    >
      {index === 0 ? '首次存档' : '最近存档'} {sha256.slice(0, 8)}
    </a>
  ))
}
