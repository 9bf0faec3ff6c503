// The model's file: a head that says what it is, then hashes, weights of runs in one byte each, and dense weights.
import { createHash } from 'node:crypto'

/** What the model decides, in this order everywhere: the ten topics, then gov, incident and where it plays. */
export const heads = [
  'epidemic',
  'realestate',
  'wages',
  'environment',
  'foodsafe',
  'education',
  'medical',
  'elderly',
  'safety',
  'hardship',
  'gov',
  'incident',
  'home',
  'abroad',
  'none',
] as const
export const TOPIC_HEADS = 10
export const GOV_HEAD = 10
export const INCIDENT_HEAD = 11
export const HOME_HEAD = 12
export const ABROAD_HEAD = 13
/** Weights of one feature lie together, padded to a cache line of floats. */
export const ROW = 16

/** A probability is 1 / (1 + exp(-(slope × margin + offset))); a head says yes from its threshold on. */
export interface Calibration {
  slope: number
  offset: number
  threshold: number
}

export interface ModelParts {
  version: string
  calibrations: Calibration[]
  /** Hash of each run of letters, the most frequent first, so that rows often read lie together. */
  hashes: Uint32Array
  /** Inverse document frequency of each, in steps of 1 / IDF_STEPS. */
  idfs: Uint8Array
  /** ROW bytes a run: weight × idf = scale of the head × q × |q|. */
  weights: Int8Array
  scales: number[]
  /** ROW weights for each dense feature, then ROW biases. */
  dense: Float32Array
}

export const IDF_STEPS = 20
const BYTE_MAX = 127

interface Head {
  version: string
  grams: number
  dense: number
  heads: readonly string[]
  scales: number[]
  calibrations: Calibration[]
}

const HEAD_BYTES = 4

/**
 * Weights in one signed byte each: the square root of a weight's share of the head's largest, so that small weights, of
 * which there are many, are kept finely.
 */
export function packWeights(weights: Float32Array): { weights: Int8Array; scales: number[] } {
  const packed = new Int8Array(weights.length)
  const scales = heads.map((_, head) => {
    let largest = Number.MIN_VALUE
    for (let at = head; at < weights.length; at += ROW) largest = Math.max(largest, Math.abs(weights[at] as number))
    for (let at = head; at < weights.length; at += ROW) {
      const share = (weights[at] as number) / largest
      packed[at] = Math.sign(share) * Math.round(BYTE_MAX * Math.sqrt(Math.abs(share)))
    }
    return largest / BYTE_MAX ** 2
  })
  return { weights: packed, scales }
}

export function packModel({ version, calibrations, hashes, idfs, weights, scales, dense }: ModelParts): Uint8Array {
  const head: Head = { version, grams: hashes.length, dense: dense.length, heads, scales, calibrations }
  let text = JSON.stringify(head)
  text += ' '.repeat((8 - ((HEAD_BYTES + text.length) % 8)) % 8)
  const length = Uint32Array.of(text.length)
  const arrays = [hashes, dense, weights, idfs]
  return Buffer.concat([toBytes(length), Buffer.from(text, 'latin1'), ...arrays.map(toBytes)])
}

/** Reads what `packModel` wrote; throws when it is another model's file. */
export function unpackModel(bytes: Uint8Array): ModelParts {
  const data = new Uint8Array(bytes).buffer
  const length = new Uint32Array(data, 0, 1)[0] as number
  const head = JSON.parse(Buffer.from(data, HEAD_BYTES, length).toString('latin1')) as Head
  if (head.heads.join() !== heads.join())
    throw new Error('the model decides other things than this program: train it again')
  let at = HEAD_BYTES + length
  const take = (size: number) => {
    at += size
    return at - size
  }
  const hashes = new Uint32Array(data, take(head.grams * 4), head.grams)
  const dense = new Float32Array(data, take(head.dense * 4), head.dense)
  const weights = new Int8Array(data, take(head.grams * ROW), head.grams * ROW)
  const idfs = new Uint8Array(data, take(head.grams), head.grams)
  const { version, calibrations, scales } = head
  return { version, calibrations, hashes, idfs, weights, scales, dense }
}

export function hashModel(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function toBytes(array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
