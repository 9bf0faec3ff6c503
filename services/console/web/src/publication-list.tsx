// 回应链接: each page a response was published on, whether it opens, and what was kept of it as proof.
import type { CasePage, Publication } from '../../src/wire.ts'
import { serverNow } from './live.ts'
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
