// How near two texts are in meaning, by a small network that has read much Chinese. It costs a hundred times what a
// look at the letters costs, so `same.ts` asks it only where the letters leave the matter open.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Tokenizer } from '@huggingface/tokenizers'
import { LRUCache } from 'lru-cache'
import type { InferenceSession, Tensor } from 'onnxruntime-node'

export interface Meaning {
  /** Cosine of what two texts mean, -1 to 1; null where the network cannot run, for the reason `fault` gives. */
  cosine(a: string, b: string): Promise<number | null>
  /** Why the network cannot run on this machine; undefined while it can, or has not been asked. */
  fault(): Error | undefined
}

interface Network {
  session: InferenceSession
  tokenizer: Tokenizer
  tensorOf(values: BigInt64Array): Tensor
}

/** Of a text the network reads so many tokens, about one a letter; two that are compared are shorter. */
const TOKENS_MAX = 128
/** Letters cut into tokens: words in Latin letters and numbers are a token each, so some more than tokens. */
const LETTERS_MAX = 2 * TOKENS_MAX
/** Texts whose place among meanings is kept: one that arrives is held against several, and a case is asked again. */
const KEPT_MAX = 2_000

const shippedModel = new URL('../../model/meaning.onnx', import.meta.url)
const words = new URL('../../model/meaning.tokenizer.json', import.meta.url)

/** Reads the network when it is first asked; a machine that cannot run it is told by `fault`, never by a throw. */
export function openMeaning(model: URL = shippedModel): Meaning {
  const kept = new LRUCache<string, Promise<Float32Array>>({ max: KEPT_MAX })
  let network: Promise<Network> | undefined
  let fault: Error | undefined
  const directionOf = (text: string): Promise<Float32Array> => {
    const known = kept.get(text)
    if (known !== undefined) return known
    network ??= openNetwork(model)
    const direction = network.then((opened) => readDirection(opened, text))
    kept.set(text, direction)
    return direction
  }
  return {
    async cosine(a, b) {
      if (fault !== undefined) return null
      try {
        const [one, other] = await Promise.all([directionOf(a), directionOf(b)])
        return one.reduce((sum, value, at) => sum + value * (other[at] as number), 0)
      } catch (cause) {
        fault = new Error('语义模型在这台机器上不能用：是否同一事件只按字面判断', { cause })
        return null
      }
    },
    fault: () => fault,
  }
}

async function openNetwork(model: URL): Promise<Network> {
  const [{ InferenceSession, Tensor }, { Tokenizer }] = await Promise.all([
    import('onnxruntime-node'),
    import('@huggingface/tokenizers'),
  ])
  // One thread: the tracker shares its machine with five other services and a database.
  const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 }
  const session = await InferenceSession.create(fileURLToPath(model), { ...threads, executionMode: 'sequential' })
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(words, 'utf8')), {})
  return { session, tokenizer, tensorOf: (values) => new Tensor('int64', values, [1, values.length]) }
}

/** The network's word for the whole text stands at its first token; only the direction of it counts. */
async function readDirection({ session, tokenizer, tensorOf }: Network, text: string): Promise<Float32Array> {
  const { ids } = tokenizer.encode(text.slice(0, LETTERS_MAX))
  const read = ids.length > TOKENS_MAX ? [...ids.slice(0, TOKENS_MAX - 1), ...ids.slice(-1)] : ids
  const tokens = BigInt64Array.from(read, BigInt)
  const answer = await session.run({
    input_ids: tensorOf(tokens),
    attention_mask: tensorOf(new BigInt64Array(tokens.length).fill(1n)),
    token_type_ids: tensorOf(new BigInt64Array(tokens.length)),
  })
  const { data, dims } = answer.last_hidden_state as Tensor
  const direction = Float32Array.from((data as Float32Array).subarray(0, dims[2]))
  const length = Math.hypot(...direction)
  return direction.map((value) => value / length)
}
