// What kafkajs throws, in words for whoever runs the program; every one of them is the engine's and is waited for.
import type { KafkaAddress } from './kafka-address.ts'

/** How Node names a certificate it does not take. */
const certificateCodes = /^(.*SELF_SIGNED_CERT.*|UNABLE_TO_(VERIFY|GET_ISSUER).*|CERT_.+|ERR_TLS_.+|EPROTO)$/

interface Thrown extends Error {
  code?: unknown
  type?: unknown
  retriable?: unknown
}

/** Whether Kafka's own error code stands anywhere in it, as `UNKNOWN_TOPIC_OR_PARTITION`. */
export const hasType = (error: unknown, type: string): boolean => chainOf(error).some((one) => one.type === type)

/** Whether Kafka answered that it cannot say yet, as while a coordinator is still loading. */
export const isPassing = (error: unknown): boolean =>
  chainOf(error).some((one) => one.name === 'KafkaJSProtocolError' && one.retriable === true)

/** An Error with one of the codes of runtime/failure. */
export function kafkaFailure(error: unknown, address: KafkaAddress): Error {
  const chain = chainOf(error)
  const codes = chain.map((one) => String(one.code ?? one.type ?? ''))
  const where = address.brokers.join('、')
  const say = (code: string, words: string) => Object.assign(new Error(words, { cause: error }), { code })
  if (chain.some((one) => one.name === 'KafkaJSSASLAuthenticationError' || one.type === 'SASL_AUTHENTICATION_FAILED'))
    return say('BUS_REFUSED', `Kafka（${where}）拒绝了用户名或密码，请核对 BUS_URL；消息仍在台账的待发表中`)
  const certificate = codes.find((code) => certificateCodes.test(code))
  if (certificate !== undefined)
    return say('BUS_CERTIFICATE', `Kafka（${where}）的证书不受信任（${certificate}），请核对 BUS_CA`)
  if (chain.some((one) => /^KafkaJS(Connection|Broker|NoBroker|RequestTimeout)/.test(one.name)))
    return say('BUS_UNREACHABLE', `连不上 Kafka（${where}），请检查它是否在运行；恢复后自动继续`)
  return say('BUS_FAILED', `Kafka（${where}）出错：${chain.at(-1)?.message ?? String(error)}`)
}

/** The error, its causes and, of those that are several, each. */
function chainOf(error: unknown): Thrown[] {
  if (!(error instanceof Error)) return []
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors : []
  return [error, ...inner.flatMap(chainOf), ...(error.cause === undefined ? [] : chainOf(error.cause))]
}
