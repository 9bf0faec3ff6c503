// `BUS_URL=kafka://…` taken apart: brokers, login, TLS and how topics are made.
import { readFileSync } from 'node:fs'

export interface KafkaAddress {
  /** `host:port`, any one of which leads to the others. */
  brokers: string[]
  login: { user: string; password: string; mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512' } | null
  /** null: in the clear. `ca` in PEM, or null for the authorities this machine trusts. */
  tls: { ca: string | null } | null
  /** Stands before every topic and group, so that two programs can share a cluster. */
  prefix: string
  partitions: number
  /** -1: what the cluster does by default. */
  replication: number
  sessionMs: number
  rebalanceMs: number
}

const form = /^kafka(\+tls)?:\/\/(?:([^:@/]*):([^@/]*)@)?([^/?]+)\/?(?:\?(.*))?$/
const PARTITIONS = 6
export const PARTITIONS_MAX = 1_024
const SESSION_MS = 10_000
const REBALANCE_MS = 30_000
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

/** Throws in words when the address is not one; `caFile` is read now, so that a wrong path is told at start. */
export function readKafkaAddress(url: string, caFile: string | null): KafkaAddress {
  const [, tls, user, password, hosts = '', query = ''] = form.exec(url) ?? refuse('应为 kafka://主机:端口,…')
  const brokers = hosts.split(',').map((host) => (host.includes(':') ? host : `${host}:9092`))
  const more = new URLSearchParams(query)
  const mechanism = mechanisms.find((one) => one === (more.get('mechanism') ?? 'plain'))
  if (mechanism === undefined) refuse(`mechanism 应为 ${mechanisms.join('、')} 之一`)
  const number = (name: string, normal: number, max: number): number => {
    const value = more.has(name) ? Number(more.get(name)) : normal
    return Number.isInteger(value) && value <= max ? value : refuse(`${name} 应为不超过 ${max} 的整数`)
  }
  return {
    brokers,
    login:
      user === undefined
        ? null
        : { user: decodeURIComponent(user), password: decodeURIComponent(password ?? ''), mechanism: mechanism! },
    tls: tls === undefined ? null : { ca: caFile === null ? null : readCa(caFile) },
    prefix: more.get('prefix') ?? 'huiying.',
    partitions: number('partitions', PARTITIONS, PARTITIONS_MAX),
    replication: number('replication', -1, 9),
    sessionMs: number('session', SESSION_MS, 300_000),
    rebalanceMs: number('rebalance', REBALANCE_MS, 300_000),
  }
}

function refuse(what: string): never {
  throw new Error(`BUS_URL ${what}`)
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`BUS_CA 不能读取：${file}`, { cause })
  }
}
