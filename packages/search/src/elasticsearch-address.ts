// `SEARCH_URL=http(s)://…` taken apart: nodes, login, CA and the name before every index.
import { readFileSync } from 'node:fs'

export interface ElasticsearchAddress {
  /** `https://host:9200`, any one of which serves. */
  nodes: string[]
  login: { username: string; password: string } | { apiKey: string } | null
  /** In PEM; null: the authorities this machine trusts. */
  ca: string | null
  /** Stands before every index, so that two programs can share a cluster. */
  prefix: string
}

const form = /^(https?):\/\/(?:([^:@/]*):([^@/]*)@)?([^/?]+)(?:\/([a-z0-9-]*))?$/
const PREFIX = 'huiying'

export interface ElasticsearchSettings {
  url: string
  caFile: string | null
  apiKey: string | null
}

/** Throws in words when the address is not one; the CA is read now, so that a wrong path is told at start. */
export function readElasticsearchAddress({ url, caFile, apiKey }: ElasticsearchSettings): ElasticsearchAddress {
  const parts = form.exec(url)
  if (parts === null) throw new Error('SEARCH_URL 应为 http(s)://[用户:密码@]主机:端口[,…][/索引前缀]')
  const [, scheme, user, password, hosts = '', prefix] = parts
  const name = (value: string | undefined) => decodeURIComponent(value ?? '')
  if (user !== undefined && apiKey !== null) throw new Error('SEARCH_URL 中的密码与 SEARCH_API_KEY 只能用一种')
  return {
    nodes: hosts.split(',').map((host) => `${scheme}://${host}`),
    login:
      apiKey !== null ? { apiKey } : user === undefined ? null : { username: name(user), password: name(password) },
    ca: caFile === null ? null : readCa(caFile),
    prefix: prefix || PREFIX,
  }
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`SEARCH_CA 不能读取：${file}`, { cause })
  }
}
