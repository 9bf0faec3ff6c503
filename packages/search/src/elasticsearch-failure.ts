// What the client of Elasticsearch throws, in words for whoever runs the program; all of it is waited for.
import type { ElasticsearchAddress } from './elasticsearch-address.ts'

/** The HTTP status it answered with; null when it did not answer. */
export function statusOf(error: unknown): number | null {
  const status = (error as { meta?: { statusCode?: unknown } } | null)?.meta?.statusCode
  return typeof status === 'number' && status > 0 ? status : null
}

/** An Error with one of the codes of runtime/failure. */
export function elasticsearchFailure(error: unknown, address: ElasticsearchAddress): Error {
  const where = address.nodes.map((node) => new URL(node).host).join('、')
  const message = error instanceof Error ? error.message : String(error)
  const say = (code: string, words: string) => Object.assign(new Error(words, { cause: error }), { code })
  const status = statusOf(error)
  if (status === 401 || status === 403)
    return say(
      'SEARCH_REFUSED',
      `Elasticsearch（${where}）拒绝了密码或密钥（${status}），请核对 SEARCH_URL 或 SEARCH_API_KEY`,
    )
  if (/certificate|altname|SELF_SIGNED|UNABLE_TO_VERIFY/i.test(message))
    return say('SEARCH_CERTIFICATE', `Elasticsearch（${where}）的证书不受信任，请核对 SEARCH_CA：${message}`)
  if (status === null && isAway(error))
    return say(
      'SEARCH_UNREACHABLE',
      `连不上 Elasticsearch（${where}），检索暂停；台账、时限和邮件不受影响，恢复后自动补齐`,
    )
  return say('SEARCH_FAILED', `Elasticsearch（${where}）出错：${message}`)
}

const isAway = (error: unknown): boolean =>
  error instanceof Error && /^(Connection|Timeout|NoLivingConnections)Error$/.test(error.name)
