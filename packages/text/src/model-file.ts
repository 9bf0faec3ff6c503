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
  /** Hash of each run of letters, ascending. */
  hashes: Uint32Array
  /** Inverse document frequency of each, in steps of 1 / IDF_STEPS. */
  idfs: Uint8Array
  /** Row by row: weight × idf. */
  weights: Float32Array
  /** ROW weights for each dense feature, then ROW biases. */
  dense: Float32Array
}

export const IDF_STEPS = 20

interface Head {
  version: string
  grams: number
  dense: number
  heads: readonly string[]
  scales: number[]
  calibrations: Calibration[]
}

const HEAD_BYTES = 4

/** The file's bytes. A weight is kept as the square root of its share of the head's largest, in one signed byte. */
export function packModel(parts: ModelParts): Uint8Array {
  const grams = parts.hashes.length
  const scales = heads.map((_, head) => {
    let largest = 1e-9
    for (let row = 0; row < grams; row++)
      largest = Math.max(largest, Math.abs(parts.weights[row * ROW + head] as number))
    return largest
  })
  const packed = new Int8Array(grams * heads.length)
  for (let row = 0; row < grams; row++)
    scales.forEach((scale, head) => {
      const share = (parts.weights[row * ROW + head] as number) / scale
      packed[row * heads.length + head] = Math.sign(share) * Math.round(127 * Math.sqrt(Math.abs(share)))
    })
  const { version, calibrations } = parts
  const head: Head = { version, grams, dense: parts.dense.length, heads, scales, calibrations }
  let text = JSON.stringify(head)
  text += ' '.repeat((8 - ((HEAD_BYTES + text.length) % 8)) % 8)
  const length = Uint32Array.of(text.length)
  return Buffer.concat([
    toBytes(length),
    Buffer.from(text, 'latin1'),
    ...[parts.hashes, parts.dense, parts.idfs, packed].map(toBytes),
  ])
}

/** Reads what `packModel` wrote; throws when it is another model's file. */
export function unpackModel(bytes: Uint8Array): ModelParts {
  const data = new Uint8Array(bytes).buffer
  const length = new Uint32Array(data, 0, 1)[0] as number
  const head = JSON.parse(Buffer.from(data, HEAD_BYTES, length).toString('latin1')) as Head
  if (head.heads.join() !== heads.join())
    throw new Error('the model decides other things than this program: train it again')
  let at = HEAD_BYTES + length
  const take = (size: number) => (at += size) - size
  const hashes = new Uint32Array(data, take(head.grams * 4), head.grams)
  const dense = new Float32Array(data, take(head.dense * 4), head.dense)
  const idfs = new Uint8Array(data, take(head.grams), head.grams)
  const packed = new Int8Array(data, at, head.grams * heads.length)
  const weights = new Float32Array(head.grams * ROW)
  const values = head.scales.map((scale) => Float32Array.from({ length: 256 }, (_, i) => decode(i - 128, scale)))
  for (let row = 0; row < head.grams; row++)
    for (let k = 0; k < heads.length; k++)
      weights[row * ROW + k] = (values[k] as Float32Array)[(packed[row * heads.length + k] as number) + 128] as number
  return { version: head.version, calibrations: head.calibrations, hashes, idfs, weights, dense }
}

export function hashModel(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function decode(byte: number, scale: number): number {
  return Math.sign(byte) * (byte / 127) ** 2 * scale
}

function toBytes(array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
